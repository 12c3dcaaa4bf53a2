/**
 * Profiles the activity view in a real browser with a million rows behind it and a thousand calls a second coming in: opening,
 * scrolling, filtering and typing. Prints the longest task of each and fails when one takes 50 ms or more.
 *
 *   node test/support/preview/lag.mjs [--browser <executable>]
 */
import { parseArgs } from 'node:util'
import { chromium } from 'playwright'
import { openSite } from './site.mjs'

const LONGEST_MS = 50

const { values } = parseArgs({ options: { browser: { type: 'string', default: '/usr/bin/chromium' } } })
const site = await openSite()
const browser = await chromium.launch({ executablePath: values.browser, args: ['--no-sandbox'] })

const DEEDS = {
  open: async (page) => {
    await page.getByRole('button', { name: 'Activity', exact: true }).click()
    await page.getByRole('row').nth(5).waitFor()
  },
  scroll: async (page) => {
    await page.getByRole('grid').hover()
    for (let turn = 0; turn < 60; turn += 1) {
      await page.mouse.wheel(0, 900)
      await page.waitForTimeout(30)
    }
  },
  type: async (page) => page.getByRole('searchbox').pressSequentially('partner amount', { delay: 60 }),
  filter: async (page) => {
    for (const outcome of ['refused', 'answered', '']) await page.getByLabel('Outcome', { exact: true }).selectOption(outcome)
    await page.waitForTimeout(500)
  },
  models: async (page) => {
    await page.getByRole('radio', { name: 'Models' }).check({ force: true })
    await page.getByRole('table').waitFor()
    await page.waitForTimeout(500)
  },
}

let tooLong = false
try {
  const page = await browser.newPage({ viewport: { width: 1100, height: 720 } })
  await page.goto(`${site.address}?scene=busy`)
  await page.getByText('Models read today').waitFor()
  await page.waitForTimeout(1_000)
  for (const [name, deed] of Object.entries(DEEDS)) {
    await browser.startTracing(page, { categories: ['devtools.timeline', 'toplevel'] })
    await deed(page)
    const { script, task, count } = longest(JSON.parse((await browser.stopTracing()).toString()).traceEvents)
    console.log(`${name}: longest script ${script.toFixed(1)} ms, longest task ${task.toFixed(1)} ms of ${String(count)}`)
    if (script >= LONGEST_MS) tooLong = true
  }
} finally {
  await browser.close()
  await site.close()
}
process.exitCode = tooLong ? 1 : 0

/** The longest run of script and the longest task on the main thread of the page, in milliseconds of its own processor time: what other programs take meanwhile is not counted. */
function longest(events) {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
  const onMain = events.filter(({ pid, tid, tdur }) => tdur !== undefined && mains.some((main) => main.pid === pid && main.tid === tid))
  const most = (names) => Math.max(0, ...onMain.filter(({ name }) => names.includes(name)).map(({ tdur }) => tdur / 1000))
  const tasks = onMain.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask')
  return { script: most(['FunctionCall', 'EvaluateScript', 'TimerFire', 'FireAnimationFrame', 'EventDispatch', 'RunMicrotasks']), task: most(['RunTask', 'ThreadControllerImpl::RunTask']), count: tasks.length }
}
