import { createClientKey, removeClientKeyFile, writeClientKeyFile } from '../clients/client-keys'
import { clientTable } from '../clients/client-table'
import type { ClientTransport, GraceDays } from '../contract/client-keys'
import type { ActionResult, KeyResult } from '../contract/requests'
import type { VitrineError } from '../errors/vitrine-error'
import type { Host } from '../host/host'
import type { SettingsStore } from '../settings/store'
import { keyReplaced, paused, revoked, type ClientSettings } from './client-access'
import { failureOf } from './problems'

export interface NewClient {
  readonly name: string
  readonly transport: ClientTransport
  readonly expiresAt?: string | undefined
}

/** Keys of clients: made, replaced, paused, limited in time and taken back. Nothing here rejects. */
export interface ClientAdmin {
  /** A client over HTTP holds its key itself: it is in the answer and nowhere else. One of the relay finds it in its key file. */
  readonly create: (wanted: NewClient) => Promise<KeyResult>
  readonly rotate: (clientId: string, graceDays: GraceDays) => Promise<KeyResult>
  readonly revoke: (clientId: string) => Promise<ActionResult>
  readonly pause: (clientId: string) => Promise<ActionResult>
  readonly resume: (clientId: string) => Promise<ActionResult>
  readonly setExpiry: (clientId: string, expiresAt: string | null) => Promise<ActionResult>
  /** Takes away hashes of keys whose grace is over. */
  readonly dropOldKeys: () => Promise<void>
}

export interface ClientAdminDeps {
  readonly host: Host
  readonly settings: SettingsStore
  /** Calls of the client that are under way end with this error. */
  readonly stopCalls: (clientId: string, why: VitrineError) => void
  /** Ends its sessions, or those that began with one key. */
  readonly closeSessions: (clientId: string, keyHash?: string) => void
}

const DAY_MS = 86_400_000
const OK: ActionResult = { ok: true }
const GONE: Extract<ActionResult, { ok: false }> = { ok: false, message: { id: 'fault.client.gone' }, hint: { id: 'fault.client.gone.hint' } }
const PAST: Extract<ActionResult, { ok: false }> = { ok: false, message: { id: 'fault.day.past' }, hint: { id: 'fault.day.past.hint' } }

export function createClientAdmin({ host, settings, stopCalls, closeSessions }: ClientAdminDeps): ClientAdmin {
  const find = (clientId: string): ClientSettings | undefined => settings.get().clients.find(({ id }) => id === clientId)

  const change = async (clientId: string, changed: (before: ClientSettings) => ClientSettings | null): Promise<void> => {
    await settings.update((before) => ({
      ...before,
      clients: before.clients.flatMap((one) => (one.id === clientId ? (changed(one) ?? []) : one)),
    }))
  }

  /** What cannot be written down has not happened; the user is told which. */
  const attempt = async <R>(work: () => Promise<R>): Promise<R | Extract<ActionResult, { ok: false }>> => {
    try {
      return await work()
    } catch (error) {
      const { message, hint } = failureOf(error) as Extract<ActionResult, { ok: false }>
      return { ok: false, message, hint }
    }
  }

  const ofKnown = <R>(clientId: string, work: (client: ClientSettings) => Promise<R>): Promise<R | Extract<ActionResult, { ok: false }>> => {
    const client = find(clientId)
    return client === undefined ? Promise.resolve(GONE) : attempt(() => work(client))
  }

  const swapKeyFile = async (before: ClientSettings, key: string): Promise<void> => {
    try {
      await writeClientKeyFile(host, before.id, key)
    } catch (error) {
      await change(before.id, () => before)
      throw error
    }
  }

  return {
    create: ({ name, transport, expiresAt }) =>
      attempt(async (): Promise<KeyResult> => {
        const label = name.replace(/\s+/g, ' ').trim()
        if (label === '') return { ok: false, message: { id: 'fault.client.name' }, hint: { id: 'fault.client.name.hint' } }
        if (expiresAt !== undefined && Date.parse(expiresAt) <= host.now()) return PAST
        const { key, keyHash } = createClientKey(host)
        let clientId = ''
        await settings.update((before) => {
          clientId = freeId(label, before.clients)
          const created = { id: clientId, name: label, keyHash, createdAt: iso(host.now()), transport }
          return { ...before, clients: [...before.clients, { ...created, ...(expiresAt === undefined ? {} : { expiresAt }) }] }
        })
        if (transport === 'http') return { ok: true, clientId, key }
        try {
          await writeClientKeyFile(host, clientId, key)
        } catch (error) {
          await change(clientId, () => null)
          throw error
        }
        return { ok: true, clientId }
      }),

    rotate: (clientId, graceDays) =>
      ofKnown(clientId, async (before) => {
        const { transport = 'relay', keyHash: oldHash } = before
        const { key, keyHash } = createClientKey(host)
        // For a while both: a relay whose file is still the old one must not be locked out when this is cut short.
        const until = iso(host.now() + Math.max(graceDays, transport === 'relay' ? 1 : 0) * DAY_MS)
        await change(clientId, ({ former, ...client }) => ({ ...client, keyHash, keySince: iso(host.now()), ...(until > iso(host.now()) && { former: { keyHash: oldHash, until } }) }))
        if (transport === 'relay') await swapKeyFile(before, key)
        if (graceDays === 0) {
          if (transport === 'relay') await change(clientId, ({ former, ...client }) => client)
          stopCalls(clientId, keyReplaced())
          closeSessions(clientId, oldHash)
        }
        return { ok: true, clientId, ...(transport === 'http' && { key }) }
      }),

    revoke: (clientId) =>
      ofKnown(clientId, async () => {
        await change(clientId, () => null)
        stopCalls(clientId, revoked())
        closeSessions(clientId)
        // Nothing opens to the key in it any more; one that cannot be deleted lies there for nothing.
        await removeClientKeyFile(host, clientId).catch(() => undefined)
        return OK
      }),

    pause: (clientId) =>
      ofKnown(clientId, async () => {
        await change(clientId, (client) => ({ ...client, paused: true }))
        stopCalls(clientId, paused())
        return OK
      }),

    resume: (clientId) =>
      ofKnown(clientId, async () => {
        await change(clientId, ({ paused: _, ...client }) => client)
        return OK
      }),

    setExpiry: (clientId, expiresAt) =>
      ofKnown(clientId, async () => {
        if (expiresAt !== null && Date.parse(expiresAt) <= host.now()) return PAST
        await change(clientId, ({ expiresAt: _, ...client }) => ({ ...client, ...(expiresAt !== null && { expiresAt }) }))
        return OK
      }),

    dropOldKeys: async () => {
      const now = iso(host.now())
      const isOver = ({ former }: ClientSettings): boolean => former !== undefined && former.until <= now
      if (!settings.get().clients.some(isOver)) return
      await settings.update((before) => ({
        ...before,
        clients: before.clients.map((client) => {
          const { former, ...rest } = client
          return isOver(client) ? rest : client
        }),
      }))
    },
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()

/** A name as the journal and file names can hold it, and as no other client has it, nor one of the table would when it is registered. */
function freeId(name: string, clients: readonly ClientSettings[]): string {
  const plain = name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40)
  const base = plain === '' ? 'client' : plain
  const taken = new Set([...clients, ...clientTable].map(({ id }) => id))
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`
    if (!taken.has(id)) return id
  }
}
