import { join } from 'node:path'
import { appBundles, ensureBundles } from './bundle-freshness.mjs'
import { runToEnd } from './child-process.mjs'
import { electronRuntime, sandboxArguments } from './electron-runtime.mjs'
import { projectRoot } from './project-root.mjs'
import { runMain } from './run-main.mjs'
import { prepareSession } from './run-session.mjs'

/**
 * The main job, end to end, in a terminal. Standard output is the demonstration's own (with `--json` its last line is
 * one object); what set-up has to say goes to standard error.
 */
await runMain(async (args) => {
  const say = (line) => console.error(line)
  const electron = await electronRuntime(say)
  await ensureBundles([...appBundles, 'sample-odoo', 'demo'])
  const session = await prepareSession(say)
  try {
    return await runToEnd(process.execPath, [join(projectRoot, 'out', 'demo.cjs'), ...args], {
      cwd: projectRoot,
      env: {
        ...session.env,
        VITRINE_ELECTRON: electron.executable,
        VITRINE_ELECTRON_ARGS: sandboxArguments().join(' '),
      },
    })
  } finally {
    await session.stop()
  }
})
