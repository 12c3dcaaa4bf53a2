import { writeFile } from 'node:fs/promises'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'
import { createTestAuthority } from './odoo/certificates'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A receiver of webhooks on this computer, over real TLS with an authority of its own. */
export interface Receiver {
  readonly url: string
  readonly port: number
  readonly caFile: string
  readonly received: readonly Received[]
  /** Resolves with the message of this number, counted from 1, also one that came before. */
  readonly message: (number: number) => Promise<Received>
  /** How messages are answered from now on. */
  readonly answerWith: (answer: (response: ServerResponse) => void) => void
  /** Sockets that are open now. */
  readonly open: () => number
}

/** `folder` is where the authority's certificate is written. It is closed when the test ends. */
export async function startReceiver(folder: string, name = '127.0.0.1'): Promise<Receiver> {
  const authority = createTestAuthority()
  const caFile = join(folder, 'receiver-ca.pem')
  await writeFile(caFile, authority.ca)
  const received: Received[] = []
  const sockets = new Set<Duplex>()
  const waiting: { readonly number: number; readonly tell: (message: Received) => void }[] = []
  let answer = (response: ServerResponse): void => void response.writeHead(204).end()
  const server = createServer(authority.issue({ name }), (request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const message = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(pieces).toString('utf8') }
      received.push(message)
      answer(response)
      for (const one of waiting) if (one.number === received.length) one.tell(message)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve()
        })
        for (const socket of sockets) socket.destroy()
      }),
  )
  const { port } = server.address() as AddressInfo
  return {
    url: `https://${name}:${String(port)}/alerts`,
    port,
    caFile,
    received,
    message: (number) => {
      const known = received[number - 1]
      return known === undefined ? new Promise((tell) => waiting.push({ number, tell })) : Promise.resolve(known)
    },
    answerWith: (next) => {
      answer = next
    },
    open: () => sockets.size,
  }
}
