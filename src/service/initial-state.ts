import type { Journal } from '../activity/journal'
import type { AppState } from '../contract/app-state'
import { alertInWords } from './alerts/words'
import type { HousePorts } from './house-ports'
import { httpAddress } from './http-control'
import { lastIn } from './recorder'
import { clientSummaries, connectionSummaries, settingsView } from './settings-view'

/** What the window and the tray show before anything was looked at: what the settings and the journal say. */
export function initialState({ app, settings }: HousePorts, journal: Journal | null): AppState {
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
    foundOdoo: null,
    rightsProbe: null,
    provision: null,
    settings: settingsView(current),
    notices: [],
    hints: [],
    journal: { status: journal === null ? 'failed' : 'recording', unrecorded: 0, checked: null },
    alerts: current.alerts.listed.map((alert) => alertInWords(alert, current)),
    lastActivity: lastIn(journal),
  }
}
