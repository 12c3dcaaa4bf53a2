import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import type { OdooReader } from '../../src/odoo/port'
import { failureOf, readerOf, TEST_KEY, type ReaderOfOptions } from '../support/odoo/reader-of'
import { likeOdoo19, sendJson, startRawServer, startScriptedServer, type Script, type ScriptedServer } from '../support/odoo/scripted-server'

const cleanups: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function serve(script: Script): Promise<ScriptedServer> {
  const server = await startScriptedServer(script)
  cleanups.push(server.close)
  return server
}

function open(options: ReaderOfOptions): OdooReader {
  const reader = readerOf(options)
  cleanups.push(reader.close)
  return reader
}

const count = (reader: OdooReader, signal?: AbortSignal): Promise<number> =>
  reader.searchCount('res.partner', [], signal === undefined ? {} : { signal })
const isCount = (request: string): boolean => request.endsWith('/search_count')

describe('the transport', () => {
  it('sends a read again once, and only once, when the socket is reset before the answer', async () => {
    let resets = 0
    const server = await serve(likeOdoo19(({ incoming }, response) => {
      resets += 1
      if (resets <= 1) incoming.socket.resetAndDestroy()
      else sendJson(response, 7)
    }))
    const reader = open({ url: server.url })
    expect(await count(reader)).toBe(7)
    expect(server.requests.filter(isCount)).toHaveLength(2)

    const always = await serve(likeOdoo19(({ incoming }) => incoming.socket.resetAndDestroy()))
    const failure = await failureOf(count(open({ url: always.url })))
    expect(failure.code).toBe('unreachable')
    expect(always.requests.filter(isCount)).toHaveLength(2)
  })

  it('does not send again after a byte of the answer came', async () => {
    const server = await serve(likeOdoo19(({ incoming }) => {
      incoming.socket.write('HTTP/1.1 200', () => incoming.socket.resetAndDestroy())
    }))
    const failure = await failureOf(count(open({ url: server.url })))
    expect(failure.code).toBe('unreachable')
    expect(server.requests.filter(isCount)).toHaveLength(1)
  })

  it('takes a new connection when an idle one turns out dead', async () => {
    const server = await serve(likeOdoo19((_request, response) => sendJson(response, 3)))
    const reader = open({ url: server.url })
    await Promise.all([count(reader), count(reader), count(reader), count(reader)])
    const before = server.connections
    expect(before).toBeLessThanOrEqual(4)
    expect(await count(reader)).toBe(3)
    expect(server.connections).toBe(before)
  })

  it('uses no more than four sockets for fifty questions at once, first come first served', async () => {
    const arrived: string[] = []
    let waiting = 0
    let most = 0
    const server = await serve(likeOdoo19(({ body }, response) => {
      waiting += 1
      most = Math.max(most, waiting)
      arrived.push(body)
      setImmediate(() => {
        waiting -= 1
        sendJson(response, 1)
      })
    }))
    const reader = open({ url: server.url })
    await reader.server()
    const asked = Array.from({ length: 50 }, (_, index) => index)
    await Promise.all(asked.map((index) => reader.searchCount('res.partner', [['id', '=', index]])))
    expect(server.connections).toBeLessThanOrEqual(4)
    expect(most).toBeLessThanOrEqual(4)
    const order = arrived.map((body) => (JSON.parse(body) as { domain: [[string, string, number]] }).domain[0][2])
    // Four at a time may overtake one another on the way, but nobody is left behind.
    for (const [place, index] of order.entries()) expect(Math.abs(place - index)).toBeLessThanOrEqual(3)
  })

  it('serves a server that speaks HTTP/1.0 and closes every connection', async () => {
    const answers: Record<string, unknown> = {
      '/web/version': { version: '19.0' },
      '/json/2/res.users/context_get': { uid: 7 },
      '/json/2/res.partner/search_count': 11,
    }
    const server = await startRawServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', (data) => {
        const path = data.toString().split(' ')[1] ?? ''
        socket.end(`HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(answers[path])}`)
      })
    })
    cleanups.push(server.close)
    const reader = open({ url: server.url })
    expect(await count(reader)).toBe(11)
    expect(await count(reader)).toBe(11)
    expect(server.connections).toBe(4)
  })

  it('closes the socket at the server when the caller cancels, and answers others', async () => {
    const abort = new AbortController()
    let seen: (() => void) | undefined
    const arrived = new Promise<void>((resolve) => (seen = resolve))
    let closed: Promise<unknown> | undefined
    const server = await serve(likeOdoo19(({ incoming, body }, response) => {
      if (body.includes('slow')) {
        closed = once(incoming.socket, 'close')
        seen?.()
      } else sendJson(response, 2)
    }))
    const reader = open({ url: server.url })
    const slow = failureOf(reader.searchCount('res.partner', [['name', '=', 'slow']], { signal: abort.signal }))
    await arrived
    const quick = count(reader)
    abort.abort()
    expect((await slow).code).toBe('cancelled')
    await closed
    expect(await quick).toBe(2)
  })

  it('leaves the queue when cancelled there, and nothing of it reaches the server', async () => {
    const waiting: (() => void)[] = []
    const server = await serve(likeOdoo19((_request, response) => waiting.push(() => sendJson(response, 1))))
    const reader = open({ url: server.url })
    await reader.server()
    const first = Array.from({ length: 4 }, () => count(reader))
    const abort = new AbortController()
    const queued = failureOf(count(reader, abort.signal))
    abort.abort()
    expect((await queued).code).toBe('cancelled')
    await expect.poll(() => waiting.length).toBe(4)
    for (const answer of waiting) answer()
    await Promise.all(first)
    expect(server.requests.filter(isCount)).toHaveLength(4)
  })

  it('ends what is in flight with `disconnected` when closed, and asks nothing afterwards', async () => {
    let seen: (() => void) | undefined
    const arrived = new Promise<void>((resolve) => (seen = resolve))
    const server = await serve(likeOdoo19(() => seen?.()))
    const reader = open({ url: server.url })
    const pending = failureOf(count(reader))
    await arrived
    reader.close()
    expect((await pending).code).toBe('disconnected')
    const before = server.requests.length
    expect((await failureOf(count(reader))).code).toBe('disconnected')
    expect((await failureOf(reader.server())).code).toBe('disconnected')
    expect(server.requests).toHaveLength(before)
  })

  it('gives up after its time: on silence, on a slow drip, and in the queue', async () => {
    const silent = await serve(likeOdoo19(() => undefined))
    expect((await failureOf(count(open({ url: silent.url, timeoutMs: 300 })))).code).toBe('timeout')

    const dripping = await serve(likeOdoo19((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const timer = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(timer))
    }))
    expect((await failureOf(count(open({ url: dripping.url, timeoutMs: 300 })))).code).toBe('timeout')

    const reader = open({ url: silent.url, timeoutMs: 300 })
    const codes = await Promise.all(Array.from({ length: 6 }, () => failureOf(count(reader))))
    expect(codes.map(({ code }) => code)).toEqual(Array.from({ length: 6 }, () => 'timeout'))
  })

  it('says what the cause is when nothing can be reached, without the host name', async () => {
    const server = await startScriptedServer(() => undefined)
    await server.close()
    const refused = await failureOf(count(open({ url: server.url })))
    expect(refused.code).toBe('unreachable')
    expect(refused.message).toMatch(/refused/)
    const unknown = await failureOf(count(open({ url: 'https://no-such-host.invalid' })))
    expect(unknown.code).toBe('unreachable')
    expect(unknown.message + unknown.hint).not.toMatch(/invalid/)
  })

  it('stops reading a huge answer at once, and keeps its memory flat', async () => {
    const chunk = Buffer.alloc(65_536, 'x')
    let sent = 0
    let gone: Promise<unknown> | undefined
    const server = await serve(likeOdoo19((_request, response) => {
      gone = once(response, 'close')
      response.writeHead(200, { 'content-type': 'application/json' })
      const pump = (): void => {
        while (sent < 200 * 1024 * 1024 && !response.destroyed) {
          sent += chunk.length
          if (!response.write(chunk)) return void response.once('drain', pump)
        }
        response.end()
      }
      pump()
    }))
    const reader = open({ url: server.url, maxAnswerBytes: 4 * 1024 * 1024 })
    await reader.server()
    const before = process.memoryUsage().rss
    expect((await failureOf(count(reader))).code).toBe('answer_too_large')
    await gone
    expect(sent).toBeLessThan(32 * 1024 * 1024)
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
  })

  it('refuses an answer that announces itself as too large, or grows so when unpacked', async () => {
    const announced = await serve(likeOdoo19((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1_000_000_000 })
      response.write('[')
    }))
    expect((await failureOf(count(open({ url: announced.url })))).code).toBe('answer_too_large')
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, '1'))
    const packed = await serve(likeOdoo19((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip', 'content-length': bomb.length })
      response.end(bomb)
    }))
    expect((await failureOf(count(open({ url: packed.url, maxAnswerBytes: 1024 * 1024 })))).code).toBe('answer_too_large')
  })

  it('understands a packed answer, and no packing that was not asked for', async () => {
    const packed = await serve(likeOdoo19((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end(gzipSync('42'))
    }))
    expect(await count(open({ url: packed.url }))).toBe(42)
    const strange = await serve(likeOdoo19((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'br' })
      response.end('42')
    }))
    expect((await failureOf(count(open({ url: strange.url })))).code).toBe('odoo_error')
    const damaged = await serve(likeOdoo19((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end('no gzip')
    }))
    expect((await failureOf(count(open({ url: damaged.url })))).code).toBe('odoo_error')
  })

  it('never follows a redirect: a second server sees nothing', async () => {
    const second = await serve((_request, response) => sendJson(response, 1))
    for (const status of [301, 302, 303, 307, 308]) {
      const server = await serve(likeOdoo19((_request, response) => {
        response.writeHead(status, { location: `${second.url}/json/2/res.partner/search_count` })
        response.end()
      }))
      expect((await failureOf(count(open({ url: server.url })))).code).toBe('odoo_error')
    }
    expect(second.requests).toEqual([])
  })

  it('has a clear error for what is not HTTP', async () => {
    const server = await startRawServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    })
    cleanups.push(server.close)
    expect((await failureOf(count(open({ url: server.url })))).code).toBe('odoo_error')
  })

  it('keeps the key out of addresses, and out of what a server repeats', async () => {
    const server = await serve(likeOdoo19(({ incoming }, response) => {
      const key = incoming.headers.authorization ?? ''
      sendJson(response, { name: 'odoo.exceptions.UserError', message: `Refused for ${key} in /srv/odoo/models.py\nTraceback` }, 422)
    }))
    const failure = await failureOf(count(open({ url: server.url })))
    expect(failure.code).toBe('odoo_error')
    expect(failure.hint).toContain('Refused for bearer …')
    expect(JSON.stringify(failure) + failure.message + failure.hint).not.toMatch(new RegExp(`${TEST_KEY}|/srv/odoo`))
    expect(server.requests.join()).not.toContain(TEST_KEY)
  })

  it('does not send a key that cannot stand in a header, nor quotes it', async () => {
    const server = await serve(likeOdoo19((_request, response) => sendJson(response, 1)))
    const failure = await failureOf(count(open({ url: server.url, apiKey: 'secret\r\nx-injected: 1' })))
    expect(failure.code).toBe('key_rejected')
    expect(failure.message + failure.hint).not.toContain('secret')
    expect(server.requests).toEqual(['GET /web/version'])
  })

  it('asks for the secret once per request, and not while the request queues', async () => {
    const waiting: (() => void)[] = []
    const server = await serve(likeOdoo19((_request, response) => waiting.push(() => sendJson(response, 1))))
    let held = 0
    let most = 0
    const { createOdooReader } = await import('../../src/odoo/reader')
    const { testHost } = await import('../support/odoo/reader-of')
    const reader = createOdooReader(
      {
        url: server.url,
        database: 'sample',
        login: 'someone',
        withSecret: async (use) => {
          held += 1
          most = Math.max(most, held)
          try {
            return await use(TEST_KEY)
          } finally {
            held -= 1
          }
        },
      },
      testHost,
    )
    cleanups.push(reader.close)
    await reader.server()
    const all = Promise.all(Array.from({ length: 12 }, () => count(reader)))
    for (let answered = 0; answered < 12; answered += 1) {
      await expect.poll(() => waiting.length).toBeGreaterThan(0)
      waiting.shift()?.()
    }
    await all
    expect(most).toBe(4)
    expect(held).toBe(0)
  })
})
