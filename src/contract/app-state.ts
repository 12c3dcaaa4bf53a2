import type { Policy } from '../policy/policy'
import type { ActivityEvent, JournalVerdict } from './activity'
import type { AlertSettings, AlertView, WebhookView } from './alerts'
import type { CallLimits, ClientSummary } from './client-keys'
import type { ConsentDecision, OpenQuestion } from './consent'
import type { ErrorCode } from './error-codes'
import type { FoundOdoo } from './found-odoo'
import type { GlossaryEntry } from './glossary'
import type { KeyExpiry, RightsProbe, RightsReport } from './key-care'
import type { ProvisionState } from './provisioning'
import type { ClientStatus } from './registration'
import type { Hint } from './hints'
import type { HttpStatus } from './http'
import type { LanguageChoice } from '../i18n/languages'
import type { Said } from '../i18n/sentence'

/** Why there is no connection although one is wanted: an error of Odoo's side, of the keychain, or of our own files. */
export type ProblemCode = ErrorCode | 'keychain_absent' | 'keychain_locked' | 'keychain_denied' | 'keychain_failed' | 'key_missing'

export interface Problem {
  readonly code: ProblemCode
  /** One sentence a person understands. */
  readonly message: Said
  /** What to do next, one sentence. */
  readonly hint: Said
  /** What the server, or something before it, answered with, where that was the reason. */
  readonly httpStatus?: number
}

/** The state of the one active connection, as tray and window show it. Times are ISO 8601 in UTC. */
export type ConnectionStatus =
  | { readonly kind: 'none' }
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'connecting' }
  | {
      readonly kind: 'connected'
      readonly since: string
      readonly odooVersion: string
      readonly protocol: 'json2' | 'jsonrpc'
      readonly userName: string
      readonly companies: readonly string[]
    }
  | { readonly kind: 'paused'; readonly until: string }
  | {
      readonly kind: 'problem'
      readonly problem: Problem
      /** When it was met last. */
      readonly at: string
    }

export interface ConnectionSummary {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly database: string
  readonly login: string
  readonly isActive: boolean
  /** When its key in Odoo ends; absent before anybody was asked. */
  readonly keyExpiry?: KeyExpiry
  /** When the key was replaced, until the user says that the former one is deleted in Odoo. */
  readonly keyReplacedAt?: string
  /** What its Odoo user could change; absent before it was looked at. */
  readonly rights?: RightsReport
}

/** Claude Desktop's side: is our entry in its configuration, and does it still point here. */
export interface ClaudeStatus {
  readonly kind:
    | 'not_installed'
    | 'not_registered'
    | 'registered'
    | 'stale_path'
    | 'overwritten'
    | 'foreign_entry'
    | 'unreadable'
    /** Our entry stands, and the client has no key: revoked, or the entry came from elsewhere. */
    | 'no_key'
  /** The configuration file that is live, or where it would be. */
  readonly path: string
  readonly running: boolean
  /** Clients with an open session now, as they named themselves. */
  readonly sessions: readonly { readonly clientId: string; readonly name: string; readonly version: string }[]
}

export interface SettingsView {
  /** When the master key was last replaced by the user. */
  readonly masterKeyRotatedAt?: string
  readonly startAtLogin: boolean
  readonly theme: 'system' | 'light' | 'dark'
  readonly language: LanguageChoice
  readonly notifications: boolean
  readonly retentionDays: number
  /** Whether what cannot be recorded is not answered either. */
  readonly strictRecording: boolean
  /** What every client may see that has no policy of its own. */
  readonly policy: Policy
  readonly glossary: readonly GlossaryEntry[]
  readonly limits: CallLimits
  readonly http: { readonly enabled: boolean; readonly port: number }
  readonly alerts: AlertSettings
  /** What the state itself cannot tell of the first steps. */
  readonly onboarding: OnboardingView
  /** Null where nothing is sent anywhere. */
  readonly webhook: WebhookView | null
}

export interface OnboardingView {
  /** The user has said what may be seen; the rules themselves always stand somewhere. */
  readonly accessChosen: boolean
  /** The user has left the first steps, done or not. */
  readonly left: boolean
}

/** Something the user should know that is not about the connection: a broken settings file, a full disk. */
export interface Notice {
  readonly id: 'settings_broken' | 'settings_newer' | 'journal_problem' | 'endpoint_problem' | 'memory_only' | 'test_runtime' | 'demo'
  readonly message: Said
  readonly hint: Said
}

/** Whether calls can be written down. `full`: the disk is. */
export interface JournalStatus {
  readonly status: 'recording' | 'full' | 'failed'
  /** Calls answered since without a row, where the user does not insist on one. */
  readonly unrecorded: number
  /** When the chain was last checked since Vitrine was started, as an ISO time, and what was found; null before that. */
  readonly checked: { readonly at: string; readonly status: Exclude<JournalVerdict['status'], 'locked'> } | null
}

export interface AppState {
  readonly app: {
    readonly version: string
    readonly electron: string
    readonly platform: 'linux' | 'darwin' | 'win32'
    readonly journalPath: string
    /** The extension for Claude Desktop; absent where none came along. */
    readonly bundlePath?: string
    /** What the user's system prefers to speak, best first, as BCP 47 has it. */
    readonly languages: readonly string[]
  }
  readonly connection: ConnectionStatus
  readonly connections: readonly ConnectionSummary[]
  readonly claude: ClaudeStatus
  /** Every client of the table, Claude Desktop first; empty until they were looked at. */
  readonly clientStatuses: readonly ClientStatus[]
  /** Clients with a key, oldest first. */
  readonly clients: readonly ClientSummary[]
  readonly http: HttpStatus
  /** What clients wait for the user to answer, oldest first. */
  readonly questions: readonly OpenQuestion[]
  /** Standing answers, newest first. */
  readonly decisions: readonly ConsentDecision[]
  /** The Odoo at the address that was typed last, for help in its own words and links into it. */
  readonly foundOdoo: FoundOdoo | null
  /** A look at the rights of an Odoo user that is under way. */
  readonly rightsProbe: RightsProbe | null
  /** A connection file that waits for the user's word. */
  readonly provision: ProvisionState
  readonly settings: SettingsView
  readonly notices: readonly Notice[]
  /** First refusals that wait to be explained, one of a kind. */
  readonly hints: readonly Hint[]
  readonly journal: JournalStatus
  /** Newest first. */
  readonly alerts: readonly AlertView[]
  readonly lastActivity: ActivityEvent | null
}

export const TEST_STAGES = ['address', 'tls', 'odoo', 'database', 'login', 'rights'] as const
export type TestStageName = (typeof TEST_STAGES)[number]

export interface TestStage {
  readonly name: TestStageName
  readonly status: 'waiting' | 'running' | 'passed' | 'failed' | 'skipped'
  /** What was found or what went wrong, one sentence; empty while waiting. */
  readonly message: Said
  /** What to do about a failure. */
  readonly hint: Said
}

/** A connection test, stage by stage: name resolved, TLS, Odoo found with version, database, login and key, rights. */
export interface StagedTest {
  readonly stages: readonly TestStage[]
  /** The server's databases, where it names them and none was typed. */
  readonly databases?: readonly string[]
  /** What the key's owner could change, when that was found out. */
  readonly rights?: RightsReport
  readonly finished: boolean
  readonly ok: boolean
}
