import { electronRuntime } from './electron-runtime.mjs'
import { runMain } from './run-main.mjs'
import { ensureSystemPackages } from './system-packages.mjs'
import { runTier } from './test-reports.mjs'

const say = (line) => console.log(line)

/** Draws the reference pictures of the visual tier anew: look at what changed before you commit it. */
await runMain(async () => {
  await ensureSystemPackages(['run', 'display', 'bus'], say)
  await electronRuntime(say)
  process.env.VITRINE_ACCEPT_PICTURES = '1'
  const { failed } = await runTier('visual')
  return failed === 0 ? 0 : 1
})
