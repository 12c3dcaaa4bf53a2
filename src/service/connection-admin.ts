import { TEST_STAGES, type StagedTest } from '../contract/app-state'
import type { RightsReport } from '../contract/key-care'
import type { ActionResult, ConnectionDraft } from '../contract/requests'
import { KeychainError } from '../credentials/keychain'
import type { Vault } from '../credentials/vault'
import { VitrineError } from '../errors/vitrine-error'
import type { Host } from '../host/host'
import { parseOdooUrl } from '../odoo/url'
import type { ConnectionSettings, Settings } from '../settings/schema'
import type { SettingsStore } from '../settings/store'
import { failureOf, problemOf } from './problems'
import { copyOf } from './rights-control'

export interface AdminDeps {
  readonly host: Pick<Host, 'now' | 'randomBytes'>
  readonly settings: SettingsStore
  /** A locked vault of its own for one action, so that what it unlocks and locks again is not the vault that answers calls. */
  readonly openVault: () => Vault
  readonly readCa: (caFile: string) => Promise<string>
  readonly runTest: (
    draft: { readonly url: string; readonly database: string; readonly login: string; readonly apiKey: string; readonly ca?: string },
    options: { readonly signal: AbortSignal; readonly onProgress: (test: StagedTest) => void },
  ) => Promise<StagedTest>
  readonly onProgress: (test: StagedTest) => void
  readonly connect: () => Promise<ActionResult>
  readonly disconnect: () => Promise<ActionResult>
  /** A connection has another key now; resolves when that is in use. */
  readonly onKeyReplaced: (connectionId: string) => Promise<ActionResult>
  /** Deletes a connection's key and proves that it is gone. */
  readonly removeKey: (connectionId: string) => Promise<void>
  /** A connection is not in the settings any more. */
  readonly onRemoved: (connectionId: string) => void
  /** The keychain does not serve: the user is offered another way to keep the key. */
  readonly onKeychainProblem: (error: KeychainError) => void
}

/** What is tested: as the user types it, or with the PEM text of an authority in place of a file. */
export type TestedDraft = ConnectionDraft & { readonly ca?: string | undefined }

/** Adding, testing, changing and removing connections. */
export interface ConnectionAdmin {
  /** Only one test runs at a time: a new one cancels the one before. */
  readonly test: (draft: TestedDraft) => Promise<StagedTest>
  readonly cancelTest: () => void
  /**
   * Tests, then stores the rest in the settings and the key in the keychain, then connects. In this order a crash in
   * between leaves a connection that says its key is missing, and never a key that nobody knows of.
   */
  readonly add: (draft: ConnectionDraft) => Promise<ActionResult>
  readonly replaceKey: (connectionId: string, apiKey: string) => Promise<ActionResult>
  readonly remove: (connectionId: string) => Promise<ActionResult>
  /** Stores a key under the name of a connection. Throws what the keychain says against it. */
  readonly keep: (connectionId: string, apiKey: string) => Promise<void>
}

const OK: ActionResult = { ok: true }
const ALREADY_THERE: ActionResult = {
  ok: false,
  message: { id: 'fault.odoo.twice' },
  hint: { id: 'fault.odoo.twice.hint' },
}

export function createConnectionAdmin(deps: AdminDeps): ConnectionAdmin {
  const { settings, host } = deps
  let running: AbortController | null = null
  let keeping: Promise<void> = Promise.resolve()

  const test = async (draft: TestedDraft): Promise<StagedTest> => {
    running?.abort()
    const abort = new AbortController()
    running = abort
    try {
      const ca = draft.ca ?? (draft.caFile === '' ? undefined : await deps.readCa(draft.caFile).catch(unusableCa))
      if (typeof ca === 'object') return ca
      const { url, database, login, apiKey } = draft
      return await deps.runTest(
        { url, database, login, apiKey, ...(ca === undefined ? {} : { ca }) },
        { signal: abort.signal, onProgress: deps.onProgress },
      )
    } finally {
      if (running === abort) running = null
    }
  }

  /** Stores the key and checks that it can be read back. One after the other: two at once could each make a master key. */
  const keep = (connectionId: string, apiKey: string): Promise<void> => {
    const kept = keeping.then(async () => {
      const vault = deps.openVault()
      try {
        await vault.unlock()
        await vault.store(connectionId, apiKey)
      } finally {
        vault.lock()
      }
    })
    keeping = kept.catch(() => undefined)
    return kept
  }

  const find = (connectionId: string): ConnectionSettings => {
    const found = settings.get().connections.find(({ id }) => id === connectionId)
    if (found === undefined) throw new VitrineError('internal', { id: 'fault.connection.gone' })
    return found
  }

  /** Runs an action; whatever goes wrong becomes a sentence for the user. */
  const attempt = async (action: () => Promise<ActionResult>): Promise<ActionResult> => {
    try {
      return await action()
    } catch (error) {
      if (error instanceof AlreadyThere) return ALREADY_THERE
      if (error instanceof KeychainError) deps.onKeychainProblem(error)
      return failureOf(error)
    }
  }

  return {
    test,
    keep,
    cancelTest: () => running?.abort(),

    add: (draft) =>
      attempt(async () => {
        const tested = await test(draft)
        if (!tested.ok) return firstFailure(tested)
        const url = parseOdooUrl(draft.url).url
        // The only one there is, where the server names it: so it stays the right one when another is made beside it.
        const database = draft.database.trim() === '' ? (tested.databases?.[0] ?? '') : draft.database.trim()
        const id = host.randomBytes(8).toString('hex')
        const connection: ConnectionSettings = {
          id,
          name: draft.name.trim() === '' ? new URL(url).hostname : draft.name.trim(),
          url,
          login: draft.login.trim(),
          createdAt: new Date(host.now()).toISOString(),
          ...(database === '' ? {} : { database }),
          ...(draft.caFile === '' ? {} : { caFile: draft.caFile }),
          ...(tested.rights === undefined ? {} : { rights: copyOf(tested.rights) }),
        }
        let activeBefore: string | undefined
        await settings.update((before) => {
          if (before.connections.some((one) => isSameLogin(one, connection))) throw new AlreadyThere()
          activeBefore = before.activeConnectionId
          return { ...before, connections: [...before.connections, connection], activeConnectionId: id }
        })
        try {
          await keep(id, draft.apiKey)
        } catch (error) {
          // What the keychain took and could not give back must not stay there unknown to all.
          await deps.openVault().remove(id).catch(() => undefined)
          await settings.update((before) => without(before, id, activeBefore))
          throw error
        }
        // It is stored, and that was asked for. Whether Odoo answers now is the connection's own state.
        await deps.connect()
        return OK
      }),

    replaceKey: (connectionId, apiKey) =>
      attempt(async () => {
        const { name, url, database = '', login, caFile = '', ca } = find(connectionId)
        const tested = await test({ name, url, database, login, apiKey, caFile, ca })
        if (!tested.ok) return firstFailure(tested)
        // It may have been removed while the test ran.
        find(connectionId)
        await keep(connectionId, apiKey)
        // What was known is about the former key. The new one is stored: that this cannot be written down is no failure of it.
        await settings.update((before) => withNewKey(before, connectionId, new Date(host.now()).toISOString(), tested.rights)).catch(() => undefined)
        return deps.onKeyReplaced(connectionId)
      }),

    remove: (connectionId) =>
      attempt(async () => {
        find(connectionId)
        const wasActive = settings.get().activeConnectionId === connectionId
        if (wasActive) await deps.disconnect()
        await deps.removeKey(connectionId)
        await settings.update((before) => without(before, connectionId, undefined))
        deps.onRemoved(connectionId)
        return OK
      }),
  }
}

function withNewKey(before: Settings, connectionId: string, replacedAt: string, rights: RightsReport | undefined): Settings {
  const renewed = ({ expiry, ...rest }: ConnectionSettings): ConnectionSettings => ({
    ...rest,
    replacedAt,
    keySince: replacedAt,
    ...(rights === undefined ? {} : { rights: copyOf(rights) }),
  })
  return { ...before, connections: before.connections.map((one) => (one.id === connectionId ? renewed(one) : one)) }
}

type LoginPlace = Pick<ConnectionSettings, 'url' | 'database' | 'login'>

class AlreadyThere extends Error {
  override readonly name = 'AlreadyThere'
}

/** The settings without a connection; when it was the active one, `next` is, else the first of the rest. */
function without({ activeConnectionId, ...before }: Settings, connectionId: string, next: string | undefined): Settings {
  const connections = before.connections.filter(({ id }) => id !== connectionId)
  const wanted = activeConnectionId === connectionId ? next : activeConnectionId
  const active = connections.find(({ id }) => id === wanted) ?? connections[0]
  return { ...before, connections, ...(active === undefined ? {} : { activeConnectionId: active.id }) }
}

/** Whether both lead to the same Odoo as the same user. */
export function isSameLogin(one: LoginPlace, other: LoginPlace): boolean {
  return one.url === other.url && one.database === other.database && one.login.toLowerCase() === other.login.toLowerCase()
}

/** A certificate file that cannot be used fails the test at its TLS stage, before anything is sent. */
function unusableCa(error: unknown): StagedTest {
  const { message, hint } = problemOf(error)
  const stages = TEST_STAGES.map((name) =>
    name === 'tls' ? ({ name, status: 'failed', message, hint } as const) : ({ name, status: 'waiting', message: '', hint: '' } as const),
  )
  return { stages, finished: true, ok: false }
}

/** How a test that did not pass is told. */
export function firstFailure({ stages }: StagedTest): ActionResult {
  const failed = stages.find(({ status }) => status === 'failed')
  return {
    ok: false,
    message: failed?.message ?? { id: 'test.cancelled' },
    hint: failed?.hint ?? { id: 'test.cancelled.hint' },
  }
}
