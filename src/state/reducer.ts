import type { ActivityEvent } from '../contract/activity'
import type { AlertView } from '../contract/alerts'
import type { ClientSummary } from '../contract/client-keys'
import type { ConsentDecision, OpenQuestion } from '../contract/consent'
import type { FoundOdoo } from '../contract/found-odoo'
import type { RightsProbe } from '../contract/key-care'
import type { HttpStatus } from '../contract/http'
import type { AppState, ClaudeStatus, ConnectionStatus, ConnectionSummary, JournalStatus, Notice, SettingsView } from '../contract/app-state'

/** Everything that can happen to the application's state. Facts, in the past tense; deciding is done before. */
export type AppAction =
  | { readonly type: 'connectionChanged'; readonly connection: ConnectionStatus }
  | { readonly type: 'connectionsListed'; readonly connections: readonly ConnectionSummary[] }
  | { readonly type: 'claudeChecked'; readonly claude: Omit<ClaudeStatus, 'sessions'> }
  | { readonly type: 'registrationsChecked'; readonly statuses: AppState['clientStatuses'] }
  | { readonly type: 'sessionsChanged'; readonly sessions: ClaudeStatus['sessions'] }
  | { readonly type: 'clientsListed'; readonly clients: readonly ClientSummary[] }
  | { readonly type: 'httpChanged'; readonly http: HttpStatus }
  | { readonly type: 'questionsChanged'; readonly questions: readonly OpenQuestion[] }
  | { readonly type: 'decisionsListed'; readonly decisions: readonly ConsentDecision[] }
  | { readonly type: 'odooFound'; readonly found: FoundOdoo | null }
  | { readonly type: 'rightsProbed'; readonly probe: RightsProbe | null }
  | { readonly type: 'provisionChanged'; readonly provision: AppState['provision'] }
  | { readonly type: 'settingsChanged'; readonly settings: SettingsView }
  | { readonly type: 'hintsChanged'; readonly hints: AppState['hints'] }
  | { readonly type: 'noticeRaised'; readonly notice: Notice }
  | { readonly type: 'noticeCleared'; readonly id: Notice['id'] }
  | { readonly type: 'journalChanged'; readonly journal: Partial<JournalStatus> }
  | { readonly type: 'alertsListed'; readonly alerts: readonly AlertView[] }
  | { readonly type: 'activityRecorded'; readonly event: ActivityEvent | null }

/** The next state. Parts that an action does not touch keep their identity, so that a patch stays small. */
export function reduce(state: AppState, action: AppAction): AppState {
  switch (action.type) {
    case 'connectionChanged':
      return { ...state, connection: action.connection }
    case 'connectionsListed':
      return { ...state, connections: action.connections }
    case 'claudeChecked':
      return { ...state, claude: { ...action.claude, sessions: state.claude.sessions } }
    case 'registrationsChecked':
      return { ...state, clientStatuses: action.statuses }
    case 'sessionsChanged':
      return { ...state, claude: { ...state.claude, sessions: action.sessions } }
    case 'clientsListed':
      return { ...state, clients: action.clients }
    case 'httpChanged':
      return { ...state, http: action.http }
    case 'questionsChanged':
      return { ...state, questions: action.questions }
    case 'decisionsListed':
      return { ...state, decisions: action.decisions }
    case 'odooFound':
      return { ...state, foundOdoo: action.found }
    case 'rightsProbed':
      return { ...state, rightsProbe: action.probe }
    case 'provisionChanged':
      return { ...state, provision: action.provision }
    case 'settingsChanged':
      return { ...state, settings: action.settings }
    case 'hintsChanged':
      return { ...state, hints: action.hints }
    case 'noticeRaised':
      return { ...state, notices: [...state.notices.filter(({ id }) => id !== action.notice.id), action.notice] }
    case 'noticeCleared':
      return state.notices.some(({ id }) => id === action.id)
        ? { ...state, notices: state.notices.filter(({ id }) => id !== action.id) }
        : state
    case 'journalChanged':
      return { ...state, journal: { ...state.journal, ...action.journal } }
    case 'alertsListed':
      return { ...state, alerts: action.alerts }
    case 'activityRecorded':
      return { ...state, lastActivity: action.event }
  }
}
