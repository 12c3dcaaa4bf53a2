import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { SocketTransport } from '../../src/endpoint/socket-transport'

const QUESTIONS = 20_000
const answer = { jsonrpc: '2.0', id: 1, result: { text: 'x'.repeat(4_000) } } as const

it('a client that does not read its answers is not read from either, until it reads again', async () => {
  const server = createServer({ pauseOnConnect: true })
  onTestFinished(() => void server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  onTestFinished(() => void client.destroy())
  const [socket] = (await once(server, 'connection')) as [Socket]

  const transport = new SocketTransport(socket)
  let heard = 0
  let mostKept = 0
  const all = new Promise<void>((resolve) => {
    transport.onmessage = () => {
      heard += 1
      mostKept = Math.max(mostKept, socket.writableLength)
      transport.send(answer).catch(() => undefined)
      if (heard === QUESTIONS) resolve()
    }
  })
  const paused = once(socket, 'pause')
  await transport.start()
  client.pause()
  client.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { filling: 'x'.repeat(100) } })}\n`.repeat(QUESTIONS))
  await paused
  expect(heard).toBeLessThan(QUESTIONS)
  client.resume()
  await all
  // What came in one piece from the socket is answered whole; all answers together are eighty megabytes.
  expect(mostKept).toBeLessThan(10_000_000)
})
