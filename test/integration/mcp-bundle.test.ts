import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { unpackExtension, validateManifest } from '@anthropic-ai/mcpb'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { expect, it, onTestFinished } from 'vitest'
import { packMcpBundle } from '../../build/scripts/mcp-bundle.mjs'
import { makeHome, openHouse } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'

it('packs the relay into a bundle that Claude Desktop can install and speak MCP through', async () => {
  const relay = await bundleRelay()
  onTestFinished(() => relay.remove())
  const home = await makeHome()
  const { house } = await openHouse(home, { relay: relay.path })
  await house.handlers.planClient({ clientId: 'claude-desktop', action: 'register' })
  expect(await house.handlers.applyClient({ clientId: 'claude-desktop', action: 'register' })).toEqual({ ok: true })

  const mcpbPath = join(home.root, 'dist', 'vitrine.mcpb')
  await packMcpBundle({ relay: relay.path, output: mcpbPath, version: '1.2.3' })
  const outputDir = join(home.root, 'installed')
  expect(await unpackExtension({ mcpbPath, outputDir, silent: true })).toBe(true)
  expect((await readdir(outputDir)).sort()).toEqual(['manifest.json', 'server'])
  expect(await readFile(join(outputDir, 'server', 'relay.cjs'))).toEqual(await readFile(relay.path))
  expect(validateManifest(join(outputDir, 'manifest.json'))).toBe(true)

  const manifest = JSON.parse(await readFile(join(outputDir, 'manifest.json'), 'utf8')) as {
    readonly server: { readonly mcp_config: { readonly command: string; readonly args: readonly string[] } }
  }
  const { command, args } = manifest.server.mcp_config
  expect(command).toBe('node')
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: args.map((word) => word.replace('${__dirname}', outputDir)),
    env: { HOME: home.host.homeDir },
  })
  const client = new Client({ name: 'Claude test', version: '1' })
  onTestFinished(() => client.close())
  await client.connect(transport)
  expect(client.getServerVersion()?.name).toContain('vitrine')
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain('odoo_search')
})
