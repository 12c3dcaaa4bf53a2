import { VitrineError } from '../errors/vitrine-error'
import type { Sentence } from '../i18n/sentence'

/** What keeps the journal from being read or written. */
export type JournalTrouble = 'missing' | 'older' | 'newer' | 'read_only' | 'full' | 'busy' | 'broken' | 'closed' | 'failed'

interface Explanation {
  readonly message: Sentence
  readonly hint: Sentence
}

const EXPLANATIONS: Readonly<Record<JournalTrouble, Explanation>> = {
  missing: {
    message: { id: 'journal.none' },
    hint: { id: 'journal.none.hint' },
  },
  older: {
    message: { id: 'journal.older' },
    hint: { id: 'journal.older.hint' },
  },
  newer: {
    message: { id: 'journal.newer' },
    hint: { id: 'journal.newer.hint' },
  },
  read_only: {
    message: { id: 'journal.readOnly' },
    hint: { id: 'journal.readOnly.hint' },
  },
  full: {
    message: { id: 'journal.full' },
    hint: { id: 'journal.full.hint' },
  },
  busy: {
    message: { id: 'journal.busy' },
    hint: { id: 'journal.busy.hint' },
  },
  broken: {
    message: { id: 'journal.damaged' },
    hint: { id: 'journal.damaged.hint' },
  },
  closed: { message: { id: 'journal.closed' }, hint: { id: 'journal.closed.hint' } },
  failed: { message: { id: 'journal.failed' }, hint: { id: 'journal.failed.hint' } },
}

/** Its code is `internal`: what cannot be recorded is not answered, and the client can do nothing about it. */
export class JournalError extends VitrineError {
  readonly trouble: JournalTrouble

  constructor(trouble: JournalTrouble) {
    const { message, hint } = EXPLANATIONS[trouble]
    super('internal', message, { hint })
    this.trouble = trouble
  }
}

/** SQLite's primary result codes, https://sqlite.org/rescode.html */
const TROUBLE_BY_RESULT_CODE: ReadonlyMap<number, JournalTrouble> = new Map([
  [3, 'read_only'], // SQLITE_PERM
  [5, 'busy'], // SQLITE_BUSY
  [6, 'busy'], // SQLITE_LOCKED
  [8, 'read_only'], // SQLITE_READONLY
  [11, 'broken'], // SQLITE_CORRUPT
  [13, 'full'], // SQLITE_FULL
  [26, 'broken'], // SQLITE_NOTADB
])

/**
 * What SQLite says for these codes. The binding (1.2.1) leaves the code out of errors that come up in `all()`; may go when it does not.
 * https://sqlite.org/c3ref/errcode.html
 */
const TROUBLE_BY_WORDS: ReadonlyMap<string, JournalTrouble> = new Map([
  ['access permission denied', 'read_only'],
  ['database is locked', 'busy'],
  ['database table is locked', 'busy'],
  ['attempt to write a readonly database', 'read_only'],
  ['database disk image is malformed', 'broken'],
  ['database or disk is full', 'full'],
  ['file is not a database', 'broken'],
])

const TROUBLE_BY_SYSTEM_CODE: ReadonlyMap<string, JournalTrouble> = new Map([
  ['EACCES', 'read_only'],
  ['EPERM', 'read_only'],
  ['EROFS', 'read_only'],
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EBUSY', 'busy'],
  ['ERR_INVALID_STATE', 'closed'],
])

/** Whether the journal was closed meanwhile: work for it that was going on then has nothing left to do. */
export function isClosed(error: unknown): boolean {
  return error instanceof JournalError && error.trouble === 'closed'
}

/** Classifies an error of SQLite or of the file system. Its own words are dropped: they may hold a path. */
export function journalError(error: unknown): JournalError {
  if (error instanceof JournalError) return error
  const { errcode, code, message } = (typeof error === 'object' && error !== null ? error : {}) as { errcode?: unknown; code?: unknown; message?: unknown }
  // The low byte is the primary code, the rest says which kind of it.
  const byResult = typeof errcode === 'number' ? TROUBLE_BY_RESULT_CODE.get(errcode & 0xff) : undefined
  const bySystem = typeof code === 'string' ? TROUBLE_BY_SYSTEM_CODE.get(code) : undefined
  const byWords = code === 'ERR_SQLITE_ERROR' && typeof message === 'string' ? TROUBLE_BY_WORDS.get(message) : undefined
  return new JournalError(byResult ?? bySystem ?? byWords ?? 'failed')
}

/** Does something with the file; what goes wrong becomes a JournalError. */
export function guarded<Result>(action: () => Result): Result {
  try {
    return action()
  } catch (error) {
    throw journalError(error)
  }
}

/** The same for what takes its time. */
export async function guardedLater<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action()
  } catch (error) {
    throw journalError(error)
  }
}
