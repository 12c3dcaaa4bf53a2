import { createActivityFeed } from '../activity/feed'
import type { Journal, OpenedJournal } from '../activity/journal'
import type { ClientProcesses } from '../clients/client-processes'
import type { ActivityEvent, NewActivityEvent } from '../contract/activity'
import type { AppState, Notice, StagedTest } from '../contract/app-state'
import type { ArgsOf, RequestName, ResultOf } from '../contract/requests'
import { memoryKeychain, type Keychain } from '../credentials/keychain'
import { createVault, type Vault } from '../credentials/vault'
import { startEndpoint, type Endpoint } from '../endpoint/server'
import { VitrineError } from '../errors/vitrine-error'
import type { Host } from '../host/host'
import type { Log } from '../logging/log'
import type { McpDeps } from '../mcp/deps'
import { createMcpServer } from '../mcp/server'
import { createOdooReader } from '../odoo/reader'
import { runStagedTest } from '../odoo/staged-test'
import type { SettingsStore } from '../settings/store'
import { createStore, type Store } from '../state/store'
import { createClaudeControl, type ClaudeControl, type RelayCommand } from './claude-control'
import { createConnectionAdmin } from './connection-admin'
import { createConnectionControl, type Schedule } from './connection-control'
import { failureOf, problemOf } from './problems'
import { readCaFile } from './ca-file'
import { createSessions } from './sessions'
import { changedSettings, connectionSummaries, InvalidSetting, policyOf, settingsView } from './settings-view'

/** What the shell around the house provides. */
export interface HousePorts {
  readonly host: Host
  readonly app: AppState['app']
  readonly settings: SettingsStore
  readonly keychain: Keychain
  /** The journal, or why it could not be opened: then no question is answered. */
  readonly journal: OpenedJournal | Error
  readonly log: Log
  readonly schedule: Schedule
  readonly relay: () => RelayCommand | null
  readonly processes: ClientProcesses
  readonly setStartAtLogin: (choice: 'on' | 'off') => Promise<void>
  readonly onActivity: (events: readonly ActivityEvent[]) => void
  readonly onTestProgress: (test: StagedTest) => void
}

/** Requests that only the shell can answer. */
type ShellRequest = 'openExternal' | 'showInFolder'
type HouseRequest = Exclude<RequestName, ShellRequest>

export type HouseHandlers = { readonly [Name in HouseRequest]: (args: ArgsOf<Name>) => Promise<ResultOf<Name>> }

/** The whole product without Electron: everything between the relay's socket, Odoo, the keychain and the window. */
export interface House {
  readonly store: Store
  readonly handlers: HouseHandlers
  readonly claude: ClaudeControl
  /** Opens the endpoint and takes up the connection as the user left it. Problems become notices, never a rejection. */
  readonly start: () => Promise<void>
  /** Ends sessions, sockets and timers, forgets the key and closes the journal. */
  readonly stop: () => Promise<void>
  /** Whether the window can be seen: live rows are not sent to a hidden one. */
  readonly setWindowVisible: (visibility: 'visible' | 'hidden') => void
}

const OK = { ok: true } as const
const DAY_MS = 86_400_000

export function createHouse(ports: HousePorts): House {
  const { host, settings, log } = ports
  const journal = ports.journal instanceof Error ? null : ports.journal.journal
  let vault: Vault = createVault({ keychain: ports.keychain, randomBytes: host.randomBytes })
  let endpoint: Endpoint | null = null
  let cancelPurge: (() => void) | null = null

  const store = createStore(initialState(ports, journal))
  const feed = createActivityFeed({
    clock: { monotonicMs: host.monotonicMs, schedule: (task, ms) => ports.schedule(ms, task) },
    emit: ports.onActivity,
  })

  const connection = createConnectionControl({
    host,
    store,
    settings,
    vault: () => vault,
    createReader: (config) => createOdooReader(config, host),
    readCa: readCaFile,
    schedule: ports.schedule,
    onAccessChanged: () => {
      sessions.notifyListsChanged()
    },
  })

  const admin = createConnectionAdmin({
    host,
    settings,
    vault: () => vault,
    readCa: readCaFile,
    runTest: (draft, { signal, onProgress }) => runStagedTest({ draft, host, signal, onProgress }),
    onProgress: ports.onTestProgress,
    connect: connection.connect,
    disconnect: connection.disconnect,
    onKeychainProblem: (error) => {
      store.dispatch({ type: 'connectionChanged', connection: { kind: 'problem', problem: problemOf(error) } })
    },
  })

  const record = (event: NewActivityEvent): void => {
    if (journal === null) throw new VitrineError('internal', 'The journal cannot be written, so nothing is answered.')
    try {
      const kept = journal.append(event)
      feed.push(kept)
      store.dispatch({ type: 'activityRecorded', event: kept })
      connection.learnFrom(kept)
      clear('journal_problem')
    } catch (error) {
      log.error('A call could not be recorded', { error })
      raise('journal_problem', 'A question could not be recorded, so it was not answered.', 'Check that the disk is not full.')
      throw error
    }
  }

  const depsFor = (clientId: string): McpDeps => ({
    host,
    serverVersion: ports.app.version,
    clientId,
    access: connection.access,
    connectionNames: () => {
      const { connections, activeConnectionId } = settings.get()
      return [...connections].sort((a, b) => Number(b.id === activeConnectionId) - Number(a.id === activeConnectionId)).map(({ name }) => name)
    },
    policy: () => policyOf(settings.get()),
    record,
  })

  const sessions = createSessions({
    host,
    settings,
    depsFor,
    onChanged: (open) => {
      store.dispatch({ type: 'sessionsChanged', sessions: open })
    },
  })

  const claude = createClaudeControl({
    host,
    settings,
    store,
    relay: ports.relay,
    processes: ports.processes,
    onClientRemoved: sessions.closeFor,
  })

  const raise = (id: Notice['id'], message: string, hint: string): void => {
    store.dispatch({ type: 'noticeRaised', notice: { id, message, hint } })
  }
  const clear = (id: Notice['id']): void => {
    store.dispatch({ type: 'noticeCleared', id })
  }

  const purge = (): void => {
    cancelPurge = ports.schedule(DAY_MS, purge)
    try {
      journal?.purge(new Date(host.now() - settings.get().retentionDays * DAY_MS).toISOString())
    } catch (error) {
      log.error('Old activity could not be deleted', { error })
    }
  }

  const unsubscribe = settings.onChange((after) => {
    store.dispatch({ type: 'settingsChanged', settings: settingsView(after) })
    store.dispatch({ type: 'connectionsListed', connections: connectionSummaries(after) })
  })

  const handlers: HouseHandlers = {
    getSnapshot: async () => store.snapshot(),
    connect: connection.connect,
    disconnect: connection.disconnect,
    pause: ({ minutes }) => connection.pause(minutes),
    useMemoryUntilQuit: async () => {
      vault.lock()
      vault = createVault({ keychain: memoryKeychain(), randomBytes: host.randomBytes })
      raise('memory_only', 'The Odoo key is kept until you quit Vitrine.', 'It will be asked for again at the next start.')
      const connectionState = settings.get().connections.length === 0 ? ({ kind: 'none' } as const) : ({ kind: 'disconnected' } as const)
      store.dispatch({ type: 'connectionChanged', connection: connectionState })
      return OK
    },
    testConnection: ({ draft }) => admin.test(draft),
    cancelTest: async () => {
      admin.cancelTest()
      return OK
    },
    addConnection: ({ draft }) => admin.add(draft),
    replaceKey: ({ connectionId, apiKey }) => admin.replaceKey(connectionId, apiKey),
    activateConnection: async ({ connectionId }) => {
      if (!settings.get().connections.some(({ id }) => id === connectionId)) {
        return { ok: false, message: 'This connection does not exist any more.', hint: 'Choose another one.' }
      }
      await settings.update((before) => ({ ...before, activeConnectionId: connectionId }))
      return connection.connect()
    },
    removeConnection: ({ connectionId }) => admin.remove(connectionId),
    planClaude: ({ action }) => claude.plan(action),
    applyClaude: ({ action }) => claude.apply(action),
    getActivity: async ({ filter, beforeId, limit }) =>
      journal?.page(filter, { limit, ...(beforeId === undefined ? {} : { beforeId }) }) ?? { events: [], total: 0 },
    getSummary: async () => journal?.summary(host.now(), offsetMinutes(host)) ?? NO_ACTIVITY,
    deleteActivity: async () => {
      journal?.deleteAll()
      store.dispatch({ type: 'activityRecorded', event: null })
      return OK
    },
    changeSettings: async ({ change }) => {
      try {
        if (change.startAtLogin !== undefined) await ports.setStartAtLogin(change.startAtLogin ? 'on' : 'off')
        await settings.update((before) => changedSettings(before, change))
        if (change.hiddenModels !== undefined || change.hiddenFields !== undefined) sessions.notifyListsChanged()
        return OK
      } catch (error) {
        if (error instanceof InvalidSetting) return { ok: false, message: error.message, hint: 'Nothing was changed.' }
        log.error('Settings could not be changed', { error })
        return failureOf(error)
      }
    },
  }

  return {
    store,
    handlers,
    claude,
    setWindowVisible: (visibility) => {
      if (visibility === 'hidden') {
        feed.pause()
        return
      }
      feed.resume()
      // Claude may have rewritten its configuration while nobody looked.
      void claude.refresh()
    },

    start: async () => {
      raiseSettingsProblem(settings, raise)
      raiseJournalProblem(ports.journal, raise)
      purge()
      try {
        endpoint = await startEndpoint({
          host,
          authorize: sessions.authorize,
          onSession: ({ clientId, transport }) => {
            void sessions.open(clientId, transport)
          },
          announce: (transport) => createMcpServer(depsFor('announcement')).connect(transport),
          log: (message) => {
            log.info(message)
          },
        })
      } catch (error) {
        log.error('The endpoint could not be opened', { error })
        raise('endpoint_problem', 'AI clients cannot reach Vitrine.', 'Quit Vitrine and open it again.')
      }
      await Promise.all([claude.refresh(), connection.resume()])
    },

    stop: async () => {
      unsubscribe()
      cancelPurge?.()
      feed.close()
      connection.stop()
      await sessions.closeAll()
      await endpoint?.close()
      journal?.close()
    },
  }
}

const NO_ACTIVITY = { questions: 0, models: 0, records: 0, refused: 0, byModel: [], lastHour: Array.from({ length: 60 }, () => 0) }

function initialState({ app, settings }: HousePorts, journal: Journal | null): AppState {
  const current = settings.get()
  return {
    app,
    connection: current.connections.length === 0 ? { kind: 'none' } : { kind: 'disconnected' },
    connections: connectionSummaries(current),
    claude: { kind: 'not_installed', path: '', running: false, sessions: [] },
    settings: settingsView(current),
    notices: [],
    lastActivity: journal?.last() ?? null,
  }
}

function raiseSettingsProblem({ problem }: SettingsStore, raise: (id: Notice['id'], message: string, hint: string) => void): void {
  switch (problem?.kind) {
    case 'broken':
      raise('settings_broken', 'The settings could not be read, so Vitrine started with fresh ones.', `The old file was kept as ${problem.keptAs}.`)
      return
    case 'newer':
      raise('settings_newer', 'A newer version of Vitrine wrote the settings; this one does not change them.', 'Install the newer version again.')
      return
    case 'unreadable':
      raise('settings_broken', 'The settings file cannot be read.', 'Check its permissions; nothing is saved until then.')
      return
    case undefined:
  }
}

function raiseJournalProblem(journal: HousePorts['journal'], raise: (id: Notice['id'], message: string, hint: string) => void): void {
  if (journal instanceof Error) {
    raise('journal_problem', `Questions are not answered, because they cannot be recorded: ${journal.message}`, 'Mend that, then quit Vitrine and open it again.')
  } else if (journal.problem !== undefined) {
    raise('journal_problem', journal.problem.message, journal.problem.hint)
  }
}

function offsetMinutes(host: Pick<Host, 'now'>): number {
  return -new Date(host.now()).getTimezoneOffset()
}
