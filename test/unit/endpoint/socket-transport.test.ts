import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LONGEST_MESSAGE, SocketTransport } from '../../../src/endpoint/socket-transport'

let client: Socket
let transport: SocketTransport
let closeServer: (then: () => void) => void
let received: JSONRPCMessage[]
let errors: string[]
let closed: number

beforeEach(async () => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const accepted = once(server, 'connection') as Promise<[Socket]>
  client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.on('error', () => undefined)
  const [socket] = await accepted
  transport = new SocketTransport(socket)
  received = []
  errors = []
  closed = 0
  transport.onmessage = (message) => received.push(message)
  transport.onerror = (error) => errors.push(error.message)
  transport.onclose = () => (closed += 1)
  closeServer = (then) => void server.close(then)
})

afterEach(async () => {
  const served = new Promise<void>((resolve) => closeServer(resolve))
  client.destroy()
  await transport.close()
  await served
})

async function messages(count: number): Promise<void> {
  while (received.length < count) {
    await new Promise<void>((resolve) => {
      transport.onmessage = (message) => {
        received.push(message)
        resolve()
      }
    })
  }
}

async function linesOf(socket: Socket, count: number): Promise<unknown[]> {
  let text = ''
  for await (const piece of socket.iterator({ destroyOnReturn: false })) {
    text += String(piece)
    if (text.split('\n').length > count) break
  }
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown)
}

const ping = (id: number | string) => ({ jsonrpc: '2.0', id, method: 'ping' })

describe('MCP over a socket', () => {
  test('delivers a message that arrives byte by byte, in the middle of characters too', async () => {
    await transport.start()
    client.setNoDelay(true)
    const message = ping('Zürich – 東京 – 😀')
    for (const byte of Buffer.from(`${JSON.stringify(message)}\n`)) client.write(Buffer.of(byte))
    await messages(1)
    expect(received).toEqual([message])
  })

  test('delivers what arrived before it was started, and several messages of one piece', async () => {
    client.write(`${JSON.stringify(ping(1))}\n${JSON.stringify(ping(2))}\r\n\n${JSON.stringify(ping(3))}\n`)
    await transport.start()
    await messages(3)
    expect(received).toEqual([ping(1), ping(2), ping(3)])
  })

  test('answers a line that is no JSON object, and goes on', async () => {
    await transport.start()
    client.write(`garbage\n[1]\n{"half":\n${JSON.stringify(ping(1))}\n`)
    await messages(1)
    const answer = { jsonrpc: '2.0', error: { code: -32700, message: 'This line is no JSON object.' } }
    expect(await linesOf(client, 3)).toEqual([answer, answer, answer])
    expect(errors).toHaveLength(3)
    expect(closed).toBe(0)
  })

  test('answers a message that is too long, and ends', async () => {
    await transport.start()
    const chunk = Buffer.alloc(1024 * 1024, 0x61)
    for (let sent = 0; sent <= LONGEST_MESSAGE; sent += chunk.length) client.write(chunk)
    const [answer] = await linesOf(client, 1)
    expect(answer).toMatchObject({ error: { code: -32600 } })
    expect(received).toEqual([])
    expect(closed).toBe(1)
  })

  test('holds whoever sends while the client does not read, and lets all go on when it reads', async () => {
    client.pause()
    await transport.start()
    const large = { jsonrpc: '2.0' as const, method: 'notifications/message', params: { data: 'x'.repeat(1024 * 1024) } }
    let settled = 0
    const sends = Array.from({ length: 24 }, () => transport.send(large).then(() => (settled += 1)))
    await new Promise((resolve) => setImmediate(resolve))
    expect(settled).toBeLessThan(24)
    client.resume()
    await Promise.all(sends)
    expect(settled).toBe(24)
  })

  test('fails a send that waits when the client goes away, and every send after it', async () => {
    client.pause()
    await transport.start()
    const large = { jsonrpc: '2.0' as const, method: 'notifications/message', params: { data: 'x'.repeat(32 * 1024 * 1024) } }
    const sending = transport.send(large)
    client.resetAndDestroy()
    await expect(sending).rejects.toThrow('gone')
    await expect(transport.send(large)).rejects.toThrow('gone')
    expect(closed).toBe(1)
  })

  test('says once that it is closed, whoever closes', async () => {
    await transport.start()
    await transport.close()
    await transport.close()
    await once(client.resume(), 'close')
    expect(closed).toBe(1)
  })
})
