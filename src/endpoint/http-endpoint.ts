import { webcrypto } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { Host } from '../host/host'
import type { Schedule } from './admission'
import { HTTP_PATH } from './http-checks'
import { listenOnLoopback } from './http-listen'
import { rawRefusal, type Refusal, type RefusedRequests } from './http-refusals'
import { createHttpSessions, type HttpCaller } from './http-sessions'
import { serveRequest } from './http-request'
import { createRefusalNotes } from './refusal-notes'

export type HttpAuthorization =
  | { readonly ok: true; readonly clientId: string; readonly keyHash: string }
  | { readonly ok: false; readonly refusal: Refusal; readonly clientId?: string }

export interface HttpEndpointOptions {
  readonly host: Pick<Host, 'monotonicMs' | 'randomBytes'>
  /** 0 takes any that is free. */
  readonly port: number
  /** Asked with each request: a key may have been revoked since the last one. */
  readonly authorize: (key: string, address: string) => Promise<HttpAuthorization>
  /** Serves MCP on a transport until it closes. */
  readonly serve: (caller: HttpCaller, transport: Transport) => Promise<void>
  /** Told of refused requests, many of a kind in one number. */
  readonly onRefused: (refused: RefusedRequests) => void
  readonly schedule: Schedule
  /** How long the head of a request, and all of it, may take. */
  readonly headMs?: number
  readonly requestMs?: number
  /** How often connections are looked at for it. */
  readonly checkMs?: number
}

export interface HttpEndpoint {
  /** For the configuration of a client. */
  readonly url: string
  readonly port: number
  /** Ends every session and connection. */
  readonly close: () => Promise<void>
}

/** Connections at one time; more are ended unheard. */
export const MOST_CONNECTIONS = 512
/** A connection on which nothing moves for so long ends; open streams say something every fifteen seconds. */
const SILENCE_MS = 120_000
const KEEP_ALIVE_MS = 10_000
const LARGEST_HEAD = 16 * 1024

/**
 * MCP over Streamable HTTP for programs of this machine that cannot start a relay. Loopback alone, a key with each request, nothing
 * for web pages. What this does not buy: a program of another user can try to be first on the port, and would be told the key by a
 * client that trusts the address; so Vitrine says so when the port is taken.
 *
 * Throws `PortTaken`.
 */
export async function startHttpEndpoint(options: HttpEndpointOptions): Promise<HttpEndpoint> {
  giveWebCrypto()
  const { host, authorize, schedule, headMs = 10_000, requestMs = 30_000, checkMs = 2_000 } = options
  const notes = createRefusalNotes<Omit<RefusedRequests, 'count'>>(schedule, options.onRefused)
  const sessions = createHttpSessions({ host, serve: options.serve, schedule })
  const requestsOf = new Map<string, number>()
  const listening = { port: options.port }

  const createOne = (): Server => {
    const server = createServer({
      maxHeaderSize: LARGEST_HEAD,
      headersTimeout: headMs,
      requestTimeout: requestMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: checkMs,
    })
    server.maxConnections = MOST_CONNECTIONS / 2
    server.timeout = SILENCE_MS
    const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
      void serveRequest(request, response, { port: listening.port, authorize, sessions, requestsOf, note: notes.note })
    }
    server.on('request', onRequest)
    // Whoever asks before sending a body is told at once when it is not wanted.
    server.on('checkContinue', onRequest)
    server.on('clientError', (error: Error & { readonly code?: string }, socket) => {
      endUnreadable(error.code, socket as Socket, (refusal) => {
        notes.note({ reason: refusal.reason, address: (socket as Socket).remoteAddress ?? '' })
      })
    })
    return server
  }

  const { servers, port } = await listenOnLoopback(createOne, options.port).catch(async (error: unknown) => {
    await sessions.closeAll()
    throw error
  })
  listening.port = port
  let closing: Promise<void> | null = null
  const close = async (): Promise<void> => {
    const ended = servers.map((server) => new Promise<void>((resolve) => server.close(() => { resolve() })))
    await sessions.closeAll()
    for (const server of servers) server.closeAllConnections()
    await Promise.all(ended)
    notes.close()
  }
  return { url: `http://127.0.0.1:${String(port)}${HTTP_PATH}`, port, close: () => (closing ??= close()) }
}

/** What cannot be read as a request is answered as one, where somebody is still there to hear it. */
function endUnreadable(code: string | undefined, socket: Socket, onRefused: (refusal: Refusal) => void): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const refusal = unreadable(code)
  onRefused(refusal)
  socket.write(rawRefusal(refusal))
  socket.destroySoon()
}

function unreadable(code: string | undefined): Refusal {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { reason: 'half_sent', status: 408, message: 'The request did not come to its end in time.' }
  if (code === 'HPE_HEADER_OVERFLOW') return { reason: 'too_large', status: 431, message: 'The head of the request is too large.' }
  return { reason: 'malformed', status: 400, message: 'This is no HTTP request.' }
}

/** The Node 18 inside an old Electron has Web Crypto, but not as a global, where the SDK's transport looks for it. May go with it. */
function giveWebCrypto(): void {
  if (!('crypto' in globalThis)) Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true })
}
