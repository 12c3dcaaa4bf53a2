import { buildBundles } from './bundles.mjs'

const started = performance.now()
await buildBundles({ say: (line) => console.log(line) })
console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`)
