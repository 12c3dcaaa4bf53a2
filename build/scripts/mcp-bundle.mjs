import { mkdir, mkdtemp, copyFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { packExtension } from '@anthropic-ai/mcpb'

/**
 * Packs the relay as a bundle that Claude Desktop installs by itself: the second way in, where its configuration file keeps
 * being rewritten. The tool checks the manifest and refuses one that is not valid. It holds no secret, and what it starts is the
 * same relay, which finds its key in the user's home.
 *
 * @param {object} options
 * @param {string} options.relay the relay's bundle
 * @param {string} options.output the file to write, ending in `.mcpb`
 * @param {string} options.version
 */
export async function packMcpBundle({ relay, output, version }) {
  const directory = await mkdtemp(join(tmpdir(), 'vitrine-mcpb-'))
  try {
    await mkdir(join(directory, 'server'))
    await copyFile(relay, join(directory, 'server', 'relay.cjs'))
    await writeFile(join(directory, 'manifest.json'), `${JSON.stringify(manifest(version), null, 2)}\n`)
    await mkdir(dirname(output), { recursive: true })
    if (!(await packExtension({ extensionPath: directory, outputPath: output, silent: true }))) {
      throw new Error('The bundle for Claude Desktop could not be packed.')
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

function manifest(version) {
  return {
    manifest_version: '0.3',
    name: 'vitrine-odoo',
    display_name: 'Vitrine for Odoo',
    version,
    description: "Lets Claude look into a company's Odoo and touch nothing. Vitrine must be installed on this computer.",
    author: { name: 'The Vitrine authors' },
    license: 'Apache-2.0',
    server: {
      type: 'node',
      entry_point: 'server/relay.cjs',
      mcp_config: { command: 'node', args: ['${__dirname}/server/relay.cjs', '--client', 'claude-desktop'] },
    },
    // What there is depends on the user's Odoo and is told when Claude asks.
    tools_generated: true,
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: '>=18.15.0' } },
  }
}
