import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { ActivityFilter, ExportFormat } from '../contract/activity'
import type { GapRow } from './chain'
import { guarded } from './journal-error'
import { exactRows } from './exact-rows'
import { callsWithin, type Stretch } from './queries'
import { ROW_COLUMNS, type EventRow } from './row'

/** Rows read in one go; between them whatever waits goes first. */
const ROWS_AT_ONCE = 200
/** Numbers of rows that are looked at in one go, where few of them may match. */
const NUMBERS_AT_ONCE = 2_000

const CSV_COLUMNS = ROW_COLUMNS.filter((column) => !['kind', 'detail', 'seal', 'key_id'].includes(column))

/**
 * Rows as pieces of a file, oldest first. CSV has calls alone. JSON Lines have all columns as they were sealed; an export that is
 * narrowed down by nothing but time has the notes and the records of deleted rows as well, so that whoever has the key can check the
 * chain in it without us.
 */
export async function* exportRows(
  database: DatabaseSyncInstance,
  format: ExportFormat,
  filter: ActivityFilter,
  rest: () => Promise<void>,
): AsyncGenerator<string> {
  const isByTime = Object.entries(filter).every(([name, value]) => value === undefined || name === 'since' || name === 'until')
  // Only a chain needs the rows that lie between those of the time; a table has the calls of the time.
  const isChain = isByTime && format === 'jsonl'
  const write = format === 'csv' ? csvLine : jsonLine
  if (format === 'csv') yield `\uFEFF${CSV_COLUMNS.join(',')}\r\n`
  // What is written meanwhile is not of this export.
  const whole = guarded(() => numbersIn(database))
  const numbers = isChain ? await numbersOfTime(database, filter, whole, rest) : whole
  if (isChain) yield* gapLines(database, filter.since === undefined && filter.until === undefined ? EVERYTHING : numbers)
  for (const rows of isChain ? rowsOf(database, numbers) : callsOf(database, filter, numbers)) {
    const text = rows.map(write).join('')
    if (text !== '') yield text
    await rest()
  }
}

interface Numbers {
  readonly low: number
  readonly high: number
}

const NONE: Numbers = { low: 0, high: -1 }
const EVERYTHING: Numbers = { low: 0, high: Number.MAX_SAFE_INTEGER }

function numbersIn(database: DatabaseSyncInstance): Numbers {
  const { low, high } = database.prepare('SELECT (SELECT min(id) FROM events) AS low, (SELECT max(id) FROM events) AS high').get() as { readonly low: number | null; readonly high: number | null }
  return low === null || high === null ? NONE : { low, high }
}

/**
 * The rows from the first to the last that began in the time. Rows are numbered in the order of their ends, so that one of another
 * time can lie between them: it goes along, since a chain with a hole could not be checked.
 */
async function numbersOfTime(database: DatabaseSyncInstance, { since, until }: ActivityFilter, whole: Numbers, rest: () => Promise<void>): Promise<Numbers> {
  if (since === undefined && until === undefined) return whole
  const from = since === undefined ? '' : new Date(since).toISOString()
  const to = until === undefined ? '~' : new Date(until).toISOString()
  const edge = (which: 'min' | 'max') => database.prepare(`SELECT ${which}(id) AS id FROM events NOT INDEXED WHERE id > ? AND id <= ? AND time >= ? AND time < ?`)
  const found = ({ after, upTo }: Stretch, which: 'min' | 'max'): number | null =>
    guarded(() => (edge(which).get(after, upTo, from, to) as { readonly id: number | null }).id)
  let low: number | null = null
  for (const stretch of stretchesOf(whole)) {
    low = found(stretch, 'min')
    if (low !== null) break
    await rest()
  }
  if (low === null) return NONE
  let high = low
  for (let upTo = whole.high; upTo > low; upTo -= NUMBERS_AT_ONCE) {
    const last = found({ after: Math.max(low - 1, upTo - NUMBERS_AT_ONCE), upTo }, 'max')
    if (last !== null) {
      high = last
      break
    }
    await rest()
  }
  return { low, high }
}

function* stretchesOf({ low, high }: Numbers): Generator<Stretch> {
  for (let after = low - 1; after < high; after += NUMBERS_AT_ONCE) yield { after, upTo: Math.min(after + NUMBERS_AT_ONCE, high) }
}

function* rowsOf(database: DatabaseSyncInstance, { low, high }: Numbers): Generator<readonly EventRow[]> {
  for (let after = low - 1; ; ) {
    const rows = guarded(() => exactRows(database.prepare('SELECT * FROM events WHERE id > ? AND id <= ? ORDER BY id LIMIT ?'), [after, high, ROWS_AT_ONCE]))
    yield rows
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.id
  }
}

function* callsOf(database: DatabaseSyncInstance, filter: ActivityFilter, numbers: Numbers): Generator<readonly EventRow[]> {
  for (const { after, upTo } of stretchesOf(numbers)) {
    for (let from = after; from < upTo; ) {
      const rows = guarded(() => callsWithin(database, filter, { after: from, upTo }, ROWS_AT_ONCE))
      yield rows
      from = rows.length < ROWS_AT_ONCE ? upTo : (rows.at(-1)?.id ?? upTo)
    }
  }
}

/** Records of deleted rows between these, or right before the first. */
function* gapLines(database: DatabaseSyncInstance, { low, high }: Numbers): Generator<string> {
  const gaps = database.prepare('SELECT * FROM gaps WHERE last_id >= ? AND first_id <= ? ORDER BY first_id').all(low - 1, high) as unknown as readonly GapRow[]
  for (const gap of gaps) yield `${JSON.stringify({ kind: 'gap', ...gap, last_mac: hex(gap.last_mac), mac: hex(gap.mac) })}\n`
}

function jsonLine(row: EventRow): string {
  return `${JSON.stringify({ ...Object.fromEntries(ROW_COLUMNS.map((column) => [column, row[column]])), mac: hex(row.mac) })}\n`
}

function hex(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('hex')
}

/** RFC 4180. */
function csvLine(row: EventRow): string {
  return `${CSV_COLUMNS.map((column) => csvCell(row[column])).join(',')}\r\n`
}

/**
 * A text that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises; the names of clients are of other
 * people's making.
 */
function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[\s]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u.test(value) ? `'${value}` : value
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
