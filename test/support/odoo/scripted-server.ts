import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import type { TestCertificate } from './certificates'

/** A server that answers as a test says, for what the sample Odoo does not do. */
export interface ScriptedServer {
  readonly url: string
  readonly port: number
  /** `POST /jsonrpc` and so on, in order of arrival. */
  readonly requests: readonly string[]
  readonly connections: number
  readonly close: () => Promise<void>
}

export type Script = (request: { readonly path: string; readonly body: string; readonly count: number; readonly incoming: IncomingMessage }, response: ServerResponse) => void

export async function startScriptedServer(script: Script, tls?: TestCertificate): Promise<ScriptedServer> {
  const requests: string[] = []
  const listener: RequestListener = (incoming, response) => {
    const parts: Buffer[] = []
    incoming.on('error', () => undefined)
    response.on('error', () => undefined)
    incoming.on('data', (part: Buffer) => parts.push(part))
    incoming.on('end', () => {
      const path = incoming.url ?? ''
      requests.push(`${incoming.method ?? ''} ${path}`)
      script({ path, body: Buffer.concat(parts).toString('utf8'), count: requests.length, incoming }, response)
    })
  }
  const server: Server = tls === undefined ? createServer(listener) : createTlsServer({ cert: tls.cert, key: tls.key }, listener)
  const { port, connections, close } = await listen(server)
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    requests,
    get connections() {
      return connections()
    },
    close,
  }
}

/** A listener below HTTP: each connection is handed over raw. */
export async function startRawServer(onConnection: (socket: Socket) => void): Promise<Pick<ScriptedServer, 'url' | 'close' | 'connections'>> {
  const server = createTcpServer(onConnection)
  const { port, connections, close } = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    get connections() {
      return connections()
    },
    close,
  }
}

export function sendJson(response: ServerResponse, value: unknown, status = 200, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(value))
}

/** The outermost behaviour of an Odoo 19 with one user, for tests about one call. */
export function likeOdoo19(script: Script): Script {
  return (request, response) => {
    if (request.path === '/web/version') sendJson(response, { version: '19.0', version_info: [19, 0, 0, 'final', 0, ''] })
    else if (request.path === '/json/2/res.users/context_get') sendJson(response, { lang: 'en_US', tz: 'Europe/Brussels', uid: 7 })
    else script(request, response)
  }
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<{ port: number; connections: () => number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
