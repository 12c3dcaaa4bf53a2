import { existsSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import type { ActivityFilter, ExportFormat, JournalVerdict } from '../contract/activity'
import type { MonthActivity } from '../contract/month'
import { chainKey } from './chain'
import { exportRows } from './export'
import { guarded, guardedLater, JournalError } from './journal-error'
import { readLastCalls, readMonth, readOldest, type Span } from './month'
import { registerFolding } from './queries'
import { readValue } from './read-value'
import { SCHEMA_VERSION } from './schema'
import { verifyChain } from './verify'

/** A journal as it stood when it was opened, to read alone: nothing in it is sealed, deleted or mended, whoever else writes to it. */
export interface StoredJournal {
  /** Checks the chain with a key of 32 bytes. Throws JournalError when the file cannot be read. */
  readonly verify: (key: Buffer) => Promise<JournalVerdict>
  /** As `Journal.exported`. */
  readonly exported: (format: ExportFormat, filter: ActivityFilter) => AsyncGenerator<string>
  /** As those of `Journal`. */
  readonly month: (span: Span) => Promise<MonthActivity>
  readonly oldest: () => string | null
  readonly lastCalls: () => Readonly<Record<string, string>>
  readonly close: () => void
}

/** Nobody else waits in a program that does this alone. */
const noRest = (): Promise<void> => Promise.resolve()

/** Throws JournalError: `missing`, `older`, `newer`, `broken` and what else keeps a file from being read. */
export function openStoredJournal(path: string): StoredJournal {
  if (!existsSync(path)) throw new JournalError('missing')
  return guarded(() => {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 1_000 })
    try {
      const version = Number(readValue(database, 'SELECT user_version FROM pragma_user_version'))
      if (version !== SCHEMA_VERSION) throw new JournalError(version > SCHEMA_VERSION ? 'newer' : version === 0 ? 'broken' : 'older')
      // One transaction over everything: rows that come and go meanwhile are not seen by halves.
      database.exec('BEGIN')
      readValue(database, 'SELECT count(*) FROM gaps')
      registerFolding(database)
    } catch (error) {
      database.close()
      throw error
    }
    return {
      verify: (key) => guardedLater(() => verifyChain(database, chainKey(key), { heads: [], rest: noRest })),
      exported: (format, filter) => exportRows(database, format, filter, noRest),
      month: (span) => guardedLater(() => readMonth(database, span, noRest)),
      oldest: () => guarded(() => readOldest(database)),
      lastCalls: () => guarded(() => readLastCalls(database)),
      close: () => {
        database.close()
      },
    }
  })
}
