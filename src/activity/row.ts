import type { ActivityEvent, ActivityNote, NewActivityEvent, NewActivityNote, NoteKind, Outcome, ToolName } from '../contract/activity'
import type { ConsentGrant } from '../contract/consent'
import type { ErrorCode } from '../contract/error-codes'

/** The columns of a row in the order in which they are sealed. */
export const ROW_COLUMNS = [
  'id', 'kind', 'time', 'offset_minutes', 'client_name', 'client_version', 'client_id', 'connection_id', 'tool', 'model', 'model_label',
  'fields', 'hidden_fields', 'filter_shape', 'row_count', 'total', 'bytes', 'ms', 'odoo_ms', 'outcome', 'code', 'receipt', 'odoo_user',
  'methods', 'companies', 'consent', 'address', 'detail', 'seal', 'key_id',
] as const

/** `before` the chain began, sealed `direct`ly, `open` because there was no key, or sealed `late`, when there was one again. */
export type Seal = 'before' | 'direct' | 'open' | 'late'

export interface EventRow {
  readonly id: number
  readonly kind: 'call' | NoteKind
  readonly time: string
  readonly offset_minutes: number
  readonly client_name: string
  readonly client_version: string
  readonly client_id: string
  readonly connection_id: string
  readonly tool: string
  readonly model: string | null
  readonly model_label: string | null
  readonly fields: string
  readonly hidden_fields: string
  readonly filter_shape: string
  readonly row_count: number
  readonly total: number | null
  readonly bytes: number
  readonly ms: number
  readonly odoo_ms: number
  readonly outcome: string
  readonly code: string | null
  readonly receipt: string | null
  readonly odoo_user: string | null
  readonly methods: string
  readonly companies: string
  readonly consent: string | null
  readonly address: string | null
  readonly detail: string | null
  readonly seal: Seal
  readonly key_id: string | null
  readonly mac: Uint8Array | null
}

/** A row before it is numbered and sealed. */
export type NewRow = Omit<EventRow, 'id' | 'seal' | 'key_id' | 'mac'>

/** The values of a row in the order of `ROW_COLUMNS`. */
export function valuesOf(row: Omit<EventRow, 'mac'>): (string | number | null)[] {
  return ROW_COLUMNS.map((column) => row[column])
}

/** Takes an event that went through `cleanEvent`. */
export function rowOfEvent(event: NewActivityEvent): NewRow {
  return {
    kind: 'call',
    time: event.time,
    offset_minutes: event.offsetMinutes,
    client_name: event.clientName,
    client_version: event.clientVersion,
    client_id: event.clientId,
    connection_id: event.connectionId,
    tool: event.tool,
    model: event.model ?? null,
    model_label: event.modelLabel ?? null,
    fields: event.fields.join(' '),
    hidden_fields: event.hiddenFields.join(' '),
    filter_shape: event.filterShape,
    row_count: event.rows,
    total: event.total ?? null,
    bytes: event.bytes,
    ms: event.ms,
    odoo_ms: event.odooMs,
    outcome: event.outcome,
    code: event.code ?? null,
    receipt: event.receipt === '' ? null : event.receipt,
    odoo_user: event.odooUser ?? null,
    methods: event.methods.join(' '),
    companies: event.companies.join(' '),
    consent: event.consent ?? null,
    address: event.address ?? null,
    detail: null,
  }
}

/** Takes a note that went through `cleanNote`. */
export function rowOfNote(note: NewActivityNote): NewRow {
  return {
    kind: note.kind,
    time: note.time,
    offset_minutes: note.offsetMinutes,
    client_name: '',
    client_version: '',
    client_id: note.clientId ?? '',
    connection_id: note.connectionId ?? '',
    tool: '',
    model: note.model ?? null,
    model_label: null,
    fields: '',
    hidden_fields: '',
    filter_shape: '',
    row_count: note.count ?? 0,
    total: null,
    bytes: 0,
    ms: 0,
    odoo_ms: 0,
    outcome: '',
    code: note.code ?? null,
    receipt: null,
    odoo_user: null,
    methods: '',
    companies: '',
    consent: null,
    address: note.address ?? null,
    detail: note.detail ?? null,
  }
}

export function eventOf(row: EventRow): ActivityEvent {
  return {
    id: row.id,
    receipt: row.receipt ?? '',
    time: row.time,
    offsetMinutes: row.offset_minutes,
    clientName: row.client_name,
    clientVersion: row.client_version,
    clientId: row.client_id,
    connectionId: row.connection_id,
    ...(row.odoo_user === null ? {} : { odooUser: row.odoo_user }),
    tool: row.tool as ToolName | 'unknown',
    ...(row.model === null ? {} : { model: row.model }),
    ...(row.model_label === null ? {} : { modelLabel: row.model_label }),
    methods: splitNames(row.methods),
    companies: splitNames(row.companies).map(Number),
    fields: splitNames(row.fields),
    hiddenFields: splitNames(row.hidden_fields),
    filterShape: row.filter_shape,
    rows: row.row_count,
    ...(row.total === null ? {} : { total: row.total }),
    bytes: row.bytes,
    ms: row.ms,
    odooMs: row.odoo_ms,
    outcome: row.outcome as Outcome,
    ...(row.code === null ? {} : { code: row.code as ErrorCode }),
    ...(row.consent === null ? {} : { consent: row.consent as ConsentGrant }),
    ...(row.address === null ? {} : { address: row.address }),
  }
}

export function noteOf(row: EventRow): ActivityNote {
  return {
    id: row.id,
    time: row.time,
    offsetMinutes: row.offset_minutes,
    kind: row.kind as NoteKind,
    ...(row.client_id === '' ? {} : { clientId: row.client_id }),
    ...(row.connection_id === '' ? {} : { connectionId: row.connection_id }),
    ...(row.model === null ? {} : { model: row.model }),
    ...(row.row_count === 0 ? {} : { count: row.row_count }),
    ...(row.code === null ? {} : { code: row.code as ErrorCode }),
    ...(row.address === null ? {} : { address: row.address }),
    ...(row.detail === null ? {} : { detail: row.detail }),
  }
}

/** Names have no spaces, so a list of them needs no other marks, and reads well in any tool. */
export function splitNames(text: string): readonly string[] {
  return text === '' ? [] : text.split(' ')
}
