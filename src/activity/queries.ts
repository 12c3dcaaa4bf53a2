import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { ActivityEvent, ActivityFilter, ActivityPage, ActivitySummary, Outcome, ToolName } from '../contract/activity'
import type { ConsentGrant } from '../contract/consent'
import type { ErrorCode } from '../contract/error-codes'

interface EventRow {
  readonly id: number
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
}

function eventOf(row: EventRow): ActivityEvent {
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

/** Names have no spaces, so a list of them needs no other marks, and reads well in any tool. */
export function joinNames(names: readonly string[]): string {
  return names.join(' ')
}

function splitNames(text: string): readonly string[] {
  return text === '' ? [] : text.split(' ')
}

/** SQLite folds the case of ASCII only; labels and clients have other letters too. */
export function registerFolding(database: DatabaseSyncInstance): void {
  database.function('fold', { deterministic: true }, (text: unknown) => (typeof text === 'string' ? fold(text) : ''))
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

type Parameters = Readonly<Record<string, string | number>>

function conditionsOf(filter: ActivityFilter): { readonly sql: readonly string[]; readonly parameters: Parameters } {
  const sql: string[] = []
  const parameters: Record<string, string | number> = {}
  const text = filter.text?.trim() ?? ''
  if (text !== '') {
    const columns = ['model', 'model_label', 'fields', 'hidden_fields', 'client_name', 'client_id']
    sql.push(`(${columns.map((column) => `instr(fold(${column}), :text) > 0`).join(' OR ')})`)
    parameters['text'] = fold(text)
  }
  if (filter.clientId !== undefined) {
    sql.push('client_id = :clientId')
    parameters['clientId'] = filter.clientId
  }
  if (filter.model !== undefined) {
    sql.push('model = :model')
    parameters['model'] = filter.model
  }
  if (filter.outcome !== undefined) {
    sql.push('outcome = :outcome')
    parameters['outcome'] = filter.outcome
  }
  if (filter.since !== undefined) {
    sql.push('time >= :since')
    parameters['since'] = new Date(filter.since).toISOString()
  }
  return { sql, parameters }
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
}

export function readPage(
  database: DatabaseSyncInstance,
  filter: ActivityFilter,
  { beforeId, limit }: { readonly beforeId?: number | undefined; readonly limit: number },
): ActivityPage {
  const { sql, parameters } = conditionsOf(filter)
  const { total } = database.prepare(`SELECT count(*) AS total FROM events ${where(sql)}`).get(parameters) as { readonly total: number }
  const paged = beforeId === undefined ? sql : [...sql, 'id < :beforeId']
  const rows = database
    .prepare(`SELECT * FROM events ${where(paged)} ORDER BY id DESC LIMIT :limit`)
    .all({ ...parameters, ...(beforeId === undefined ? {} : { beforeId }), limit }) as readonly EventRow[]
  return { events: rows.map(eventOf), total }
}

export function readLast(database: DatabaseSyncInstance): ActivityEvent | null {
  const row = database.prepare('SELECT * FROM events ORDER BY id DESC LIMIT 1').get() as EventRow | undefined
  return row === undefined ? null : eventOf(row)
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const MINUTES_SHOWN = 60
const MODELS_SHOWN = 10

/** `offsetMinutes` is the user's clock east of UTC, which says when today began. */
export function readSummary(database: DatabaseSyncInstance, nowMs: number, offsetMinutes: number): ActivitySummary {
  const offsetMs = offsetMinutes * MINUTE_MS
  const dayStart = Math.floor((nowMs + offsetMs) / DAY_MS) * DAY_MS - offsetMs
  const today = { since: new Date(dayStart).toISOString() }
  const figures = database
    .prepare(
      `SELECT count(*) AS questions,
        count(DISTINCT model) FILTER (WHERE outcome = 'answered') AS models,
        coalesce(sum(row_count) FILTER (WHERE outcome = 'answered' AND tool IN ('odoo_search', 'odoo_read')), 0) AS records,
        count(*) FILTER (WHERE outcome = 'refused') AS refused
      FROM events WHERE time >= :since`,
    )
    .get(today) as { readonly questions: number; readonly models: number; readonly records: number; readonly refused: number }
  // With max(id), SQLite takes the other columns from that same row: the newest label.
  const byModel = database
    .prepare(
      `SELECT model, model_label, max(id), count(*) AS questions FROM events
      WHERE time >= :since AND model IS NOT NULL AND outcome = 'answered' GROUP BY model ORDER BY questions DESC, model LIMIT ${String(MODELS_SHOWN)}`,
    )
    .all(today) as readonly { readonly model: string; readonly model_label: string | null; readonly questions: number }[]
  return {
    questions: figures.questions,
    models: figures.models,
    records: figures.records,
    refused: figures.refused,
    byModel: byModel.map(({ model, model_label: label, questions }) => ({ model, label: label ?? model, questions })),
    lastHour: readLastHour(database, nowMs),
  }
}

function readLastHour(database: DatabaseSyncInstance, nowMs: number): readonly number[] {
  const start = nowMs - MINUTES_SHOWN * MINUTE_MS
  const minutes = Array.from({ length: MINUTES_SHOWN }, () => 0)
  const rows = database
    .prepare('SELECT time FROM events WHERE time > :start AND time <= :now')
    .all({ start: new Date(start).toISOString(), now: new Date(nowMs).toISOString() }) as readonly { readonly time: string }[]
  for (const { time } of rows) {
    // The first minute excludes its beginning, as the last includes its end: now.
    const index = Math.ceil((Date.parse(time) - start) / MINUTE_MS) - 1
    minutes[index] = (minutes[index] ?? 0) + 1
  }
  return minutes
}
