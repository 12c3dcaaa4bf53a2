import { appBundles, ensureBundles } from './bundle-freshness.mjs'
import { runToEnd } from './child-process.mjs'
import { electronRuntime, sandboxArguments } from './electron-runtime.mjs'
import { projectRoot } from './project-root.mjs'
import { runMain } from './run-main.mjs'
import { prepareSession } from './run-session.mjs'

/** Prepares the machine, builds, and opens Vitrine; arguments go to the application. */
await runMain(async (args) => {
  const say = (line) => console.log(line)
  const electron = await electronRuntime(say)
  await ensureBundles([...appBundles, ...(args.includes('--demo') ? ['sample-odoo'] : [])])
  const session = await prepareSession(say)
  try {
    say(`Vitrine is starting on Electron ${electron.version}. End it from its tray menu or with Ctrl+C.`)
    return await runToEnd(electron.executable, [...sandboxArguments(), projectRoot, ...args], {
      cwd: projectRoot,
      env: session.env,
    })
  } finally {
    await session.stop()
  }
})
