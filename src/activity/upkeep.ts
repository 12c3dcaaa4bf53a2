import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { Ledger } from './ledger'
import { createSubjects, type CallForFilters } from './subjects'

/**
 * What is done for rows after they were written, so that whoever asked need not wait for it: what filters look into is brought up to
 * them, and the write-ahead log goes back into the file. Readers look at the rows that filters do not know yet one by one (see
 * `newestCalls` in queries.ts), so that being behind makes them slower and never wrong.
 */
export interface Upkeep {
  /** Rows were written, or may have been. */
  readonly soon: () => void
  /** Everything was deleted, within the transaction that did it. */
  readonly reset: () => void
  /** Takes up what is left, as far as that goes. */
  readonly close: () => void
}

/** Long enough for rows that come together to be taken up together. */
const WAIT_MS = 100
/** Rows taken up in one go: a call that comes meanwhile waits for as many and no more. */
const ROWS_AT_ONCE = 25
/** Before the write-ahead log is copied back, which ends in the disk's confirmation. */
const ROWS_A_CHECKPOINT = 250

export function createUpkeep(database: DatabaseSyncInstance, { transaction }: Pick<Ledger, 'transaction'>): Upkeep {
  const subjects = createSubjects(database)
  const next = database.prepare(
    `SELECT id, kind, time, client_id, client_name, connection_id, tool, model, model_label, fields, hidden_fields, outcome FROM events
    WHERE id > (SELECT up_to FROM filtered) ORDER BY id LIMIT ${String(ROWS_AT_ONCE)}`,
  )
  const reached = database.prepare('UPDATE filtered SET up_to = ?')
  let waiting: NodeJS.Timeout | null = null
  let sinceCheckpoint = 0

  const take = (): 'all' | 'some' => {
    try {
      return transaction(() => {
        const rows = next.all() as unknown as readonly (CallForFilters & { readonly kind: string })[]
        for (const row of rows) if (row.kind === 'call') subjects.add(row)
        const last = rows.at(-1)
        if (last !== undefined) reached.run(last.id)
        sinceCheckpoint += rows.length
        return rows.length < ROWS_AT_ONCE ? 'all' : 'some'
      })
    } catch {
      // A full disk, or another process that writes: the next row tries again.
      subjects.forget()
      return 'all'
    }
  }

  /** Copies what no reader needs any more, and waits for nobody. */
  const checkpoint = (): void => {
    sinceCheckpoint = 0
    try {
      database.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } catch {
      // A full disk: the rows are in the log, and the next time tries again.
    }
  }

  const soon = (delayMs: number): void => {
    waiting ??= setTimeout(() => {
      waiting = null
      if (take() === 'some') soon(0)
      else if (sinceCheckpoint >= ROWS_A_CHECKPOINT) checkpoint()
    }, delayMs).unref()
  }

  return {
    soon: () => {
      soon(WAIT_MS)
    },
    reset: () => {
      subjects.forget()
      database.exec("UPDATE filtered SET up_to = coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0)")
    },
    close: () => {
      if (waiting !== null) clearTimeout(waiting)
      while (take() === 'some');
    },
  }
}
