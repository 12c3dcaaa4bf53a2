import { describe, expect, it } from 'vitest'
import { JournalError, journalError } from '../../../src/activity/journal-error'
import { VitrineError } from '../../../src/errors/vitrine-error'

describe('an error of the journal', () => {
  it.each([
    [{ code: 'ERR_SQLITE_ERROR', errcode: 13 }, 'full'],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 8 }, 'read_only'],
    // SQLITE_READONLY_DIRECTORY: the low byte says which kind it is.
    [{ code: 'ERR_SQLITE_ERROR', errcode: 8 | (6 << 8) }, 'read_only'],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 5 | (1 << 8) }, 'busy'],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 26 }, 'broken'],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 11 | (1 << 8) }, 'broken'],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 14 }, 'failed'],
    [{ code: 'ERR_SQLITE_ERROR', message: 'database disk image is malformed' }, 'broken'],
    [{ code: 'ERR_SQLITE_ERROR', message: 'database is locked' }, 'busy'],
    [{ code: 'ERR_SQLITE_ERROR', message: 'no such table: events' }, 'failed'],
    [{ message: 'database disk image is malformed' }, 'failed'],
    [{ code: 'ENOSPC' }, 'full'],
    [{ code: 'EACCES' }, 'read_only'],
    [{ code: 'EROFS' }, 'read_only'],
    [{ code: 'EBUSY' }, 'busy'],
    [{ code: 'ERR_INVALID_STATE' }, 'closed'],
    [new Error('whatever'), 'failed'],
    ['text', 'failed'],
    [null, 'failed'],
  ])('%o is classified', (error, trouble) => {
    expect(journalError(error).trouble).toBe(trouble)
  })

  it('says in a sentence what is wrong and what to do, and repeats nothing of the system', () => {
    const error = journalError(Object.assign(new Error('unable to open /home/someone/secret'), { code: 'EACCES', path: '/home/someone/secret' }))
    expect(error).toBeInstanceOf(VitrineError)
    expect([error.code, error.message, error.hint]).toEqual([
      'internal',
      'The journal cannot be written, because its file or folder is read-only.',
      'Give your user the right to write to the profile folder.',
    ])
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('someone/secret')
  })

  it('stays the same when it is classified again', () => {
    const error = new JournalError('newer')
    expect(journalError(error)).toBe(error)
  })
})
