import { VitrineError } from '../errors/vitrine-error'
import type { Host } from '../host/host'
import { createHttpClient } from './http'
import type { CallOptions, ReaderConfig } from './port'
import { openScope, throwIfFallen, type Scope } from './scope'
import { createSession, type Session } from './session'
import { nodeTrustSource, trustedAuthorities, type TrustSource } from './trust'
import { parseOdooUrl, type OdooUrl } from './url'
import { createOdooWire, type WireOptions } from './wire'

/** What a test may turn. */
export interface ReaderTuning {
  /** Bounds a whole method of the reader: queue, detection, login, answer. Milliseconds; 30 s by default. */
  readonly timeoutMs?: number
  /** Of one answer, after decompression; 32 MB by default. */
  readonly maxAnswerBytes?: number
  readonly trustSource?: TrustSource
}

export type ReaderHost = Pick<Host, 'now' | 'monotonicMs' | 'platform'>

/** One Odoo with its sockets and its session; what the reader and the connection test stand on. */
export interface OdooConnection {
  readonly address: OdooUrl
  readonly session: Session
  /** Runs work bounded by time, cancelled by the caller's signal or by `close`; nothing but a `VitrineError` leaves it. */
  readonly run: <T>(options: CallOptions | undefined, work: (options: WireOptions) => Promise<T>) => Promise<T>
  /** For work that several callers share: bounded by time and ended by `close`, but by no single caller. */
  readonly openFlightScope: () => Scope
  readonly close: () => void
}

const TIMEOUT_MS = 30_000
const MAX_ANSWER_BYTES = 32 * 1024 * 1024
const MAX_SOCKETS = 4

/** Opens nothing before it is first used. Throws `VitrineError` `unreachable` at once when the address is none. */
export function createOdooConnection(config: ReaderConfig, host: ReaderHost, tuning: ReaderTuning): OdooConnection {
  const address = parseOdooUrl(config.url)
  const timeoutMs = tuning.timeoutMs ?? TIMEOUT_MS
  const open = new Set<Scope>()
  let closed: VitrineError | undefined
  const http = createHttpClient({
    address,
    authorities: () => trustedAuthorities(host.platform, config.ca, tuning.trustSource ?? nodeTrustSource()),
    maxAnswerBytes: tuning.maxAnswerBytes ?? MAX_ANSWER_BYTES,
    maxSockets: MAX_SOCKETS,
  })
  // A set and not one signal for all: fifty listeners on one signal look like a leak to Node.
  const track = (scope: Scope): Scope => {
    const tracked: Scope = {
      ...scope,
      end: () => {
        open.delete(tracked)
        scope.end()
      },
    }
    open.add(tracked)
    if (closed !== undefined) scope.abort(closed)
    return tracked
  }
  const openFlightScope = (): Scope => track(openScope(timeoutMs, undefined))
  const wire = createOdooWire(http, config.withSecret, host)

  return {
    address,
    session: createSession({ address, config, wire, host, openFlightScope }),
    openFlightScope,
    run: async (options, work) => {
      const scope = track(openScope(timeoutMs, options?.signal))
      try {
        // What is cached is not answered either, once the connection is closed.
        throwIfFallen(scope.signal)
        return await work({ signal: scope.signal, onWireCall: options?.onWireCall })
      } catch (error) {
        if (error instanceof VitrineError) throw error
        throw new VitrineError('internal', { id: 'odoo.unexpected' })
      } finally {
        scope.end()
      }
    },
    close: () => {
      closed ??= new VitrineError('disconnected', 'Vitrine was disconnected from Odoo.', { hint: 'Connect again in Vitrine.' })
      for (const scope of open) scope.abort(closed)
      http.close()
    },
  }
}
