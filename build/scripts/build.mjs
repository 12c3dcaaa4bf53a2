import { buildBundles } from './bundles.mjs'
import { runMain } from './run-main.mjs'

/** `npm run build`, or `npm run build -- relay main` for some bundles. */
await runMain(async (args) => {
  const started = performance.now()
  await buildBundles({ only: args.length > 0 ? args : undefined })
  console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
  return 0
})
