import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { ActivityEvent, ActivityFilter, ActivityNote, ActivityPage, ActivitySummary, ModelActivity } from '../contract/activity'
import { exactRows } from './exact-rows'
import { asReceipt } from './receipt'
import { eventOf, noteOf, splitNames, type EventRow } from './row'
import { wordsOf } from './schema'

/** SQLite folds the case of ASCII only; labels and clients have other letters too. */
export function registerFolding(database: DatabaseSyncInstance): void {
  database.function('fold', { deterministic: true }, (text: unknown) => (typeof text === 'string' ? fold(text) : ''))
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

type Parameters = Record<string, string | number>

/**
 * A filter in three parts: which subjects it matches, which of their calls (`in_range`, over `subject_calls`), and how many of a
 * subject's calls that are. Days that lie wholly within the range are counted by their tallies, the others call by call.
 */
interface Plan {
  /** Whether nothing but time is asked for, so that subjects do not matter. */
  readonly of: 'all' | 'some'
  readonly subjects: string
  readonly inRange: string
  /** How many calls of subject `m` that are. */
  readonly callsOfSubject: string
  /** Whether all calls of a subject are asked for, so that its sums tell how many they are, and which is the newest. */
  readonly isWhole: boolean
  readonly parameters: Parameters
}

const FIRST_DAY = '0000-00-00'
const LAST_DAY = '9999-99-99'
/** The index of words knows sequences of three characters. */
const SHORTEST_INDEXED = 3

function wordsIn(filter: ActivityFilter): readonly string[] {
  return (filter.text?.normalize('NFC') ?? '').split(/\s+/).filter((word) => word !== '')
}

/** Rows that rows are compared with in the same moment, whoever writes meanwhile. */
function inSnapshot<Result>(database: DatabaseSyncInstance, read: () => Result): Result {
  if (database.isTransaction) return read()
  database.exec('BEGIN')
  try {
    return read()
  } finally {
    if (database.isTransaction) database.exec('COMMIT')
  }
}

/** What a filter asks of a row by itself, without the tables that serve filters. */
function rowConditions(filter: ActivityFilter): { readonly sql: string; readonly parameters: Parameters } {
  const conditions = ["kind = 'call'"]
  const parameters: Parameters = {}
  const hold = (condition: string, name: string, value: string | undefined): void => {
    if (value === undefined) return
    conditions.push(condition)
    parameters[name] = value
  }
  const { since, until, receipt } = filter
  hold('client_id = :clientId', 'clientId', filter.clientId)
  hold('model = :model', 'model', filter.model)
  hold('outcome = :outcome', 'outcome', filter.outcome)
  hold('connection_id = :connectionId', 'connectionId', filter.connectionId)
  hold('tool = :tool', 'tool', filter.tool)
  hold('receipt = :receipt', 'receipt', receipt === undefined ? undefined : asReceipt(receipt))
  hold('time >= :since', 'since', since === undefined ? undefined : new Date(since).toISOString())
  hold('time < :until', 'until', until === undefined ? undefined : new Date(until).toISOString())
  for (const [place, word] of wordsIn(filter).entries()) hold(`instr(fold(${wordsOf('events')}), :word${String(place)}) > 0`, `word${String(place)}`, fold(word))
  return { sql: conditions.join(' AND '), parameters }
}

/** Calls that a filter matches, of those that the other tables do not know yet: few, and looked at one by one. Newest first. */
function newestCalls(database: DatabaseSyncInstance, filter: ActivityFilter): readonly EventRow[] {
  const { sql, parameters } = rowConditions(filter)
  // By number alone: a range of time may hold all rows there are.
  return database
    .prepare(`SELECT * FROM events NOT INDEXED WHERE id > (SELECT up_to FROM filtered) AND ${sql} ORDER BY id DESC`)
    .all(parameters) as unknown as readonly EventRow[]
}

/** Rows with numbers above the one and up to the other. */
export interface Stretch {
  readonly after: number
  readonly upTo: number
}

/**
 * The first calls of a stretch that a filter matches, at most `limit`, in rising order. It looks at each row: an export is to hold what
 * the rows say, whatever became of the tables that serve filters.
 */
export function callsWithin(database: DatabaseSyncInstance, filter: ActivityFilter, { after, upTo }: Stretch, limit: number): readonly EventRow[] {
  const { sql, parameters } = rowConditions(filter)
  const statement = database.prepare(`SELECT * FROM events NOT INDEXED WHERE id > :after AND id <= :upTo AND ${sql} ORDER BY id LIMIT :limit`)
  return exactRows(statement, [{ ...parameters, after, upTo, limit }])
}

function planOf(database: DatabaseSyncInstance, filter: ActivityFilter): Plan {
  const parameters: Parameters = {}
  const conditions: string[] = []
  const equal = (column: string, name: string, value: string | undefined): void => {
    if (value === undefined) return
    conditions.push(`${column} = :${name}`)
    parameters[name] = value
  }
  equal('client_id', 'clientId', filter.clientId)
  equal('model', 'model', filter.model)
  equal('outcome', 'outcome', filter.outcome)
  equal('connection_id', 'connectionId', filter.connectionId)
  equal('tool', 'tool', filter.tool)
  const words = wordsIn(filter)
  const indexed = words.filter((word) => Array.from(word).length >= SHORTEST_INDEXED)
  if (indexed.length > 0) {
    conditions.push('id IN (SELECT rowid FROM subject_words WHERE subject_words MATCH :words)')
    parameters['words'] = indexed.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ')
  }
  for (const [place, word] of words.filter((one) => !indexed.includes(one)).entries()) {
    conditions.push(`instr(fold(words), :short${String(place)}) > 0`)
    parameters[`short${String(place)}`] = fold(word)
  }
  const range = rangeOf(database, filter)
  return {
    of: conditions.length === 0 && filter.receipt === undefined ? 'all' : 'some',
    subjects: `SELECT id FROM subjects${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`}`,
    inRange: range.condition,
    callsOfSubject: range.callsOfSubject,
    isWhole: filter.since === undefined && filter.until === undefined && filter.receipt === undefined,
    parameters: { ...parameters, ...range.parameters },
  }
}

/** Rows are numbered in the order of their ends and found by the time of their beginning, so days only narrow down which numbers these are. */
function rangeOf(database: DatabaseSyncInstance, { since, until, receipt }: ActivityFilter): Pick<Plan, 'parameters'> & { readonly condition: string; readonly callsOfSubject: string } {
  const parameters: Parameters = { low: 0, high: Number.MAX_SAFE_INTEGER }
  const conditions = ['event_id BETWEEN :low AND :high']
  if (receipt !== undefined) {
    const row = database.prepare('SELECT id FROM events WHERE receipt = ?').get(asReceipt(receipt)) as { readonly id: number } | undefined
    conditions.push('event_id = :receiptId')
    parameters['receiptId'] = row?.id ?? -1
  }
  if (since === undefined && until === undefined) {
    const condition = conditions.join(' AND ')
    const byReceipt = `(SELECT count(*) FROM subject_calls WHERE subject_id = m.id AND ${condition})`
    return { condition, callsOfSubject: receipt === undefined ? "(SELECT calls FROM tallies WHERE subject_id = m.id AND day = '')" : byReceipt, parameters }
  }
  const from = since === undefined ? '' : new Date(since).toISOString()
  const to = until === undefined ? '~' : new Date(until).toISOString()
  const firstDay = from === '' ? FIRST_DAY : from.slice(0, 10)
  const lastDay = to === '~' ? LAST_DAY : to.slice(0, 10)
  const numbers = database
    .prepare('SELECT min(first_id) AS low, max(last_id) AS high FROM tallies WHERE subject_id = 0 AND day BETWEEN ? AND ?')
    .get(firstDay, lastDay) as { readonly low: number | null; readonly high: number | null }
  Object.assign(parameters, { from, to, low: numbers.low ?? 0, high: numbers.high ?? -1 })
  conditions.push('time >= :from', 'time < :to')
  const condition = conditions.join(' AND ')
  if (receipt !== undefined) return { condition, callsOfSubject: `(SELECT count(*) FROM subject_calls WHERE subject_id = m.id AND ${condition})`, parameters }
  Object.assign(parameters, { firstDay, lastDay })
  return {
    condition,
    callsOfSubject: `(SELECT sum(CASE WHEN day > :firstDay AND day < :lastDay THEN calls ELSE (
        SELECT count(*) FROM subject_calls
        WHERE subject_id = m.id AND event_id BETWEEN tallies.first_id AND tallies.last_id
          AND time >= :from AND time < :to AND substr(time, 1, 10) = tallies.day
      ) END) FROM tallies WHERE subject_id = m.id AND day BETWEEN :firstDay AND :lastDay)`,
    parameters,
  }
}

export function readPage(
  database: DatabaseSyncInstance,
  filter: ActivityFilter,
  { beforeId, limit }: { readonly beforeId?: number | undefined; readonly limit: number },
): ActivityPage {
  return inSnapshot(database, () => {
    const end = beforeId ?? Number.MAX_SAFE_INTEGER
    const plan = planOf(database, filter)
    const newest = newestCalls(database, filter)
    const shown = newest.filter(({ id }) => id < end).slice(0, limit)
    const rest = { beforeId: end, limit: limit - shown.length }
    const { known, older } = plan.of === 'all' ? { known: countAll(database, filter), older: readAll(database, plan, rest) } : readSome(database, plan, rest)
    return { events: [...shown, ...older].map(eventOf), total: known + newest.length }
  })
}

/** Of all subjects: whole days by their tallies, what is cut of the first and the last by the index of times. */
function countAll(database: DatabaseSyncInstance, { since, until }: ActivityFilter): number {
  const count = (sql: string, ...values: readonly string[]): number => (database.prepare(sql).get(...values) as { readonly known: number | null }).known ?? 0
  if (since === undefined && until === undefined) return count("SELECT calls AS known FROM (SELECT 0 AS id) LEFT JOIN tallies ON subject_id = id AND day = ''")
  const between = (from: string, to: string): number =>
    count("SELECT count(*) AS known FROM events WHERE time >= ? AND time < ? AND kind = 'call' AND id <= (SELECT up_to FROM filtered)", from, to)
  const from = since === undefined ? FIRST_DAY : new Date(since).toISOString()
  const to = until === undefined ? LAST_DAY : new Date(until).toISOString()
  const [firstDay, lastDay] = [from.slice(0, 10), to.slice(0, 10)]
  if (firstDay >= lastDay) return between(from, to)
  const wholeDays = count('SELECT sum(calls) AS known FROM tallies WHERE subject_id = 0 AND day > ? AND day < ?', firstDay, lastDay)
  // All times of a day lie before its last possible letter.
  return wholeDays + (since === undefined ? 0 : between(from, `${firstDay}~`)) + (until === undefined ? 0 : between(lastDay, to))
}

interface Place {
  readonly beforeId: number
  readonly limit: number
}

const bounded = ({ parameters }: Plan, { beforeId, limit }: Place): Parameters => ({ ...parameters, upTo: Math.min(Number(parameters['high']), beforeId - 1), limit })
/** One upper limit alone: of two SQLite would take either to find its way, and go through all rows between them. */
const before = ({ inRange }: Plan): string => inRange.replace(':high', ':upTo')

function readAll(database: DatabaseSyncInstance, plan: Plan, place: Place): readonly EventRow[] {
  const sql = `SELECT * FROM events NOT INDEXED WHERE ${before(plan).replace('event_id', 'id')} AND id <= (SELECT up_to FROM filtered) AND kind = 'call' ORDER BY id DESC LIMIT :limit`
  return database.prepare(sql).all(used(bounded(plan, place), sql)) as unknown as readonly EventRow[]
}

/**
 * How many calls match, and the newest of them. These belong to the subjects that were asked about last: of each subject only its
 * newest call is looked up, and calls only of the first few of these. None can be older than the newest call of the last of the few.
 */
function readSome(database: DatabaseSyncInstance, plan: Plan, place: Place): { readonly known: number; readonly older: readonly EventRow[] } {
  const { subjects, callsOfSubject, isWhole } = plan
  const newest = (wanted: string) => `SELECT event_id FROM subject_calls WHERE subject_id = ${wanted} AND ${before(plan)} ORDER BY event_id DESC`
  const matching = isWhole
    ? `SELECT m.id, t.calls, CASE WHEN t.last_id <= :upTo THEN t.last_id ELSE (${newest('m.id')} LIMIT 1) END AS newest
      FROM (${subjects}) AS m CROSS JOIN tallies AS t INDEXED BY totals ON t.subject_id = m.id AND t.day = ''`
    : `SELECT m.id, ${callsOfSubject} AS calls, (${newest('m.id')} LIMIT 1) AS newest FROM (${subjects}) AS m`
  const sql = `
    WITH matching AS MATERIALIZED (${matching}),
    recent AS MATERIALIZED (SELECT id, newest FROM matching WHERE newest IS NOT NULL ORDER BY newest DESC LIMIT :limit),
    reach AS MATERIALIZED (SELECT CASE WHEN count(*) = :limit THEN min(newest) ELSE 0 END AS down_to FROM recent),
    found AS MATERIALIZED (
      SELECT c.event_id FROM reach CROSS JOIN recent CROSS JOIN subject_calls AS c ON c.subject_id = recent.id AND c.event_id IN (${newest('recent.id').replace(':low', 'max(:low, reach.down_to)')} LIMIT :limit)
      ORDER BY c.event_id DESC LIMIT :limit
    )
    SELECT sums.known, events.* FROM (SELECT coalesce(sum(calls), 0) AS known FROM matching) AS sums
    LEFT JOIN found LEFT JOIN events ON events.id = found.event_id ORDER BY events.id DESC`
  const rows = database.prepare(sql).all(used(bounded(plan, place), sql)) as unknown as readonly (EventRow & { readonly known: number; readonly id: number | null })[]
  return { known: rows[0]?.known ?? 0, older: rows.filter(({ id }) => id !== null) }
}

/** SQLite refuses parameters that a statement does not name. */
function used(parameters: Parameters, sql: string): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => new RegExp(`:${name}\\b`).test(sql)))
}

interface SubjectCalls {
  readonly model: string
  readonly model_label: string
  readonly client_id: string
  readonly fields: string
  readonly outcome: string
  readonly calls: number
  readonly first: number
  readonly last: number
}

/** Models that the matching rows ask about, most asked first. */
export function readModels(database: DatabaseSyncInstance, filter: ActivityFilter): readonly ModelActivity[] {
  return inSnapshot(database, () => modelsIn(database, [...knownCalls(database, filter), ...newestOfModels(database, filter)]))
}

function newestOfModels(database: DatabaseSyncInstance, filter: ActivityFilter): readonly SubjectCalls[] {
  return newestCalls(database, filter).flatMap(({ id, model, model_label: label, client_id, fields, outcome }) =>
    model === null ? [] : [{ model, model_label: label ?? '', client_id, fields, outcome, calls: 1, first: id, last: id }])
}

function knownCalls(database: DatabaseSyncInstance, filter: ActivityFilter): readonly SubjectCalls[] {
  const { subjects, inRange, callsOfSubject, parameters } = planOf(database, filter)
  const edge = (order: 'ASC' | 'DESC') => `(SELECT event_id FROM subject_calls WHERE subject_id = m.id AND ${inRange} ORDER BY event_id ${order} LIMIT 1)`
  const sql = `SELECT * FROM (
      SELECT model, model_label, client_id, fields, outcome, ${callsOfSubject} AS calls, ${edge('ASC')} AS first, ${edge('DESC')} AS last
      FROM subjects AS m WHERE model <> '' AND id IN (${subjects})
    ) WHERE calls > 0`
  return database.prepare(sql).all(used(parameters, sql)) as unknown as readonly SubjectCalls[]
}

function modelsIn(database: DatabaseSyncInstance, rows: readonly SubjectCalls[]): readonly ModelActivity[] {
  const timeOf = database.prepare('SELECT time FROM events WHERE id = ?')
  const time = (id: number): string => (timeOf.get(id) as { readonly time: string } | undefined)?.time ?? ''
  const byModel = new Map<string, SubjectCalls[]>()
  for (const row of rows) {
    const known = byModel.get(row.model)
    if (known === undefined) byModel.set(row.model, [row])
    else known.push(row)
  }
  return [...byModel]
    .map(([model, own]) => summedUp(model, own, time))
    .sort((a, b) => b.calls - a.calls || (a.model < b.model ? -1 : 1))
}

function summedUp(model: string, rows: readonly SubjectCalls[], time: (id: number) => string): ModelActivity {
  const fields = new Map<string, number>()
  for (const row of rows) for (const name of splitNames(row.fields)) fields.set(name, (fields.get(name) ?? 0) + row.calls)
  const latest = rows.reduce((a, b) => (b.last > a.last ? b : a))
  return {
    model,
    label: latest.model_label === '' ? model : latest.model_label,
    calls: rows.reduce((sum, { calls }) => sum + calls, 0),
    answered: rows.reduce((sum, { calls, outcome }) => sum + (outcome === 'answered' ? calls : 0), 0),
    fields: [...fields].map(([name, calls]) => ({ name, calls })).sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1)),
    clients: [...new Set(rows.map(({ client_id: id }) => id))].sort(),
    firstSeen: time(Math.min(...rows.map(({ first }) => first))),
    lastSeen: time(latest.last),
  }
}

/** When a model was first asked about, by anybody or by one client, of the rows that are kept; null for never. */
export function readFirstSeen(database: DatabaseSyncInstance, model: string, clientId?: string): string | null {
  const ofClient = clientId === undefined ? '' : ' AND client_id = :clientId'
  const row = database
    .prepare(
      `SELECT time FROM events WHERE id = (
        SELECT min((SELECT min(event_id) FROM subject_calls WHERE subject_id = subjects.id)) FROM subjects WHERE model = :model${ofClient}
      )`,
    )
    .get({ model, ...(clientId === undefined ? {} : { clientId }) }) as { readonly time: string } | undefined
  return row?.time ?? newestCalls(database, { model, ...(clientId === undefined ? {} : { clientId }) }).at(-1)?.time ?? null
}

export function readNotes(database: DatabaseSyncInstance, { beforeId, limit }: { readonly beforeId?: number | undefined; readonly limit: number }): readonly ActivityNote[] {
  const rows = database
    .prepare("SELECT * FROM events WHERE kind <> 'call' AND id < ? ORDER BY id DESC LIMIT ?")
    .all(beforeId ?? Number.MAX_SAFE_INTEGER, limit) as unknown as readonly EventRow[]
  return rows.map(noteOf)
}

export function readLast(database: DatabaseSyncInstance): ActivityEvent | null {
  const row = database.prepare("SELECT * FROM events WHERE kind = 'call' ORDER BY id DESC LIMIT 1").get() as EventRow | undefined
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
      FROM events WHERE kind = 'call' AND time >= :since`,
    )
    .get(today) as { readonly questions: number; readonly models: number; readonly records: number; readonly refused: number }
  // With max(id), SQLite takes the other columns from that same row: the newest label.
  const byModel = database
    .prepare(
      `SELECT model, model_label, max(id), count(*) AS questions FROM events
      WHERE kind = 'call' AND time >= :since AND model IS NOT NULL AND outcome = 'answered' GROUP BY model ORDER BY questions DESC, model LIMIT ${String(MODELS_SHOWN)}`,
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
    .prepare("SELECT time FROM events WHERE kind = 'call' AND time > :start AND time <= :now")
    .all({ start: new Date(start).toISOString(), now: new Date(nowMs).toISOString() }) as readonly { readonly time: string }[]
  for (const { time } of rows) {
    // The first minute excludes its beginning, as the last includes its end: now.
    const index = Math.ceil((Date.parse(time) - start) / MINUTE_MS) - 1
    minutes[index] = (minutes[index] ?? 0) + 1
  }
  return minutes
}
