import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import { guarded, guardedLater, JournalError } from './journal-error'
import { readValue } from './read-value'
import { SCHEMA_VERSION } from './schema'

/** The file says that it was found damaged: the next start has it read whole. Kept as the file's `application_id`, which nothing else uses. */
const SUSPECT = 1
/** Up to this size a file is read whole at each start, which takes some milliseconds. */
const SMALL_PAGES = 2_000
/** Rows looked at on either end of a table. */
const ROWS_AT_AN_END = 100

/** By table or index, what puts its entries in order. Reading the last column of a row reads all of it. */
const ENDS: readonly { readonly from: string; readonly last: string; readonly order: readonly string[] }[] = [
  { from: 'events NOT INDEXED', last: 'mac', order: ['id'] },
  { from: 'events INDEXED BY events_by_time', last: 'kind', order: ['time', 'kind'] },
  { from: 'subjects NOT INDEXED', last: 'words', order: ['id'] },
  { from: 'subject_calls', last: 'time', order: ['subject_id', 'event_id'] },
  { from: 'tallies', last: 'last_id', order: ['subject_id', 'day'] },
]

/**
 * Looks at a file before it is used, in bounded time: a long one at the ends of its tables alone. What lies between is read when the
 * chain is checked, without haste; what is found damaged then or at any other time is written into the file (see `watched`). Throws
 * JournalError `broken`.
 */
export function checkSound(database: DatabaseSyncInstance): void {
  const [pages, version, mark] = ['page_count', 'user_version', 'application_id'].map((name) => Number(readValue(database, `SELECT ${name} FROM pragma_${name}`)))
  // A file of another version is read whole by what takes it over; it has other tables.
  const isWhole = mark === SUSPECT || (pages ?? 0) <= SMALL_PAGES || version !== SCHEMA_VERSION
  if (!isWhole) {
    readEnds(database)
    return
  }
  if (readValue(database, 'SELECT quick_check FROM pragma_quick_check') !== 'ok') throw new JournalError('broken')
  if (mark === SUSPECT) database.exec('PRAGMA application_id = 0')
}

function readEnds(database: DatabaseSyncInstance): void {
  for (const { from, last, order } of ENDS) {
    for (const direction of ['ASC', 'DESC']) {
      const by = order.map((column) => `${column} ${direction}`).join(', ')
      readValue(database, `SELECT max(length(${last})) FROM (SELECT ${last} FROM ${from} ORDER BY ${by} LIMIT ${String(ROWS_AT_AN_END)})`)
    }
  }
}

/** `guarded` and `guardedLater`, with what they find damaged written into the file: the next start sets it aside. */
export function watched(database: DatabaseSyncInstance): { readonly guarded: typeof guarded; readonly guardedLater: typeof guardedLater } {
  const doubt = (error: unknown): void => {
    if (!(error instanceof JournalError && error.trouble === 'broken')) return
    try {
      database.exec(`PRAGMA application_id = ${String(SUSPECT)}`)
    } catch {
      // It cannot even be written: then its first page is damaged, which the next start sees by itself, or the disk is full.
    }
  }
  return {
    guarded: (action) => {
      try {
        return guarded(action)
      } catch (error) {
        doubt(error)
        throw error
      }
    },
    guardedLater: async (action) => {
      try {
        return await guardedLater(action)
      } catch (error) {
        doubt(error)
        throw error
      }
    },
  }
}
