import type { LookupFunction } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import type { Journal, OpenedJournal } from '../activity/journal'
import type { ClientProcesses } from '../clients/client-processes'
import { createConfigWatcher } from '../clients/watch'
import type { ActivityEvent } from '../contract/activity'
import type { AppState, StagedTest } from '../contract/app-state'
import type { ArgsOf, RequestName, ResultOf } from '../contract/requests'
import { KeychainError, memoryKeychain, type Keychain } from '../credentials/keychain'
import { createVault, type Vault } from '../credentials/vault'
import { startEndpoint, type Endpoint } from '../endpoint/server'
import type { Host } from '../host/host'
import type { Log } from '../logging/log'
import type { McpDeps } from '../mcp/deps'
import { createMcpServer } from '../mcp/server'
import type { ReaderTuning } from '../odoo/connection'
import { createOdooReader } from '../odoo/reader'
import { runStagedTest } from '../odoo/staged-test'
import type { Settings } from '../settings/schema'
import type { SettingsStore } from '../settings/store'
import { createStore, type Store } from '../state/store'
import { createAlerts } from './alerts/alerts'
import { alertOfRefusal } from './alerts/rules'
import { alertInWords } from './alerts/words'
import { createAccessControl } from './access-control'
import { createClientControl, type ClientControl, type RelayCommand } from './client-control'
import { accessRefusal, revoked } from './client-access'
import { createClientAdmin } from './client-admin'
import { createConnectionAdmin } from './connection-admin'
import { createConnectionControl, disconnectedMeanwhile, type Schedule } from './connection-control'
import { createConsent } from './consent'
import { createCallGate } from './limits/call-gate'
import { createFeed } from './feed'
import { createKeyCare } from './key-care'
import { rotateMasterKey } from './master-key'
import { failureOf, problemOf } from './problems'
import { createRightsControl } from './rights-control'
import { raiseSettingsProblem, type RaiseNotice } from './notices'
import { readCaFile } from './ca-file'
import { createRecorder, lastIn, raiseJournalProblem } from './recorder'
import { createRefusalGatherer } from './refusal-gatherer'
import { createJournalKeeper } from './journal-keeper'
import { exportActivity } from './export-activity'
import { createSessions } from './sessions'
import { createHttpControl, httpAddress } from './http-control'
import { createStops } from './stops'
import { createWebhook } from './webhook/webhook'
import { changedSettings, clientSummaries, connectionSummaries, glossaryOf, InvalidSetting, policyOf, settingsView } from './settings-view'

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
  /** Asks the user where to write a file of this name; null when they thought better of it. */
  readonly chooseExportPath: (name: string) => Promise<string | null>
  readonly onActivity: (events: readonly ActivityEvent[]) => void
  readonly onTestProgress: (test: StagedTest) => void
  /** A key of Odoo ends soon: for a desktop notification. */
  readonly onKeyExpiring: (message: string, hint: string) => void
  /** The same of one alert or of several. */
  readonly onAlert: (message: string, hint: string) => void
  /** How names of webhook receivers become addresses; the system's way unless said otherwise. */
  readonly resolveReceiver?: LookupFunction
  /** Time-outs and caps of everything asked of Odoo; those of the Odoo room unless said otherwise. */
  readonly odooTuning?: ReaderTuning
}

/** Requests that only the shell can answer. */
type ShellRequest = 'openExternal' | 'showInFolder' | 'savePermissionSheet'
type HouseRequest = Exclude<RequestName, ShellRequest>

export type HouseHandlers = { readonly [Name in HouseRequest]: (args: ArgsOf<Name>) => Promise<ResultOf<Name>> }

/** The whole product without Electron: everything between the relay's socket, Odoo, the keychain and the window. */
export interface House {
  readonly store: Store
  readonly handlers: HouseHandlers
  readonly claude: ClientControl
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
  const { odooTuning = {} } = ports
  let keychain = ports.keychain
  const openVault = (): Vault => createVault({ keychain, randomBytes: host.randomBytes })
  let vault = openVault()
  /** Connections whose keys the system's keychain may hold, although keys are kept in memory now. */
  let keysLeftInKeychain: ReadonlySet<string> = new Set()
  let endpoint: Promise<Endpoint | null> = Promise.resolve(null)
  let cancelPurge: (() => void) | null = null

  const store = createStore(initialState(ports, journal))
  const feed = createFeed<ActivityEvent>({
    clock: { monotonicMs: host.monotonicMs, schedule: (task, ms) => ports.schedule(ms, task) },
    emit: ports.onActivity,
  })

  const connection = createConnectionControl({
    host,
    store,
    settings,
    vault: () => vault,
    createReader: (config) => createOdooReader(config, host, odooTuning),
    readCa: readCaFile,
    schedule: ports.schedule,
    onConnected: (...connected) => keyCare.ask(...connected),
    onLetGo: () => {
      stops.stopAll(disconnectedMeanwhile())
    },
    onAccessChanged: () => {
      sessions.notifyListsChanged()
    },
  })

  const admin = createConnectionAdmin({
    host,
    settings,
    openVault,
    readCa: readCaFile,
    runTest: (draft, { signal, onProgress }) => runStagedTest({ draft, host, signal, onProgress, tuning: odooTuning }),
    onProgress: ports.onTestProgress,
    connect: connection.connect,
    disconnect: connection.disconnect,
    removeKey: async (connectionId) => {
      if (keysLeftInKeychain.has(connectionId)) await removeFromSystemKeychain(connectionId)
      await vault.remove(connectionId)
    },
    onKeyReplaced: connection.renew,
    onRemoved: connection.release,
    onKeychainProblem: (error) => {
      connection.reportProblem(problemOf(error))
    },
  })

  const keyCare = createKeyCare({ host, settings, warn: ports.onKeyExpiring })
  const rights = createRightsControl({
    host,
    settings,
    store,
    ownAccount: connection.ownAccount,
    usedModels: () => journal?.summary(host.now(), offsetMinutes(host)).byModel.map(({ model }) => model) ?? [],
  })

  /** Where there is no keychain, there is no key to delete either. One that refuses may hold it still. */
  const removeFromSystemKeychain = async (connectionId: string): Promise<void> => {
    try {
      await createVault({ keychain: ports.keychain, randomBytes: host.randomBytes }).remove(connectionId)
    } catch (error) {
      if (!(error instanceof KeychainError) || error.problem !== 'absent') throw error
    }
  }

  const raise: RaiseNotice = (id, message, hint) => {
    store.dispatch({ type: 'noticeRaised', notice: { id, message, hint } })
  }

  const recorder = createRecorder({
    host,
    journal,
    settings,
    store,
    log,
    raise,
    onRecorded: (event) => {
      keeper.count()
      feed.push(event)
      connection.learnFrom(event)
      alerts.noteCall(event)
    },
  })

  const webhook = createWebhook({
    host,
    settings,
    openVault,
    readCa: readCaFile,
    schedule: ports.schedule,
    log,
    onDelivery: (outcome) => {
      recorder.note('webhook', { detail: outcome })
      if (outcome !== 'delivered') log.warn('A message to the webhook was given up', { outcome })
    },
    ...(ports.resolveReceiver === undefined ? {} : { resolve: ports.resolveReceiver }),
  })

  const alerts = createAlerts({
    host,
    settings,
    journal,
    schedule: ports.schedule,
    log,
    notify: ports.onAlert,
    onChanged: (listed) => {
      store.dispatch({ type: 'alertsListed', alerts: listed })
    },
    onAlert: (alert) => {
      recorder.note('alert', { clientId: alert.clientId, connectionId: alert.connectionId, model: alert.model, address: alert.address, count: alert.count, detail: alert.kind })
      void webhook.add(alert)
    },
  })

  const stops = createStops()
  const callGate = createCallGate({ host, limits: () => settings.get().limits })
  const consent = createConsent({ host, settings, store, schedule: ports.schedule })

  const clientAdmin = createClientAdmin({
    host,
    settings,
    stopCalls: stops.stopClient,
    closeSessions: (clientId, keyHash) => {
      sessions.closeFor(clientId, keyHash)
    },
  })

  /** What a client that was let in by this key is asked with each call. */
  const gateFor = (clientId: string, keyHash: string): Pick<McpDeps, 'admit' | 'consent' | 'granted' | 'stopSignal'> => ({
    admit: ({ connectionId }) => {
      const refusal = accessRefusal(settings.get().clients, clientId, keyHash, host.now())
      if (refusal?.session === 'ends') sessions.closeFor(clientId, keyHash)
      if (refusal !== null) throw refusal.error
      callGate.pass({ clientId, connectionId, limits: policyOf(settings.get(), clientId).limits })
      sessions.noteUse(clientId)
    },
    consent: (question, signal) => consent.ask(clientId, question, signal),
    granted: (model, connectionId) => consent.granted(clientId, model, connectionId),
    stopSignal: () => stops.signal(clientId),
  })

  const refusals = createRefusalGatherer({ record: recorder.record, schedule: ports.schedule })

  const depsFor = (clientId: string): McpDeps => ({
    host,
    serverVersion: ports.app.version,
    clientId,
    access: connection.access,
    connectionNames: () => {
      const { connections, activeConnectionId } = settings.get()
      return [...connections].sort((a, b) => Number(b.id === activeConnectionId) - Number(a.id === activeConnectionId)).map(({ name }) => name)
    },
    otherConnection: connection.other,
    glossary: () => glossaryOf(settings.get()),
    policy: () => policyOf(settings.get(), clientId),
    receipt: () => journal?.newReceipt(host.randomBytes) ?? '',
    record: refusals.record,
  })

  const sessions = createSessions({
    host,
    settings,
    depsFor: (clientId, keyHash, address) => ({
      ...depsFor(clientId),
      ...gateFor(clientId, keyHash),
      ...(address === undefined ? {} : { address }),
    }),
    onLastClosed: consent.endSession,
    onChanged: (open) => {
      store.dispatch({ type: 'sessionsChanged', sessions: open })
      store.dispatch({ type: 'clientsListed', clients: clientSummaries(settings.get(), open) })
    },
  })

  const http = createHttpControl({
    host,
    settings,
    sessions,
    schedule: ports.schedule,
    log,
    onChanged: (status) => {
      store.dispatch({ type: 'httpChanged', http: status })
    },
    onRefused: (refused) => {
      log.warn('Requests over HTTP were refused', { ...refused })
      const { reason, address, count, clientId } = refused
      recorder.note('connection_refused', { detail: reason, address, count, ...(clientId !== undefined && { clientId }) })
      const kind = alertOfRefusal(reason)
      if (kind !== undefined) alerts.note({ kind, address })
    },
  })

  const access = createAccessControl({
    settings,
    state: store.state,
    depsFor,
    onChanged: () => {
      sessions.notifyListsChanged()
    },
  })

  const claude = createClientControl({
    host,
    settings,
    store,
    relay: ports.relay,
    processes: ports.processes,
    onClientRemoved: (clientId) => {
      stops.stopClient(clientId, revoked())
      sessions.closeFor(clientId)
    },
  })

  const purgeDaily = (): void => {
    cancelPurge = ports.schedule(DAY_MS, purgeDaily)
    void lookAtKeys()
    // Where the system does not tell of changes.
    void lookAtClaude()
    clientAdmin.dropOldKeys().catch(() => undefined)
    void recorder.purge()
  }

  const keeper = createJournalKeeper({
    journal,
    vault: () => vault,
    keychain: () => keychain,
    log,
    onKey: () => void recorder.purge().then(keeper.keepHead),
  })
  store.subscribe(({ changes }) => {
    if (changes.connection !== undefined) keeper.takeKey()
  })

  const forgetProblem = store.subscribe(({ changes: { connection: changed } }) => {
    const { activeConnectionId } = settings.get()
    if (changed?.kind === 'problem' && changed.problem.code === 'key_rejected') alerts.note({ kind: 'odoo_key_rejected', connectionId: activeConnectionId })
  })

  const unsubscribe = settings.onChange((after, before) => {
    // Resources stand under the names of connections.
    if (!isDeepStrictEqual(namesOf(after), namesOf(before))) sessions.notifyListsChanged()
    store.dispatch({ type: 'settingsChanged', settings: settingsView(after) })
    store.dispatch({ type: 'connectionsListed', connections: connectionSummaries(after) })
    consent.settingsChanged()
    http.follow()
    store.dispatch({ type: 'clientsListed', clients: clientSummaries(after, store.state().claude.sessions) })
  })

  const handlers: HouseHandlers = {
    getSnapshot: async () => store.snapshot(),
    connect: connection.connect,
    disconnect: connection.disconnect,
    pause: ({ minutes }) => connection.pause(minutes),
    useMemoryUntilQuit: async () => {
      if (keychain !== ports.keychain) return OK
      connection.drop()
      keychain = memoryKeychain()
      vault = openVault()
      keysLeftInKeychain = new Set(settings.get().connections.map(({ id }) => id))
      raise('memory_only', 'The Odoo key is kept until you quit Vitrine.', 'It will be asked for again at the next start.')
      return OK
    },
    testConnection: ({ draft }) => admin.test(draft),
    cancelTest: async () => {
      admin.cancelTest()
      return OK
    },
    addConnection: ({ draft }) => admin.add(draft),
    replaceKey: ({ connectionId, apiKey }) => admin.replaceKey(connectionId, apiKey),
    setKeyExpiry: ({ connectionId, expiresAt }) => keyCare.setExpiry(connectionId, expiresAt),
    dismissRevokeReminder: ({ connectionId }) => keyCare.dismissReminder(connectionId),
    probeRights: ({ connectionId }) => rights.probe(connectionId),
    cancelProbe: async () => {
      rights.cancel()
      return OK
    },
    rotateMasterKey: () => rotateMasterKey({ host, settings, openVault, vault: () => vault }),
    activateConnection: async ({ connectionId }) => {
      if (!settings.get().connections.some(({ id }) => id === connectionId)) {
        return { ok: false, message: 'This connection does not exist any more.', hint: 'Choose another one.' }
      }
      try {
        await settings.update((before) => ({ ...before, activeConnectionId: connectionId }))
      } catch (error) {
        return failureOf(error)
      }
      return connection.connect()
    },
    removeConnection: ({ connectionId }) => admin.remove(connectionId),
    answerConsent: ({ questionId, answer }) => consent.answer(questionId, answer),
    undoDecision: ({ decisionId }) => consent.undo(decisionId),
    createClientKey: (wanted) => clientAdmin.create(wanted),
    rotateClientKey: ({ clientId, graceDays }) => clientAdmin.rotate(clientId, graceDays),
    revokeClient: async ({ clientId }) => {
      const result = await clientAdmin.revoke(clientId)
      await lookAtClaude()
      return result
    },
    pauseClient: ({ clientId }) => clientAdmin.pause(clientId),
    resumeClient: ({ clientId }) => clientAdmin.resume(clientId),
    setClientExpiry: ({ clientId, expiresAt }) => clientAdmin.setExpiry(clientId, expiresAt),
    setPolicy: ({ clientId, policy }) => access.setPolicy(clientId, policy),
    getAccessModels: ({ clientId }) => access.models(clientId),
    getAccessFields: ({ clientId, model }) => access.fields(clientId, model),
    previewAccess: ({ clientId, model }) => access.preview(clientId, model),
    getPermissionSheet: async ({ clientId }) => access.sheet(clientId),
    planClient: ({ clientId, action }) => claude.plan(clientId, action),
    applyClient: ({ clientId, action }) => claude.apply(clientId, action),
    listBackups: ({ clientId }) => claude.backups(clientId),
    restoreBackup: ({ clientId, name }) => claude.restore(clientId, name),
    getSnippets: async ({ clientId }) => claude.snippets(clientId, settings.get().http.port),
    getActivity: async ({ filter, beforeId, limit }) =>
      journal?.page(filter, { limit, ...(beforeId === undefined ? {} : { beforeId }) }) ?? { events: [], total: 0 },
    getModelActivity: async ({ filter }) => journal?.models(filter) ?? [],
    getActivityNotes: async (page) => journal?.notes(page) ?? [],
    verifyJournal: async () => {
      const verdict = await keeper.verify()
      if (verdict.status === 'broken') alerts.note({ kind: 'chain_broken' })
      return verdict
    },
    exportActivity: async ({ format, filter }) => exportActivity({ journal, host, choosePath: ports.chooseExportPath, log }, format, filter),
    getSummary: async () => journal?.summary(host.now(), offsetMinutes(host)) ?? NO_ACTIVITY,
    deleteActivity: async () => {
      await alerts.clear()
      return recorder.deleteAll()
    },
    markAlertsSeen: alerts.markSeen,
    setWebhook: webhook.set,
    removeWebhook: webhook.remove,
    testWebhook: webhook.test,
    changeSettings: async ({ change }) => {
      try {
        // What cannot be taken is refused before anything outside has changed.
        changedSettings(settings.get(), change)
        if (change.startAtLogin !== undefined) await ports.setStartAtLogin(change.startAtLogin ? 'on' : 'off')
        await settings.update((before) => changedSettings(before, change))
        if (change.glossary !== undefined) sessions.notifyListsChanged()
        if (change.retentionDays !== undefined) await recorder.purge()
        return OK
      } catch (error) {
        if (error instanceof InvalidSetting) return { ok: false, message: error.message, hint: 'Nothing was changed.' }
        log.error('Settings could not be changed', { error })
        return failureOf(error)
      }
    },
  }

  /** Odoo may not answer, and the user is warned all the same of what is known. */
  const lookAtKeys = async (): Promise<void> => {
    const { activeConnectionId = '' } = settings.get()
    const connected = store.state().connection.kind === 'connected'
    if (connected) await connection.ownAccount(activeConnectionId).then((reader) => keyCare.ask(activeConnectionId, reader)).catch(keyCare.warn)
    else await keyCare.warn()
  }

  const openEndpoint = async (): Promise<Endpoint | null> => {
    try {
      return await startEndpoint({
        host,
        authorize: async (clientId, key) => {
          const authorization = await sessions.authorize(clientId, key)
          if (!authorization.ok) alerts.note({ kind: 'client_key_rejected', clientId })
          return authorization
        },
        onSession: ({ clientId, keyHash, transport }) => {
          void sessions.open(clientId, keyHash, transport)
        },
        announce: (transport) => createMcpServer(depsFor('announcement')).connect(transport),
        log: (message) => {
          log.info(message)
        },
      })
    } catch (error) {
      log.error('The endpoint could not be opened', { error })
      raise('endpoint_problem', 'AI clients cannot reach Vitrine.', 'Quit Vitrine and open it again.')
      return null
    }
  }

  const watcher = createConfigWatcher({ host, schedule: ports.schedule, onChanged: () => void lookAtClaude() })

  const lookAtClaude = async (): Promise<void> => {
    try {
      await claude.refresh()
      watcher.follow(store.state().claude.path)
    } catch (error) {
      log.error('The registration with Claude Desktop could not be looked at', { error })
    }
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
      void lookAtClaude()
    },

    start: async () => {
      raiseSettingsProblem(settings, raise)
      consent.settingsChanged()
      raiseJournalProblem(ports.journal, raise)
      purgeDaily()
      webhook.start()
      http.follow()
      endpoint = openEndpoint()
      await endpoint
      await Promise.all([lookAtClaude(), connection.resume()])
    },

    stop: async () => {
      unsubscribe()
      forgetProblem()
      watcher.close()
      cancelPurge?.()
      feed.close()
      admin.cancelTest()
      rights.cancel()
      connection.stop()
      consent.stop()
      await http.stop()
      await sessions.closeAll()
      // Also one that is only being opened, or it would leave its socket behind.
      await (await endpoint)?.close()
      refusals.flush()
      await Promise.all([alerts.stop(), webhook.stop()])
      await keeper.keepHead()
      journal?.close()
    },
  }
}

const NO_ACTIVITY = { questions: 0, models: 0, records: 0, refused: 0, byModel: [], lastHour: Array.from({ length: 60 }, () => 0) }

const namesOf = ({ connections }: Settings): readonly string[] => connections.map(({ name }) => name)

function initialState({ app, settings }: HousePorts, journal: Journal | null): AppState {
  const current = settings.get()
  return {
    app,
    connection: current.connections.length === 0 ? { kind: 'none' } : { kind: 'disconnected' },
    connections: connectionSummaries(current),
    claude: { kind: 'not_installed', path: '', running: false, sessions: [] },
    clientStatuses: [],
    clients: clientSummaries(current, []),
    http: { state: 'off', address: httpAddress(current) },
    questions: [],
    decisions: [],
    rightsProbe: null,
    settings: settingsView(current),
    notices: [],
    journal: { status: journal === null ? 'failed' : 'recording', unrecorded: 0 },
    alerts: current.alerts.listed.map((alert) => alertInWords(alert, current)),
    lastActivity: lastIn(journal),
  }
}

function offsetMinutes(host: Pick<Host, 'now'>): number {
  return -new Date(host.now()).getTimezoneOffset()
}
