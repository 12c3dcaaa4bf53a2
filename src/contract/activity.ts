import type { ConsentGrant } from './consent'
import type { ErrorCode } from './error-codes'

export const TOOL_NAMES = [
  'odoo_context',
  'odoo_find_models',
  'odoo_describe_model',
  'odoo_search',
  'odoo_read',
  'odoo_aggregate',
  'odoo_resolve',
] as const

export type ToolName = (typeof TOOL_NAMES)[number]

export type Outcome = 'answered' | 'refused' | 'failed' | 'cancelled'

/**
 * What one tool call did, without a single value of a record or of a filter: the row of the journal and of the live view.
 * Field names and the shape of a filter are kept; what was compared or answered never is.
 */
export interface ActivityEvent {
  /** Row number in the journal, rising. */
  readonly id: number
  /** Stands in the answer too, and finds this row: eight characters of `RECEIPT_ALPHABET`, no two rows with the same. Empty in rows of an older version. */
  readonly receipt: string
  /** Start of the call, ISO 8601 in UTC with milliseconds. */
  readonly time: string
  /** Offset of the user's clock from UTC at that time, in minutes east. */
  readonly offsetMinutes: number
  /** As the client named itself in `initialize`, cut to 80 characters, control characters removed. */
  readonly clientName: string
  readonly clientVersion: string
  /** Which client key let it in, such as `claude-desktop`; `headless` where there is none. */
  readonly clientId: string
  readonly connectionId: string
  /** Login of the Odoo user in whose name was asked; absent when the call ended before that was known. */
  readonly odooUser?: string | undefined
  /** A listed tool, or `unknown` when a client asked for one that does not exist. */
  readonly tool: ToolName | 'unknown'
  /** Technical name of the model asked for; absent for `odoo_context`. Names that are no model name are not kept. */
  readonly model?: string | undefined
  readonly modelLabel?: string | undefined
  /** Methods of Odoo that were called, once each. */
  readonly methods: readonly string[]
  /** Ids of the companies that were asked. */
  readonly companies: readonly number[]
  /** Names of the fields read, filtered on, sorted or grouped by. */
  readonly fields: readonly string[]
  /** Names of the fields that were asked for and withheld. */
  readonly hiddenFields: readonly string[]
  /** Fields and operators of the filter, never its values: `state in and (date_order >= or partner_id.name ilike)`. Empty without a filter. */
  readonly filterShape: string
  /** Records, groups, fields or models in the answer. */
  readonly rows: number
  /** Exact number of matches where the tool knows one; of calls that were refused for their number, how many this row stands for, when several. */
  readonly total?: number | undefined
  /** Size of the answer's text in bytes. */
  readonly bytes: number
  /** Duration of the whole call in milliseconds. */
  readonly ms: number
  /** Of which was spent waiting for Odoo. */
  readonly odooMs: number
  readonly outcome: Outcome
  /** Present unless `outcome` is `answered`. */
  readonly code?: ErrorCode | undefined
  /** How the user allowed the model in the moment, where that was needed. */
  readonly consent?: ConsentGrant | undefined
  /** Where a client came from that came over HTTP. */
  readonly address?: string | undefined
}

/** Digits and capitals without those that are taken for others: I, L, O and U. */
export const RECEIPT_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const RECEIPT_LENGTH = 8

/** An event before the journal numbers it. */
export type NewActivityEvent = Omit<ActivityEvent, 'id'>

/** Filters of a page of activity; all given ones must hold. */
export interface ActivityFilter {
  /** Matched against model, label, fields and client, without regard to case; of several words each must be found. */
  readonly text?: string | undefined
  readonly clientId?: string | undefined
  readonly model?: string | undefined
  readonly outcome?: Outcome | undefined
  readonly connectionId?: string | undefined
  readonly tool?: ActivityEvent['tool'] | undefined
  /** As an answer has it; case and look-alikes do not matter. */
  readonly receipt?: string | undefined
  /** Only events at or after this ISO time. */
  readonly since?: string | undefined
  /** Only events before this ISO time. */
  readonly until?: string | undefined
}

export interface ActivityPage {
  /** Newest first. */
  readonly events: readonly ActivityEvent[]
  /** How many events the filter matches in all. */
  readonly total: number
}

/** The figures of the Overview. "Today" is the user's day, "the last hour" ends now. */
export interface ActivitySummary {
  readonly questions: number
  /** How many models a question was answered about. */
  readonly models: number
  /** Records in the answers of search and read; groups, fields and names are none. */
  readonly records: number
  readonly refused: number
  /** Answered questions, most asked first. */
  readonly byModel: readonly { readonly model: string; readonly label: string; readonly questions: number }[]
  /** Calls in each of the last 60 minutes, oldest first. */
  readonly lastHour: readonly number[]
}

/** What the journal holds besides calls: what was done with it, and what happened around it. */
export const NOTE_KINDS = [
  /** The rows before this one are of a version that did not seal them. */
  'chain_began',
  /** From here on, or since the row before, another key seals; `detail` is the id of the other one. */
  'key_changed',
  /** `count` rows that were written without a key were sealed only now. */
  'sealed_late',
  /** `count` rows were deleted because of their age. */
  'purged',
  /** A user deleted all `count` rows. */
  'deleted_all',
  /** `count` calls were answered that could not be recorded. */
  'unrecorded',
  /** Somebody asked to be let in, and was not. */
  'connection_refused',
  'alert',
  'webhook',
] as const
export type NoteKind = (typeof NOTE_KINDS)[number]

/** A row of the journal that is no call. It holds no value either. */
export interface ActivityNote {
  readonly id: number
  readonly time: string
  readonly offsetMinutes: number
  readonly kind: NoteKind
  readonly clientId?: string | undefined
  readonly connectionId?: string | undefined
  readonly model?: string | undefined
  readonly count?: number | undefined
  readonly code?: ErrorCode | undefined
  readonly address?: string | undefined
  /** A word of a fixed vocabulary, small letters and underscores; or the id of a key. */
  readonly detail?: string | undefined
}

export type NewActivityNote = Omit<ActivityNote, 'id'>

/** What was asked about one model, of the rows that a filter matches. */
export interface ModelActivity {
  readonly model: string
  readonly label: string
  readonly calls: number
  readonly answered: number
  /** Most asked first. */
  readonly fields: readonly { readonly name: string; readonly calls: number }[]
  readonly clients: readonly string[]
  /** Of the rows that are kept: ISO times of the first and the last call. */
  readonly firstSeen: string
  readonly lastSeen: string
}

/** How much the journal holds. */
export interface JournalSize {
  /** Of the file. */
  readonly bytes: number
  /** Calls that are kept. */
  readonly rows: number
}

/** What checking the chain has found. */
export interface JournalVerdict {
  /** `partial`: nothing is wrong, but not all rows could be checked. */
  readonly status: 'intact' | 'partial' | 'broken' | 'locked'
  /** One sentence for people: what was found, and where. */
  readonly message: string
  /** The first rows that are not as they were written; or, where all are, that searches and sums are wrong about: `misfiled`. */
  readonly broken?: { readonly kind: 'changed' | 'removed' | 'inserted' | 'cut' | 'misfiled'; readonly from: number; readonly to: number } | undefined
  readonly counts: {
    /** Rows whose seal is right. */
    readonly verified: number
    /** Of these, sealed only some time after they were written, since there was no key. */
    readonly late: number
    /** Not sealed yet: there has been no key since they were written. */
    readonly open: number
    /** Rows of a version that did not seal them. */
    readonly before: number
    /** Sealed with an earlier key that is not at hand. */
    readonly otherKey: number
    /** Rows that were deleted, and are stood for by a sealed record. */
    readonly deleted: number
  }
}

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
