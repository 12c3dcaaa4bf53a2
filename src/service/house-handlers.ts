import type { Journal } from '../activity/journal'
import type { ActivitySummary } from '../contract/activity'
import type { Store } from '../state/store'
import type { AccessControl } from './access-control'
import type { Alerts } from './alerts/alerts'
import type { ClientAdmin } from './client-admin'
import type { ClientControl } from './client-control'
import type { ConnectionAdmin } from './connection-admin'
import type { ConnectionControl } from './connection-control'
import type { Consent } from './consent'
import { createEvidenceControl } from './evidence/evidence-control'
import { exportActivity } from './export-activity'
import type { HouseHandlers, HousePorts } from './house-ports'
import type { JournalCare } from './journal-care'
import type { JournalKeeper } from './journal-keeper'
import type { KeyCare } from './key-care'
import type { KeyStore } from './key-store'
import { rotateMasterKey } from './master-key'
import { monthOf } from './month/month-summary'
import type { RaiseNotice } from './notices'
import type { FirstHints } from './first-hints'
import type { Onboarding } from './onboarding'
import { failureOf } from './problems'
import type { Provisioning } from './provisioning/provisioning'
import type { Recorder } from './recorder'
import type { RightsControl } from './rights-control'
import type { Sessions } from './sessions'
import { changedSettings, InvalidSetting } from './settings-view'
import type { Webhook } from './webhook/webhook'

const OK = { ok: true } as const

/** The rooms and controls that answer the window's requests. */
export interface HouseRooms extends Pick<HousePorts, 'host' | 'app' | 'settings' | 'log' | 'chooseExportPath' | 'setStartAtLogin'> {
  readonly store: Store
  readonly journal: Journal | null
  readonly keys: KeyStore
  readonly connection: ConnectionControl
  readonly admin: ConnectionAdmin
  readonly onboarding: Onboarding
  readonly firstHints: FirstHints
  readonly keyCare: KeyCare
  readonly provisioning: Provisioning
  readonly rights: RightsControl
  readonly consent: Consent
  readonly clientAdmin: ClientAdmin
  readonly access: AccessControl
  readonly claude: ClientControl
  readonly keeper: JournalKeeper
  readonly care: JournalCare
  readonly recorder: Recorder
  readonly alerts: Alerts
  readonly webhook: Webhook
  readonly sessions: Sessions
  readonly raise: RaiseNotice
  /** What was asked today, and in the last hour. */
  readonly today: () => ActivitySummary
  /** Looks again at what Claude's configuration says. */
  readonly lookAtClaude: () => Promise<void>
}

/** One handler for each request of the window that needs no Electron. Arguments have been checked against the contract. */
export function createHouseHandlers(house: HouseRooms): HouseHandlers {
  const { host, settings, log, store, journal, keys, connection, admin, onboarding, provisioning, keyCare, rights, consent, clientAdmin, access, claude } = house
  const { keeper, care, recorder, alerts, webhook, sessions, raise, lookAtClaude } = house
  const evidence = createEvidenceControl({ host, journal, settings, appVersion: house.app.version, sheet: access.sheet, verify: care.verify, choosePath: house.chooseExportPath, log })

  return {
    getSnapshot: async () => store.snapshot(),
    connect: connection.connect,
    disconnect: connection.disconnect,
    pause: ({ minutes }) => connection.pause(minutes),
    useMemoryUntilQuit: async () => {
      if (!keys.keepInMemory()) return OK
      connection.drop()
      raise('memory_only', { id: 'notice.memory_only' }, { id: 'notice.memory_only.hint' })
      return OK
    },
    lookForOdoo: onboarding.look,
    noteOnboarding: onboarding.note,
    dismissHint: house.firstHints.dismiss,
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
    rotateMasterKey: () => rotateMasterKey({ host, settings, openVault: keys.openVault, vault: keys.vault }),
    activateConnection: async ({ connectionId }) => {
      if (!settings.get().connections.some(({ id }) => id === connectionId)) {
        return { ok: false, message: { id: 'fault.connection.gone' }, hint: { id: 'fault.connection.gone.hint' } }
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
      const isOfRelay = settings.get().clients.some(({ id, transport = 'relay' }) => id === clientId && transport === 'relay')
      const result = await clientAdmin.revoke(clientId)
      if (result.ok && isOfRelay) await claude.takeEntryOut(clientId)
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
    offerProvision: ({ fileName, text }) => provisioning.offer(fileName, text),
    acceptProvision: ({ offerId, apiKey, rules }) => provisioning.accept(offerId, apiKey, rules),
    dismissProvision: provisioning.dismiss,
    getProvisionFile: ({ connectionId, login }) => provisioning.file(connectionId, login),
    planClient: ({ clientId, action }) => claude.plan(clientId, action),
    applyClient: ({ clientId, action }) => claude.apply(clientId, action),
    listBackups: ({ clientId }) => claude.backups(clientId),
    restoreBackup: ({ clientId, name }) => claude.restore(clientId, name),
    getSnippets: async ({ clientId }) => claude.snippets(clientId, settings.get().http.port),
    getActivity: async ({ filter, beforeId, limit }) =>
      journal?.page(filter, { limit, ...(beforeId === undefined ? {} : { beforeId }) }) ?? { events: [], total: 0 },
    getModelActivity: async ({ filter }) => journal?.models(filter) ?? [],
    getMonth: ({ month }) => monthOf({ journal, settings, host }, month),
    getActivityNotes: async (page) => journal?.notes(page) ?? [],
    verifyJournal: care.verify,
    getJournalSize: async () => ({ bytes: journal?.size() ?? 0, rows: journal?.page({}, { limit: 1 }).total ?? 0 }),
    exportActivity: async ({ format, filter }) => exportActivity({ journal, host, choosePath: house.chooseExportPath, log }, format, filter),
    prepareEvidence: evidence.prepare,
    cancelEvidence: async () => {
      evidence.cancel()
      return OK
    },
    readEvidence: ({ path }) => evidence.read(path),
    writeEvidence: evidence.write,
    getSummary: async () => house.today(),
    deleteActivity: async () => {
      await alerts.clear()
      const result = recorder.deleteAll()
      if (result.ok) await keeper.beginAnew()
      return result
    },
    markAlertsSeen: ({ ids }) => alerts.markSeen(ids),
    setWebhook: webhook.set,
    removeWebhook: webhook.remove,
    testWebhook: webhook.test,
    changeSettings: async ({ change }) => {
      try {
        // What cannot be taken is refused before anything outside has changed.
        changedSettings(settings.get(), change)
        if (change.startAtLogin !== undefined) await house.setStartAtLogin(change.startAtLogin ? 'on' : 'off')
        await settings.update((before) => changedSettings(before, change))
        if (change.glossary !== undefined) sessions.notifyListsChanged()
        if (change.retentionDays !== undefined) await recorder.purge()
        return OK
      } catch (error) {
        if (error instanceof InvalidSetting) return { ok: false, message: error.told, hint: { id: 'fault.nothingChanged' } }
        log.error('Settings could not be changed', { error })
        return failureOf(error)
      }
    },
  }
}
