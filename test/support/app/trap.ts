import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

/** A place on this machine that nobody should ever reach: it notes every connection and every datagram. */
export interface Trap {
  /** Host and port, over TCP and UDP alike. */
  readonly host: string
  readonly url: string
  /** First line of what each connection sent (empty for one that sent nothing), and `UDP` for each datagram. */
  readonly hits: readonly string[]
  readonly stop: () => Promise<void>
}

export async function startTrap(): Promise<Trap> {
  const hits: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    const hit = hits.push('') - 1
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.once('data', (data) => {
      const line = data.toString('latin1').split('\r\n')[0] ?? ''
      hits[hit] = line
      // One of its pages leads on to another, which is how a redirect is told from a first visit.
      const isRedirect = line.startsWith('GET /redirect')
      const status = isRedirect ? 'HTTP/1.1 302 Found\r\nLocation: /target' : 'HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *'
      socket.end(`${status}\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const datagrams = createSocket('udp4', () => hits.push('UDP'))
  datagrams.bind(port, '127.0.0.1')
  await once(datagrams, 'listening')
  const host = `127.0.0.1:${port}`
  return {
    host,
    url: `http://${host}`,
    hits,
    stop: async () => {
      datagrams.close()
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
