import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildBundles } from './bundles.mjs'
import { packMcpBundle } from './mcp-bundle.mjs'
import { projectRoot } from './project-root.mjs'
import { runMain } from './run-main.mjs'

/** `npm run mcpb`: the bundle for Claude Desktop, in `dist/`. */
await runMain(async () => {
  await buildBundles({ only: ['relay'] })
  const { version } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8'))
  const output = join(projectRoot, 'dist', `vitrine-${version}.mcpb`)
  await packMcpBundle({ relay: join(projectRoot, 'out', 'relay.cjs'), output, version })
  console.log(output)
  return 0
})
