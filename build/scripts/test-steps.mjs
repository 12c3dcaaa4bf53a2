import { forgetTotal, totalLine, writeTotal } from './test-reports.mjs'

/**
 * @typedef {object} TestStep
 * @property {string} name
 * @property {() => Promise<import('./test-reports.mjs').TestCount | number | void>} run answers a count of tests, or an
 *   exit code; a code other than 0 and an exception count as one failure
 * @property {boolean} [required] the steps after it make no sense when it fails
 */

/**
 * Runs steps one after the other under their names, and ends with one line, `N passed, N failed`.
 *
 * @param {string} command whose total it is
 * @param {readonly TestStep[]} steps
 * @returns {Promise<number>} exit code
 */
export async function runTestSteps(command, steps) {
  await forgetTotal(command)
  const total = { passed: 0, failed: 0 }
  const failures = []
  for (const step of steps) {
    console.log(`\n── ${step.name}`)
    const started = performance.now()
    const count = await outcome(step)
    total.passed += count.passed
    total.failed += count.failed
    console.log(`── ${step.name}: ${count.failed > 0 ? 'FAILED' : 'ok'}, ${((performance.now() - started) / 1000).toFixed(1)} s`)
    if (count.failed > 0) failures.push(step.name)
    if (count.failed > 0 && step.required) break
  }
  await writeTotal(command, total)
  if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`)
  console.log(totalLine(total))
  return failures.length > 0 ? 1 : 0
}

async function outcome(step) {
  try {
    const result = await step.run()
    if (typeof result === 'object') return result
    return { passed: 0, failed: result ? 1 : 0 }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return { passed: 0, failed: 1 }
  }
}
