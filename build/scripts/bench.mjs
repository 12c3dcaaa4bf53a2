import { ensureBundles } from './bundle-freshness.mjs'
import { runNodeBundle } from './node-program.mjs'
import { runMain } from './run-main.mjs'

/** The benchmark starts the relay, the headless server and the sample Odoo as programs of their own. */
await runMain(async (args) => {
  await ensureBundles(['relay', 'headless', 'sample-odoo'])
  return runNodeBundle('bench', args)
})
