import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { ClaudeStatus } from '../contract/app-state'
import type { Host } from '../host/host'
import type { McpDeps } from '../mcp/deps'
import { createMcpServer, type McpServer } from '../mcp/server'
import type { SettingsStore } from '../settings/store'
import { authorizeClient, authorizeKey, type Authorization } from './client-access'

/** The MCP sessions that clients have open now: one server each, all over the same connection to Odoo. */
export interface Sessions {
  /** Whether this key lets this client in. */
  readonly authorize: (clientId: string, key: string) => Promise<Authorization>
  /** The same for whoever shows nothing but a key. */
  readonly authorizeKey: (key: string) => Promise<Authorization>
  /** Serves MCP on a connection that was let in, until it closes. `address` is where one over HTTP came from. */
  readonly open: (clientId: string, keyHash: string, transport: Transport, address?: string) => Promise<void>
  /** Tells all clients that tools and resources may differ now. */
  readonly notifyListsChanged: () => void
  /** Ends the sessions of a client once its calls under way are answered; those that began with `keyHash` only, where it is given. */
  readonly closeFor: (clientId: string, keyHash?: string) => void
  readonly closeAll: () => Promise<void>
  /** A client that was let in makes a call. */
  readonly noteUse: (clientId: string) => void
}

export interface SessionDeps {
  readonly host: Pick<Host, 'now'>
  readonly settings: SettingsStore
  readonly depsFor: (clientId: string, keyHash: string, address: string | undefined) => McpDeps
  readonly onChanged: (sessions: ClaudeStatus['sessions']) => void
  /** A client has no session any more. */
  readonly onLastClosed: (clientId: string) => void
}

/** How often "last used" is written at most: it is for people, not for the second. */
const LAST_USED_STEP_MS = 3_600_000

interface Owner {
  readonly clientId: string
  readonly keyHash: string
}

export function createSessions({ host, settings, depsFor, onChanged, onLastClosed }: SessionDeps): Sessions {
  const open = new Map<McpServer, Owner>()

  const announce = (): void => {
    onChanged(
      [...open].flatMap(([server, { clientId }]) => {
        const client = server.client()
        return client === null ? [] : [{ clientId, name: client.name, version: client.version }]
      }),
    )
  }

  const writeUse = async (clientId: string): Promise<void> => {
    const now = host.now()
    const known = settings.get().clients.find(({ id }) => id === clientId)
    if (known === undefined || now - Date.parse(known.lastUsedAt ?? known.createdAt) < LAST_USED_STEP_MS) return
    const lastUsedAt = new Date(now).toISOString()
    await settings.update((before) => ({
      ...before,
      clients: before.clients.map((one) => (one.id === clientId ? { ...one, lastUsedAt } : one)),
    }))
  }

  const letIn = async (authorization: Authorization): Promise<Authorization> => {
    // A settings file that cannot be written must not keep a known client out.
    if (authorization.ok) await writeUse(authorization.clientId).catch(() => undefined)
    return authorization
  }

  return {
    authorize: (clientId, key) => letIn(authorizeClient(settings.get().clients, clientId, key, host.now())),
    authorizeKey: (key) => letIn(authorizeKey(settings.get().clients, key, host.now())),
    noteUse: (clientId) => {
      writeUse(clientId).catch(() => undefined)
    },

    open: async (clientId, keyHash, transport, address) => {
      // Removed between its key and its first word.
      if (!settings.get().clients.some(({ id }) => id === clientId)) return transport.close()
      const server = createMcpServer(depsFor(clientId, keyHash, address))
      open.set(server, { clientId, keyHash })
      server.onInitialized = announce
      server.onClosed = () => {
        open.delete(server)
        announce()
        if (![...open.values()].some((owner) => owner.clientId === clientId)) onLastClosed(clientId)
      }
      await server.connect(transport)
    },

    notifyListsChanged: () => {
      for (const server of open.keys()) server.notifyListsChanged()
    },

    closeFor: (clientId, keyHash) => {
      for (const [server, owner] of open) {
        if (owner.clientId === clientId && (keyHash === undefined || owner.keyHash === keyHash)) void server.end()
      }
    },

    closeAll: async () => {
      await Promise.all([...open.keys()].map((server) => server.close()))
    },
  }
}
