import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { Host } from '../host/host'
import type { Schedule } from './admission'

/** Who has shown a key, and from where. */
export interface HttpCaller {
  readonly clientId: string
  /** Which of the client's keys it was. */
  readonly keyHash: string
  readonly address: string
}

export interface HttpSession {
  readonly clientId: string
  readonly transport: StreamableHTTPServerTransport
  /** A question of the client, or its stream of notices, has begun; the answer says that it is over. */
  readonly use: (what: 'question' | 'stream') => () => void
}

export interface HttpSessions {
  /** A new session, not yet begun: it counts from the `initialize` on. Null when the client has too many in use. */
  readonly open: (caller: HttpCaller) => Promise<HttpSession | null>
  readonly find: (id: string) => HttpSession | undefined
  readonly closeAll: () => Promise<void>
}

export interface HttpSessionsDeps {
  readonly host: Pick<Host, 'monotonicMs' | 'randomBytes'>
  /** Serves MCP on a transport until it closes. */
  readonly serve: (caller: HttpCaller, transport: Transport) => Promise<void>
  readonly schedule: Schedule
}

/** Many clients begin a session at each start and end none: beyond this the one goes that has asked nothing for longest. */
export const MOST_SESSIONS_PER_CLIENT = 16
/** A session that nobody has used for so long ends; a client that comes back later begins a new one. */
export const IDLE_MS = 30 * 60_000
const SWEEP_MS = 60_000
const ID_BYTES = 24

interface Kept extends HttpSession {
  readonly end: () => Promise<void>
  readonly open: { question: number; stream: number }
  lastUsedMs: number
}

/** The sessions of clients that come over HTTP. Each belongs to the key that began it. */
export function createHttpSessions({ host, serve, schedule }: HttpSessionsDeps): HttpSessions {
  const sessions = new Map<string, Kept>()

  const makeRoom = async (clientId: string): Promise<'room' | 'full'> => {
    const own = [...sessions.values()].filter((session) => session.clientId === clientId)
    if (own.length < MOST_SESSIONS_PER_CLIENT) return 'room'
    // Its stream of notices alone keeps none: a program that has forgotten a session has forgotten its stream as well.
    const [longestUnused] = own.filter(({ open }) => open.question === 0).sort((a, b) => a.lastUsedMs - b.lastUsedMs)
    await longestUnused?.end()
    return longestUnused === undefined ? 'full' : 'room'
  }

  const sweep = (): void => {
    const now = host.monotonicMs()
    for (const { open, lastUsedMs, end } of sessions.values()) {
      if (open.question + open.stream === 0 && now - lastUsedMs >= IDLE_MS) void end()
    }
    cancelSweep = schedule(sweep, SWEEP_MS)
  }
  let cancelSweep = schedule(sweep, SWEEP_MS)

  return {
    open: async (caller) => {
      if ((await makeRoom(caller.clientId)) === 'full') return null
      const id = host.randomBytes(ID_BYTES).toString('base64url')
      const transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: () => id,
        onsessioninitialized: () => {
          sessions.set(id, session)
        },
      })
      const session: Kept = {
        clientId: caller.clientId,
        transport,
        open: { question: 0, stream: 0 },
        lastUsedMs: host.monotonicMs(),
        end: () => transport.close(),
        use: (what) => {
          session.open[what] += 1
          session.lastUsedMs = host.monotonicMs()
          return () => {
            session.open[what] -= 1
            session.lastUsedMs = host.monotonicMs()
          }
        },
      }
      transport.onclose = () => {
        sessions.delete(id)
      }
      // The SDK's class leaves its handlers undefined, which its own interface does not allow for under exact optional types.
      await serve(caller, transport as Transport)
      return session
    },
    find: (id) => sessions.get(id),
    closeAll: async () => {
      cancelSweep()
      await Promise.all([...sessions.values()].map(({ end }) => end()))
    },
  }
}
