import type { Locator, Page } from 'playwright'

/** A person without a mouse: nothing but keys, and a focus that must be seen and never lost. */
export interface Keyboard {
  /** Goes on with Tab until this has the focus. Throws when it cannot be reached, and when on the way the focus is nowhere or cannot be seen. */
  readonly reach: (what: Locator) => Promise<void>
  /** Goes there and presses a key, Enter unless said otherwise. */
  readonly press: (what: Locator, key?: string) => Promise<void>
  /** Goes there and types over what stands in it. */
  readonly type: (field: Locator, text: string) => Promise<void>
  /** Keys where the focus is. */
  readonly keys: (...keys: readonly string[]) => Promise<void>
}

/** More than any view has. */
const MOST_STOPS = 200

interface Focus {
  readonly where: string
  readonly isLost: boolean
  readonly isSeen: boolean
}

/** What a person sees of the focus: where it is, and whether anything marks it. */
function focusNow(): Focus {
  const element = document.activeElement
  if (element === null || element === document.body) return { where: 'nowhere', isLost: true, isSeen: false }
  const where = `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 40)}”`
  // A mark may be drawn by what surrounds a hidden control.
  for (let marked: Element | null = element, up = 0; marked !== null && up < 3; marked = marked.parentElement, up += 1) {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(marked)
    if ((outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none') return { where, isLost: false, isSeen: true }
  }
  return { where, isLost: false, isSeen: false }
}

export function keyboardOf(page: Page): Keyboard {
  const hasFocus = (what: Locator): Promise<boolean> => what.evaluate((element) => element === document.activeElement)

  const reach = async (what: Locator): Promise<void> => {
    await what.waitFor({ state: 'attached' })
    const passed: string[] = []
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      if (await hasFocus(what)) {
        const { isSeen, where } = await page.evaluate(focusNow)
        if (!isSeen) throw new Error(`The focus cannot be seen on ${where}.`)
        return
      }
      await page.keyboard.press('Tab')
      const { where, isLost } = await page.evaluate(focusNow)
      // After the last stop comes the first, by way of the page itself.
      if (isLost && passed.at(-1) === 'nowhere') throw new Error(`The focus is nowhere. It passed ${passed.join(', ')}.`)
      passed.push(where)
    }
    throw new Error(`No key leads to ${what.toString()}. The focus passed ${passed.slice(0, 60).join(', ')}.`)
  }

  return {
    reach,
    press: async (what, key = 'Enter') => {
      await reach(what)
      await page.keyboard.press(key)
    },
    type: async (field, text) => {
      await reach(field)
      await page.keyboard.press('Control+a')
      await page.keyboard.type(text)
    },
    keys: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key)
    },
  }
}
