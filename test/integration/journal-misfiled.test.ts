import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openJournal } from '../../src/activity/journal'
import { openStoredJournal } from '../../src/activity/stored-journal'
import type { JournalVerdict } from '../../src/contract/activity'
import { sampleEvent } from '../support/sample-event'
import { tamper } from '../support/tamper'
import { temporaryDirectory } from '../support/temporary-directory'

const KEY = createHash('sha256').update('a key').digest()
const NOW = Date.parse('2026-11-22T12:00:00Z')

/**
 * Rows 1 to 4 were deleted because they are old, 5 to 12 are calls of four days about two models, 13 tells of the deletion. Filters know
 * them all, and not yet the two calls after them.
 */
async function journalFile(): Promise<string> {
  const path = join(await temporaryDirectory(), 'journal.sqlite')
  let { journal } = openJournal(path, { now: () => NOW })
  journal.setKey(KEY)
  const add = (time: string, model: string): void => {
    journal.append(sampleEvent({ time, model, modelLabel: model === 'x.y' ? 'Ü' : 'Partner "A"', fields: model === 'x.y' ? [] : ['name', 'email'] }))
  }
  for (let day = 1; day <= 4; day += 1) add(`2026-01-0${String(day)}T10:00:00.000Z`, 'res.partner')
  for (let index = 0; index < 8; index += 1) add(`2026-11-0${String(1 + Math.floor(index / 2))}T10:00:00.000Z`, index % 2 === 0 ? 'res.partner' : 'x.y')
  await journal.purge('2026-02-01T00:00:00Z')
  journal.close()
  // Whoever reads keeps the log from being emptied when it is closed.
  journal = openJournal(path, { now: () => NOW, busyTimeoutMs: 10 }).journal
  journal.setKey(KEY)
  for (let index = 0; index < 2; index += 1) add('2026-11-22T10:00:00.000Z', 'x.y')
  onTestFinished(() => { journal.close() })
  return path
}

async function verdictOn(path: string): Promise<JournalVerdict> {
  const stored = openStoredJournal(path)
  try {
    return await stored.verify(KEY)
  } finally {
    stored.close()
  }
}

const place = ({ status, broken }: JournalVerdict) => (broken === undefined ? status : `${broken.kind} ${String(broken.from)}-${String(broken.to)}`)
const partner = "(SELECT id FROM subjects WHERE model = 'res.partner')"
const other = "(SELECT id FROM subjects WHERE model = 'x.y')"

describe('a journal whose rows are as written', () => {
  it('is sound while filters know a part of its rows', async () => {
    expect(place(await verdictOn(await journalFile()))).toBe('intact')
  })

  it.each([
    ['a call that is listed under no subject', 'DELETE FROM subject_calls WHERE event_id = 7', 'misfiled 7-7'],
    ['a call that is listed under another subject', `UPDATE subject_calls SET subject_id = ${other} WHERE event_id = 7`, 'misfiled 7-7'],
    ['a call that is listed twice', `INSERT INTO subject_calls SELECT ${other}, 7, time FROM events WHERE id = 7`, 'misfiled 7-7'],
    ['a call that is listed at another time', "UPDATE subject_calls SET time = '2026-10-01T10:00:00.000Z' WHERE event_id = 7", 'misfiled 7-7'],
    ['a list of calls that are none', `INSERT INTO subject_calls VALUES (${partner}, 3, '2026-11-03T10:00:00.000Z')`, 'misfiled 3-3'],
    ['a note in the list of calls', `INSERT INTO subject_calls SELECT ${partner}, id, time FROM events WHERE id = 13`, 'misfiled 13-13'],
    ['a subject that is gone', `DELETE FROM subjects WHERE model = 'res.partner'`, 'misfiled 5-5'],
    ['a subject by another model', "UPDATE subjects SET model = 'res.partners' WHERE model = 'res.partner'", 'misfiled 5-5'],
    ['a subject by another client', "UPDATE subjects SET client_id = 'cursor' WHERE model = 'x.y'", 'misfiled 6-6'],
    ['a subject of another outcome', "UPDATE subjects SET outcome = 'failed' WHERE model = 'x.y'", 'misfiled 6-6'],
    ['a sum of no calls', `UPDATE tallies SET calls = 0 WHERE subject_id = ${partner} AND day = ''`, 'misfiled 5-11'],
    ['a sum of fewer calls on a day', `UPDATE tallies SET calls = calls - 1 WHERE subject_id = ${partner} AND day = '2026-11-02'`, 'misfiled 5-11'],
    ['a sum that begins later', `UPDATE tallies SET first_id = first_id + 1 WHERE subject_id = ${partner} AND day = '2026-11-02'`, 'misfiled 7-7'],
    ['a sum that ends earlier', `UPDATE tallies SET last_id = 10 WHERE subject_id = ${partner} AND day = ''`, 'misfiled 11-11'],
    ['a sum of all calls that is gone', "DELETE FROM tallies WHERE subject_id = 0 AND day = ''", 'misfiled 5-5'],
    ['a sum of all calls of a day that is wrong', "UPDATE tallies SET calls = 9 WHERE subject_id = 0 AND day = '2026-11-03'", 'misfiled 5-12'],
    ['a sum of a subject that is none', "INSERT INTO tallies VALUES (99, '2026-11-02', 1, 7, 7)", 'misfiled 7-7'],
    ['filters that say to know more rows than they do', 'UPDATE filtered SET up_to = 15', 'misfiled 14-14'],
    ['filters that say to know fewer rows than they do', 'UPDATE filtered SET up_to = 6', 'misfiled 7-7'],
    ['filters that do not say which rows they know', 'DELETE FROM filtered', 'misfiled 1-1'],
    ['words that are not those of the subject', "UPDATE subjects SET words = replace(words, 'Ü', 'U') WHERE model = 'x.y'", 'misfiled 6-12'],
    ['words that the index does not have', `INSERT INTO subject_words (subject_words, rowid, words) SELECT 'delete', id, words FROM subjects WHERE model = 'res.partner'`, 'misfiled 5-11'],
    ['words that the index has otherwise', `INSERT INTO subject_words (subject_words, rowid, words) SELECT 'delete', id, words FROM subjects WHERE model = 'res.partner';
      INSERT INTO subject_words (rowid, words) SELECT id, replace(words, 'email', 'emall') FROM subjects WHERE model = 'res.partner'`, 'misfiled 5-11'],
  ])('is not sound with %s, and the row is named', async (_, statements, found) => {
    const path = await journalFile()
    tamper(path, `DROP TRIGGER subject_removed; ${statements}`)
    expect(place(await verdictOn(path))).toBe(found)
  })

  it('says that it is so, and that searches are wrong', async () => {
    const path = await journalFile()
    tamper(path, 'DELETE FROM subject_calls WHERE event_id = 7')
    expect(await verdictOn(path)).toMatchObject({
      status: 'broken',
      message: 'Row 7 is as written, but the lists that searches use are wrong about it.',
      counts: { verified: 11, deleted: 4 },
    })
  })

  it('is said to be changed where it was, even if filters are wrong about an earlier row', async () => {
    const path = await journalFile()
    tamper(path, 'DELETE FROM subject_calls WHERE event_id = 7; UPDATE events SET row_count = 1 WHERE id = 9')
    expect(place(await verdictOn(path))).toBe('changed 9-9')
  })
})
