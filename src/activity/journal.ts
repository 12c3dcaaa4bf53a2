import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type {
  ActivityEvent, ActivityFilter, ActivityNote, ActivityPage, ActivitySummary, ExportFormat, JournalVerdict, ModelActivity, NewActivityEvent, NoteKind,
} from '../contract/activity'
import type { MonthActivity } from '../contract/month'
import type { Host } from '../host/host'
import type { Said } from '../i18n/sentence'
import { cleanEvent } from './clean-event'
import { exportRows } from './export'
import { journalError } from './journal-error'
import { openJournalFile } from './journal-file'
import { createLedger, type Head, type Ledger } from './ledger'
import { readLastCalls, readMonth, readOldest, type Span } from './month'
import { readFirstSeen, readLast, readModels, readNotes, readPage, readSummary, registerFolding } from './queries'
import { drawReceipt } from './receipt'
import { rowOfEvent } from './row'
import { CALL_REMOVED, SUBJECT_REMOVED } from './schema'
import { watched } from './soundness'
import { createUpkeep, type Upkeep } from './upkeep'
import { LOCKED_VERDICT, verifyChain } from './verify'

/** One row a tool call, no values. Every method throws `JournalError` when the file cannot be read or written. */
export interface Journal {
  /** A receipt that no row has. */
  newReceipt: (randomBytes: Host['randomBytes']) => string
  /**
   * Cleans, numbers and writes a row. When it returns, the row outlives a kill of this process at any moment; a power cut may
   * lose the newest rows.
   */
  append: (event: NewActivityEvent) => ActivityEvent
  /** Writes down what is no call. */
  note: (kind: NoteKind, about?: NoteDetails) => ActivityNote
  /**
   * Seals rows with this key of 32 bytes from now on, also those that were written before there was one: these are marked as sealed
   * late. The journal keeps the key until it is closed.
   */
  setKey: (bytes: Buffer) => void
  /**
   * The newest row, for keeping elsewhere: it is on the disk by then, so that a power cut takes nothing that is known elsewhere. Null
   * where it is not sealed, or where what another process is reading keeps it in the log.
   */
  head: () => Head | null
  /**
   * Whether a row that was known elsewhere is there as it was, or was deleted with a record of it. True of any row while there is no
   * key to tell.
   */
  holds: (head: Head) => boolean
  /**
   * Checks the chain, and against the newest head that was kept elsewhere. `locked` without a key. It goes in small steps; `gently`
   * leaves the machine to others between them, and takes some times as long.
   */
  verify: (anchor?: Head | null, pace?: 'now' | 'gently') => Promise<JournalVerdict>
  /** Newest first, from below `beforeId`; `total` counts all that match, whatever the page. */
  page: (filter: ActivityFilter, options: { readonly beforeId?: number | undefined; readonly limit: number }) => ActivityPage
  /** Which models the matching rows ask about, most asked first. */
  models: (filter: ActivityFilter) => readonly ModelActivity[]
  /** Rows that are no calls, newest first. */
  notes: (options: { readonly beforeId?: number | undefined; readonly limit: number }) => readonly ActivityNote[]
  /** When a model was first asked about, by anybody or by one client, of the rows that are kept; null for never. */
  firstSeen: (model: string, clientId?: string) => string | null
  /** The matching rows as pieces of a file, oldest first; JSON Lines have the notes and what is needed to check the chain as well. */
  exported: (format: ExportFormat, filter: ActivityFilter) => AsyncGenerator<string>
  /** `offsetMinutes` is the user's clock east of UTC, which says when today began. */
  summary: (nowMs: number, offsetMinutes: number) => ActivitySummary
  last: () => ActivityEvent | null
  /** What happened in a span of time, added up in small steps with rests between them. */
  month: (span: Span) => Promise<MonthActivity>
  /** When the oldest kept row was written; null for an empty journal. */
  oldest: () => string | null
  /** When a client last asked through each connection, of the rows that are kept. */
  lastCalls: () => Readonly<Record<string, string>>
  /**
   * Deletes what is older than an ISO time in UTC, for good, and says how many rows that were. Sealed records stand for them. It goes
   * in small steps with rests between them, so that calls need not wait. Without a key, nothing is deleted yet.
   */
  purge: (olderThanIso: string) => Promise<number>
  /** Empties the journal for good, but for a sealed note that it was done. Row numbers go on rising. */
  deleteAll: () => void
  /** Size of the file in bytes. */
  size: () => number
  close: () => void
}

export interface JournalOptions {
  /** Wall clock, milliseconds since the epoch. */
  readonly now: () => number
  /** How long a write waits for another process that is writing; it blocks. 1000 by default. */
  readonly busyTimeoutMs?: number
  /** Upper limit of the file in SQLite pages; for tests of a full disk. */
  readonly maxPages?: number
}

export interface OpenedJournal {
  readonly journal: Journal
  /** Set when a damaged file was set aside: the journal is empty, and its user should know. */
  readonly problem?: { readonly message: Said; readonly hint: Said }
}

/** Rows deleted in one go: a call that comes meanwhile waits for as many and no more. */
const PURGE_BATCH = 50
const BATCHES_A_CHECKPOINT = 5
const LONG_REST_MS = 10

type NoteDetails = Omit<ActivityNote, 'id' | 'kind' | 'time' | 'offsetMinutes'>

/**
 * Opens the journal at a path, creating it if need be. Several processes may have it open at once, on a local disk.
 *
 * Throws JournalError: `newer` for a file of a later version, `read_only`, `full`, `busy`, `failed`.
 */
export function openJournal(path: string, options: JournalOptions): OpenedJournal {
  const { database, setAside } = openJournalFile(path, { ...options, busyTimeoutMs: options.busyTimeoutMs ?? 1_000 })
  registerFolding(database)
  const journal = journalOver(database, options)
  if (setAside === undefined) return { journal }
  return {
    journal,
    problem: {
      message: { id: 'notice.journal.new' },
      hint: { id: 'notice.journal.new.hint', values: { file: setAside } },
    },
  }
}

function journalOver(database: DatabaseSyncInstance, options: JournalOptions): Journal {
  const { guarded, guardedLater } = watched(database)
  const ledger = createLedger(database, { now: options.now, offsetMinutes: () => -new Date(options.now()).getTimezoneOffset() })
  const upkeep = createUpkeep(database, ledger)
  upkeep.soon()
  const hasReceipt = database.prepare('SELECT 1 FROM events WHERE receipt = ?')
  if (hasUnchainedRows(database)) guarded(() => ledger.note({ kind: 'chain_began' }))
  /** What this process wrote last: rows that vanish behind its back show, also without a head kept elsewhere. */
  let written: Head | null = null
  const seen = <Result>(result: Result): Result => {
    written = ledger.head() ?? written
    return result
  }
  return {
    newReceipt: (randomBytes) =>
      guarded(() => {
        for (;;) {
          const receipt = drawReceipt(randomBytes)
          if (hasReceipt.get(receipt) === undefined) return receipt
        }
      }),
    append: (event) =>
      guarded(() => {
        const clean = cleanEvent(event)
        const { id, head } = ledger.write(rowOfEvent(clean))
        written = head ?? written
        upkeep.soon()
        return { id, ...clean }
      }),
    note: (kind, about) => guarded(() => seen(ledger.note({ ...about, kind }))),
    setKey: (bytes) => {
      guarded(() => {
        seen(ledger.setKey(bytes))
      })
    },
    head: () => guarded(() => (isOnDisk(database) ? ledger.head() : null)),
    holds: (head) => guarded(() => ledger.holds(head)),
    verify: async (anchor, pace = 'now') => {
      const key = ledger.key()
      if (key === null) return LOCKED_VERDICT
      const heads = [anchor, written].filter((head) => head !== null && head !== undefined)
      return guardedLater(() => verifyChain(database, key, { heads, rest: pace === 'now' ? rest : longRest }))
    },
    page: (filter, page) => guarded(() => readPage(database, filter, page)),
    models: (filter) => guarded(() => readModels(database, filter)),
    notes: (page) => guarded(() => readNotes(database, page)),
    firstSeen: (model, clientId) => guarded(() => readFirstSeen(database, model, clientId)),
    exported: (format, filter) => exportRows(database, format, filter, rest),
    summary: (nowMs, offsetMinutes) => guarded(() => readSummary(database, nowMs, offsetMinutes)),
    size: () => guarded(() => sizeOf(database)),
    last: () => guarded(() => readLast(database)),
    month: (span) => guardedLater(() => readMonth(database, span, rest)),
    oldest: () => guarded(() => readOldest(database)),
    lastCalls: () => guarded(() => readLastCalls(database)),
    purge: async (olderThanIso) => {
      const older = new Date(olderThanIso).toISOString()
      if (ledger.key() === null) return 0
      let deleted = 0
      for (let batch = 1; ; batch += 1) {
        const inBatch = guarded(() => purgeBatch(database, ledger, older))
        deleted += inBatch
        if (inBatch < PURGE_BATCH) break
        await rest()
        // Little by little, or a call would wait for all of the log to be copied at once.
        if (batch % BATCHES_A_CHECKPOINT === 0) guarded(() => isOnDisk(database))
      }
      if (deleted > 0) {
        guarded(() => {
          seen(ledger.note({ kind: 'purged', count: deleted }))
          emptyLog(database)
        })
      }
      return deleted
    },
    deleteAll: () => {
      guarded(() => {
        ledger.removeAll(() => { emptyTables(database, upkeep) })
        written = ledger.head()
        // Gives the space back as well. Another process that is reading may prevent it; the rows are overwritten already.
        attempt(() => { database.exec('VACUUM') })
        emptyLog(database)
      })
    },
    close: () => {
      if (!database.isOpen) return
      guarded(() => {
        upkeep.close()
        // The file is whole by itself from here on, even if the binding keeps it open for a while: see read-value.ts.
        emptyLog(database)
        database.close()
      })
    },
  }
}

/** Lets whatever waits go first. */
function rest(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}

/** Leaves most of the time to others, for what nobody waits for. */
function longRest(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, LONG_REST_MS).unref())
}

/** A journal of an older version that nothing was written to since. */
function hasUnchainedRows(database: DatabaseSyncInstance): boolean {
  const row = database.prepare('SELECT seal FROM events ORDER BY id DESC LIMIT 1').get() as { readonly seal: string } | undefined
  return row?.seal === 'before'
}

function purgeBatch(database: DatabaseSyncInstance, ledger: Ledger, older: string): number {
  return ledger.transaction(() => {
    const rows = database.prepare('SELECT id FROM events WHERE time < ? ORDER BY time, id LIMIT ?').all(older, PURGE_BATCH) as unknown as readonly { readonly id: number }[]
    if (rows.length > 0) ledger.remove(rows.map(({ id }) => id))
    return rows.length
  })
}

function emptyTables(database: DatabaseSyncInstance, upkeep: Upkeep): void {
  database.exec(`
    DROP TRIGGER call_removed;
    DROP TRIGGER subject_removed;
    DELETE FROM events;
    DELETE FROM subject_calls;
    DELETE FROM tallies;
    DELETE FROM subjects;
    INSERT INTO subject_words (subject_words) VALUES ('delete-all');
    ${CALL_REMOVED}
    ${SUBJECT_REMOVED}
  `)
  upkeep.reset()
}

function sizeOf(database: DatabaseSyncInstance): number {
  const { bytes } = database.prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size').get() as { readonly bytes: number }
  return bytes
}

/** Copies the write-ahead log into the file, which ends in the disk's confirmation, and says whether that was all of it. */
function isOnDisk(database: DatabaseSyncInstance): boolean {
  const { log, checkpointed } = database.prepare('PRAGMA wal_checkpoint(PASSIVE)').get() as { readonly log: number; readonly checkpointed: number }
  return log === checkpointed
}

/** The write-ahead log still holds pages from before a deletion. Another process may prevent it: then its next one does it. */
function emptyLog(database: DatabaseSyncInstance): void {
  attempt(() => { database.exec('PRAGMA wal_checkpoint(TRUNCATE)') })
}

function attempt(action: () => void): void {
  try {
    action()
  } catch (error) {
    if (journalError(error).trouble !== 'busy') throw error
  }
}
