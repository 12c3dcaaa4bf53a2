import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { JournalVerdict } from '../contract/activity'
import { isSameMac, isSealedGap, rowMac, type ChainKey, type GapRow } from './chain'
import type { Head } from './ledger'
import { ROW_COLUMNS, valuesOf, type EventRow } from './row'
import { checkFilters, type Misfiled } from './verify-filters'

type Broken = NonNullable<JournalVerdict['broken']>
type Counts = { -readonly [Name in keyof JournalVerdict['counts']]: number }

/** A call that comes meanwhile waits for as many and no more. */
const ROWS_AT_ONCE = 50
const NUMBERS: ReadonlySet<string> = new Set(['id', 'offset_minutes', 'row_count', 'total', 'bytes', 'ms', 'odoo_ms'])

/** A number that JavaScript can say: the binding gives no other, and nothing that was sealed has one. */
const safe = (number: string): string => `max(min(${number}, ${String(Number.MAX_SAFE_INTEGER)}), ${String(Number.MIN_SAFE_INTEGER)})`
const GAPS = `SELECT ${safe('first_id')} AS first_id, ${safe('last_id')} AS last_id, last_mac, key_id, mac FROM gaps`

/** A row as whoever has the file may have left it: whole numbers may be larger than JavaScript's own, and are the sealed ones as text. */
interface StoredRow extends Omit<EventRow, 'id'> {
  readonly id: number
  /** The binding (1.2.1) reads a text up to its first NUL, and no text that was written has one. */
  readonly has_nul: bigint
}

/** Rows from a number on. */
function pageOf(database: DatabaseSyncInstance): (from: number, limit: number) => readonly StoredRow[] {
  const texts = ROW_COLUMNS.filter((column) => !NUMBERS.has(column)).join(', ')
  const page = database.prepare(`SELECT *, instr(CAST(concat(${texts}) AS BLOB), x'00') > 0 AS has_nul FROM events WHERE id >= ? ORDER BY id LIMIT ?`)
  page.setReadBigInts(true)
  return (from, limit) => (page.all(from, limit) as unknown as readonly (Omit<StoredRow, 'id'> & { readonly id: bigint })[]).map((row) => ({ ...row, id: Number(row.id) }))
}

interface Progress {
  readonly counts: Counts
  /** Number of the row that must come next. */
  expected: number
  mac: Uint8Array | null
  /** The row before; null at the beginning and after deleted rows. */
  previous: StoredRow | null
  /** Rows under another key, from the first on, that no row of ours has vouched for yet. */
  unvouched: { readonly from: number; readonly keyId: string | null } | null
}

/**
 * Walks the chain from its first row on and gives the first place where it is not as it was written. `heads` are rows that were
 * known elsewhere: without one, rows cut off the end do not show, unless the file's own counter of rows was forgotten. Where all rows
 * are as written, it gives the first that filters would not find, or find in the wrong place. Rests between few rows, so that calls go
 * on meanwhile.
 */
export async function verifyChain(
  database: DatabaseSyncInstance,
  key: ChainKey,
  { heads, rest }: { readonly heads: readonly Head[]; readonly rest: () => Promise<void> },
): Promise<JournalVerdict> {
  const page = pageOf(database)
  const gapAt = database.prepare(`${GAPS} WHERE gaps.first_id <= ?1 AND gaps.last_id >= ?1 ORDER BY gaps.first_id LIMIT 1`)
  const progress: Progress = { counts: { verified: 0, late: 0, open: 0, before: 0, otherKey: 0, deleted: 0 }, expected: 1, mac: null, previous: null, unvouched: null }
  const { counts } = progress
  const filters = checkFilters(database)
  let misfiled: Misfiled | null = null

  // No row ever had such a number, so none of them is missed.
  const before = database.prepare(`SELECT ${safe('min(id)')} AS low FROM events`).get() as { readonly low: number | null }
  if (before.low !== null && before.low < 1) return verdictOf(counts, { kind: 'changed', from: before.low, to: before.low })

  for (;;) {
    const rows = page(progress.expected, ROWS_AT_ONCE)
    const next = rows[0]?.id
    const gap = gapAt.get(progress.expected) as GapRow | undefined
    if (gap !== undefined) {
      const broken = overGap(progress, key, gap, next)
      if (broken !== null) return verdictOf(counts, broken)
      continue
    }
    if (next === undefined) break
    for (const row of rows) {
      // A gap is looked up above, before the rows that come after it.
      if (row.id !== progress.expected) break
      const broken = overRow(progress, key, row) ?? headBroken(row, heads)
      if (broken !== null) return verdictOf(counts, broken)
    }
    misfiled ??= filters.missing(next, progress.expected - 1)
    const hole = page(progress.expected, 1)[0]?.id
    if (hole !== undefined && hole !== progress.expected && gapAt.get(progress.expected) === undefined) {
      return verdictOf(counts, { kind: 'removed', from: progress.expected, to: hole - 1 })
    }
    await rest()
  }

  if (progress.unvouched !== null) return verdictOf(counts, { kind: 'changed', from: progress.unvouched.from, to: progress.expected - 1 })
  // A record that stands for no deleted row changes nothing yet, and would as soon as rows have its numbers.
  const gaps = database.prepare(`${GAPS} ORDER BY gaps.first_id`).all() as unknown as readonly GapRow[]
  const forged = gaps.find((gap) => !isSealedGap(key, gap))
  if (forged !== undefined) return verdictOf(counts, { kind: 'removed', from: forged.first_id, to: Math.max(forged.first_id, forged.last_id) })
  const { seq } = (database.prepare(`SELECT ${safe('CAST(seq AS INTEGER)')} AS seq FROM sqlite_sequence WHERE name = 'events'`).get() ?? { seq: 0 }) as { readonly seq: number }
  const known = Math.max(seq, ...heads.map(({ id }) => id))
  if (known >= progress.expected) return verdictOf(counts, { kind: 'cut', from: progress.expected, to: known })
  misfiled ??= await filters.astray(rest)
  return verdictOf(counts, misfiled === null ? null : { kind: 'misfiled', ...misfiled }, progress.expected - 1)
}

function overGap(progress: Progress, key: ChainKey, gap: GapRow, next: number | undefined): Broken | null {
  // Records of earlier keys were sealed anew when the key changed: one without our seal is not ours.
  if (gap.last_id < gap.first_id || !isSealedGap(key, gap)) {
    return { kind: 'removed', from: progress.expected, to: Math.max(progress.expected, gap.last_id) }
  }
  if (next !== undefined && next <= gap.last_id) return { kind: 'inserted', from: next, to: next }
  progress.counts.deleted += gap.last_id - progress.expected + 1
  progress.expected = gap.last_id + 1
  progress.mac = gap.last_mac
  progress.previous = null
  return null
}

function overRow(progress: Progress, key: ChainKey, row: StoredRow): Broken | null {
  const { counts, previous } = progress
  const changed = { kind: 'changed', from: row.id, to: row.id } as const
  if (row.has_nul === 1n) return changed
  const isSealed = row.seal === 'direct' || row.seal === 'late'
  if (isSealed !== (row.mac !== null) || isSealed !== (row.key_id !== null)) return changed
  if (row.seal === 'before') {
    // Once there is a chain, nothing can be from before it.
    if (counts.verified + counts.otherKey + counts.open > 0) return changed
    counts.before += 1
  } else if (row.seal === 'open') {
    counts.open += 1
  } else if (isSealed) {
    if (previous?.seal === 'open') return { kind: 'changed', from: previous.id, to: previous.id }
    if (previous?.seal === 'before' && row.kind !== 'chain_began') return { kind: 'changed', from: previous.id, to: previous.id }
    if (row.key_id === key.id) {
      if (!isSameMac(row.mac, rowMac(key, progress.mac, valuesOf(row)))) return changed
      if (progress.unvouched !== null) {
        if (row.kind === 'key_changed' && row.detail === progress.unvouched.keyId) progress.unvouched = null
        // What was written in between without a key may come first, nothing else.
        else if (row.seal === 'direct' && row.kind !== 'sealed_late') return { kind: 'changed', from: progress.unvouched.from, to: row.id - 1 }
      }
      counts.verified += 1
      if (row.seal === 'late') counts.late += 1
    } else {
      // Our key says that another one follows, or that one says so itself and ours confirms it later.
      const isAnnounced = previous?.kind === 'key_changed' && previous.detail === row.key_id
      if (previous?.key_id === key.id && !isAnnounced && !(row.kind === 'key_changed' && row.detail === key.id)) return changed
      progress.unvouched = { from: progress.unvouched?.from ?? row.id, keyId: row.key_id }
      counts.otherKey += 1
    }
  } else return changed
  progress.previous = row
  progress.mac = row.mac
  progress.expected = row.id + 1
  return null
}

/** A row that was known elsewhere must be the same here, whoever sealed it. */
function headBroken(row: StoredRow, heads: readonly Head[]): Broken | null {
  const head = heads.find(({ id }) => id === row.id)
  if (head === undefined || (row.mac !== null && Buffer.from(row.mac).toString('hex') === head.mac && row.key_id === head.keyId)) return null
  return { kind: 'changed', from: row.id, to: row.id }
}

function verdictOf(counts: Counts, broken: Broken | null, upTo = 0): JournalVerdict {
  return broken === null
    ? { status: counts.open + counts.otherKey + counts.before === 0 ? 'intact' : 'partial', message: intactSentence(counts, upTo), counts }
    : { status: 'broken', message: brokenSentence(broken), broken, counts }
}

function brokenSentence({ kind, from, to }: Broken): string {
  const rows = from === to ? `Row ${String(from)}` : `Rows ${String(from)} to ${String(to)}`
  const were = from === to ? 'was' : 'were'
  switch (kind) {
    case 'changed':
      return `${rows} ${from === to ? 'is' : 'are'} not as written: changed, exchanged with another row, or put in.`
    case 'removed':
      return `${rows} ${were} removed.`
    case 'inserted':
      return `${rows} ${were} put in where rows had been deleted.`
    case 'cut':
      return `The end was cut off: ${from === to ? 'row' : 'rows'} ${rows.replace(/^Rows? /, '')} ${from === to ? 'is' : 'are'} missing.`
    case 'misfiled':
      return `${rows} ${from === to ? 'is' : 'are'} as written, but the lists that searches use are wrong about ${from === to ? 'it' : 'them'}.`
  }
}

/** Rows without a seal are the last ones, `upTo` is the very last. */
function intactSentence({ verified, late, open, before, otherKey, deleted }: Counts, upTo: number): string {
  const parts = [
    `${counted(verified)} as written`,
    late > 0 && `${counted(late)} of these, sealed some time after it was written`,
    open > 0 && `${counted(open)} not sealed yet, from row ${String(upTo - open + 1)} on`,
    before > 0 && `${counted(before)} from before the chain`,
    otherKey > 0 && `${counted(otherKey)} sealed with another key, which cannot be checked`,
    deleted > 0 && `${counted(deleted)} deleted, which is recorded`,
  ]
  return `${parts.filter((part) => part !== false).join('; ')}.`
}

function counted(rows: number): string {
  return rows === 1 ? '1 row' : `${String(rows)} rows`
}

export const LOCKED_VERDICT: JournalVerdict = {
  status: 'locked',
  message: 'The chain cannot be checked without its key: connect first.',
  counts: { verified: 0, late: 0, open: 0, before: 0, otherKey: 0, deleted: 0 },
}
