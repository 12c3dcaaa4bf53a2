import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openJournal } from '../../src/activity/journal'
import { openStoredJournal } from '../../src/activity/stored-journal'
import { sampleEvent } from '../support/sample-event'
import { tamper } from '../support/tamper'
import { temporaryDirectory } from '../support/temporary-directory'

const KEY = createHash('sha256').update('a key').digest()
const LOST = createHash('sha256').update('a key that is lost').digest()
const NOW = Date.parse('2026-11-22T12:00:00Z')
const PATH = 'journal.sqlite'

/** Rows 1 to 4 were deleted because they are old, 5 to 13 are calls, 14 tells of the deletion, 15 of a webhook. */
async function purged(key = KEY): Promise<string> {
  const path = join(await temporaryDirectory(), PATH)
  const { journal } = openJournal(path, { now: () => NOW })
  journal.setKey(key)
  for (let day = 1; day <= 4; day += 1) journal.append(sampleEvent({ time: `2026-01-0${String(day)}T10:00:00.000Z` }))
  for (let day = 1; day <= 9; day += 1) journal.append(sampleEvent({ time: `2026-11-0${String(day)}T10:00:00.000Z` }))
  await journal.purge('2026-02-01T00:00:00Z')
  journal.note('webhook', { detail: 'delivered' })
  journal.close()
  return path
}

async function found(path: string): Promise<string> {
  const stored = openStoredJournal(path)
  try {
    const { status, broken } = await stored.verify(KEY)
    return broken === undefined ? status : `${broken.kind} ${String(broken.from)}-${String(broken.to)}`
  } finally {
    stored.close()
  }
}

/** Vitrine starts, deletes what is old, and writes a row. */
async function goOn(path: string): Promise<void> {
  const { journal } = openJournal(path, { now: () => NOW })
  journal.setKey(KEY)
  await journal.purge('2026-11-06T00:00:00Z')
  journal.append(sampleEvent())
  journal.close()
}

const macOf = (id: number): string => `(SELECT mac FROM events WHERE id = ${String(id)})`
const UNSEALED = `(time, offset_minutes, client_name, client_version, client_id, connection_id, tool, fields, hidden_fields, filter_shape, row_count, bytes, ms, odoo_ms, outcome, seal, id)
  SELECT time, offset_minutes, client_name, client_version, client_id, connection_id, tool, fields, hidden_fields, filter_shape, row_count, bytes, ms, odoo_ms, outcome`

describe('a record of deleted rows', () => {
  it.each([
    ['said to be under another key', "UPDATE gaps SET key_id = 'ffffffffffffffff'", 'removed 1-4'],
    ['stretched over a row that is taken out, under another key', `UPDATE gaps SET key_id = 'ffffffffffffffff', last_id = 5, last_mac = ${macOf(5)}; DELETE FROM events WHERE id = 5`, 'removed 1-5'],
    ['put in for a row in the middle, under another key', `INSERT INTO gaps VALUES (12, 12, ${macOf(12)}, 'ffffffffffffffff', x'00'); DELETE FROM events WHERE id = 12`, 'removed 12-12'],
    ['put in for the last rows, under another key', `INSERT INTO gaps VALUES (13, 15, ${macOf(15)}, 'ffffffffffffffff', x'00'); DELETE FROM events WHERE id >= 13`, 'removed 13-15'],
    ['put in over rows that are there', "INSERT INTO gaps VALUES (12, 12, NULL, 'ffffffffffffffff', x'00')", 'removed 12-12'],
    ['put in for rows that are still to come', "INSERT INTO gaps VALUES (100, 110, NULL, 'ffffffffffffffff', x'00')", 'removed 100-110'],
  ])('that is %s is found, also after Vitrine went on', async (_, statements, place) => {
    const path = await purged()
    tamper(path, statements)
    expect(await found(path)).toBe(place)
    await goOn(path)
    expect(await found(path)).toMatch(/^removed /)
  })

  it('of a key that is lost is taken over with its rows when the next key comes, and goes when they do', async () => {
    const path = await purged(LOST)
    const { journal } = openJournal(path, { now: () => NOW })
    journal.setKey(KEY)
    journal.close()
    expect(await found(path)).toBe('partial')
    await goOn(path)
    expect(await found(path)).toBe('partial')
    const { journal: later } = openJournal(path, { now: () => NOW })
    later.setKey(KEY)
    await later.purge('2026-11-23T00:00:00Z')
    later.close()
    expect(await found(path)).toBe('intact')
  })
})

describe('a row', () => {
  it.each([0, -5])('that was put in as number %i is found', async (id) => {
    const path = await purged()
    tamper(path, `INSERT INTO events ${UNSEALED}, 'open', ${String(id)} FROM events WHERE id = 5`)
    expect(await found(path)).toBe(`changed ${String(id)}-${String(id)}`)
  })

  it('that was put in at the end without a seal is not vouched for, and said where', async () => {
    const path = await purged()
    tamper(path, `INSERT INTO events ${UNSEALED}, 'open', 16 FROM events WHERE id = 5`)
    const stored = openStoredJournal(path)
    expect(await stored.verify(KEY)).toMatchObject({ status: 'partial', message: expect.stringContaining('1 row not sealed yet, from row 16 on') as string })
    stored.close()
  })

  it('is not sound because all are said to be from before the chain', async () => {
    const path = await purged()
    tamper(path, "UPDATE events SET seal = 'before', mac = NULL, key_id = NULL")
    await goOn(path)
    expect(await found(path)).not.toBe('intact')
  })

  it.each(["UPDATE sqlite_sequence SET seq = 3 WHERE name = 'events'", 'DELETE FROM sqlite_sequence'])('is written and keeps its number although somebody ran %s', async (statement) => {
    const path = await purged()
    tamper(path, statement)
    await goOn(path)
    expect(await found(path)).toBe('intact')
  })

  it.each([
    ['a row', "UPDATE events SET id = -9223372036854775807 WHERE id = 5", /^changed -9007199254740991-/],
    ['the counter of rows', "UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'events'", /^cut 16-/],
    ['a record of deleted rows', 'UPDATE gaps SET last_id = 9223372036854775807', /^removed 1-/],
  ])('is found out where %s has a number that no row can have', async (_, statement, place) => {
    const path = await purged()
    tamper(path, statement)
    expect(await found(path)).toMatch(place)
  })
})
