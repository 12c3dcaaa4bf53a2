import { join } from 'node:path'
import { buildBundles } from './bundles.mjs'
import { runToEnd } from './child-process.mjs'
import { electronRuntime } from './electron-runtime.mjs'
import { projectRoot } from './project-root.mjs'
import { runMain } from './run-main.mjs'
import { ensureSystemPackages } from './system-packages.mjs'
import { runTier } from './test-reports.mjs'
import { runTestSteps } from './test-steps.mjs'

const say = (line) => console.log(line)
const tool = (path, ...args) => runToEnd(process.execPath, [join(projectRoot, 'node_modules', path), ...args], { cwd: projectRoot })

async function prepare() {
  await ensureSystemPackages(['run', 'display', 'bus', 'test'], say)
  const { version, kind } = await electronRuntime(say)
  say(`Electron ${version} (${kind})`)
}

const tiers = ['unit', 'component', 'integration', 'e2e']
/** Runs when it is named: its reference pictures are accepted on the machine that compares them (`npm run pictures:accept`). */
const tiersByName = ['visual']

/** Everything but the packaged tier: `npm test`, or `npm test -- unit e2e` for some tiers without lint and types. */
await runMain((args) => {
  const wanted = args.length > 0 ? [...tiers, ...tiersByName].filter((tier) => args.includes(tier)) : tiers
  return runTestSteps('test', [
    { name: 'prepare the machine', run: prepare, required: true },
    ...(args.length > 0
      ? []
      : [
          { name: 'lint', run: () => tool('eslint/bin/eslint.js', '.', '--max-warnings', '0') },
          { name: 'types', run: () => tool('typescript/bin/tsc', '--build') },
        ]),
    { name: 'build', run: () => buildBundles(), required: true },
    ...wanted.map((tier) => ({ name: `${tier} tests`, run: () => runTier(tier) })),
  ])
})
