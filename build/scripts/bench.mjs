import { join } from 'node:path'
import { appBundles, ensureBundles } from './bundle-freshness.mjs'
import { runToEnd } from './child-process.mjs'
import { electronRuntime, sandboxArguments } from './electron-runtime.mjs'
import { projectRoot } from './project-root.mjs'
import { runMain } from './run-main.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

/** The benchmark starts the application, the relay, the headless server and the sample Odoo as programs of their own. */
await runMain(async (args) => {
  await ensureBundles([...appBundles, 'headless', 'sample-odoo', 'bench'])
  return runToEnd(process.execPath, [join(projectRoot, 'out', 'bench.cjs'), ...args], { env: { ...process.env, ...(await electronToWake()) } })
})

/** What wakes the whole application needs: Linux, where a desktop can be made for it. */
async function electronToWake() {
  if (process.platform !== 'linux') return {}
  const say = (line) => console.error(line)
  await ensureSystemPackages(['run', 'display', 'bus'], say)
  const { executable } = await electronRuntime(say)
  return { VITRINE_ELECTRON: executable, VITRINE_ELECTRON_ARGS: sandboxArguments().join(' ') }
}
