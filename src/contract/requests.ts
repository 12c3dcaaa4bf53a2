import * as z from 'zod/mini'
import { SHEET_FORMATS, type AccessFields, type AccessModels, type AccessPreview, type NotTold, type PermissionSheet, type Policy } from './access'
import {
  EXPORT_FORMATS, TOOL_NAMES,
  type ActivityEvent, type ActivityFilter, type ActivityNote, type ActivityPage, type ActivitySummary, type JournalSize, type JournalVerdict, type ModelActivity,
} from './activity'
import { ALERT_KINDS, WEBHOOK_NETWORKS } from './alerts'
import type { AppState, StagedTest } from './app-state'
import { CLIENT_TRANSPORTS, GRACE_DAYS, MOST_CALLS_PER_MINUTE, type NewKey } from './client-keys'
import { CONSENT_ANSWERS } from './consent'
import type { LookResult } from './found-odoo'
import type { EvidencePreview, EvidenceText } from './evidence'
import { GLOSSARY_LIMITS } from './glossary'
import { LANGUAGE_CHOICES } from '../i18n/languages'
import type { Said } from '../i18n/sentence'
import { LISTED_MODELS } from './odoo-lists'
import { MOST_SENT, RULE_CHOICES, type ProvisionFile } from './provisioning'
import type { BackupSummary, ClientSnippets } from './registration'
import { HINT_KINDS } from './hints'
import { HTTP_PORTS } from './http'
import { MONTH_FORM, type MonthResult } from './month'

/**
 * Everything the window may ask of the main process, and everything it is told: one literal each. The preload script,
 * the handlers in the main process, their checks and the test double are derived from these, so a channel cannot exist
 * on one side alone.
 */

/** A request: `args` is checked in the main process before the handler sees it. `Result` exists for the compiler only. */
export interface RequestSpec<Args extends z.ZodMiniType, Result> {
  readonly args: Args
  readonly result?: Result
}

function request<Result>() {
  return <Args extends z.ZodMiniType>(args: Args): RequestSpec<Args, Result> => ({ args })
}

const text = (max: number) => z.string().check(z.maxLength(max))
const filled = (max: number) => z.string().check(z.minLength(1), z.maxLength(max))
const connectionId = filled(64)
const clientId = filled(64)
const month = z.string().check(z.regex(MONTH_FORM))
const moment = z.iso.datetime()
const calls = z.int().check(z.minimum(1), z.maximum(MOST_CALLS_PER_MINUTE))

/** Absent for what holds for all clients. */
const ofClient = z.optional(text(64))
/** A policy as the window has it; the policy's own parser judges it, strictly. */
const policyText = z.custom<Policy>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))

/** What a person types to connect an Odoo. The API key travels window → main once and never back. */
export const connectionDraft = z.strictObject({
  name: text(80),
  url: filled(2048),
  database: text(128),
  login: filled(256),
  apiKey: filled(512),
  /** Absolute path of a PEM file with the certificate authority of a private server; empty for none. */
  caFile: text(4096),
})
export type ConnectionDraft = z.infer<typeof connectionDraft>

const clockTime = z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/))
const timeOfDay = z.strictObject({ from: clockTime, to: clockTime })

export const settingsChange = z.strictObject({
  startAtLogin: z.optional(z.boolean()),
  theme: z.optional(z.enum(['system', 'light', 'dark'])),
  language: z.optional(z.enum(LANGUAGE_CHOICES)),
  notifications: z.optional(z.boolean()),
  retentionDays: z.optional(z.int().check(z.minimum(1), z.maximum(3650))),
  strictRecording: z.optional(z.boolean()),
  http: z.optional(
    z.strictObject({
      enabled: z.optional(z.boolean()),
      port: z.optional(z.int().check(z.minimum(HTTP_PORTS.lowest), z.maximum(HTTP_PORTS.highest))),
    }),
  ),
  /** All of it, as it is to be. */
  glossary: z.optional(
    z.array(z.strictObject({ word: filled(GLOSSARY_LIMITS.word), model: filled(128), domain: text(GLOSSARY_LIMITS.domain) }))
      .check(z.maxLength(GLOSSARY_LIMITS.entries)),
  ),
  /** All of it, as it is to be. */
  alerts: z.optional(
    z.strictObject({
      off: z.array(z.enum(ALERT_KINDS)).check(z.maxLength(ALERT_KINDS.length)),
      quiet: z.optional(timeOfDay),
      working: z.optional(z.strictObject({ hours: timeOfDay, days: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.maxLength(7)) })),
    }),
  ),
  limits: z.optional(z.strictObject({ callsPerMinute: calls, callsPerConnection: calls, callsPerClient: calls })),
})
export type SettingsChange = z.infer<typeof settingsChange>

/** A time that cannot be read is refused here, and never becomes no filter. */
const time = text(40).check(z.refine((value) => !Number.isNaN(Date.parse(value)), 'A time as ISO 8601 has it.'))

const activityFilter = z.strictObject({
  text: z.optional(text(200)),
  clientId: z.optional(text(80)),
  model: z.optional(text(128)),
  outcome: z.optional(z.enum(['answered', 'refused', 'failed', 'cancelled'])),
  connectionId: z.optional(text(64)),
  tool: z.optional(z.enum([...TOOL_NAMES, 'unknown'])),
  receipt: z.optional(text(20)),
  since: z.optional(time),
  until: z.optional(time),
})

/** The only pages the window may open in the user's browser; `odoo_keys`, `odoo_users` and `odoo_list` lead into the user's own Odoo. */
export const EXTERNAL_LINKS = ['odoo_keys', 'odoo_users', 'odoo_list', 'odoo_api_docs', 'claude_download', 'claude_privacy'] as const
export type ExternalLink = (typeof EXTERNAL_LINKS)[number]

export const ONBOARDING_NOTES = ['access_chosen', 'left', 'opened'] as const

/** How an action of the user ended. `message` is one sentence for people, `hint` says what to do next. */
export type ActionResult = { readonly ok: true } | { readonly ok: false; readonly message: Said; readonly hint: Said }

/** What became of taking everything away. */
export type RemovalResult =
  | {
      readonly ok: true
      /** Files that could not be changed or deleted; with a client's name where it is that client's configuration. */
      readonly left: readonly { readonly client?: string; readonly path: string }[]
      readonly keychain: 'cleared' | 'unknown'
    }
  | Extract<ActionResult, { readonly ok: false }>

/** The same for a key that was made: a client that holds its key itself is told it once, here. */
export type KeyResult = ({ readonly ok: true } & NewKey) | Extract<ActionResult, { ok: false }>

export type ExportResult =
  /** Where it was written; null when the user thought better of it. */
  | { readonly ok: true; readonly path: string | null }
  | Extract<ActionResult, { ok: false }>

/** The webhook's secret, which is told once, here. */
export type WebhookResult = { readonly ok: true; readonly secret: string } | Extract<ActionResult, { ok: false }>

export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** What registering (or removing) would do to a client's configuration. Nothing is written before it is confirmed. */
export type ClientPlan =
  | { readonly kind: 'unchanged'; readonly path: string }
  | { readonly kind: 'change'; readonly path: string; readonly diff: readonly DiffLine[]; readonly createsFile: boolean }
  | {
      readonly kind: 'conflict'
      readonly path: string
      readonly message: Said
      readonly diff: readonly DiffLine[]
      /** Whether applying would do what the difference shows; otherwise a person has to mend the file. */
      readonly canReplace: boolean
    }
  | { readonly kind: 'unparsable'; readonly path: string; readonly line: number; readonly column: number; readonly message: Said }
  | { readonly kind: 'unreadable'; readonly path: string; readonly message: Said }

export interface Snapshot {
  readonly revision: number
  readonly state: AppState
}

/** Parts of the state that changed, as they are now. On a gap ask for a new snapshot. */
export interface StatePatch {
  readonly revision: number
  /** The revision it continues, where it stands for several changes; otherwise the one before its own. */
  readonly after?: number
  readonly changes: Partial<AppState>
}

export const requests = {
  getSnapshot: request<Snapshot>()(z.strictObject({})),
  connect: request<ActionResult>()(z.strictObject({})),
  disconnect: request<ActionResult>()(z.strictObject({})),
  pause: request<ActionResult>()(z.strictObject({ minutes: z.int().check(z.minimum(1), z.maximum(1440)) })),
  /** Keep the key in memory until the application quits, when there is no usable keychain. */
  useMemoryUntilQuit: request<ActionResult>()(z.strictObject({})),
  /** Looks for an Odoo at an address, without a key; what is found stands in the state as well. */
  lookForOdoo: request<LookResult>()(z.strictObject({ url: filled(2048), caFile: text(4096) })),
  /** Keeps what the state itself cannot tell of the first steps. */
  /** The user has read why a first refusal came about. */
  dismissHint: request<ActionResult>()(z.strictObject({ kind: z.enum(HINT_KINDS) })),
  noteOnboarding: request<ActionResult>()(z.strictObject({ what: z.enum(ONBOARDING_NOTES) })),
  /** Tests a draft in stages, announced by `testProgressed`; resolves with the last one. */
  testConnection: request<StagedTest>()(z.strictObject({ draft: connectionDraft })),
  cancelTest: request<ActionResult>()(z.strictObject({})),
  /** Tests, stores the key in the keychain, makes the connection the active one and connects. */
  addConnection: request<ActionResult>()(z.strictObject({ draft: connectionDraft })),
  /** Tests the new key before it replaces the old one. */
  replaceKey: request<ActionResult>()(z.strictObject({ connectionId, apiKey: filled(512) })),
  /** When the key ends, said by the user, who knows better than Odoo; null: what Odoo says. */
  setKeyExpiry: request<ActionResult>()(z.strictObject({ connectionId, expiresAt: z.nullable(z.iso.datetime()) })),
  /** The former key is deleted in Odoo, or need not be. */
  dismissRevokeReminder: request<ActionResult>()(z.strictObject({ connectionId })),
  /** Asks Odoo which records the connection's user could change; the state's `rightsProbe` tells how far it is. */
  probeRights: request<ActionResult>()(z.strictObject({ connectionId })),
  cancelProbe: request<ActionResult>()(z.strictObject({})),
  /** Seals all Odoo keys anew under a new master key. */
  rotateMasterKey: request<ActionResult>()(z.strictObject({})),
  /** Makes another stored connection the one that clients see. */
  activateConnection: request<ActionResult>()(z.strictObject({ connectionId })),
  /** Deletes keychain items and settings, and reads back that they are gone. */
  removeConnection: request<ActionResult>()(z.strictObject({ connectionId })),
  /** A connection file that the user dropped or chose; the state's `provision` tells what it would do. */
  offerProvision: request<ActionResult>()(z.strictObject({ fileName: text(300), text: text(MOST_SENT) })),
  /** Does what was shown, all of it or nothing. The key is tested first; empty where the connection is there already. */
  acceptProvision: request<ActionResult>()(z.strictObject({ offerId: filled(64), apiKey: text(512), rules: z.enum(RULE_CHOICES) })),
  dismissProvision: request<ActionResult>()(z.strictObject({})),
  /** A connection and the common rules as a file for somebody with this login; no secret is in it. */
  getProvisionFile: request<ProvisionFile | NotTold>()(z.strictObject({ connectionId, login: filled(256) })),
  /** Asks where to, then writes it. Ends well too when the person thinks better of it. */
  saveProvisionFile: request<ActionResult>()(z.strictObject({ connectionId, login: filled(256) })),
  planClient: request<ClientPlan>()(z.strictObject({ clientId, action: z.enum(['register', 'unregister']) })),
  applyClient: request<ActionResult>()(z.strictObject({ clientId, action: z.enum(['register', 'unregister']) })),
  /** Copies of the client's configuration, the newest first. */
  listBackups: request<readonly BackupSummary[]>()(z.strictObject({ clientId })),
  restoreBackup: request<ActionResult>()(z.strictObject({ clientId, name: filled(300) })),
  /** Text to paste into a client that Vitrine does not know; `clientId` is what the user calls it. */
  getSnippets: request<ClientSnippets>()(z.strictObject({ clientId })),
  /** Lets the calls that wait for it go on or ends them, and remembers what holds for more than one. */
  answerConsent: request<ActionResult>()(z.strictObject({ questionId: filled(64), answer: z.enum(CONSENT_ANSWERS) })),
  undoDecision: request<ActionResult>()(z.strictObject({ decisionId: filled(64) })),
  /** A key for a client that is not in the table; for one that starts the relay, Vitrine keeps it in the relay's key file. */
  createClientKey: request<KeyResult>()(z.strictObject({ name: filled(80), transport: z.enum(CLIENT_TRANSPORTS), expiresAt: z.optional(moment) })),
  /** A new key; the old one works for some days more. */
  rotateClientKey: request<KeyResult>()(z.strictObject({ clientId, graceDays: z.literal(GRACE_DAYS) })),
  /** Ends the client's sessions and its calls under way; its keys open nothing any more. */
  revokeClient: request<ActionResult>()(z.strictObject({ clientId })),
  pauseClient: request<ActionResult>()(z.strictObject({ clientId })),
  resumeClient: request<ActionResult>()(z.strictObject({ clientId })),
  /** Null: it does not expire. */
  setClientExpiry: request<ActionResult>()(z.strictObject({ clientId, expiresAt: z.nullable(moment) })),
  getActivity: request<ActivityPage>()(
    z.strictObject({ filter: activityFilter, beforeId: z.optional(z.int()), limit: z.int().check(z.minimum(1), z.maximum(500)) }),
  ),
  /** By model: which fields, how often, since when. */
  getModelActivity: request<readonly ModelActivity[]>()(z.strictObject({ filter: activityFilter })),
  /** What happened in a month; without one, in the last whole one that is kept. */
  getMonth: request<MonthResult>()(z.strictObject({ month: z.optional(month) })),
  /** Asks where to, then writes the month's page, the chain checked. Ends well too when the person thinks better of it. */
  saveMonth: request<ActionResult>()(z.strictObject({ month, format: z.enum(SHEET_FORMATS) })),
  /** Rows of the journal that are no calls, newest first. */
  getActivityNotes: request<readonly ActivityNote[]>()(
    z.strictObject({ beforeId: z.optional(z.int()), limit: z.int().check(z.minimum(1), z.maximum(500)) }),
  ),
  /** Checks the journal's chain; of many rows it takes some seconds. */
  verifyJournal: request<JournalVerdict>()(z.strictObject({})),
  /** How much the journal holds now. */
  getJournalSize: request<JournalSize>()(z.strictObject({})),
  /** Asks the user where to, and writes the matching rows there. */
  exportActivity: request<ExportResult>()(z.strictObject({ format: z.enum(EXPORT_FORMATS), filter: activityFilter })),
  /** The files of an evidence pack over a period, or over all that is kept; nothing is written. Of many rows it takes some seconds. */
  prepareEvidence: request<EvidencePreview>()(z.strictObject({ since: z.optional(time), until: z.optional(time) })),
  /** Nobody looks at the pack any more: what is still being prepared is given up. */
  cancelEvidence: request<ActionResult>()(z.strictObject({})),
  /** The beginning of a file of the pack that was prepared last. */
  readEvidence: request<EvidenceText>()(z.strictObject({ path: filled(200) })),
  /** Asks the user where to, and writes the pack that was prepared last as a new folder. */
  writeEvidence: request<ExportResult>()(z.strictObject({})),
  getSummary: request<ActivitySummary>()(z.strictObject({})),
  deleteActivity: request<ActionResult>()(z.strictObject({})),
  markAlertsSeen: request<ActionResult>()(z.strictObject({ ids: z.array(filled(64)).check(z.maxLength(500)) })),
  /** Sends alerts to this address from now on, signed with a new secret. Whatever waited for another address is dropped. */
  setWebhook: request<WebhookResult>()(z.strictObject({ url: filled(2_000), network: z.enum(WEBHOOK_NETWORKS), caFile: text(4096) })),
  removeWebhook: request<ActionResult>()(z.strictObject({})),
  /** Delivers a test at once, and says how that went. */
  testWebhook: request<ActionResult>()(z.strictObject({})),
  changeSettings: request<ActionResult>()(z.strictObject({ change: settingsChange })),
  /** Makes these the rules of a client, or, without one, of all clients that have none of their own; null takes a client's own away. */
  setPolicy: request<ActionResult>()(z.strictObject({ clientId: ofClient, policy: z.nullable(policyText) })),
  getAccessModels: request<AccessModels>()(z.strictObject({ clientId: ofClient })),
  getAccessFields: request<AccessFields>()(z.strictObject({ clientId: ofClient, model: filled(128) })),
  previewAccess: request<AccessPreview>()(z.strictObject({ clientId: ofClient, model: filled(128) })),
  getPermissionSheet: request<PermissionSheet>()(z.strictObject({ clientId: ofClient })),
  /** Asks where to, then writes the sheet. Ends well too when the person thinks better of it. */
  savePermissionSheet: request<ActionResult>()(z.strictObject({ clientId: ofClient, format: z.enum(SHEET_FORMATS) })),
  /** What somebody who helps has to know, to be read before it is sent. */
  getSupportText: request<string>()(z.strictObject({})),
  /** Asks where to, then writes the text that was shown last. Ends well too when the person thinks better of it. */
  saveSupportText: request<ActionResult>()(z.strictObject({})),
  /** `connectionId` says whose Odoo is meant, or `found` that it is the one found last; without either that of the active connection. `model` says of which records `odoo_list` is. */
  openExternal: request<ActionResult>()(
    z.strictObject({ link: z.enum(EXTERNAL_LINKS), connectionId: z.optional(connectionId), odoo: z.optional(z.literal('found')), model: z.optional(z.enum(LISTED_MODELS)) }),
  ),
  showInFolder: request<ActionResult>()(z.strictObject({ what: z.enum(['journal', 'claude_config', 'log', 'bundle']) })),
  openBundle: request<ActionResult>()(z.strictObject({})),
  /** Takes away all that was set up for this user. Nothing else is answered afterwards; `quit` is what is left to ask for. */
  removeEverything: request<RemovalResult>()(z.strictObject({})),
  quit: request<ActionResult>()(z.strictObject({})),
} as const

export type Requests = typeof requests
export type RequestName = keyof Requests
export type ArgsOf<Name extends RequestName> = z.infer<Requests[Name]['args']>
export type ResultOf<Name extends RequestName> = NonNullable<Requests[Name]['result']>

/** What the main process tells the window unasked. */
export interface Notifications {
  stateChanged: StatePatch
  /** At most ten times a second, coalesced, oldest first; not sent while the window is hidden. */
  activityAdded: readonly ActivityEvent[]
  testProgressed: StagedTest
  /** The tray, a notification or a second start asks for a view, or for the question that is open. */
  viewRequested: ViewName | 'question'
}

export const VIEW_NAMES = ['overview', 'activity', 'access', 'clients', 'connections', 'settings'] as const
export type ViewName = (typeof VIEW_NAMES)[number]

/** `window.vitrine`: one method a request, `on` for notifications by a fixed name; it returns how to stop listening. */
export type Bridge = {
  readonly [Name in RequestName]: (args: ArgsOf<Name>) => Promise<ResultOf<Name>>
} & {
  readonly on: <Name extends keyof Notifications>(name: Name, listener: (value: Notifications[Name]) => void) => () => void
}

export type { ActivityFilter }
