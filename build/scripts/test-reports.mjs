import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runToEnd } from './child-process.mjs'
import { projectRoot } from './project-root.mjs'

const reports = join(projectRoot, 'test-results')

/** @typedef {{ passed: number, failed: number }} TestCount */

/**
 * Runs one tier of tests and counts from Vitest's own report.
 *
 * @param {string} tier a project of the Vitest configuration
 * @returns {Promise<TestCount>} a tier that did not run to its end, or has no tests, counts as one failure
 */
export async function runTier(tier) {
  const file = join(reports, `${tier}.json`)
  await rm(file, { force: true })
  const vitest = join(projectRoot, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  // The build before leaves NODE_ENV=production in this process, and with that React comes without what its tests need.
  const env = { ...process.env, NODE_ENV: 'test' }
  const code = await runToEnd(process.execPath, [vitest, 'run', '--project', tier, ...reporters], { cwd: projectRoot, env })
  const report = await readFile(file, 'utf8').then(JSON.parse, () => undefined)
  const passed = report?.numPassedTests ?? 0
  const failed = report?.numFailedTests ?? 0
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed }
}

/** @param {TestCount} count */
export function totalLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`
}

/** Keeps a command's total for {@link readTotal}. */
export async function writeTotal(command, count) {
  await mkdir(reports, { recursive: true })
  await writeFile(join(reports, `total-${command}.json`), JSON.stringify(count))
}

/** A command that left no total has not run to its end, which counts as one failure. */
export async function readTotal(command) {
  return readFile(join(reports, `total-${command}.json`), 'utf8').then(JSON.parse, () => ({ passed: 0, failed: 1 }))
}

/** Forgets a command's earlier total, so that an aborted run cannot pass it off as its own. */
export async function forgetTotal(command) {
  await rm(join(reports, `total-${command}.json`), { force: true })
}
