import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { ActivityFilter, ExportFormat } from '../contract/activity'
import type { GapRow } from './chain'
import { guarded } from './journal-error'
import { matchingCalls } from './queries'
import { ROW_COLUMNS, type EventRow } from './row'

/** Rows read in one go; between them whatever waits goes first. */
const ROWS_AT_ONCE = 500

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
  const write = format === 'csv' ? csvLine : jsonLine
  const isByTime = Object.entries(filter).every(([name, value]) => value === undefined || name === 'since' || name === 'until')
  if (format === 'csv') yield `\uFEFF${CSV_COLUMNS.join(',')}\r\n`
  const numbers = isByTime ? guarded(() => numbersOf(database, filter)) : { low: 0, high: 0 }
  if (isByTime && format === 'jsonl') yield* gapLines(database, numbers)
  const { from, to } = boundsOf(filter)
  // Only a chain needs what lies between; a table has the calls of the time.
  const belongs = format === 'csv' ? ({ kind, time }: EventRow) => kind === 'call' && time >= from && time < to : () => true
  for (const rows of isByTime ? allRows(database, numbers) : calls(database, filter)) {
    const text = rows.filter(belongs).map(write).join('')
    if (text !== '') yield text
    await rest()
  }
}

/** As times are written in rows; without bounds, what comes before and after every time. */
function boundsOf({ since, until }: ActivityFilter): { readonly from: string; readonly to: string } {
  return { from: since === undefined ? '' : new Date(since).toISOString(), to: until === undefined ? '~' : new Date(until).toISOString() }
}

interface Numbers {
  readonly low: number
  readonly high: number
}

/**
 * The rows from the first to the last that began in the time. Rows are numbered in the order of their ends, so that one of another
 * time can lie between them: it goes along, since a chain with a hole could not be checked.
 */
function numbersOf(database: DatabaseSyncInstance, { since, until }: ActivityFilter): Numbers {
  if (since === undefined && until === undefined) return { low: 0, high: Number.MAX_SAFE_INTEGER }
  const { from, to } = boundsOf({ since, until })
  const row = database.prepare('SELECT min(id) AS low, max(id) AS high FROM events WHERE time >= ? AND time < ?').get(from, to) as { readonly low: number | null; readonly high: number | null }
  return { low: row.low ?? 0, high: row.high ?? -1 }
}

function* allRows(database: DatabaseSyncInstance, { low, high }: Numbers): Generator<readonly EventRow[]> {
  for (let afterId = low - 1; ; ) {
    const rows = guarded(
      () => database.prepare('SELECT * FROM events WHERE id > ? AND id <= ? ORDER BY id LIMIT ?').all(afterId, high, ROWS_AT_ONCE) as unknown as readonly EventRow[],
    )
    yield rows
    const last = rows.at(-1)
    if (last === undefined) return
    afterId = last.id
  }
}

function* calls(database: DatabaseSyncInstance, filter: ActivityFilter): Generator<readonly EventRow[]> {
  const numbers = guarded(() => matchingCalls(database, filter))
  for (let from = 0; from < numbers.length; from += ROWS_AT_ONCE) {
    yield guarded(
      () =>
        database
          .prepare('SELECT * FROM events WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id')
          .all(JSON.stringify(numbers.slice(from, from + ROWS_AT_ONCE))) as unknown as readonly EventRow[],
    )
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
