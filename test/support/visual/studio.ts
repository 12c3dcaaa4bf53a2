import type { Page } from 'playwright'
import { NOW } from '../../component/fixtures'
import { startDesktop } from '../desktop/desktop'
import { launchApp } from '../desktop/launch-app'
import { act } from '../preview/act.mjs'
import { SCENES } from '../preview/scenes'
import { openSite } from '../preview/site.mjs'

export type Theme = 'light' | 'dark'

/** Takes pictures of scenes in the Electron that this machine has. */
export interface Studio {
  /** A picture (PNG, 900×1100) of a scene after its steps; `style` is added to the page's own. */
  readonly picture: (scene: string, theme: Theme, style?: string) => Promise<Buffer>
  readonly close: () => Promise<void>
}

/** The system's fonts differ between machines, this one comes with the tests. */
const FONT = ":root { --font: 'Inter Variable', sans-serif; --mono: 'Inter Variable', monospace; }"

export async function openStudio(): Promise<Studio> {
  const [site, desktop] = await Promise.all([openSite(), startDesktop({ keychain: 'absent', screen: { width: 1280, height: 1200 } })])
  const app = await launchApp(desktop, {
    directory: new URL('app', import.meta.url).pathname,
    env: { FONTCONFIG_FILE: new URL('fonts.conf', import.meta.url).pathname },
  })
  const page = await app.firstWindow()
  // A page's own clock stands still but for what the steps give it, so that a picture never comes in the middle of something.
  await page.clock.install({ time: NOW })
  return {
    picture: async (name, theme, style = '') => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      await page.goto(`${site.address}?scene=${name}`)
      await page.evaluate(addStyle, `${FONT} ${style}`)
      await page.locator('h1').first().waitFor({ state: 'attached' })
      await settle(page)
      for (const step of SCENES[name]?.steps ?? []) {
        await act(page, step)
        await settle(page)
      }
      return page.screenshot({ animations: 'disabled', caret: 'hide' })
    },
    close: async () => {
      await app.close()
      await Promise.all([desktop.stop(), site.close()])
    },
  }
}

/** Everything that was due has been done: two seconds of the page's clock, in which skeletons come and texts are announced. */
async function settle(page: Page): Promise<void> {
  await page.clock.runFor(2_000)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
}

/** A sheet made by script: a `style` element would be refused by the page's own policy. */
function addStyle(text: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  document.adoptedStyleSheets = [sheet]
}
