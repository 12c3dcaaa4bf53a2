/**
 * Makes the moving picture of the live view for the README.
 *
 *   node test/support/preview/live.mjs [--out <file>] [--browser <executable>]
 */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import { PNG } from 'pngjs'
import { animatedPng } from './animated-png.mjs'
import { openSite } from './site.mjs'

const SIZE = { width: 900, height: 520 }
const FRAME_MS = 1_100
const LAST_FRAME_MS = 3_000

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'build/pictures/live.png' },
    browser: { type: 'string', default: '/usr/bin/chromium' },
  },
})
const site = await openSite()
const browser = await chromium.launch({ executablePath: values.browser, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(`${site.address}?scene=live`)
  await page.getByRole('row').nth(1).waitFor()
  const frames = []
  do {
    // The feed hands rows on ten times a second at most, and a frame after it they are drawn.
    await page.waitForTimeout(250)
    frames.push({ pixels: PNG.sync.read(await page.screenshot()).data, milliseconds: FRAME_MS })
  } while (await page.evaluate(() => globalThis.nextQuestion()))
  frames.at(-1).milliseconds = LAST_FRAME_MS
  await writeFile(values.out, animatedPng(frames, SIZE.width, SIZE.height))
  console.log(`${values.out}: ${frames.length} frames`)
} finally {
  await browser.close()
  await site.close()
}
