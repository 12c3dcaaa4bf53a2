import { electronRuntime } from './electron-runtime.mjs'
import { buildPackage } from './packaging.mjs'
import { runMain } from './run-main.mjs'
import { ensureSystemPackages } from './system-packages.mjs'
import { runTier } from './test-reports.mjs'
import { runTestSteps } from './test-steps.mjs'

const say = (line) => console.log(line)

/** Builds the package for this platform and proves it: `npm run test:packaged`. */
await runMain(() =>
  runTestSteps('test-packaged', [
    { name: 'prepare the machine', run: () => ensureSystemPackages(['run', 'display', 'bus', 'package'], say), required: true },
    { name: 'package', run: async () => buildPackage({ electron: await electronRuntime(say), say, unpackedOnly: false }), required: true },
    { name: 'packaged tests', run: () => runTier('packaged') },
  ]),
)
