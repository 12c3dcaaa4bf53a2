import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { journalError } from './journal-error'
import { migrate } from './schema'
import { checkSound } from './soundness'

const SIDE_FILES = ['-wal', '-shm'] as const

export interface FileOptions {
  /** Wall clock, for the name of a file that is set aside. */
  readonly now: () => number
  /** How long a write waits for another process, milliseconds; it blocks. */
  readonly busyTimeoutMs: number
  /** Upper limit of the file in SQLite pages; for tests of a full disk. */
  readonly maxPages?: number
}

export interface OpenedFile {
  readonly database: DatabaseSyncInstance
  /** Name of the damaged file that was set aside, in the same folder. */
  readonly setAside?: string
}

/**
 * Opens or creates the journal's file, readable by its owner alone. A damaged one, or one that is no journal, is renamed
 * and a new one begun. Throws JournalError.
 */
export function openJournalFile(path: string, options: FileOptions): OpenedFile {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    try {
      return { database: openDatabase(path, options) }
    } catch (error) {
      if (journalError(error).trouble !== 'broken') throw error
    }
    const setAside = moveAside(path, options.now())
    return { database: openDatabase(path, options), setAside }
  } catch (error) {
    throw journalError(error)
  }
}

function openDatabase(path: string, { busyTimeoutMs, maxPages }: FileOptions): DatabaseSyncInstance {
  // Created here and not by SQLite, which would leave it readable for all; its side files take over the mode.
  closeSync(openSync(path, 'a', 0o600))
  restrict(path)
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs })
  try {
    // A write-ahead log outlives a process killed at any moment: what was committed is with the operating system. NORMAL
    // leaves out the sync of each commit, so a power cut or a crash of the system may lose the newest rows, up to the last
    // checkpoint, but not damage the file. FULL would cost a disk flush for every question.
    database.exec('PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = NORMAL')
    // The log is copied back between calls (see upkeep.ts); this is for a flood that leaves nothing between them. In pages.
    database.exec('PRAGMA wal_autocheckpoint = 8000')
    // What is deleted is overwritten, so that it cannot be read from the free pages of the file.
    database.exec('PRAGMA secure_delete = ON')
    database.exec('PRAGMA journal_size_limit = 4194304')
    // Of a million rows the numbers of a filter's calls lie all over the file. In kibibytes.
    database.exec('PRAGMA cache_size = -8192')
    if (maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${String(maxPages)}`)
    checkSound(database)
    migrate(database)
    for (const suffix of SIDE_FILES) if (existsSync(path + suffix)) restrict(path + suffix)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Files made by an older version or copied back from a backup; Windows has no such modes and ignores it. */
function restrict(path: string): void {
  chmodSync(path, 0o600)
}

/** Moves the file and its side files together, so that what can be saved from them still can. */
function moveAside(path: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]/g, '').replace(/\..*/, '')
  const stem = basename(path).replace(/\.sqlite$/, '')
  let name = `${stem}.broken-${stamp}.sqlite`
  for (let copy = 2; existsSync(join(dirname(path), name)); copy += 1) name = `${stem}.broken-${stamp}-${String(copy)}.sqlite`
  const target = join(dirname(path), name)
  renameSync(path, target)
  for (const suffix of SIDE_FILES) if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix)
  return name
}
