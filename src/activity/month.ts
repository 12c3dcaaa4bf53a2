import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { NoteKind } from '../contract/activity'
import type { ConsentGrant } from '../contract/consent'
import type { ErrorCode } from '../contract/error-codes'
import type { Amounts, MonthActivity, MonthAsker, MonthModel } from '../contract/month'
import { splitNames } from './row'

/** Rows added up in one go: a call that comes meanwhile waits for as many and no more. */
const ROWS_AT_ONCE = 2_000
const SUBJECTS_AT_ONCE = 300

export interface Span {
  /** ISO 8601 in UTC with milliseconds: from the one on, before the other. */
  readonly since: string
  readonly until: string
}

interface Group {
  readonly client_id: string
  readonly connection_id: string
  readonly odoo_user: string | null
  readonly model: string | null
  readonly model_label: string | null
  readonly outcome: string
  readonly code: string | null
  readonly consent: string | null
  readonly newest: number
  readonly calls: number
  readonly records: number
  readonly bytes: number
}

// With max(id), SQLite takes the columns that are not grouped by from that same row: the newest label. Of calls that were refused for
// their number, `total` says how many a row stands for.
const GROUPS = `
  SELECT client_id, connection_id, odoo_user, model, model_label, outcome, code, consent, max(id) AS newest,
    sum(CASE WHEN outcome = 'refused' AND code = 'rate_limited' AND methods = '' THEN coalesce(total, 1) ELSE 1 END) AS calls,
    sum(CASE WHEN outcome = 'answered' AND tool IN ('odoo_search', 'odoo_read') THEN row_count ELSE 0 END) AS records,
    sum(CASE WHEN outcome = 'answered' THEN bytes ELSE 0 END) AS bytes
  FROM events WHERE id BETWEEN ? AND ? AND kind = 'call' AND time >= ? AND time < ?
  GROUP BY client_id, connection_id, odoo_user, model, outcome, code, consent`

/**
 * What the journal holds of a span of time. Rows are added up by SQLite in small steps with rests between them, so that neither calls
 * wait for it nor memory grows with their number.
 */
export async function readMonth(database: DatabaseSyncInstance, span: Span, rest: () => Promise<void>): Promise<MonthActivity> {
  const sums = emptySums()
  let done = 0
  for (const { low, high } of rangesOf(database, span)) {
    // A row can have been taken up between the two looks.
    for (let from = Math.max(low, done + 1); from <= high; from += ROWS_AT_ONCE) {
      done = Math.min(high, from + ROWS_AT_ONCE - 1)
      const groups = database.prepare(GROUPS).all(from, done, span.since, span.until) as unknown as readonly Group[]
      for (const group of groups) addGroup(sums, group)
      await rest()
    }
  }
  const notes = readNoteCounts(database, span)
  const found = await readNewNames(database, span, rest)
  return {
    ...sums.total,
    calls: sums.calls,
    models: [...sums.models.values()].map(({ newest, ...model }) => model).sort(byQuestions(({ model }) => model)),
    askers: [...sums.askers.values()].sort(byQuestions(({ clientId, connectionId, odooUser }) => `${clientId} ${connectionId} ${odooUser}`)),
    unanswered: [...sums.unanswered.values()].sort((a, b) => b.count - a.count || compare(a.code, b.code)),
    consents: [...sums.consents.values()].map(({ newest, ...consent }) => consent).sort((a, b) => b.count - a.count || compare(a.model, b.model)),
    ...found,
    notes: notes.counts,
    lastRow: Math.max(notes.lastRow, sums.lastRow),
    ...keptFrom(database, span),
  }
}

/**
 * Rows are numbered in the order of their ends, so days only narrow down which numbers these are. The newest rows, which tallies do not
 * know yet (see upkeep.ts), are looked at whatever their day.
 */
function rangesOf(database: DatabaseSyncInstance, { since, until }: Span): readonly Range[] {
  const tallied = 'SELECT min(first_id) AS low, max(last_id) AS high FROM tallies WHERE subject_id = 0 AND day BETWEEN ? AND ?'
  const newest = 'SELECT min(id) AS low, max(id) AS high FROM events WHERE id > (SELECT up_to FROM filtered)'
  const found = [database.prepare(tallied).get(since.slice(0, 10), until.slice(0, 10)), database.prepare(newest).get()] as unknown as readonly (Range | { readonly low: null })[]
  return found.filter((range): range is Range => range.low !== null)
}

interface Range {
  readonly low: number
  readonly high: number
}

type Summed<T> = T & { newest: number }
type Mutable<T> = { -readonly [Name in keyof T]: T[Name] }

interface Sums {
  readonly total: Mutable<Amounts>
  calls: number
  lastRow: number
  readonly models: Map<string, Summed<Mutable<MonthModel>>>
  readonly askers: Map<string, Mutable<MonthAsker>>
  readonly unanswered: Map<string, Mutable<MonthActivity['unanswered'][number]>>
  readonly consents: Map<string, Summed<Mutable<MonthActivity['consents'][number]>>>
}

function emptySums(): Sums {
  return { total: { questions: 0, records: 0, bytes: 0 }, calls: 0, lastRow: 0, models: new Map(), askers: new Map(), unanswered: new Map(), consents: new Map() }
}

function addGroup(sums: Sums, group: Group): void {
  const { client_id: clientId, connection_id: connectionId, outcome, calls, newest } = group
  const model = group.model ?? ''
  const label = group.model_label ?? model
  sums.calls += calls
  sums.lastRow = Math.max(sums.lastRow, newest)
  if (outcome === 'answered') {
    addAmounts(sums.total, group)
    const odooUser = group.odoo_user ?? ''
    addAmounts(known(sums.askers, [clientId, connectionId, odooUser], { clientId, connectionId, odooUser, questions: 0, records: 0, bytes: 0 }), group)
    if (model !== '') addAmounts(named(known(sums.models, [model], { model, label, newest, questions: 0, records: 0, bytes: 0 }), label, newest), group)
  } else {
    const code = (group.code ?? 'internal') as ErrorCode
    known(sums.unanswered, [outcome, code], { outcome: outcome as 'refused' | 'failed' | 'cancelled', code, count: 0 }).count += calls
  }
  if (group.consent !== null) {
    const grant = group.consent as ConsentGrant
    named(known(sums.consents, [clientId, model, grant], { clientId, model, label, grant, newest, count: 0 }), label, newest).count += calls
  }
}

function known<T>(map: Map<string, T>, parts: readonly string[], first: T): T {
  const key = JSON.stringify(parts)
  const entry = map.get(key) ?? first
  map.set(key, entry)
  return entry
}

/** Labels change with the language and the version of Odoo: the newest holds. */
function named<T extends { label: string; newest: number }>(entry: T, label: string, newest: number): T {
  if (newest >= entry.newest) Object.assign(entry, { label, newest })
  return entry
}

function addAmounts(to: Mutable<Amounts>, { calls, records, bytes }: Group): void {
  to.questions += calls
  to.records += records
  to.bytes += bytes
}

function byQuestions<T extends Amounts>(nameOf: (entry: T) => string): (a: T, b: T) => number {
  return (a, b) => b.questions - a.questions || compare(nameOf(a), nameOf(b))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Notes are few; without the hint SQLite would look through all rows of the time. */
function readNoteCounts(database: DatabaseSyncInstance, { since, until }: Span): { readonly counts: MonthActivity['notes']; readonly lastRow: number } {
  const rows = database
    .prepare(
      `SELECT kind, coalesce(detail, '') AS detail, count(*) AS rows, sum(row_count) AS sum, max(id) AS last FROM events INDEXED BY notes
      WHERE kind <> 'call' AND time >= ? AND time < ? GROUP BY kind, detail ORDER BY rows DESC, kind, detail`,
    )
    .all(since, until) as unknown as readonly { readonly kind: NoteKind; readonly detail: string; readonly rows: number; readonly sum: number; readonly last: number }[]
  // Ids of keys say nothing to people, and each would be a line of its own.
  const counts = rows.filter(({ kind }) => kind !== 'key_changed').map(({ last, ...counted }) => counted)
  return { counts, lastRow: Math.max(0, ...rows.map(({ last }) => last)) }
}

/** Models, and fields of models known before, whose first answered call of the whole kept journal lies in the span. */
async function readNewNames(database: DatabaseSyncInstance, { since, until }: Span, rest: () => Promise<void>): Promise<Pick<MonthActivity, 'newModels' | 'newFields'>> {
  const firstSeen = new Map<string, Map<string, string>>()
  const see = ({ model, fields, first }: { readonly model: string; readonly fields: string; readonly first: string | null }): void => {
    if (first === null) return
    const names = firstSeen.get(model) ?? new Map<string, string>()
    firstSeen.set(model, names)
    for (const name of ['', ...splitNames(fields)]) if (first < (names.get(name) ?? '~')) names.set(name, first)
  }
  const newest = database.prepare(
    `SELECT model, fields, min(time) AS first FROM events WHERE id > (SELECT up_to FROM filtered) AND kind = 'call' AND outcome = 'answered' AND model IS NOT NULL GROUP BY model, fields`,
  )
  for (const row of newest.all() as unknown as readonly { readonly model: string; readonly fields: string; readonly first: string }[]) see(row)
  for (let afterId = 0; ; ) {
    const subjects = database
      .prepare(
        `SELECT id, model, fields, (SELECT time FROM subject_calls WHERE subject_id = subjects.id ORDER BY event_id LIMIT 1) AS first
        FROM subjects WHERE id > ? AND model <> '' AND outcome = 'answered' ORDER BY id LIMIT ?`,
      )
      .all(afterId, SUBJECTS_AT_ONCE) as unknown as readonly { readonly id: number; readonly model: string; readonly fields: string; readonly first: string | null }[]
    for (const subject of subjects) see(subject)
    const last = subjects.at(-1)
    if (last === undefined) break
    afterId = last.id
    await rest()
  }
  const isNew = (first: string | undefined): boolean => first !== undefined && first >= since && first < until
  const models = [...firstSeen].sort(([a], [b]) => compare(a, b))
  return {
    newModels: models.filter(([, names]) => isNew(names.get(''))).map(([model]) => model),
    newFields: models
      .filter(([, names]) => !isNew(names.get('')))
      .map(([model, names]) => ({ model, fields: [...names].filter(([name, first]) => name !== '' && isNew(first)).map(([name]) => name).sort() }))
      .filter(({ fields }) => fields.length > 0),
  }
}

/** Rows go from the oldest on, or all at once: what is missing lies before the oldest that is there, and its number says that there was more. */
function keptFrom(database: DatabaseSyncInstance, { since }: Span): Pick<MonthActivity, 'keptFrom'> {
  const oldest = database.prepare('SELECT id, time FROM events ORDER BY id LIMIT 1').get() as { readonly id: number; readonly time: string } | undefined
  return oldest !== undefined && oldest.id > 1 && oldest.time > since ? { keptFrom: oldest.time } : {}
}

/** When the oldest kept row was written, ISO 8601 in UTC; null for an empty journal. */
export function readOldest(database: DatabaseSyncInstance): string | null {
  return (database.prepare('SELECT min(time) AS time FROM events').get() as { readonly time: string | null }).time
}

/** When a client last asked through each connection, of the kept rows. */
export function readLastCalls(database: DatabaseSyncInstance): Readonly<Record<string, string>> {
  const rows = database
    .prepare(
      `SELECT id, max(time) AS time FROM (
        SELECT connection_id AS id, (SELECT time FROM subject_calls WHERE subject_id = subjects.id ORDER BY event_id DESC LIMIT 1) AS time FROM subjects
        UNION ALL SELECT connection_id, time FROM events WHERE id > (SELECT up_to FROM filtered) AND kind = 'call'
      ) GROUP BY id`,
    )
    .all() as unknown as readonly { readonly id: string; readonly time: string | null }[]
  return Object.fromEntries(rows.flatMap(({ id, time }) => (id === '' || time === null ? [] : [[id, time]])))
}
