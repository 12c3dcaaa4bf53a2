import { runNodeBundle } from './node-program.mjs'
import { runMain } from './run-main.mjs'

await runMain((args) => runNodeBundle('sample-odoo', args))
