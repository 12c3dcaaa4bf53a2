import { electronRuntime } from './electron-runtime.mjs'
import { buildPackage } from './packaging.mjs'
import { runMain } from './run-main.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

/** `npm run package`: installers for this platform; with `-- --dir` the unpacked application only. */
await runMain(async (args) => {
  const say = (line) => console.log(line)
  await ensureSystemPackages(['package'], say)
  await buildPackage({ electron: await electronRuntime(say), unpackedOnly: args.includes('--dir'), say })
  return 0
})
