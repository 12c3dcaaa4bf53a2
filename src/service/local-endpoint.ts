import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { startEndpoint, type Endpoint, type EndpointOptions } from '../endpoint/server'
import type { Log } from '../logging/log'
import type { RaiseNotice } from './notices'
import type { RelayRefusals } from './relay-refusals'
import type { Sessions } from './sessions'

/** The endpoint that relays connect to, for as long as the house is open. Nothing here rejects. */
export interface LocalEndpoint {
  /** Opens it; where the system refuses, a notice tells the user, and the house stands without it. */
  readonly open: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface LocalEndpointDeps {
  readonly host: EndpointOptions['host']
  readonly sessions: Pick<Sessions, 'authorize' | 'open'>
  /** Serves MCP once to ourselves: what is announced to relays while the application does not run. */
  readonly announce: (transport: Transport) => Promise<void>
  readonly onRefused: RelayRefusals['note']
  readonly raise: RaiseNotice
  readonly log: Log
}

export function createLocalEndpoint({ host, sessions, announce, onRefused, raise, log }: LocalEndpointDeps): LocalEndpoint {
  let endpoint: Promise<Endpoint | null> = Promise.resolve(null)

  const start = async (): Promise<Endpoint | null> => {
    try {
      return await startEndpoint({
        host,
        authorize: async (clientId, key) => {
          const authorization = await sessions.authorize(clientId, key)
          if (!authorization.ok) onRefused(clientId, authorization)
          return authorization
        },
        onSession: ({ clientId, keyHash, transport }) => {
          void sessions.open(clientId, keyHash, transport)
        },
        announce,
        log: (message) => {
          log.info(message)
        },
      })
    } catch (error) {
      log.error('The endpoint could not be opened', { error })
      raise('endpoint_problem', { id: 'notice.endpoint' }, { id: 'notice.endpoint.hint' })
      return null
    }
  }

  return {
    open: async () => {
      endpoint = start()
      await endpoint
    },
    // Also one that is only being opened, or it would leave its socket behind.
    close: async () => (await endpoint)?.close(),
  }
}
