import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LARGEST_BODY } from '../../src/endpoint/http-body'
import { startHttpEndpoint, type HttpEndpoint, type HttpEndpointOptions } from '../../src/endpoint/http-endpoint'
import { PortTaken } from '../../src/endpoint/http-listen'
import type { RefusedRequests } from '../../src/endpoint/http-refusals'
import { MOST_REQUESTS_PER_CLIENT } from '../../src/endpoint/http-request'
import { IDLE_MS, MOST_SESSIONS_PER_CLIENT, type HttpCaller } from '../../src/endpoint/http-sessions'
import { createMcpServer } from '../../src/mcp/server'
import { VitrineError } from '../../src/errors/vitrine-error'
import { OPEN_POLICY } from '../../src/policy/policy'
import { manualTime, type ManualTime } from '../support/house/manual-time'
import { ask, headersOf, INITIALIZE, sendRaw, type HttpAnswer } from '../support/http/talk'
import { CONNECTION, sampleHost } from '../support/mcp/open-session'

const KEYS: Readonly<Record<string, string>> = { 'key-of-cursor': 'cursor', 'key-of-zed': 'zed' }

interface Open {
  readonly endpoint: HttpEndpoint
  readonly port: number
  readonly served: readonly HttpCaller[]
  readonly refused: readonly RefusedRequests[]
  readonly time: ManualTime
}

/** The endpoint with two known keys, in front of a server that is connected to no Odoo. */
async function open(changes: Partial<HttpEndpointOptions> = {}): Promise<Open> {
  const served: HttpCaller[] = []
  const refused: RefusedRequests[] = []
  const time = manualTime(0)
  const endpoint = await startHttpEndpoint({
    host: { monotonicMs: time.now, randomBytes },
    port: 0,
    authorize: async (key) => {
      const clientId = KEYS[key]
      if (clientId !== undefined) return { ok: true, clientId, keyHash: key }
      return { ok: false, refusal: { reason: 'wrong_key', status: 401, message: 'This key is not valid any more.' } }
    },
    serve: (caller, transport) => {
      served.push(caller)
      return createMcpServer({
        host: sampleHost(),
        serverVersion: '0.0.0',
        clientId: caller.clientId,
        access: () => {
          throw new VitrineError('disconnected', 'Vitrine is disconnected from Odoo.')
        },
        connectionNames: () => [CONNECTION.connectionName],
        policy: () => OPEN_POLICY,
        receipt: () => 'ABCDEFGH',
        record: ({ receipt }) => receipt,
      }).connect(transport)
    },
    onRefused: (one) => refused.push(one),
    schedule: (run, delayMs) => time.schedule(delayMs, run),
    ...changes,
  })
  onTestFinished(() => endpoint.close())
  return { endpoint, port: endpoint.port, served, refused, time }
}

async function begin({ port }: Open, key = 'key-of-cursor'): Promise<string> {
  const answer = await ask({ port, headers: headersOf(key), body: INITIALIZE })
  expect(answer.status).toBe(200)
  return String(answer.headers['mcp-session-id'])
}

const PING = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'ping' })

function reasonIn({ body }: HttpAnswer): unknown {
  const parsed = JSON.parse(body) as { readonly jsonrpc: string; readonly id: null; readonly error: { readonly message: string; readonly data: { readonly reason: string } } }
  expect(parsed).toMatchObject({ jsonrpc: '2.0', id: null, error: { code: expect.any(Number), message: expect.stringMatching(/[.]$/) } })
  return parsed.error.data.reason
}

describe('the HTTP endpoint', () => {
  it('serves a session under each of its names, to whoever has a key', async () => {
    const here = await open()
    for (const [address, host] of [['127.0.0.1', '127.0.0.1'], ['127.0.0.1', 'localhost'], ['127.0.0.1', 'LOCALHOST'], ['::1', '[::1]']] as const) {
      const answer = await ask({ port: here.port, address, headers: headersOf('key-of-cursor', { Host: `${host}:${String(here.port)}` }), body: INITIALIZE })
      expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('"serverInfo"') })
    }
    expect(here.served.map(({ clientId, address }) => `${clientId} ${address}`)).toEqual([
      'cursor 127.0.0.1', 'cursor 127.0.0.1', 'cursor 127.0.0.1', 'cursor ::1',
    ])
    expect(here.refused).toEqual([])
  })

  it('listens on no address of this machine but loopback, and on no other of loopback', async () => {
    const { port } = await open()
    const outside = Object.values(networkInterfaces()).flatMap((all) => all ?? []).filter(({ internal, scopeid = 0 }) => !internal && scopeid === 0)
    for (const address of ['127.0.0.2', ...outside.map((one) => one.address)]) {
      await expect(ask({ port, address, headers: headersOf('key-of-cursor'), body: INITIALIZE })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    }
  })

  it('says that the port is taken, on either address, and leaves nothing open', async () => {
    for (const host of ['127.0.0.1', '::1']) {
      const other = createServer()
      await new Promise<void>((resolve) => other.listen({ port: 0, host, ipv6Only: true }, resolve))
      const { port } = other.address() as AddressInfo
      await expect(open({ port })).rejects.toBeInstanceOf(PortTaken)
      await new Promise((resolve) => other.close(resolve))
      const { endpoint } = await open({ port })
      await endpoint.close()
    }
  })

  it.each([
    ['evil.example', '{host}'],
    ['a name that leads here for the moment', '127.0.0.1.nip.io:{port}'],
    ['a longer name', 'localhost.evil.example:{port}'],
    ['a name with a dot behind', 'localhost.:{port}'],
    ['another port', '127.0.0.1:1'],
    ['no port', '127.0.0.1'],
    ['another address', '127.0.0.2:{port}'],
    ['the address in another notation', '2130706433:{port}'],
    ['a user before the name', 'me@127.0.0.1:{port}'],
  ])('refuses a request for %s, whatever key it has', async (_what, host) => {
    const here = await open()
    const Host = host.replace('{port}', String(here.port)).replace('{host}', 'evil.example')
    const answer = await ask({ port: here.port, headers: headersOf('key-of-cursor', { Host }), body: INITIALIZE })
    expect([answer.status, reasonIn(answer)]).toEqual([403, 'foreign_host'])
    expect(answer.body).not.toContain('evil')
    expect(here.served).toEqual([])
    expect(here.refused).toEqual([{ reason: 'foreign_host', address: '127.0.0.1', count: 1 }])
  })

  it('refuses a request that names two hosts, or none, or a whole address', async () => {
    const here = await open()
    const own = `Host: 127.0.0.1:${String(here.port)}\r\n`
    const rest = `Authorization: Bearer key-of-cursor\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`
    expect(await sendRaw(here.port, `POST /mcp HTTP/1.1\r\n${own}Host: evil.example\r\n${rest}`)).toMatch(/^HTTP\/1\.1 40[03] /)
    expect(await sendRaw(here.port, `POST /mcp HTTP/1.1\r\n${rest}`)).toMatch(/^HTTP\/1\.1 40[03] /)
    expect(await sendRaw(here.port, `POST /mcp HTTP/1.0\r\n${rest}`)).toMatch(/^HTTP\/1\.1 403 /)
    expect(await sendRaw(here.port, `POST http://evil.example/mcp HTTP/1.1\r\n${own}${rest}`)).toMatch(/^HTTP\/1\.1 404 /)
    expect(here.served).toEqual([])
  })

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'https://127.0.0.1:{port}', 'http://localhost.evil.example:{port}', 'file://', 'vscode-webview://x', ''])(
    'refuses a web page of %j, and tells no browser that it may read',
    async (origin) => {
      const here = await open()
      const Origin = origin.replace('{port}', String(here.port))
      const answer = await ask({ port: here.port, headers: headersOf('key-of-cursor', { Origin }), body: INITIALIZE })
      expect([answer.status, reasonIn(answer)]).toEqual([403, 'foreign_origin'])
      expect(here.served).toEqual([])
    },
  )

  it('takes its own address as an origin', async () => {
    const here = await open()
    const answer = await ask({ port: here.port, headers: headersOf('key-of-cursor', { Origin: `http://localhost:${String(here.port)}` }), body: INITIALIZE })
    expect(answer.status).toBe(200)
  })

  it('answers no preflight of a browser, and nothing that it does not know', async () => {
    const here = await open()
    const preflight = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization' }
    expect((await ask({ port: here.port, method: 'OPTIONS', headers: preflight })).status).toBe(403)
    for (const method of ['OPTIONS', 'PUT', 'PATCH', 'HEAD', 'TRACE']) {
      expect(await ask({ port: here.port, method, headers: headersOf('key-of-cursor') })).toMatchObject({ status: 405, headers: { allow: 'POST, GET, DELETE' } })
    }
    for (const path of ['/', '/mcp/', '/mcp?x=1', '/MCP', '/.well-known/oauth-protected-resource', '/%6dcp']) {
      expect((await ask({ port: here.port, path, headers: headersOf('key-of-cursor'), body: INITIALIZE })).status).toBe(404)
    }
    expect(here.served).toEqual([])
  })

  it.each([
    ['no key', {}, 'no_key'],
    ['another scheme', { Authorization: 'Basic a2V5LW9mLWN1cnNvcg==' }, 'no_key'],
    ['an empty key', { Authorization: 'Bearer ' }, 'no_key'],
    ['two words', { Authorization: 'Bearer key-of-cursor more' }, 'no_key'],
    ['a key that is too long', { Authorization: `Bearer ${'x'.repeat(600)}` }, 'no_key'],
    ['a wrong key', { Authorization: 'Bearer key-of-curso' }, 'wrong_key'],
    ['the key elsewhere', { 'X-Api-Key': 'key-of-cursor', Cookie: 'key=key-of-cursor' }, 'no_key'],
  ])('refuses whoever comes with %s', async (_what, headers, reason) => {
    const here = await open()
    for (const method of ['POST', 'GET', 'DELETE']) {
      const answer = await ask({ port: here.port, method, headers: { Accept: 'text/event-stream', ...headers }, ...(method === 'POST' && { body: INITIALIZE }) })
      expect([answer.status, reasonIn(answer)]).toEqual([401, reason])
      if (reason === 'no_key') expect(answer.headers['www-authenticate']).toBe('Bearer realm="Vitrine"')
    }
    expect(here.served).toEqual([])
  })

  it('gives nothing away in its headers, and lets no page of another origin read', async () => {
    const here = await open()
    const id = await begin(here)
    const answers = [
      await ask({ port: here.port, headers: headersOf('key-of-cursor', { 'Mcp-Session-Id': id }), body: PING }),
      await ask({ port: here.port, headers: headersOf('nobody'), body: PING }),
      await ask({ port: here.port, path: '/', headers: headersOf('nobody') }),
    ]
    for (const { headers } of answers) {
      const names = Object.keys(headers)
      expect(names.filter((name) => /^(server|x-powered-by|via|set-cookie|access-control-.*|etag)$/.test(name))).toEqual([])
    }
  })

  it('ends a session when its client asks, and knows no other by its name', async () => {
    const here = await open()
    const id = await begin(here)
    const headers = headersOf('key-of-cursor', { 'Mcp-Session-Id': id })
    expect((await ask({ port: here.port, headers, body: PING })).status).toBe(200)
    expect((await ask({ port: here.port, method: 'DELETE', headers })).status).toBe(200)
    for (const [method, body] of [['POST', PING], ['GET', undefined], ['DELETE', undefined], ['POST', INITIALIZE]] as const) {
      const answer = await ask({ port: here.port, method, headers, ...(body !== undefined && { body }) })
      expect([answer.status, reasonIn(answer)]).toEqual([404, 'unknown_session'])
    }
  })

  it('serves a session to nobody but the client that began it, and answers another as if there were none', async () => {
    const here = await open()
    const id = await begin(here)
    const others = headersOf('key-of-zed', { 'Mcp-Session-Id': id })
    const none = headersOf('key-of-zed', { 'Mcp-Session-Id': randomBytes(24).toString('base64url') })
    for (const method of ['POST', 'GET', 'DELETE']) {
      const answer = await ask({ port: here.port, method, headers: others, ...(method === 'POST' && { body: PING }) })
      const toNobody = await ask({ port: here.port, method, headers: none, ...(method === 'POST' && { body: PING }) })
      expect(answer.status).toBe(404)
      expect(answer.body.replace('foreign_session', 'unknown_session')).toBe(toNobody.body)
    }
    expect((await ask({ port: here.port, headers: headersOf('key-of-cursor', { 'Mcp-Session-Id': id }), body: PING })).status).toBe(200)
    expect(here.refused.map(({ reason, clientId }) => `${reason} ${String(clientId)}`)).toEqual(['foreign_session zed'])
  })

  it('begins a session with nothing but initialize', async () => {
    const here = await open()
    // By this answer a client of the stateless protocol of 2026-07-28 finds out that it is to begin a session.
    const discover = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'server/discover', params: { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } } })
    for (const body of [discover, PING, '[]', '7', 'null', `[${INITIALIZE},${INITIALIZE}]`]) {
      const answer = await ask({ port: here.port, headers: headersOf('key-of-cursor'), body })
      expect([answer.status, reasonIn(answer)]).toEqual([400, 'no_session'])
    }
    expect((await ask({ port: here.port, method: 'GET', headers: headersOf('key-of-cursor') })).status).toBe(400)
    expect(here.refused).toEqual([])
    expect(here.served).toEqual([])
    // Looks like one and is none: nothing stays behind of it.
    const broken = await ask({ port: here.port, headers: headersOf('key-of-cursor'), body: '{"jsonrpc":"2.0","id":1,"method":"initialize"}' })
    expect(broken.status).toBe(400)
    expect(broken.headers['mcp-session-id']).toBeUndefined()
  })

  it('refuses a body that is too large, announced or not, and one that is no JSON', async () => {
    const here = await open()
    const huge = `{"x":"${'a'.repeat(LARGEST_BODY)}"}`
    const announced = await ask({ port: here.port, headers: headersOf('key-of-cursor', { 'Content-Length': String(huge.length) }), body: huge })
    expect([announced.status, reasonIn(announced)]).toEqual([413, 'too_large'])
    const inPieces = await ask({ port: here.port, headers: headersOf('key-of-cursor', { 'Transfer-Encoding': 'chunked' }), body: huge })
    expect([inPieces.status, reasonIn(inPieces)]).toEqual([413, 'too_large'])
    const noJson = await ask({ port: here.port, headers: headersOf('key-of-cursor'), body: '{"jsonrpc":' })
    expect([noJson.status, reasonIn(noJson)]).toEqual([400, 'malformed'])
    expect(here.served).toEqual([])
    expect((await sendRaw(here.port, `POST /mcp HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`)).split('\r\n')[0]).toBe('HTTP/1.1 431 Request Header Fields Too Large')
    expect((await sendRaw(here.port, 'hello\r\n\r\n')).split('\r\n')[0]).toBe('HTTP/1.1 400 Bad Request')
  })

  it('ends what is sent half, in its head or in its body, and what is not sent at all', async () => {
    const here = await open({ headMs: 100, requestMs: 200, checkMs: 20 })
    const head = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${String(here.port)}\r\nAuthorization: Bearer key-of-cursor\r\n`
    const said = await Promise.all([
      sendRaw(here.port, head),
      sendRaw(here.port, `${head}Content-Length: 500\r\n\r\n{"jsonrpc"`),
      sendRaw(here.port, ''),
    ])
    for (const text of said) expect(text).toMatch(/^HTTP\/1\.1 408 [\s\S]*"reason":"half_sent"/)
    expect(here.served).toEqual([])
    expect(here.refused).toEqual([{ reason: 'half_sent', address: '127.0.0.1', count: 1 }])
    await begin(here)
  })

  it('survives thousands at once without a key, lets none through, and then serves whoever has one', async () => {
    const here = await open()
    const outcomes = await Promise.all(
      Array.from({ length: 3_000 }, (_, index) =>
        ask({ port: here.port, headers: headersOf(`guess-${String(index)}`), body: INITIALIZE }).then(({ status }) => status, () => 'ended')),
    )
    expect(new Set(outcomes)).toEqual(new Set(outcomes.includes('ended') ? [401, 'ended'] : [401]))
    expect(outcomes).toContain(401)
    expect(here.served).toEqual([])
    await begin(here)
    const told = here.refused.length
    here.time.pass(60_000)
    expect(told).toBe(1)
    expect(here.refused.map(({ count }) => count).reduce((sum, count) => sum + count, 0)).toBe(outcomes.filter((one) => one === 401).length)
  })

  it('leaves room for others when one client asks too much at once', async () => {
    let answerAll: () => void = () => undefined
    const held = new Promise<void>((resolve) => (answerAll = resolve))
    const here = await open({ serve: () => held })
    const greedy = Array.from({ length: MOST_REQUESTS_PER_CLIENT + 20 }, () => ask({ port: here.port, headers: headersOf('key-of-cursor'), body: INITIALIZE }))
    const first = await Promise.race(greedy)
    expect([first.status, reasonIn(first), first.headers['retry-after']]).toEqual([429, 'too_many', '1'])
    expect((await ask({ port: here.port, method: 'GET', headers: headersOf('key-of-zed') })).status).toBe(400)
    answerAll()
    await here.endpoint.close()
    await Promise.allSettled(greedy)
  })

  it('ends the longest unused session of a client that begins too many, and sessions that nobody uses', async () => {
    const here = await open()
    const ids: string[] = []
    for (let number = 0; number <= MOST_SESSIONS_PER_CLIENT; number += 1) {
      ids.push(await begin(here))
      here.time.pass(1)
    }
    const zed = await begin(here, 'key-of-zed')
    const status = async (id: string | undefined, key = 'key-of-cursor') =>
      (await ask({ port: here.port, headers: headersOf(key, { 'Mcp-Session-Id': id ?? '' }), body: PING })).status
    expect([await status(ids[0]), await status(ids[1]), await status(ids.at(-1)), await status(zed, 'key-of-zed')]).toEqual([404, 200, 200, 200])
    here.time.pass(IDLE_MS - 1)
    expect(await status(ids[1])).toBe(200)
    here.time.pass(60_001)
    expect([await status(ids[1]), await status(ids[2])]).toEqual([200, 404])
  })

  it('does not end a session while a stream of it is open', async () => {
    const here = await open()
    const id = await begin(here)
    const stream = connect(here.port, '127.0.0.1')
    onTestFinished(() => void stream.destroy())
    const head = Object.entries(headersOf('key-of-cursor', { 'Mcp-Session-Id': id, Host: `127.0.0.1:${String(here.port)}` }))
    stream.write(`GET /mcp HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
    await new Promise((resolve) => stream.once('data', resolve))
    here.time.pass(3 * IDLE_MS)
    expect((await ask({ port: here.port, headers: headersOf('key-of-cursor', { 'Mcp-Session-Id': id }), body: PING })).status).toBe(200)
    const ended = new Promise((resolve) => stream.once('close', resolve))
    await here.endpoint.close()
    await ended
    await expect(ask({ port: here.port, headers: headersOf('key-of-cursor'), body: INITIALIZE })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})
