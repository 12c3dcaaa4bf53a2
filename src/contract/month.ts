import type { Said } from '../i18n/sentence'
import type { NoteKind } from './activity'
import type { ConsentGrant } from './consent'
import type { ErrorCode } from './error-codes'
import type { KeyExpiry } from './key-care'

/** A month of the calendar, as `2026-10`. */
export const MONTH_FORM = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])$/

/** What was answered, in figures. Records are those of search and read; groups, fields and names are none. */
export interface Amounts {
  /** Answered calls. */
  readonly questions: number
  readonly records: number
  /** Size of the answers' text. */
  readonly bytes: number
}

export interface MonthModel extends Amounts {
  readonly model: string
  readonly label: string
}

export interface MonthAsker extends Amounts {
  readonly clientId: string
  readonly connectionId: string
  /** Login of the Odoo user; empty where a call ended before that was known. */
  readonly odooUser: string
}

/** What the journal holds of one month. Counted call by call; of a model, a client or a reason each stands here once, the most first. */
export interface MonthActivity extends Amounts {
  readonly calls: number
  readonly models: readonly MonthModel[]
  readonly askers: readonly MonthAsker[]
  /** Refused and failed calls by reason. */
  readonly unanswered: readonly { readonly outcome: 'refused' | 'failed' | 'cancelled'; readonly code: ErrorCode; readonly count: number }[]
  readonly consents: readonly { readonly clientId: string; readonly model: string; readonly label: string; readonly grant: ConsentGrant; readonly count: number }[]
  /** Models that no earlier row of the kept journal read, and fields that none read of a model known before. */
  readonly newModels: readonly string[]
  readonly newFields: readonly { readonly model: string; readonly fields: readonly string[] }[]
  /** Rows that are no calls; `sum` adds up their own counts. */
  readonly notes: readonly { readonly kind: NoteKind; readonly detail: string; readonly rows: number; readonly sum: number }[]
  /** Highest number of a row of this month; 0 without one. */
  readonly lastRow: number
  /** Set where rows before this time were deleted and the month began earlier: it may have held more. */
  readonly keptFrom?: string | undefined
}

/** A key as one looks after it. Times are ISO 8601 in UTC. */
export interface KeyState {
  readonly kind: 'odoo' | 'client' | 'master'
  /** Of the connection or the client; empty for the master key. */
  readonly name: string
  /** When the key in use was made or entered. */
  readonly since: string
  readonly lastUsed?: string | undefined
  readonly expiry: KeyExpiry
  readonly paused?: boolean | undefined
}

export interface MonthSummary {
  readonly month: string
  /** Months that can be looked at, newest first: from the first kept row on to the present one. */
  readonly months: readonly string[]
  /** IANA name of the zone whose midnights begin and end the month. */
  readonly timeZone: string
  /** ISO 8601 in UTC: from the one on, before the other. */
  readonly since: string
  readonly until: string
  /** When this was counted. */
  readonly at: string
  readonly retentionDays: number
  readonly activity: MonthActivity
  /** Names of clients and connections by id, as the user knows them. */
  readonly names: Readonly<Record<string, string>>
  /** Answers to what a client wanted to read that were given in this month and still hold. */
  readonly decisions: readonly { readonly clientId: string; readonly model: string; readonly label: string; readonly answer: 'always' | 'never'; readonly decidedAt: string }[]
  readonly keys: readonly KeyState[]
}

export type MonthResult = { readonly ok: true; readonly summary: MonthSummary } | { readonly ok: false; readonly message: Said; readonly hint: Said }

