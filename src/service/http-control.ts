import { isDeepStrictEqual } from 'node:util'
import { HTTP_PATH } from '../endpoint/http-checks'
import { startHttpEndpoint, type HttpAuthorization, type HttpEndpoint } from '../endpoint/http-endpoint'
import { PortTaken } from '../endpoint/http-listen'
import type { RefusedRequests } from '../endpoint/http-refusals'
import type { HttpStatus } from '../contract/http'
import type { Host } from '../host/host'
import type { Log } from '../logging/log'
import { isAddressAllowed } from '../policy/addresses'
import type { Settings } from '../settings/schema'
import type { SettingsStore } from '../settings/store'
import type { Schedule } from './connection-control'
import type { Sessions } from './sessions'
import { policyOf } from './settings-view'

/** The endpoint for clients that speak HTTP, open or not as the settings say. Nothing here rejects. */
export interface HttpControl {
  /** Opens, moves or closes it, should the settings ask for another state than the one before. */
  readonly follow: () => void
  readonly stop: () => Promise<void>
}

export interface HttpControlDeps {
  readonly host: Pick<Host, 'monotonicMs' | 'randomBytes'>
  readonly settings: SettingsStore
  readonly sessions: Pick<Sessions, 'authorizeKey' | 'open'>
  readonly schedule: Schedule
  readonly log: Log
  readonly onChanged: (status: HttpStatus) => void
  readonly onRefused: (refused: RefusedRequests) => void
}

export function httpAddress({ http }: Settings): string {
  return `http://127.0.0.1:${String(http.port)}${HTTP_PATH}`
}

export function createHttpControl(deps: HttpControlDeps): HttpControl {
  const { host, settings, sessions, schedule, log, onChanged } = deps
  let endpoint: HttpEndpoint | null = null
  let followed: Settings['http'] | null = null
  let turn: Promise<void> = Promise.resolve()
  let stopped = false

  const authorize = async (key: string, address: string): Promise<HttpAuthorization> => {
    const found = await sessions.authorizeKey(key)
    if (!found.ok) {
      const reason = found.code === 'client_expired' ? 'expired_key' : 'wrong_key'
      const headers = { 'WWW-Authenticate': 'Bearer realm="Vitrine", error="invalid_token"' }
      return { ok: false, refusal: { reason, status: 401, message: found.message, headers } }
    }
    const { clientId, keyHash } = found
    const current = settings.get()
    if (current.clients.find(({ id }) => id === clientId)?.transport !== 'http') {
      const message = 'This key is for the relay alone. Make one for this client in Vitrine under Clients.'
      return { ok: false, clientId, refusal: { reason: 'relay_key', status: 403, message } }
    }
    if (!isAddressAllowed(policyOf(current, clientId).addresses, address)) {
      const message = 'This client may not ask from this address. The user can allow it in Vitrine under Access.'
      return { ok: false, clientId, refusal: { reason: 'disallowed_address', status: 403, message } }
    }
    return { ok: true, clientId, keyHash }
  }

  const open = async (port: number): Promise<HttpStatus['state']> => {
    try {
      endpoint = await startHttpEndpoint({
        host,
        port,
        authorize,
        serve: ({ clientId, keyHash, address }, transport) => sessions.open(clientId, keyHash, transport, address),
        onRefused: deps.onRefused,
        schedule: (run, delayMs) => schedule(delayMs, run),
      })
      log.info('The HTTP endpoint is open', { port })
      return 'listening'
    } catch (error) {
      if (error instanceof PortTaken) return 'port_taken'
      log.error('The HTTP endpoint could not be opened', { error })
      return 'failed'
    }
  }

  const change = async (): Promise<void> => {
    const current = settings.get()
    const { enabled, port } = current.http
    if (isDeepStrictEqual(current.http, followed) && !stopped) return
    followed = current.http
    await endpoint?.close()
    endpoint = null
    const state = enabled && !stopped ? await open(port) : 'off'
    onChanged({ state, address: httpAddress(current) })
  }

  const follow = (): void => {
    turn = turn.then(change)
  }

  return {
    follow,
    stop: () => {
      stopped = true
      follow()
      return turn
    },
  }
}
