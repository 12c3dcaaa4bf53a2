/**
 * Takes a picture of every scene of the window in both themes and all languages, from the sample data: `npm run screenshots`.
 *
 *   node test/support/preview/screenshots.mjs [--out <directory>] [--only <part of a name>] [--languages <some of them>] [--browser <executable>]
 *
 * What is wider than its place, in any language, is a fault.
 */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import { act } from './act.mjs'
import { openSite } from './site.mjs'
import { translatedLabel } from './step-words.mjs'

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join('out', 'screenshots') },
    only: { type: 'string', default: '' },
    languages: { type: 'string', default: 'en,fr,es,de,nl' },
    browser: { type: 'string', default: '/usr/bin/chromium' },
  },
})
const SIZE = { width: 1100, height: 720 }
const catalogue = async (language) => JSON.parse(await readFile(new URL(`../../../src/i18n/${language}.json`, import.meta.url), 'utf8'))

const en = await catalogue('en')
const site = await openSite()
const browser = await chromium.launch({ executablePath: values.browser, args: ['--no-sandbox'] })
const faults = []
let count = 0

async function picture(context, language, name, steps, file) {
  const page = await context.newPage()
  try {
    await page.goto(`${site.address}?scene=${name}&language=${language}`)
    await page.locator('h1').first().waitFor({ state: 'attached' })
    await page.waitForTimeout(400)
    for (const step of steps) await act(page, step)
    await page.waitForTimeout(250)
    await page.screenshot({ path: file })
    count += 1
    for (const text of await page.evaluate(clipped)) faults.push(`${file}: does not fit: ${text}`)
  } catch (error) {
    faults.push(`${file}: ${error.message.split('\n')[0]}`)
  } finally {
    await page.close()
  }
}

/** Runs in the page: what is said by buttons, headings and labels and is cut off by its own box or by the window's edge. */
function clipped() {
  const { document, innerWidth } = globalThis
  return [...document.querySelectorAll('button, h1, h2, h3, label, legend, summary, dt, th, .badge')]
    .filter((element) => element.getClientRects().length > 0 && element.closest('.visually-hidden') === null)
    .filter((element) => element.scrollWidth > element.clientWidth + 1 && globalThis.getComputedStyle(element).display !== 'inline' || element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => element.textContent)
}

try {
  const first = await browser.newPage()
  await first.goto(`${site.address}?scene=`)
  const scenes = Object.entries(await first.evaluate(() => globalThis.previewScenes)).filter(([name]) => name !== 'gallery' && name.includes(values.only))
  await first.close()
  for (const language of values.languages.split(',')) {
    const spoken = await catalogue(language)
    await mkdir(join(values.out, language), { recursive: true })
    for (const theme of ['light', 'dark']) {
      const context = await browser.newContext({ viewport: SIZE, colorScheme: theme, reducedMotion: 'reduce' })
      context.setDefaultTimeout(5_000)
      for (const [name, steps] of scenes) {
        const words = steps.map((step) => (step === 'row' ? step : step.split('=').map((part, at) => (at === 0 ? translatedLabel(part, en, spoken) : part)).join('=')))
        await picture(context, language, name, words, join(values.out, language, `${name}-${theme}.png`))
      }
      await context.close()
    }
  }
} finally {
  await browser.close()
  await site.close()
}
for (const fault of faults) console.error(fault)
console.log(`${count} pictures are in ${values.out}; ${faults.length} faults.`)
process.exitCode = faults.length > 0 ? 1 : 0
