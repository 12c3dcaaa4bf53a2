import * as http from 'node:http'
import * as https from 'node:https'
import type { LookupFunction, Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { createSecureContext } from 'node:tls'
import { createGunzip } from 'node:zlib'
import { VitrineError } from '../errors/vitrine-error'
import { cutAnswer, networkFailure, ResetBeforeAnswer } from './network-failure'
import { reasonOf, throwIfFallen } from './scope'
import { createSlots } from './slots'
import type { OdooUrl } from './url'

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  /** Absolute path, without secrets. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

export interface HttpOptions {
  readonly address: OdooUrl
  /** Certificate authorities as PEM; absent for the runtime's own roots. Asked for once, before the first byte. */
  readonly authorities: () => readonly string[] | undefined
  readonly maxAnswerBytes: number
  readonly maxSockets: number
}

export interface HttpClient {
  /**
   * One exchange: waits for a free place, then lets `source` send its request. So a secret is asked for when its request leaves,
   * and not while it queues. Nothing bounds the time but the signal. Redirects are answers like any other.
   */
  readonly exchange: <T>(source: (send: (request: HttpRequest) => Promise<HttpAnswer>) => Promise<T>, signal: AbortSignal) => Promise<T>
  /** Closes every socket. */
  readonly close: () => void
}

/** An idle connection is closed after this: middle boxes forget it silently, and the next request would hang. */
const IDLE_MS = 60_000
const HEADERS = { accept: 'application/json', 'accept-encoding': 'gzip', 'user-agent': 'Vitrine' }

/** Name resolution is not asked where this computer is: what it says could be another machine. */
const lookupLoopback: LookupFunction = (_hostname, options, callback) => {
  if (options.all === true) {
    callback(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ])
  } else callback(null, '127.0.0.1', 4)
}

/** HTTP to one address: at most `maxSockets` connections, kept alive, first come first served, and a cap on every answer. */
export function createHttpClient({ address, authorities, maxAnswerBytes, maxSockets }: HttpOptions): HttpClient {
  const slots = createSlots(maxSockets)
  let agent: http.Agent | undefined

  const connect = (): http.Agent => {
    if (!address.isSecure && !address.isLoopback) {
      throw new VitrineError('tls_failed', { id: 'odoo.plain' }, {
        hint: { id: 'odoo.plain.hint' },
      })
    }
    const pool = { keepAlive: true, maxSockets, timeout: IDLE_MS, autoSelectFamily: true }
    if (!address.isSecure) {
      return new http.Agent({ ...pool, ...(address.hostname === 'localhost' ? { lookup: lookupLoopback } : {}) })
    }
    const ca = authorities()
    // One context for all sockets: reading some hundred authorities again for each would cost more than the request.
    const secureContext = createSecureContext({ minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca: [...ca] }) })
    // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off.
    return new https.Agent({ ...pool, secureContext, rejectUnauthorized: true })
  }

  /** After one idle connection turned out dead, its neighbours are likely dead as well. */
  const dropIdle = (pool: http.Agent): void => {
    for (const sockets of Object.values(pool.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
  }

  const once = (pool: http.Agent, request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const body = request.body
      let socket: Socket | undefined
      let bytesBefore = 0
      let isSettled = false
      const settle = (act: () => void): void => {
        if (isSettled) return
        isSettled = true
        signal.removeEventListener('abort', fall)
        act()
      }
      const fail = (error: VitrineError): void =>
        settle(() => {
          outgoing.destroy()
          reject(error)
        })
      const fall = (): void => fail(reasonOf(signal))

      const outgoing = (address.isSecure ? https : http).request({
        agent: pool,
        host: address.hostname,
        port: address.port,
        method: request.method,
        path: request.path,
        headers: {
          ...HEADERS,
          ...request.headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      })
      outgoing.on('socket', (assigned: Socket) => {
        socket = assigned
        bytesBefore = assigned.bytesRead
      })
      outgoing.on('error', (error) => {
        fail(networkFailure(error, { hasAnswerBegun: socket !== undefined && socket.bytesRead > bytesBefore }))
      })
      outgoing.on('response', (incoming) => {
        collect(incoming, maxAnswerBytes).then(
          (text) => settle(() => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text })),
          (error: unknown) => fail(networkFailure(error, { hasAnswerBegun: true })),
        )
      })
      signal.addEventListener('abort', fall, { once: true })
      outgoing.end(body)
    })

  return {
    exchange: async (source, signal) => {
      const giveBack = await slots.take(signal)
      try {
        agent ??= connect()
        const pool = agent
        return await source(async (request) => {
          throwIfFallen(signal)
          try {
            return await once(pool, request, signal)
          } catch (error) {
            if (!(error instanceof ResetBeforeAnswer)) throw error
            throwIfFallen(signal)
            dropIdle(pool)
            return await once(pool, request, signal)
          }
        })
      } finally {
        giveBack()
      }
    },
    close: () => agent?.destroy(),
  }
}

/** The whole body as text; stops reading, by an error, at the first byte over the cap (counted after decompression). */
function collect(incoming: http.IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const announced = Number(incoming.headers['content-length'] ?? 0)
    if (announced > maxBytes) {
      reject(tooLarge(maxBytes))
      return
    }
    const encoding = (incoming.headers['content-encoding'] ?? 'identity').toLowerCase()
    if (encoding !== 'identity' && encoding !== 'gzip') {
      reject(new VitrineError('odoo_error', { id: 'odoo.compression' }))
      return
    }
    const plain: Readable = encoding === 'gzip' ? incoming.pipe(createGunzip()) : incoming
    const chunks: Buffer[] = []
    let bytes = 0
    incoming.on('error', () => reject(cutAnswer()))
    incoming.on('aborted', () => reject(cutAnswer()))
    if (plain !== incoming) plain.on('error', () => reject(new VitrineError('odoo_error', { id: 'odoo.broken' })))
    plain.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= maxBytes) chunks.push(chunk)
      else {
        chunks.length = 0
        plain.removeAllListeners('data')
        // First the reason: destroying the answer announces a cut of its own.
        reject(tooLarge(maxBytes))
        plain.destroy()
      }
    })
    plain.on('end', () => {
      if (incoming.complete) resolve(Buffer.concat(chunks, bytes).toString('utf8'))
      else reject(cutAnswer())
    })
  })
}

function tooLarge(maxBytes: number): VitrineError {
  return new VitrineError('answer_too_large', { id: 'odoo.large', values: { megabytes: Math.floor(maxBytes / (1024 * 1024)) } }, {
    hint: { id: 'odoo.large.hint' },
  })
}
