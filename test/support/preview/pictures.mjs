/**
 * Takes pictures of every scene of the window, in both themes and two sizes, and fails when the page breaks its own
 * content security policy, throws, has an accessibility fault that only a real browser sees (contrast above all), or prints a month
 * on more than one sheet.
 *
 *   node test/support/preview/pictures.mjs [--out <directory>] [--only <part of a name>] [--browser <executable>] [--language <de|fr|…|pseudo>]
 */
import axe from 'axe-core'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import { act } from './act.mjs'
import { openSite } from './site.mjs'

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(tmpdir(), 'vitrine-pictures') },
    only: { type: 'string', default: '' },
    browser: { type: 'string', default: '/usr/bin/chromium' },
    // A language, or `pseudo`. In any but English, scenes are shown as they open: their steps name what is pressed in English.
    language: { type: 'string', default: 'en' },
  },
})
const SIZES = [
  { width: 1100, height: 720 },
  { width: 820, height: 560 },
]

await mkdir(values.out, { recursive: true })
const site = await openSite()
const { address } = site
const browser = await chromium.launch({ executablePath: values.browser, args: ['--no-sandbox'] })
const faults = []

try {
  const first = await browser.newPage()
  const { SCENES } = await sceneNames(first)
  await first.close()
  for (const size of SIZES) {
    for (const theme of ['light', 'dark']) {
      const context = await browser.newContext({ viewport: size, colorScheme: theme, reducedMotion: 'reduce' })
      for (const [name, steps] of Object.entries(SCENES)) {
        if (!name.includes(values.only) || (values.language !== 'en' && steps.length > 0)) continue
        const page = await context.newPage()
        const title = `${name}-${theme}-${size.width}`
        page.on('console', (message) => {
          if (['error', 'warning'].includes(message.type()) && !message.text().includes('favicon')) faults.push(`${title}: ${message.text()}`)
        })
        page.on('pageerror', (error) => faults.push(`${title}: ${error.message}`))
        await page.goto(`${address}?scene=${name}&language=${values.language}`)
        await page.locator('h1').first().waitFor({ state: 'attached' })
        await page.waitForTimeout(400)
        if (values.language === 'en') for (const step of steps) await act(page, step)
        await page.waitForTimeout(name.includes('testing') || name.includes('paused') ? 1300 : 250)
        for (const text of await page.evaluate(cutOff)) faults.push(`${title}: cut off: ${text}`)
        await page.screenshot({ path: join(values.out, `${title}.png`) })
        if (size.width === 1100) {
          await page.evaluate(axe.source)
          const { violations } = await page.evaluate(() => globalThis.axe.run())
          for (const { id, nodes } of violations) faults.push(`${title}: ${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary?.split('\n')[1] ?? ''}`).join('; ')}`)
        }
        await page.close()
      }
      await context.close()
    }
  }
  if (values.language === 'en' && 'month'.includes(values.only)) await printMonth()
} finally {
  await browser.close()
  await site.close()
}
for (const fault of faults) console.error(fault)
console.log(`Pictures are in ${values.out}; ${faults.length} faults.`)
process.exitCode = faults.length > 0 ? 1 : 0

/** In the page: words of ours that do not fit where they stand. */
function cutOff() {
  const { document } = globalThis
  const parts = [...document.querySelectorAll('h1, h2, h3, button, label, legend, th, dt, nav a')]
  const isCut = (part) => part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1 && !part.classList.contains('visually-hidden') && part.closest('.visually-hidden') === null
  const found = parts.filter(isCut).map((part) => part.textContent ?? '')
  return document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the whole page', ...found] : found
}

/** The page of an ordinary month fits on one sheet of paper, also where the window is dark. */
async function printMonth() {
  const context = await browser.newContext({ colorScheme: 'dark' })
  const page = await context.newPage()
  await page.goto(`${address}?scene=month`)
  await act(page, 'Month…')
  await page.getByText('As written up to row').waitFor()
  for (const format of ['A4', 'Letter']) {
    const pdf = await page.pdf({ format, path: join(values.out, `month-${format}.pdf`) })
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length
    if (pages !== 1) faults.push(`The page of a month takes ${pages} sheets of ${format}.`)
  }
  await page.emulateMedia({ media: 'print' })
  const colours = await page.evaluate(() => {
    const { color, backgroundColor } = globalThis.getComputedStyle(globalThis.document.body)
    return `${color} on ${backgroundColor}`
  })
  if (colours !== 'rgb(28, 28, 26) on rgb(251, 251, 249)') faults.push(`A month is printed ${colours}.`)
  await context.close()
}

/** Scene names and their steps, asked from the page itself so that they are written down once. */
async function sceneNames(page) {
  await page.goto(`${address}?scene=`)
  return { SCENES: await page.evaluate(() => globalThis.previewScenes) }
}
