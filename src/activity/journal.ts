import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { ActivityEvent, ActivityFilter, ActivityPage, ActivitySummary, NewActivityEvent } from '../contract/activity'
import type { Host } from '../host/host'
import { cleanEvent } from './clean-event'
import { journalError } from './journal-error'
import { drawReceipt } from './receipt'
import { openJournalFile } from './journal-file'
import { joinNames, readLast, readPage, readSummary, registerFolding } from './queries'

/** One row a tool call, no values. Every method throws `JournalError` when the file cannot be read or written. */
export interface Journal {
  /** A receipt that no row has. */
  newReceipt: (randomBytes: Host['randomBytes']) => string
  /**
   * Cleans, numbers and writes a row. When it returns, the row outlives a kill of this process at any moment; a power cut may
   * lose the newest rows.
   */
  append: (event: NewActivityEvent) => ActivityEvent
  /** Newest first, from below `beforeId`; `total` counts all that match, whatever the page. */
  page: (filter: ActivityFilter, options: { readonly beforeId?: number | undefined; readonly limit: number }) => ActivityPage
  /** `offsetMinutes` is the user's clock east of UTC, which says when today began. */
  summary: (nowMs: number, offsetMinutes: number) => ActivitySummary
  last: () => ActivityEvent | null
  /** Deletes what is older than an ISO time in UTC, for good, and says how many rows that were. */
  purge: (olderThanIso: string) => number
  /** Empties the journal for good. Row numbers go on rising, so that it shows. */
  deleteAll: () => void
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
  readonly problem?: { readonly message: string; readonly hint: string }
}

/** Rows deleted in one go, so that another process's writes need not wait for all. */
const PURGE_CHUNK = 2_000

/**
 * Opens the journal at a path, creating it if need be. Several processes may have it open at once, on a local disk.
 *
 * Throws JournalError: `newer` for a file of a later version, `read_only`, `full`, `busy`, `failed`.
 */
export function openJournal(path: string, options: JournalOptions): OpenedJournal {
  const { database, setAside } = openJournalFile(path, { ...options, busyTimeoutMs: options.busyTimeoutMs ?? 1_000 })
  registerFolding(database)
  const journal = journalOver(database)
  if (setAside === undefined) return { journal }
  return {
    journal,
    problem: {
      message: 'The journal file was damaged, and a new one was begun.',
      hint: `The damaged file was kept beside it as ${setAside}.`,
    },
  }
}

function journalOver(database: DatabaseSyncInstance): Journal {
  const insert = database.prepare(
    `INSERT INTO events (time, offset_minutes, client_name, client_version, client_id, connection_id, tool, model, model_label,
      fields, hidden_fields, filter_shape, row_count, total, bytes, ms, odoo_ms, outcome, code, receipt, odoo_user, methods, companies, consent, address)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  return {
    newReceipt: drawReceipt,
    append: (event) =>
      guarded(() => {
        const clean = cleanEvent(event)
        const { lastInsertRowid } = insert.run(
          clean.time,
          clean.offsetMinutes,
          clean.clientName,
          clean.clientVersion,
          clean.clientId,
          clean.connectionId,
          clean.tool,
          clean.model ?? null,
          clean.modelLabel ?? null,
          joinNames(clean.fields),
          joinNames(clean.hiddenFields),
          clean.filterShape,
          clean.rows,
          clean.total ?? null,
          clean.bytes,
          clean.ms,
          clean.odooMs,
          clean.outcome,
          clean.code ?? null,
          clean.receipt === '' ? null : clean.receipt,
          clean.odooUser ?? null,
          joinNames(clean.methods),
          clean.companies.join(' '),
          clean.consent ?? null,
          clean.address ?? null,
        )
        return { id: Number(lastInsertRowid), ...clean }
      }),
    page: (filter, options) => guarded(() => readPage(database, filter, options)),
    summary: (nowMs, offsetMinutes) => guarded(() => readSummary(database, nowMs, offsetMinutes)),
    last: () => guarded(() => readLast(database)),
    purge: (olderThanIso) => guarded(() => purge(database, olderThanIso)),
    deleteAll: () => {
      guarded(() => {
        database.exec('DELETE FROM events')
        // Gives the space back as well. Another process that is reading may prevent it; the rows are overwritten already.
        attempt(() => { database.exec('VACUUM') })
        emptyLog(database)
      })
    },
    close: () => {
      if (!database.isOpen) return
      guarded(() => {
        // The file is whole by itself from here on, even if the binding keeps it open for a while: see read-value.ts.
        emptyLog(database)
        database.close()
      })
    },
  }
}

function purge(database: DatabaseSyncInstance, olderThanIso: string): number {
  const older = new Date(olderThanIso).toISOString()
  const chunk = database.prepare('DELETE FROM events WHERE id IN (SELECT id FROM events WHERE time < ? ORDER BY time LIMIT ?)')
  let deleted = 0
  for (;;) {
    const changes = Number(chunk.run(older, PURGE_CHUNK).changes)
    deleted += changes
    if (changes < PURGE_CHUNK) break
  }
  if (deleted > 0) emptyLog(database)
  return deleted
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

function guarded<Result>(action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    throw journalError(error)
  }
}
