import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { draftOf, makeHome, openHouse } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo } from '../support/sample-odoo/server'

/** What a client that is in no table reads: the customary form of a configuration, and nothing else in it. */
const configuration = z.strictObject({
  mcpServers: z.record(
    z.string(),
    z.union([
      z.strictObject({ command: z.string(), args: z.array(z.string()) }),
      z.strictObject({ type: z.literal('http'), url: z.url(), headers: z.record(z.string(), z.string()) }),
    ]),
  ),
})

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

async function withClient(transport: 'relay' | 'http') {
  const sample = await startSampleOdoo({ version: 17 })
  onTestFinished(() => sample.close())
  const home = await makeHome()
  const { house, until } = await openHouse(home, { relay: relay.path })
  const { handlers } = house
  expect(await handlers.addConnection({ draft: draftOf(sample, { name: 'Shop', user: 'admin' }) })).toEqual({ ok: true })
  expect(await handlers.changeSettings({ change: { http: { port: await freePort() } } })).toEqual({ ok: true })
  expect(await handlers.changeSettings({ change: { http: { enabled: true } } })).toEqual({ ok: true })
  await until(({ http }) => http.state === 'listening')
  const made = await handlers.createClientKey({ name: 'My client', transport })
  if (!made.ok) throw new Error('No key was made.')
  const { stdio, http } = await handlers.getSnippets({ clientId: made.clientId })
  return { home, key: made.key, text: (transport === 'http' ? http : stdio) ?? '' }
}

/** A client as others build it, which starts or asks what its configuration says. */
async function toolsOf(text: string, home: string): Promise<readonly string[]> {
  const server = configuration.parse(JSON.parse(text)).mcpServers['vitrine-odoo']
  if (server === undefined) throw new Error('There is no entry of ours.')
  const transport =
    'command' in server
      ? new StdioClientTransport({ command: server.command, args: server.args, env: { HOME: home }, stderr: 'ignore' })
      : new StreamableHTTPClientTransport(new URL(server.url), { requestInit: { headers: server.headers } })
  const client = new Client({ name: 'Any client', version: '1.0.0' })
  onTestFinished(() => client.close())
  await client.connect(transport as Transport)
  return (await client.listTools()).tools.map(({ name }) => name)
}

/** A port that nobody has at this moment. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('the text for a client that is in no table', () => {
  it('starts the relay of a client that starts programs, as it stands', async () => {
    const { home, text } = await withClient('relay')
    expect(await toolsOf(text, home.host.homeDir)).toContain('odoo_search')
  })

  it('opens the address with the key in its place, and without it does not', async () => {
    const { home, key, text } = await withClient('http')
    expect(key).toMatch(/\S{20,}/)
    expect(text).not.toContain(key)
    await expect(toolsOf(text, home.host.homeDir)).rejects.toThrow()
    expect(await toolsOf(text.replace('KEY_FROM_VITRINE', key ?? ''), home.host.homeDir)).toContain('odoo_search')
  })
})
