import type { ActivityEvent } from '../contract/activity'
import type { ConnectionStatus, Problem } from '../contract/app-state'
import type { ActionResult } from '../contract/requests'
import type { Vault } from '../credentials/vault'
import { VitrineError } from '../errors/vitrine-error'
import type { Host } from '../host/host'
import type { OdooAccess } from '../mcp/deps'
import type { OdooReader, ReaderConfig } from '../odoo/port'
import type { ConnectionSettings } from '../settings/schema'
import type { SettingsStore } from '../settings/store'
import type { Store } from '../state/store'
import { problemFromCode, problemOf, stopsAllCalls, type StoppingCode } from './problems'

/** Runs `task` after `ms` milliseconds; the answer calls it off. */
export type Schedule = (ms: number, task: () => void) => () => void

export interface ConnectionDeps {
  readonly host: Pick<Host, 'now'>
  readonly store: Store
  readonly settings: SettingsStore
  readonly vault: () => Vault
  readonly createReader: (config: ReaderConfig) => OdooReader
  /** PEM text of the connection's own certificate authority, when it names one. */
  readonly readCa: (caFile: string) => Promise<string>
  readonly schedule: Schedule
  /** The lists that clients hold (tools, resources) may differ now. */
  readonly onAccessChanged: () => void
}

/** Connect, Disconnect and Pause of the one active connection. */
export interface ConnectionControl {
  /** Takes up what the settings say: connected, disconnected or paused as the user left it. */
  readonly resume: () => Promise<void>
  /** Remembers the wish and acts on it; resolves when connected or failed. */
  readonly connect: () => Promise<ActionResult>
  /** Closes the sockets to Odoo and forgets the master key before it resolves. */
  readonly disconnect: () => Promise<ActionResult>
  readonly pause: (minutes: number) => Promise<ActionResult>
  /** The Odoo that tools may ask now. Throws `VitrineError` with the reason when there is none. */
  readonly access: () => OdooAccess
  /** Lets the state follow what calls experience: a key revoked, a server gone or back. */
  readonly learnFrom: (event: ActivityEvent) => void
  /** Drops sockets and key without changing what the user wished: at quit. */
  readonly stop: () => void
}

interface Live {
  readonly connection: ConnectionSettings
  readonly reader: OdooReader
  readonly abort: AbortController
}

const FIRST_RETRY_MS = 10_000
const LAST_RETRY_MS = 300_000
const OK: ActionResult = { ok: true }

export function createConnectionControl(deps: ConnectionDeps): ConnectionControl {
  const { store, settings, host } = deps
  let live: Live | null = null
  let cancelTimer: (() => void) | null = null
  let retryMs = FIRST_RETRY_MS

  const show = (connection: ConnectionStatus): void => {
    store.dispatch({ type: 'connectionChanged', connection })
  }

  const letGo = (): void => {
    cancelTimer?.()
    cancelTimer = null
    live?.abort.abort()
    live?.reader.close()
    live = null
    deps.vault().lock()
  }

  const active = (): ConnectionSettings | undefined => {
    const { connections, activeConnectionId } = settings.get()
    return connections.find(({ id }) => id === activeConnectionId)
  }

  const fail = (error: unknown): ActionResult => stand(problemOf(error))

  const stand = (problem: Problem): ActionResult => {
    show({ kind: 'problem', problem })
    if (live !== null && isTransient(problem)) retryLater()
    deps.onAccessChanged()
    return { ok: false, message: problem.message, hint: problem.hint }
  }

  const retryLater = (): void => {
    cancelTimer?.()
    cancelTimer = deps.schedule(retryMs, () => {
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
      if (live !== null) void greet(live)
    })
  }

  /** Asks Odoo who we are: the proof that address, database, login and key work together. */
  const greet = async (target: Live): Promise<ActionResult> => {
    try {
      const options = { signal: target.abort.signal }
      const [server, user] = await Promise.all([target.reader.server(options), target.reader.user({ ...options, fresh: true })])
      if (live !== target) return OK
      retryMs = FIRST_RETRY_MS
      show({
        kind: 'connected',
        since: new Date(host.now()).toISOString(),
        odooVersion: server.version.text,
        protocol: server.protocol,
        userName: user.name,
        companies: user.companies.map(({ name }) => name),
      })
      deps.onAccessChanged()
      return OK
    } catch (error) {
      return live === target ? fail(error) : OK
    }
  }

  /** A call failed in a way that concerns all. A key is not tried again and again: Odoo may lock the user out. */
  const suspect = (target: Live, code: StoppingCode): void => {
    if (code === 'key_rejected') stand(problemFromCode(code))
    else void greet(target)
  }

  const open = async (): Promise<ActionResult> => {
    const connection = active()
    letGo()
    if (connection === undefined) {
      show({ kind: 'none' })
      return { ok: false, message: 'There is no Odoo to connect to yet.', hint: 'Add your Odoo under Connections.' }
    }
    show({ kind: 'connecting' })
    const abort = new AbortController()
    const vault = deps.vault()
    try {
      // A new master key could not open what the old one sealed, so a missing one is said and not replaced.
      await vault.unlock({ whenMissing: 'refuse' })
      const ca = connection.caFile === undefined ? undefined : await deps.readCa(connection.caFile)
      const reader = deps.createReader({
        url: connection.url,
        database: connection.database ?? '',
        login: connection.login,
        withSecret: (use) => vault.withSecret(connection.id, use),
        ...(ca === undefined ? {} : { ca }),
      })
      // Disconnect may have been clicked while the keychain was asking.
      if (!settings.get().connectEnabled || active()?.id !== connection.id) {
        reader.close()
        vault.lock()
        return OK
      }
      live = { connection, reader, abort }
      return await greet(live)
    } catch (error) {
      return fail(error)
    }
  }

  const resumeAt = (until: string): void => {
    cancelTimer?.()
    cancelTimer = deps.schedule(Math.max(0, Date.parse(until) - host.now()), () => void control.connect())
  }

  const control: ConnectionControl = {
    resume: async () => {
      const { connectEnabled, pausedUntil } = settings.get()
      if (active() === undefined) show({ kind: 'none' })
      else if (pausedUntil !== undefined && Date.parse(pausedUntil) > host.now()) {
        show({ kind: 'paused', until: pausedUntil })
        resumeAt(pausedUntil)
      } else if (connectEnabled || pausedUntil !== undefined) await control.connect()
      else show({ kind: 'disconnected' })
    },

    connect: async () => {
      await settings.update(({ pausedUntil, ...rest }) => ({ ...rest, connectEnabled: true }))
      return open()
    },

    disconnect: async () => {
      letGo()
      show(active() === undefined ? { kind: 'none' } : { kind: 'disconnected' })
      deps.onAccessChanged()
      await settings.update(({ pausedUntil, ...rest }) => ({ ...rest, connectEnabled: false }))
      return OK
    },

    pause: async (minutes) => {
      const until = new Date(host.now() + minutes * 60_000).toISOString()
      letGo()
      show({ kind: 'paused', until })
      deps.onAccessChanged()
      await settings.update((before) => ({ ...before, connectEnabled: false, pausedUntil: until }))
      resumeAt(until)
      return OK
    },

    access: () => {
      if (live === null) throw whyNot(store.state().connection)
      const { connection, reader } = live
      return { connectionId: connection.id, connectionName: connection.name, reader }
    },

    learnFrom: ({ connectionId, code, outcome, odooMs }) => {
      if (live?.connection.id !== connectionId) return
      if (code !== undefined && stopsAllCalls(code)) {
        if (store.state().connection.kind !== 'problem') suspect(live, code)
      } else if (outcome === 'answered' && odooMs > 0 && store.state().connection.kind === 'problem') {
        void greet(live)
      }
    },

    stop: letGo,
  }
  return control
}

/** A server that is away may come back by itself; a wrong key does not. */
function isTransient({ code }: Problem): boolean {
  return code === 'unreachable' || code === 'timeout' || code === 'odoo_error' || code === 'rate_limited'
}

/** The error a tool call gets while there is no live connection. */
function whyNot(connection: ConnectionStatus): VitrineError {
  switch (connection.kind) {
    case 'paused':
      return new VitrineError('disconnected', 'Vitrine is paused on this computer.', {
        hint: 'Ask the user to choose Connect in the Vitrine tray menu, or wait until the pause ends.',
      })
    case 'problem':
      return new VitrineError('disconnected', `Vitrine is not connected to Odoo: ${connection.problem.message}`, {
        hint: 'Ask the user to open Vitrine; it says what to do.',
      })
    case 'none':
      return new VitrineError('disconnected', 'No Odoo is connected in Vitrine yet.', {
        hint: 'Ask the user to open Vitrine and add their Odoo under Connections.',
      })
    case 'connecting':
    case 'connected':
    case 'disconnected':
      return new VitrineError('disconnected', 'Vitrine is disconnected from Odoo.', {
        hint: 'Ask the user to choose Connect in the Vitrine tray menu.',
      })
  }
}

