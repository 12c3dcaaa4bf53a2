import axe from 'axe-core'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runVitrine, type RunningVitrine } from '../support/app/vitrine'

const VIEWS = ['Overview', 'Activity', 'Access', 'Clients', 'Connections', 'Settings'] as const

describe('the real window, by keyboard alone', () => {
  let vitrine: RunningVitrine
  let page: Page
  const title = (): Promise<string | null> => page.getByRole('heading', { level: 1 }).textContent()
  const current = (): Promise<string> => page.locator('.sidebar-view[aria-current=page]').innerText()
  const go = async (number: number, name: string): Promise<void> => {
    await page.keyboard.press(`Control+${number}`)
    await page.locator('.sidebar-view[aria-current=page]', { hasText: name }).waitFor()
  }

  beforeAll(async () => {
    vitrine = await runVitrine()
    await vitrine.start()
    page = vitrine.page()
  })
  afterAll(() => vitrine.stop())

  it('opens each view by its number, with the focus on its heading', async () => {
    for (const [index, name] of [...VIEWS.entries()].reverse()) {
      await go(index + 1, name)
      await page.waitForFunction(() => document.activeElement?.tagName === 'H1')
    }
  })

  it('opens the settings by Ctrl+, and goes back by Esc', async () => {
    await go(2, 'Activity')
    await page.keyboard.press('Control+,')
    expect(await title()).toBe('Settings')
    await page.keyboard.press('Escape')
    await page.locator('.sidebar-view[aria-current=page]', { hasText: 'Activity' }).waitFor()
    expect(await current()).toContain('Activity')
  })

  it('finds the filter of Activity by Ctrl+F', async () => {
    await go(2, 'Activity')
    await page.keyboard.press('Control+f')
    await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'search')
    await page.keyboard.type('partner')
    expect(await page.getByRole('searchbox').inputValue()).toBe('partner')
  })

  describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
    beforeAll(async () => {
      await page.evaluate((wanted) => window.vitrine.changeSettings({ change: { theme: wanted } }), theme)
      await page.waitForFunction((wanted) => document.documentElement.dataset['theme'] === wanted, theme)
    })

    it.each([...VIEWS.entries()])('has no accessibility fault, contrast included, in view %i, %s', async (index, name) => {
      await go(index + 1, name)
      // By the debugger, since the page's own policy lets no script in.
      await page.evaluate(axe.source)
      const { violations } = await page.evaluate(() => (Reflect.get(globalThis, 'axe') as Pick<typeof axe, 'run'>).run())
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`)).toEqual([])
    })
  })
})
