import { isDeepStrictEqual } from 'node:util'
import { createConfigWatcher } from '../clients/watch'
import type { ActivityEvent, ActivitySummary } from '../contract/activity'
import { createMcpServer } from '../mcp/server'
import { createOdooReader } from '../odoo/reader'
import { findOdoo } from '../odoo/find-odoo'
import { runStagedTest } from '../odoo/staged-test'
import type { Settings } from '../settings/schema'
import { createStore } from '../state/store'
import { createAccessControl } from './access-control'
import { createAlerts } from './alerts/alerts'
import { alertOfRefusal } from './alerts/rules'
import { readCaFile } from './ca-file'
import { revoked } from './client-access'
import { createClientAdmin } from './client-admin'
import { createClientControl } from './client-control'
import { createClientDeps } from './client-deps'
import { createConnectionAdmin } from './connection-admin'
import { createConnectionControl, disconnectedMeanwhile } from './connection-control'
import { createConsent } from './consent'
import { createFirstHints } from './first-hints'
import { createFeed } from './feed'
import { createHouseHandlers } from './house-handlers'
import type { House, HousePorts } from './house-ports'
import { createHttpControl } from './http-control'
import { initialState } from './initial-state'
import { createJournalCare } from './journal-care'
import { createJournalKeeper } from './journal-keeper'
import { createKeyCare } from './key-care'
import { createKeyStore } from './key-store'
import { createLocalEndpoint } from './local-endpoint'
import { createCallGate } from './limits/call-gate'
import { raiseSettingsProblem, type RaiseNotice } from './notices'
import { createOnboarding } from './onboarding'
import { problemOf } from './problems'
import { createProvisioning } from './provisioning/provisioning'
import { createRecorder, raiseJournalProblem } from './recorder'
import { createRefusalGatherer } from './refusal-gatherer'
import { createRelayRefusals } from './relay-refusals'
import { createRightsControl } from './rights-control'
import { createSessions } from './sessions'
import { clientSummaries, connectionSummaries, settingsView } from './settings-view'
import { createStops } from './stops'
import { createWebhook } from './webhook/webhook'

const DAY_MS = 86_400_000

/** The whole product without Electron: joins the rooms. What it is told stands in `house-ports.ts`, what it answers the window in `house-handlers.ts`. */
export function createHouse(ports: HousePorts): House {
  const { host, settings, log } = ports
  const journal = ports.journal instanceof Error ? null : ports.journal.journal
  const { odooTuning = {} } = ports
  const keys = createKeyStore({ host, settings, systemKeychain: ports.keychain })
  const { vault, openVault } = keys
  let cancelPurge: (() => void) | null = null

  const store = createStore(initialState(ports, journal))
  const today = (): ActivitySummary => journal?.summary(host.now(), -new Date(host.now()).getTimezoneOffset()) ?? NO_ACTIVITY
  const feed = createFeed<ActivityEvent>({
    clock: { monotonicMs: host.monotonicMs, schedule: (task, ms) => ports.schedule(ms, task) },
    emit: ports.onActivity,
  })

  const connection = createConnectionControl({
    host,
    store,
    settings,
    vault,
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
    removeKey: keys.remove,
    onKeyReplaced: connection.renew,
    onRemoved: connection.release,
    onKeychainProblem: (error) => {
      connection.reportProblem(problemOf(error))
    },
  })

  const onboarding = createOnboarding({ settings, store, readCa: readCaFile, find: (address) => findOdoo({ ...address, host, tuning: odooTuning }) })

  const provisioning = createProvisioning({
    host,
    settings,
    store,
    admin,
    readCa: readCaFile,
    removeKey: keys.remove,
    connect: connection.connect,
    renew: connection.renew,
    onAccessChanged: () => {
      sessions.notifyListsChanged()
    },
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
    usedModels: () => today().byModel.map(({ model }) => model),
  })

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
      firstHints.note(event)
    },
  })

  const firstHints = createFirstHints({ settings, store })

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

  const refusals = createRefusalGatherer({ record: recorder.record, schedule: ports.schedule })
  const relayRefusals = createRelayRefusals({ settings, schedule: ports.schedule, record: recorder.note, alert: alerts.note })

  const { depsFor, gateFor } = createClientDeps({
    host,
    settings,
    serverVersion: ports.app.version,
    journal,
    connection,
    consent,
    callGate,
    stops,
    record: refusals.record,
    sessions: () => sessions,
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
    machine: ports.machine,
    schedule: ports.schedule,
    onEntryLost: ports.onEntryLost,
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
    void care.tend()
  }

  const keeper = createJournalKeeper({
    journal,
    vault,
    keychain: keys.keychain,
    log,
    onKey: () => void care.tend(),
  })
  const care = createJournalCare({ host, store, recorder, keeper, alerts, raise, log })
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

  /** Odoo may not answer, and the user is warned all the same of what is known. */
  const lookAtKeys = async (): Promise<void> => {
    const { activeConnectionId = '' } = settings.get()
    const connected = store.state().connection.kind === 'connected'
    if (connected) await connection.ownAccount(activeConnectionId).then((reader) => keyCare.ask(activeConnectionId, reader)).catch(keyCare.warn)
    else await keyCare.warn()
  }

  const localEndpoint = createLocalEndpoint({
    host,
    log,
    raise,
    sessions,
    onRefused: relayRefusals.note,
    announce: (transport) => createMcpServer(depsFor('announcement')).connect(transport),
  })

  const watcher = createConfigWatcher({ host, schedule: ports.schedule, onChanged: () => void lookAtClaude() })

  const lookAtClaude = async (): Promise<void> => {
    try {
      await claude.refresh()
      watcher.follow(store.state().claude.path)
    } catch (error) {
      log.error('The registration with Claude Desktop could not be looked at', { error })
    }
  }

  const handlers = createHouseHandlers({
    host,
    app: ports.app,
    settings,
    log,
    chooseExportPath: ports.chooseExportPath,
    setStartAtLogin: ports.setStartAtLogin,
    store,
    journal,
    keys,
    connection,
    admin,
    onboarding,
    firstHints,
    provisioning,
    keyCare,
    rights,
    consent,
    clientAdmin,
    access,
    claude,
    keeper,
    care,
    recorder,
    alerts,
    webhook,
    sessions,
    raise,
    today,
    lookAtClaude,
  })

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

    openProvision: provisioning.open,

    start: async () => {
      raiseSettingsProblem(settings, raise)
      consent.settingsChanged()
      raiseJournalProblem(ports.journal, raise)
      purgeDaily()
      webhook.start()
      http.follow()
      await localEndpoint.open()
      await Promise.all([lookAtClaude(), provisioning.cleanUp().then(connection.resume)])
    },

    stop: async () => {
      unsubscribe()
      forgetProblem()
      watcher.close()
      claude.stop()
      cancelPurge?.()
      feed.close()
      admin.cancelTest()
      onboarding.stop()
      provisioning.stop()
      rights.cancel()
      connection.stop()
      consent.stop()
      await http.stop()
      await sessions.closeAll()
      await localEndpoint.close()
      refusals.flush()
      relayRefusals.flush()
      await Promise.all([alerts.stop(), webhook.stop()])
      // Whoever quits must not wait for a password that somebody else was asked for.
      if (!keys.isWaiting()) await keeper.keepHead()
      journal?.close()
    },
  }
}

const namesOf = ({ connections }: Settings): readonly string[] => connections.map(({ name }) => name)

const NO_ACTIVITY = { questions: 0, models: 0, records: 0, refused: 0, byModel: [], lastHour: Array.from({ length: 60 }, () => 0) }
