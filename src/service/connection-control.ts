import type { ActivityEvent } from '../contract/activity'
import type { ConnectionStatus, Problem } from '../contract/app-state'
import type { ErrorCode } from '../contract/error-codes'
import type { ActionResult } from '../contract/requests'
import { VitrineError } from '../errors/vitrine-error'
import type { Host } from '../host/host'
import { inEnglish } from '../i18n/english'
import type { Said } from '../i18n/sentence'
import type { OdooAccess, OtherConnection } from '../mcp/deps'
import { knownFacts, loadFacts } from '../mcp/facts'
import type { CallOptions, OwnAccountReader } from '../odoo/port'
import type { ConnectionSettings, Settings } from '../settings/schema'
import type { SettingsStore } from '../settings/store'
import type { Store } from '../state/store'
import { openConnectionReader, type ConnectionReaderDeps } from './connection-reader'
import { createOtherConnections } from './other-connections'
import { problemFromCode, problemOf, stopsAllCalls } from './problems'
import { createSettling } from './settling'

/** Runs `task` after `ms` milliseconds; the answer calls it off. */
export type Schedule = (ms: number, task: () => void) => () => void

export interface ConnectionDeps extends ConnectionReaderDeps {
  readonly host: Pick<Host, 'now'>
  readonly store: Store
  readonly settings: SettingsStore
  readonly schedule: Schedule
  /** The connections are being closed: calls under way are not to be answered from them. */
  readonly onLetGo: () => void
  /** Odoo has told who we are, and had not before. What is asked of it then is waited for; that it fails changes nothing. */
  readonly onConnected: (connectionId: string, reader: OwnAccountReader, options: CallOptions) => Promise<void>
  /** The lists that clients hold (tools, resources) may differ now. */
  readonly onAccessChanged: () => void
}

/** Connect, Disconnect and Pause: of the one active connection, and of the others with it. Nothing here rejects, save what a call asks for. */
export interface ConnectionControl {
  /** Takes up what the settings say: connected, disconnected or paused as the user left it. */
  readonly resume: () => Promise<void>
  /** Remembers the wish and acts on it; resolves when connected or failed, and at once when a later wish overtook this one. */
  readonly connect: () => Promise<ActionResult>
  /** Closes the sockets to Odoo and forgets the master key before it resolves. */
  readonly disconnect: () => Promise<ActionResult>
  readonly pause: (minutes: number) => Promise<ActionResult>
  /** The Odoo that tools may ask now. Throws `VitrineError` with the reason when there is none. */
  readonly access: () => OdooAccess
  /**
   * Resolves once it is known whether there is such an Odoo: while the start, or a Connect, still reads the keychain, whoever asks had
   * better wait than be sent away. A keychain may ask a person, so after a while it resolves all the same.
   */
  readonly settled: () => Promise<void>
  /** Another stored connection, by its name. It can be asked while the active one is at work or in trouble, not while disconnected. */
  readonly other: (name: string) => OtherConnection
  /** Lets the state follow what calls experience: a key revoked, a server gone or back. */
  readonly learnFrom: (event: ActivityEvent) => void
  /** Something the user asked for failed at the keychain. Shown where no connection is at work that it would belie. */
  readonly reportProblem: (problem: Problem) => void
  /**
   * The key of a connection was replaced. Where it is at work it stays so: calls under way end with the former key, the next take
   * the new one. Where the former was refused it is connected anew, and elsewhere it is opened when it is next asked.
   */
  readonly renew: (connectionId: string) => Promise<ActionResult>
  /** For what Vitrine itself asks about a connection's own account. Throws `VitrineError` while it cannot be asked. */
  readonly ownAccount: (connectionId: string) => Promise<OwnAccountReader>
  /** A connection was removed: lets go of it, whoever has begun to open it meanwhile. */
  readonly release: (connectionId: string) => void
  /** Drops sockets and key without changing what the user wished, and shows what is left: a connection that can be opened, or none. */
  readonly drop: () => void
  /** Drops sockets and key for good: at quit. */
  readonly stop: () => void
}

interface Live {
  readonly connection: ConnectionSettings
  readonly reader: OwnAccountReader
  readonly abort: AbortController
}

const FIRST_RETRY_MS = 10_000
const LAST_RETRY_MS = 300_000
/** How long a call waits for a connection that is being opened: less than clients wait for an answer. */
const OPENING_MS = 15_000
const OK: ActionResult = { ok: true }
const NOTHING_TO_CONNECT: ActionResult = { ok: false, message: { id: 'fault.noOdoo' }, hint: { id: 'fault.noOdoo.hint' } }

export function createConnectionControl(deps: ConnectionDeps): ConnectionControl {
  const { store, settings, host } = deps
  let live: Live | null = null
  let greeting: { readonly target: Live; readonly outcome: Promise<ActionResult> } | null = null
  let cancelTimer: (() => void) | null = null
  let retryMs = FIRST_RETRY_MS
  /** Rises with each wish, so that whatever an earlier one still waits for comes to nothing. */
  let wishes = 0
  /** The connection that the last wish is about. */
  let wantedId: string | null = null
  let isStopped = false
  /** The settings were taken up, or the user was faster. */
  let hasBegun = false
  const settling = createSettling({
    isSettled: () => isStopped || (hasBegun && (live !== null || store.state().connection.kind !== 'connecting')),
    schedule: deps.schedule,
    longestMs: OPENING_MS,
  })
  const others = createOtherConnections(deps)

  const show = (connection: ConnectionStatus): void => {
    const wasConnected = store.state().connection.kind === 'connected'
    store.dispatch({ type: 'connectionChanged', connection })
    if (wasConnected !== (connection.kind === 'connected')) deps.onAccessChanged()
    settling.lookAgain()
  }

  const showProblem = (problem: Problem): void => {
    show({ kind: 'problem', problem, at: new Date(host.now()).toISOString() })
  }

  /** Begins a new wish: ends what the one before it built or is building. Answers whether the wish still stands. */
  const beginWish = (): (() => boolean) => {
    wishes += 1
    hasBegun = true
    cancelTimer?.()
    cancelTimer = null
    if (live !== null) deps.onLetGo()
    live?.abort.abort()
    live?.reader.close()
    live = null
    wantedId = null
    others.closeAll()
    deps.vault().lock()
    const mine = wishes
    return () => mine === wishes && !isStopped
  }

  const active = (): ConnectionSettings | undefined => {
    const { connections, activeConnectionId } = settings.get()
    return connections.find(({ id }) => id === activeConnectionId)
  }

  const showRest = (): void => {
    show({ kind: active() === undefined ? 'none' : 'disconnected' })
  }

  const remember = async (change: (before: Settings) => Settings): Promise<Problem | null> => {
    try {
      await settings.update(change)
      return null
    } catch (error) {
      return problemOf(error)
    }
  }

  const stand = (problem: Problem): ActionResult => {
    if (live !== null && isTransient(problem)) retryLater()
    showProblem(problem)
    return { ok: false, message: problem.message, hint: problem.hint }
  }

  const retryLater = (): void => {
    cancelTimer?.()
    cancelTimer = deps.schedule(retryMs, () => {
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
      if (live !== null) void greet(live)
    })
  }

  /** Asks Odoo who we are: the proof that address, database, login and key work together. One at a time. */
  const greet = (target: Live): Promise<ActionResult> => {
    if (greeting?.target !== target) greeting = { target, outcome: askWhoWeAre(target) }
    return greeting.outcome
  }

  const askWhoWeAre = async (target: Live): Promise<ActionResult> => {
    try {
      const options = { signal: target.abort.signal }
      const [server, user] = await Promise.all([target.reader.server(options), target.reader.user({ ...options, fresh: true })])
      hasAnswered(target)
      if (live !== target) return OK
      cancelTimer?.()
      retryMs = FIRST_RETRY_MS
      const before = store.state().connection
      show({
        kind: 'connected',
        since: before.kind === 'connected' ? before.since : new Date(host.now()).toISOString(),
        odooVersion: server.version.text,
        protocol: server.protocol,
        userName: user.name,
        companies: user.companies.map(({ name }) => name),
      })
      // So that the first words to a client name user and companies; a call that needs them would ask by itself.
      if (knownFacts(target.reader) === undefined) await loadFacts(target.reader, options).catch(() => undefined)
      if (before.kind !== 'connected') await deps.onConnected(target.connection.id, target.reader, options).catch(() => undefined)
      return OK
    } catch (error) {
      hasAnswered(target)
      return live === target ? stand(problemOf(error)) : OK
    }
  }

  /** From here on, who asks again is not told of this answer. */
  const hasAnswered = (target: Live): void => {
    if (greeting?.target === target) greeting = null
  }

  /**
   * A call failed in a way that may concern all, which asking who we are tells: `odoo_error` can be about one question, or a
   * sign-in page before everything. A key is not tried again and again: Odoo may lock the user out.
   */
  const suspect = (target: Live, code: ErrorCode): void => {
    if (code === 'key_rejected') stand(problemFromCode(code))
    else void greet(target)
  }

  const open = async (stands: () => boolean): Promise<ActionResult> => {
    const connection = active()
    if (connection === undefined) {
      show({ kind: 'none' })
      return NOTHING_TO_CONNECT
    }
    wantedId = connection.id
    retryMs = FIRST_RETRY_MS
    show({ kind: 'connecting' })
    const vault = deps.vault()
    try {
      // A new master key could not open what the old one sealed, so a missing one is said and not replaced.
      await vault.unlock({ whenMissing: 'refuse' })
      if (!stands()) return OK
      const reader = await openConnectionReader(deps, connection, stands)
      if (reader === null) return OK
      live = { connection, reader, abort: new AbortController() }
      settling.lookAgain()
    } catch (error) {
      if (!stands()) return OK
      vault.lock()
      return stand(problemOf(error))
    }
    return greet(live)
  }

  const resumeAt = (until: string): void => {
    cancelTimer?.()
    cancelTimer = deps.schedule(Math.max(0, Date.parse(until) - host.now()), () => void control.connect())
  }

  const control: ConnectionControl = {
    resume: async () => {
      if (isStopped) return
      hasBegun = true
      const { connectEnabled, pausedUntil } = settings.get()
      if (active() === undefined) show({ kind: 'none' })
      else if (pausedUntil !== undefined && Date.parse(pausedUntil) > host.now()) {
        show({ kind: 'paused', until: pausedUntil })
        resumeAt(pausedUntil)
      } else if (pausedUntil !== undefined) await control.connect()
      else if (connectEnabled) await open(beginWish())
      else show({ kind: 'disconnected' })
    },

    connect: async () => {
      const stands = beginWish()
      if (active() !== undefined) show({ kind: 'connecting' })
      // The wish is carried out even where it cannot be written down: then the next start does not know of it.
      await remember(({ pausedUntil, ...rest }) => ({ ...rest, connectEnabled: true }))
      return stands() ? open(stands) : OK
    },

    disconnect: async () => {
      control.drop()
      const problem = await remember(({ pausedUntil, ...rest }) => ({ ...rest, connectEnabled: false }))
      return problem === null ? OK : unremembered({ id: 'fault.unsaved.disconnected' }, problem)
    },

    pause: async (minutes) => {
      if (active() === undefined) return NOTHING_TO_CONNECT
      const until = new Date(host.now() + minutes * 60_000).toISOString()
      beginWish()
      show({ kind: 'paused', until })
      resumeAt(until)
      const problem = await remember((before) => ({ ...before, connectEnabled: false, pausedUntil: until }))
      return problem === null ? OK : unremembered({ id: 'fault.unsaved.paused' }, problem)
    },

    access: () => {
      const { connection: status } = store.state()
      if (live === null) throw whyNot(status)
      // A refused key goes out no more: after a few, Odoo locks out whoever sends it, and that hits the user as well.
      if (status.kind === 'problem' && status.problem.code === 'key_rejected') {
        throw new VitrineError('key_rejected', status.problem.message, { hint: 'Ask the user to open Vitrine and choose Replace key.' })
      }
      const { connection, reader } = live
      return { connectionId: connection.id, connectionName: connection.name, reader }
    },

    settled: settling.wait,

    other: (name) => {
      const { connections, activeConnectionId } = settings.get()
      const connection = connections.find((one) => one.name === name && one.id !== activeConnectionId)
      if (connection === undefined) {
        throw new VitrineError('disconnected', 'This connection does not exist any more.', { hint: 'odoo_context lists the connections.' })
      }
      return {
        connectionId: connection.id,
        open: async () => {
          if (live === null) throw whyNot(store.state().connection)
          return { connectionId: connection.id, connectionName: connection.name, reader: await others.open(connection) }
        },
      }
    },

    learnFrom: ({ connectionId, code, outcome, odooMs }) => {
      if (live?.connection.id !== connectionId) {
        if (code === 'key_rejected') others.refuse(connectionId)
        return
      }
      if (code !== undefined && (stopsAllCalls(code) || code === 'odoo_error')) {
        if (store.state().connection.kind !== 'problem') suspect(live, code)
      } else if (outcome === 'answered' && odooMs > 0 && store.state().connection.kind === 'problem') {
        void greet(live)
      }
    },

    reportProblem: (problem) => {
      if (live === null && store.state().connection.kind !== 'connecting') showProblem(problem)
    },

    renew: async (connectionId) => {
      deps.vault().forget(connectionId)
      if (live?.connection.id === connectionId && store.state().connection.kind === 'connected') return greet(live)
      const { activeConnectionId, connectEnabled } = settings.get()
      if (activeConnectionId === connectionId && connectEnabled) return control.connect()
      others.close(connectionId)
      return OK
    },

    ownAccount: async (connectionId) => {
      if (live === null) throw whyNot(store.state().connection)
      if (live.connection.id === connectionId) return live.reader
      const connection = settings.get().connections.find(({ id }) => id === connectionId)
      if (connection === undefined) throw new VitrineError('disconnected', 'This connection does not exist any more.')
      return others.open(connection)
    },

    release: (connectionId) => {
      others.close(connectionId)
      if (wantedId === connectionId || active() === undefined) control.drop()
    },

    drop: () => {
      beginWish()
      showRest()
    },

    stop: () => {
      isStopped = true
      beginWish()
      settling.lookAgain()
    },
  }
  return control
}

/** What a call is answered with that was under way when the connections were closed. */
export const disconnectedMeanwhile = (): VitrineError =>
  new VitrineError('disconnected', 'Vitrine was disconnected from Odoo.', { hint: 'Ask the user to choose Connect in the Vitrine tray menu.' })

/** What was asked for holds until Vitrine ends, and is not known at its next start. */
function unremembered(message: Said, { hint }: Problem): ActionResult {
  return { ok: false, message, hint: [{ id: 'fault.unsaved.hint' }, hint] }
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
      return new VitrineError('disconnected', `Vitrine is not connected to Odoo: ${inEnglish(connection.problem.message)}`, {
        hint: 'Ask the user to open Vitrine; it says what to do.',
      })
    case 'none':
      return new VitrineError('disconnected', 'No Odoo is connected in Vitrine yet.', {
        hint: 'Ask the user to open Vitrine and add their Odoo under Connections.',
      })
    case 'connecting':
      return new VitrineError('disconnected', 'Vitrine is just connecting to Odoo.', { hint: 'Ask again in a few seconds.' })
    case 'connected':
    case 'disconnected':
      return new VitrineError('disconnected', 'Vitrine is disconnected from Odoo.', {
        hint: 'Ask the user to choose Connect in the Vitrine tray menu.',
      })
  }
}

