import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { hiding } from '../support/hiding'
import { draftOf, makeHome, openHouse, type Home, type OpenHouse } from '../support/house/open-house'
import { ask, headersOf, INITIALIZE } from '../support/http/talk'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

/** A port that nobody has at this moment. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

interface Opened {
  readonly sample: SampleOdoo
  readonly home: Home
  readonly open: OpenHouse
  readonly port: number
}

/** A connected house whose HTTP endpoint is switched on as a person does it. */
async function withHttp(): Promise<Opened> {
  const sample = await startSampleOdoo({ version: 19 })
  onTestFinished(() => sample.close())
  const home = await makeHome()
  const open = await openHouse(home)
  expect(await open.house.handlers.addConnection({ draft: draftOf(sample) })).toEqual({ ok: true })
  const port = await freePort()
  expect(await open.house.handlers.changeSettings({ change: { http: { port } } })).toEqual({ ok: true })
  expect(await open.house.handlers.changeSettings({ change: { http: { enabled: true } } })).toEqual({ ok: true })
  await open.until(({ http }) => http.state === 'listening')
  return { sample, home, open, port }
}

async function keyFor({ open }: Opened, name: string): Promise<{ readonly clientId: string; readonly key: string }> {
  const made = await open.house.handlers.createClientKey({ name, transport: 'http' })
  if (!made.ok || made.key === undefined) throw new Error('No key was made.')
  return { clientId: made.clientId, key: made.key }
}

/** The SDK's own client, as any program that speaks Streamable HTTP. */
async function connectTo(address: string, key: string, name = 'Cursor'): Promise<Client> {
  const client = new Client({ name, version: '4.5.6' })
  onTestFinished(() => client.close())
  let onStream: () => void = () => undefined
  const stream = new Promise<void>((resolve) => (onStream = resolve))
  await client.connect(
    new StreamableHTTPClientTransport(new URL(address), {
      requestInit: { headers: { Authorization: `Bearer ${key}` } },
      fetch: async (url, init) => {
        const response = await fetch(url, init)
        if (init?.method === 'GET') onStream()
        return response
      },
    }),
  )
  // The stream of notices is opened after the first words.
  await stream
  return client
}

const PARTNERS = { name: 'odoo_search', arguments: { model: 'res.partner', fields: ['name'], limit: 1 } }

describe('the HTTP endpoint of the house', () => {
  it('is off until the user switches it on', async () => {
    const home = await makeHome()
    const open = await openHouse(home)
    expect(open.state()).toMatchObject({ http: { state: 'off', address: 'http://127.0.0.1:28069/mcp' }, settings: { http: { enabled: false, port: 28_069 } } })
    await expect(ask({ port: 28_069 })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('serves a client like the relay does, lists its session and notes from where it came', async () => {
    const here = await withHttp()
    const { open } = here
    const { clientId, key } = await keyFor(here, 'Cursor on my laptop')
    const client = await connectTo(open.state().http.address, key)
    expect((await client.listTools()).tools).toHaveLength(7)
    expect(await client.callTool(PARTNERS)).toMatchObject({ structuredContent: { model: 'res.partner' } })
    expect(open.state().claude.sessions).toEqual([{ clientId, name: 'Cursor', version: '4.5.6' }])
    expect(open.state().lastActivity).toMatchObject({ clientId, clientName: 'Cursor', address: '127.0.0.1', outcome: 'answered' })
    await (client.transport as StreamableHTTPClientTransport).terminateSession()
    await open.until(({ claude }) => claude.sessions.length === 0)
  })

  it.each([
    ['a web page', { Origin: 'https://shop.example' }, 'foreign_origin', 'http_refused'],
    ['a name that leads here', { Host: 'rebound.example' }, 'foreign_host', 'http_refused'],
    ['a wrong key', { Authorization: 'Bearer nothing-of-ours' }, 'wrong_key', 'client_key_rejected'],
  ])('shows in the journal and as an alert that %s was turned away', async (_who, headers, reason, kind) => {
    const { open, port, sample } = await withHttp()
    sample.clearCalls()
    expect((await ask({ port, headers: headersOf('no-key', headers), body: INITIALIZE })).status).toBeGreaterThanOrEqual(400)
    await open.until(({ alerts }) => alerts.some((alert) => alert.kind === kind))
    const notes = await open.house.handlers.getActivityNotes({ limit: 10 })
    expect(notes.find((note) => note.kind === 'connection_refused')).toMatchObject({ detail: reason, address: '127.0.0.1', count: 1 })
    expect(sample.calls).toEqual([])
  })

  it('tells its clients at once when what they may see has changed', async () => {
    const here = await withHttp()
    const client = await connectTo(here.open.state().http.address, (await keyFor(here, 'Cursor')).key)
    const told = new Promise<void>((resolve) => {
      client.fallbackNotificationHandler = async ({ method }) => {
        if (method === 'notifications/tools/list_changed') resolve()
      }
    })
    await here.open.house.handlers.setPolicy({ policy: hiding({ models: ['res.partner'] }) })
    await told
    expect(await client.callTool(PARTNERS)).toMatchObject({ isError: true, structuredContent: { code: 'not_allowed_by_policy' } })
  })

  it('keeps two clients apart: each its own sessions, its own rows and its own policy', async () => {
    const here = await withHttp()
    const { open } = here
    const [cursor, zed] = [await keyFor(here, 'Cursor'), await keyFor(here, 'Zed')]
    await open.settings.update((before) => ({
      ...before,
      clients: before.clients.map((one) => one.id !== zed.clientId ? one : {
        ...one,
        policy: { ...before.policy, models: { ...before.policy.models, hide: ['res.partner'] } },
      }),
    }))
    const { address } = open.state().http
    const [first, second] = await Promise.all([connectTo(address, cursor.key, 'Cursor'), connectTo(address, zed.key, 'Zed')])
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? first : second).callTool(PARTNERS)))
    expect(answers.filter(({ isError }) => isError !== true)).toHaveLength(20)
    expect(answers.every(({ isError }, index) => (isError === true) === (index % 2 === 1))).toBe(true)
    const { events } = await open.house.handlers.getActivity({ filter: {}, limit: 100 })
    expect(new Set(events.map(({ clientId, clientName, outcome }) => `${clientId} ${clientName} ${outcome}`)))
      .toEqual(new Set([`${cursor.clientId} Cursor answered`, `${zed.clientId} Zed refused`]))
  })

  it('refuses revoked and expired keys, the key of a relay, and addresses that the policy shuts out, and asks nothing of Odoo', async () => {
    const here = await withHttp()
    const { open, port, home, sample } = here
    const { handlers } = open.house
    const [gone, old, fenced, relay] = [await keyFor(here, 'Gone'), await keyFor(here, 'Old'), await keyFor(here, 'Fenced'), await keyFor(here, 'Relay')]
    await handlers.revokeClient({ clientId: gone.clientId })
    await open.settings.update((before) => ({
      ...before,
      clients: before.clients.map((one) => {
        if (one.id === old.clientId) return { ...one, expiresAt: new Date(home.host.now() - 1).toISOString() }
        if (one.id === relay.clientId) return { ...one, transport: 'relay' as const }
        if (one.id === fenced.clientId) return { ...one, policy: { ...before.policy, addresses: { allow: ['127.0.0.0/8'], deny: ['127.0.0.1'] } } }
        return one
      }),
    }))
    sample.clearCalls()
    const refusals = await Promise.all([gone, old, relay, fenced].map(async ({ key }) => {
      const { status, headers, body } = await ask({ port, headers: headersOf(key), body: INITIALIZE })
      const { error } = JSON.parse(body) as { readonly error: { readonly data: { readonly reason: string } } }
      return [status, error.data.reason, headers['www-authenticate'] ?? '']
    }))
    const challenge = 'Bearer realm="Vitrine", error="invalid_token"'
    expect(refusals).toEqual([[401, 'wrong_key', challenge], [401, 'expired_key', challenge], [403, 'relay_key', ''], [403, 'disallowed_address', '']])
    expect(sample.calls).toEqual([])
    expect(open.state().claude.sessions).toEqual([])
    const log = await readFile(home.logPath, 'utf8')
    for (const reason of ['wrong_key', 'expired_key', 'relay_key', 'disallowed_address']) expect(log).toContain(reason)
    for (const { key } of [gone, old, fenced, relay]) expect(log).not.toContain(key)
  })

  it('ends a running call and the session of a client that is revoked, with the reason', async () => {
    const here = await withHttp()
    const { open, sample } = here
    const { clientId, key } = await keyFor(here, 'Cursor')
    const client = await connectTo(open.state().http.address, key)
    await client.callTool(PARTNERS)
    sample.faults.set('hang')
    sample.clearCalls()
    const running = client.callTool({ ...PARTNERS, arguments: { ...PARTNERS.arguments, offset: 1 } })
    await vi.waitFor(() => {
      expect(sample.calls).not.toEqual([])
    })
    await open.house.handlers.revokeClient({ clientId })
    expect(await running).toMatchObject({ isError: true, structuredContent: { code: 'not_allowed_by_policy', message: expect.stringContaining('revoked') } })
    await open.until(({ claude }) => claude.sessions.length === 0)
    await expect(client.callTool(PARTNERS)).rejects.toThrow('not valid any more')
  })

  it('ends its sessions when it is switched off or moves to another port, and begins where it is told', async () => {
    const here = await withHttp()
    const { open, port } = here
    const { key } = await keyFor(here, 'Cursor')
    await connectTo(open.state().http.address, key)
    await open.until(({ claude }) => claude.sessions.length === 1)
    const next = await freePort()
    await open.house.handlers.changeSettings({ change: { http: { port: next } } })
    await open.until(({ http, claude }) => http.address.includes(String(next)) && http.state === 'listening' && claude.sessions.length === 0)
    await expect(ask({ port })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await connectTo(open.state().http.address, key)
    await open.house.handlers.changeSettings({ change: { http: { enabled: false } } })
    await open.until(({ http, claude }) => http.state === 'off' && claude.sessions.length === 0)
    await expect(ask({ port: next })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('says when another program has the port, and goes on once it is told another', async () => {
    const here = await withHttp()
    const { open } = here
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const { port } = other.address() as AddressInfo
    await open.house.handlers.changeSettings({ change: { http: { port } } })
    await open.until(({ http }) => http.state === 'port_taken')
    expect(open.state().http.address).toBe(`http://127.0.0.1:${String(port)}/mcp`)
    await open.house.handlers.changeSettings({ change: { http: { port: here.port } } })
    await open.until(({ http }) => http.state === 'listening')
  })

  it('is open again after a restart, and closed when Vitrine quits', async () => {
    const { home, open, port } = await withHttp()
    await open.stop()
    await expect(ask({ port })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    const again = await openHouse(home)
    await again.until(({ http }) => http.state === 'listening')
    expect((await ask({ port })).status).toBe(401)
  })
})
