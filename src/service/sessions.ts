import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { verifyClientKey } from '../clients/client-keys'
import type { ClaudeStatus } from '../contract/app-state'
import type { Host } from '../host/host'
import type { McpDeps } from '../mcp/deps'
import { createMcpServer, type McpServer } from '../mcp/server'
import type { SettingsStore } from '../settings/store'

/** The MCP sessions that clients have open now: one server each, all over the same connection to Odoo. */
export interface Sessions {
  /** Whether this client key lets a client in. */
  readonly authorize: (clientId: string, key: string) => Promise<Authorization>
  /** Serves MCP on a connection that was let in, until it closes. */
  readonly open: (clientId: string, transport: Transport) => Promise<void>
  /** Tells all clients that tools and resources may differ now. */
  readonly notifyListsChanged: () => void
  /** Ends the sessions of a client that was removed. */
  readonly closeFor: (clientId: string) => void
  readonly closeAll: () => Promise<void>
}

export type Authorization =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: 'unknown_client' | 'wrong_key'; readonly message: string }

export interface SessionDeps {
  readonly host: Pick<Host, 'now'>
  readonly settings: SettingsStore
  readonly depsFor: (clientId: string) => McpDeps
  readonly onChanged: (sessions: ClaudeStatus['sessions']) => void
}

/** How often "last used" is written at most: it is for people, not for the second. */
const LAST_USED_STEP_MS = 3_600_000

export function createSessions({ host, settings, depsFor, onChanged }: SessionDeps): Sessions {
  const open = new Map<McpServer, string>()

  const announce = (): void => {
    onChanged(
      [...open].flatMap(([server, clientId]) => {
        const client = server.client()
        return client === null ? [] : [{ clientId, name: client.name, version: client.version }]
      }),
    )
  }

  const noteUse = async (clientId: string): Promise<void> => {
    const now = host.now()
    const known = settings.get().clients.find(({ id }) => id === clientId)
    if (known === undefined || now - Date.parse(known.lastUsedAt ?? known.createdAt) < LAST_USED_STEP_MS) return
    const lastUsedAt = new Date(now).toISOString()
    await settings.update((before) => ({
      ...before,
      clients: before.clients.map((one) => (one.id === clientId ? { ...one, lastUsedAt } : one)),
    }))
  }

  return {
    authorize: async (clientId, key) => {
      const client = settings.get().clients.find(({ id }) => id === clientId)
      if (client === undefined) {
        return { ok: false, code: 'unknown_client', message: 'Vitrine does not know this client. Register it again in Vitrine.' }
      }
      if (verifyClientKey(key, [client]) === null) {
        return { ok: false, code: 'wrong_key', message: 'The key of this client is not valid any more. Register it again in Vitrine.' }
      }
      // A settings file that cannot be written must not keep a known client out.
      await noteUse(clientId).catch(() => undefined)
      return { ok: true }
    },

    open: async (clientId, transport) => {
      // Removed between its key and its first word.
      if (!settings.get().clients.some(({ id }) => id === clientId)) return transport.close()
      const server = createMcpServer(depsFor(clientId))
      open.set(server, clientId)
      server.onInitialized = announce
      server.onClosed = () => {
        open.delete(server)
        announce()
      }
      await server.connect(transport)
    },

    notifyListsChanged: () => {
      for (const server of open.keys()) server.notifyListsChanged()
    },

    closeFor: (clientId) => {
      for (const [server, owner] of open) if (owner === clientId) void server.close()
    },

    closeAll: async () => {
      await Promise.all([...open.keys()].map((server) => server.close()))
    },
  }
}
