import { TEST_STAGES, type StagedTest } from '../contract/app-state'
import type { ActionResult, ConnectionDraft } from '../contract/requests'
import { KeychainError } from '../credentials/keychain'
import type { Vault } from '../credentials/vault'
import { VitrineError } from '../errors/vitrine-error'
import type { Host } from '../host/host'
import { parseOdooUrl } from '../odoo/url'
import type { ConnectionSettings, Settings } from '../settings/schema'
import type { SettingsStore } from '../settings/store'
import { failureOf, problemOf } from './problems'

export interface AdminDeps {
  readonly host: Pick<Host, 'now' | 'randomBytes'>
  readonly settings: SettingsStore
  readonly vault: () => Vault
  readonly readCa: (caFile: string) => Promise<string>
  readonly runTest: (
    draft: { readonly url: string; readonly database: string; readonly login: string; readonly apiKey: string; readonly ca?: string },
    options: { readonly signal: AbortSignal; readonly onProgress: (test: StagedTest) => void },
  ) => Promise<StagedTest>
  readonly onProgress: (test: StagedTest) => void
  readonly connect: () => Promise<ActionResult>
  readonly disconnect: () => Promise<ActionResult>
  /** The keychain does not serve: the user is offered another way to keep the key. */
  readonly onKeychainProblem: (error: KeychainError) => void
}

/** Adding, testing, changing and removing connections. */
export interface ConnectionAdmin {
  /** Only one test runs at a time: a new one cancels the one before. */
  readonly test: (draft: ConnectionDraft) => Promise<StagedTest>
  readonly cancelTest: () => void
  /**
   * Tests, then stores the rest in the settings and the key in the keychain, then connects. In this order a crash in
   * between leaves a connection that says its key is missing, and never a key that nobody knows of.
   */
  readonly add: (draft: ConnectionDraft) => Promise<ActionResult>
  readonly replaceKey: (connectionId: string, apiKey: string) => Promise<ActionResult>
  readonly remove: (connectionId: string) => Promise<ActionResult>
}

const OK: ActionResult = { ok: true }
const ALREADY_THERE: ActionResult = {
  ok: false,
  message: 'This Odoo is already connected with this login.',
  hint: 'To use a new key, choose Replace key on the existing connection.',
}

export function createConnectionAdmin(deps: AdminDeps): ConnectionAdmin {
  const { settings, host } = deps
  let running: AbortController | null = null

  const test = async (draft: ConnectionDraft): Promise<StagedTest> => {
    running?.abort()
    const abort = new AbortController()
    running = abort
    try {
      const ca = draft.caFile === '' ? undefined : await deps.readCa(draft.caFile).catch(unusableCa)
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

  /** Stores the key and checks that it can be read back, leaving the vault as locked as it was. */
  const keep = async (connectionId: string, apiKey: string): Promise<void> => {
    const vault = deps.vault()
    const wasUnlocked = vault.isUnlocked
    await vault.unlock()
    try {
      await vault.store(connectionId, apiKey)
    } finally {
      if (!wasUnlocked) vault.lock()
    }
  }

  const find = (connectionId: string): ConnectionSettings => {
    const found = settings.get().connections.find(({ id }) => id === connectionId)
    if (found === undefined) throw new VitrineError('internal', 'This connection does not exist any more.')
    return found
  }

  /** Runs an action; whatever goes wrong becomes a sentence for the user. */
  const attempt = async (action: () => Promise<ActionResult>): Promise<ActionResult> => {
    try {
      return await action()
    } catch (error) {
      if (error instanceof KeychainError) deps.onKeychainProblem(error)
      return failureOf(error)
    }
  }

  return {
    test,
    cancelTest: () => running?.abort(),

    add: (draft) =>
      attempt(async () => {
        const tested = await test(draft)
        if (!tested.ok) return firstFailure(tested)
        const url = parseOdooUrl(draft.url).url
        if (settings.get().connections.some((one) => isSameLogin(one, { ...draft, url }))) return ALREADY_THERE
        const id = host.randomBytes(8).toString('hex')
        const connection: ConnectionSettings = {
          id,
          name: draft.name.trim() === '' ? new URL(url).hostname : draft.name.trim(),
          url,
          login: draft.login,
          createdAt: new Date(host.now()).toISOString(),
          ...(draft.database === '' ? {} : { database: draft.database }),
          ...(draft.caFile === '' ? {} : { caFile: draft.caFile }),
        }
        await settings.update((before) => ({
          ...before,
          connections: [...before.connections, connection],
          activeConnectionId: id,
        }))
        try {
          await keep(id, draft.apiKey)
        } catch (error) {
          await settings.update((before) => without(before, id))
          throw error
        }
        return deps.connect()
      }),

    replaceKey: (connectionId, apiKey) =>
      attempt(async () => {
        const { name, url, database = '', login, caFile = '' } = find(connectionId)
        const tested = await test({ name, url, database, login, apiKey, caFile })
        if (!tested.ok) return firstFailure(tested)
        await keep(connectionId, apiKey)
        const { activeConnectionId, connectEnabled } = settings.get()
        return activeConnectionId === connectionId && connectEnabled ? deps.connect() : OK
      }),

    remove: (connectionId) =>
      attempt(async () => {
        find(connectionId)
        const wasActive = settings.get().activeConnectionId === connectionId
        if (wasActive) await deps.disconnect()
        await deps.vault().remove(connectionId)
        await settings.update((before) => without(before, connectionId))
        return OK
      }),
  }
}

/** The settings without a connection; when it was the active one, the first of the rest is. */
function without({ activeConnectionId, ...before }: Settings, connectionId: string): Settings {
  const connections = before.connections.filter(({ id }) => id !== connectionId)
  const next = activeConnectionId === connectionId ? connections[0]?.id : activeConnectionId
  return { ...before, connections, ...(next === undefined ? {} : { activeConnectionId: next }) }
}

function isSameLogin(one: ConnectionSettings, other: { readonly url: string; readonly database: string; readonly login: string }): boolean {
  return one.url === other.url && (one.database ?? '') === other.database && one.login === other.login
}

/** A certificate file that cannot be used fails the test at its TLS stage, before anything is sent. */
function unusableCa(error: unknown): StagedTest {
  const { message, hint } = problemOf(error)
  const stages = TEST_STAGES.map((name) =>
    name === 'tls' ? ({ name, status: 'failed', message, hint } as const) : ({ name, status: 'waiting', message: '', hint: '' } as const),
  )
  return { stages, finished: true, ok: false }
}

function firstFailure({ stages }: StagedTest): ActionResult {
  const failed = stages.find(({ status }) => status === 'failed')
  return {
    ok: false,
    message: failed?.message ?? 'The test was cancelled.',
    hint: failed?.hint ?? 'Nothing was stored. Try again when you are ready.',
  }
}
