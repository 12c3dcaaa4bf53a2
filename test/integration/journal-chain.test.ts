import { createHash } from 'node:crypto'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openJournal, type Journal } from '../../src/activity/journal'
import { ROW_COLUMNS } from '../../src/activity/row'
import type { JournalVerdict } from '../../src/contract/activity'
import { sampleEvent } from '../support/sample-event'
import { tamper } from '../support/tamper'
import { temporaryDirectory } from '../support/temporary-directory'

const NOW = Date.parse('2026-11-22T12:00:00.000Z')
const KEY = createHash('sha256').update('a key').digest()
const OTHER_KEY = createHash('sha256').update('another key').digest()
const OLD = '2026-01-01T00:00:00.000Z'

async function journalPath(): Promise<string> {
  return join(await temporaryDirectory(), 'journal.sqlite')
}

function opened(path: string, key: Buffer | null = KEY): Journal {
  const { journal } = openJournal(path, { now: () => NOW })
  onTestFinished(() => { journal.close() })
  if (key !== null) journal.setKey(key)
  return journal
}

async function withRows(count: number): Promise<{ readonly path: string; readonly journal: Journal }> {
  const path = await journalPath()
  const journal = opened(path)
  for (let index = 0; index < count; index += 1) {
    journal.append(sampleEvent({ clientVersion: `1.${String(index)}`, consent: 'once', address: '127.0.0.1', code: 'access_denied_by_odoo', outcome: 'refused', total: index }))
  }
  return { path, journal }
}

const place = ({ status, broken }: JournalVerdict) => (broken === undefined ? status : `${broken.kind} ${String(broken.from)}-${String(broken.to)}`)

describe('the chain', () => {
  it('holds over restarts', async () => {
    const { path, journal } = await withRows(3)
    journal.close()
    const again = opened(path)
    again.append(sampleEvent())
    expect(await again.verify()).toEqual({
      status: 'intact',
      message: '4 rows as written.',
      counts: { verified: 4, late: 0, open: 0, before: 0, otherKey: 0, deleted: 0 },
    })
  })

  it('cannot be checked without its key', async () => {
    expect((await opened(await journalPath(), null).verify()).status).toBe('locked')
  })

  it('shows a change in any column of any row, and where', async () => {
    const { path, journal } = await withRows(5)
    const database = new DatabaseSync(path)
    onTestFinished(() => { database.close() })
    for (const row of [1, 3, 5]) {
      for (const column of [...ROW_COLUMNS.filter((name) => name !== 'id'), 'mac']) {
        for (const change of changesOf(database, column, row)) {
          expect([column, row, place(await changed(database, journal, `UPDATE events SET ${column} = ${change} WHERE id = ${String(row)}`))])
            .toEqual([column, row, `changed ${String(row)}-${String(row)}`])
        }
      }
    }
    expect((await journal.verify()).status).toBe('intact')
  })

  it.each([
    ['removed', 'DELETE FROM events WHERE id = 4', 'removed 4-4'],
    ['removed with others', 'DELETE FROM events WHERE id IN (2, 3)', 'removed 2-3'],
    ['removed at the beginning', 'DELETE FROM events WHERE id = 1', 'removed 1-1'],
    ['removed, with a record of it that nobody sealed', 'DELETE FROM events WHERE id = 4; INSERT INTO gaps SELECT 4, 4, mac, NULL, NULL FROM events WHERE id = 3', 'removed 4-4'],
    ['removed, and those after it moved up', 'DELETE FROM events WHERE id = 4; UPDATE events SET id = id - 1 WHERE id > 4', 'changed 4-4'],
    ['exchanged', 'UPDATE events SET id = -1 WHERE id = 4; UPDATE events SET id = 4 WHERE id = 5; UPDATE events SET id = 5 WHERE id = -1', 'changed 4-4'],
    ['put in', 'UPDATE events SET id = id + 100 WHERE id > 4; UPDATE events SET id = id - 99 WHERE id > 100; INSERT INTO events SELECT 5, time, offset_minutes, client_name, client_version, client_id, connection_id, tool, model, model_label, fields, hidden_fields, filter_shape, row_count, total, bytes, ms, odoo_ms, outcome, code, kind, NULL, odoo_user, methods, companies, consent, address, detail, seal, key_id, mac FROM events WHERE id = 4', 'changed 5-5'],
    ['said to be from before the chain', "UPDATE events SET seal = 'before', key_id = NULL, mac = NULL WHERE id <= 4", 'changed 4-4'],
    ['said not to be sealed yet', "UPDATE events SET seal = 'open', key_id = NULL, mac = NULL WHERE id = 4", 'changed 4-4'],
    ['said to be under another key', "UPDATE events SET key_id = '0123456789abcdef' WHERE id = 4", 'changed 4-4'],
    ['cut off the end', 'DELETE FROM events WHERE id > 6', 'cut 7-8'],
  ])('shows rows that were %s', async (_, statements, found) => {
    const { path, journal } = await withRows(8)
    journal.close()
    tamper(path, statements)
    expect(place(await opened(path).verify())).toBe(found)
  })

  it('shows rows cut off by somebody who forgot nothing only to who knows a later row', async () => {
    const { path, journal } = await withRows(8)
    const head = journal.head()
    journal.close()
    tamper(path, "DELETE FROM events WHERE id > 6; UPDATE sqlite_sequence SET seq = 6 WHERE name = 'events'")
    const again = opened(path)
    expect(place(await again.verify())).toBe('intact')
    expect(place(await again.verify(head))).toBe('cut 7-8')
    // Rows written since take the numbers, and are not those that were known.
    again.append(sampleEvent())
    again.append(sampleEvent())
    expect(place(await again.verify(head))).toBe('changed 8-8')
  })

  it('gives away the newest row only once a power cut would spare it', async () => {
    const { path, journal } = await withRows(3)
    const head = journal.head()
    // What is left when the log beside the file never reached the disk.
    const left = `${path}.left`
    await copyFile(path, left)
    expect(place(await opened(left).verify(head))).toBe('intact')
    // Another process that reads keeps newer rows in the log.
    const reader = new DatabaseSync(path)
    onTestFinished(() => { reader.close() })
    reader.exec('BEGIN; SELECT count(*) FROM events')
    journal.append(sampleEvent())
    expect(journal.head()).toBeNull()
    reader.exec('COMMIT')
    expect(journal.head()).toMatchObject({ id: 4 })
  })

  it('takes rows that are said to be under another key for what a lost key leaves, unless it knows one of them', async () => {
    const { path, journal } = await withRows(8)
    const head = journal.head()
    journal.close()
    tamper(path, "UPDATE events SET key_id = '0123456789abcdef'")
    const again = opened(path)
    expect([place(await again.verify()), place(await again.verify(head))]).toEqual(['partial', 'changed 8-8'])
  })

  it('does not seal a record of deletion that somebody put in, nor waits with deleting everything for a key', async () => {
    const { path, journal } = await withRows(8)
    const { mac } = journal.head() ?? { mac: '' }
    journal.close()
    tamper(path, `DELETE FROM events WHERE id <= 8; INSERT INTO gaps VALUES (1, 8, x'${mac}', NULL, NULL)`)
    expect(place(await opened(path).verify())).toBe('removed 1-8')
    const other = await withRows(2)
    other.journal.close()
    const locked = opened(other.path, null)
    locked.deleteAll()
    locked.setKey(KEY)
    expect((await locked.verify()).counts).toMatchObject({ verified: 2, late: 1, deleted: 2 })
    expect([await locked.purge(OLD), await opened(await journalPath(), null).purge('2030-01-01T00:00:00Z')]).toEqual([0, 0])
  })

  it('shows rows that were cut off while the journal is open', async () => {
    const { path, journal } = await withRows(8)
    tamper(path, "DELETE FROM events WHERE id > 6; UPDATE sqlite_sequence SET seq = 6 WHERE name = 'events'")
    expect(place(await journal.verify())).toBe('cut 7-8')
  })

  it('survives the deletion of what is old, wherever it lies', async () => {
    const journal = opened(await journalPath())
    for (let index = 0; index < 300; index += 1) journal.append(sampleEvent({ time: index < 120 || index % 7 === 0 ? OLD : '2026-11-22T10:00:00.000Z' }))
    const deleted = await journal.purge('2026-06-01T00:00:00Z')
    const verdict = await journal.verify()
    expect([verdict.status, verdict.counts.deleted, verdict.counts.verified]).toEqual(['intact', deleted, 301 - deleted])
    expect(verdict.message).toContain('rows deleted, which is recorded')
    expect(journal.notes({ limit: 1 })).toMatchObject([{ kind: 'purged', count: deleted }])
  })

  it('shows a forged record of deleted rows', async () => {
    const path = await journalPath()
    const journal = opened(path)
    for (let index = 0; index < 20; index += 1) journal.append(sampleEvent({ time: index < 10 ? OLD : '2026-11-22T10:00:00.000Z' }))
    await journal.purge('2026-06-01T00:00:00Z')
    journal.close()
    tamper(path, 'UPDATE gaps SET last_id = 12; DELETE FROM events WHERE id <= 12')
    expect(place(await opened(path).verify())).toBe('removed 1-12')
  })

  it('begins anew after everything was deleted, with a note of it', async () => {
    const { journal } = await withRows(8)
    journal.deleteAll()
    journal.append(sampleEvent())
    expect((await journal.verify()).counts).toMatchObject({ verified: 2, deleted: 8 })
    expect(journal.notes({ limit: 9 })).toMatchObject([{ kind: 'deleted_all', count: 8 }])
  })

  it('seals what was written without a key as soon as there is one, and says so', async () => {
    const path = await journalPath()
    const journal = opened(path, null)
    for (let index = 0; index < 3; index += 1) journal.append(sampleEvent())
    expect(journal.head()).toBeNull()
    journal.setKey(KEY)
    journal.append(sampleEvent())
    const verdict = await journal.verify()
    expect([verdict.status, verdict.counts]).toEqual(['intact', { verified: 5, late: 3, open: 0, before: 0, otherKey: 0, deleted: 0 }])
    expect(journal.notes({ limit: 1 })).toMatchObject([{ kind: 'sealed_late', count: 3 }])
    journal.close()
    tamper(path, 'UPDATE events SET row_count = 1 WHERE id = 2')
    expect(place(await opened(path).verify())).toBe('changed 2-2')
  })

  it('goes on under a new key that the old one announces', async () => {
    const { path, journal } = await withRows(3)
    journal.setKey(OTHER_KEY)
    journal.append(sampleEvent())
    expect((await journal.verify()).counts).toMatchObject({ verified: 2, otherKey: 4 })
    expect(journal.notes({ limit: 9 }).map(({ kind }) => kind)).toEqual(['key_changed', 'key_changed'])
    journal.close()
    tamper(path, "UPDATE events SET key_id = '0123456789abcdef' WHERE id = 6")
    expect(place(await opened(path, OTHER_KEY).verify())).toMatch(/^changed/)
  })

  it('goes on under a new key although the old one is lost, and says what cannot be checked', async () => {
    const { path, journal } = await withRows(3)
    journal.close()
    const again = opened(path, OTHER_KEY)
    again.append(sampleEvent())
    const verdict = await again.verify()
    expect([verdict.status, verdict.counts.verified, verdict.counts.otherKey]).toEqual(['partial', 2, 3])
    expect(verdict.message).toContain('3 rows sealed with another key, which cannot be checked')
  })

  it('takes over what a version without a chain has written, and says that it cannot vouch for it', async () => {
    const path = await journalPath()
    tamper(path, SCHEMA_1)
    const journal = opened(path)
    journal.append(sampleEvent())
    expect(journal.page({ text: 'partner' }, { limit: 9 })).toMatchObject({ total: 2, events: [{ id: 2, model: 'res.partner', receipt: '' }, { id: 1 }] })
    const verdict = await journal.verify()
    expect([verdict.status, verdict.counts]).toEqual(['partial', { verified: 3, late: 1, open: 0, before: 2, otherKey: 0, deleted: 0 }])
    expect(verdict.message).toContain('2 rows from before the chain')
  })
})

/** Other values that a column can have: every bit of a number's end and every byte of a text. */
function changesOf(database: DatabaseSyncInstance, column: string, row: number): readonly string[] {
  const { value } = database.prepare(`SELECT ${column} AS value FROM events WHERE id = ?`).get(row) as { readonly value: unknown }
  if (value === null) return column === 'model' || column === 'detail' ? ["'x'"] : []
  if (typeof value === 'number') return [String(value + 1), String(value + 2), ...(Number.isInteger(value) ? [] : [String(value + 0.0000001)])]
  if (value instanceof Uint8Array) return [0, 31].map((index) => `x'${Buffer.from(value.map((byte, at) => (at === index ? byte ^ 1 : byte))).toString('hex')}'`)
  const text = String(value)
  if (text === '') return ["'x'"]
  return Array.from(text, (character, at) => `'${text.slice(0, at)}${character === 'x' ? 'y' : 'x'}${text.slice(at + 1)}'`)
}

/** What verify says while a change is in place; it is taken back afterwards. */
async function changed(database: DatabaseSyncInstance, journal: Journal, statement: string): Promise<JournalVerdict> {
  database.exec('CREATE TEMP TABLE kept AS SELECT * FROM events')
  database.exec(statement)
  const verdict = await journal.verify()
  const columns = [...ROW_COLUMNS.filter((name) => name !== 'id'), 'mac']
  database.exec(`UPDATE events SET ${columns.map((name) => `${name} = (SELECT ${name} FROM kept WHERE kept.id = events.id)`).join(', ')}; DROP TABLE kept`)
  return verdict
}

const SCHEMA_1 = `
  CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, offset_minutes INTEGER NOT NULL, client_name TEXT NOT NULL,
    client_version TEXT NOT NULL, client_id TEXT NOT NULL, connection_id TEXT NOT NULL, tool TEXT NOT NULL, model TEXT, model_label TEXT,
    fields TEXT NOT NULL, hidden_fields TEXT NOT NULL, filter_shape TEXT NOT NULL, row_count INTEGER NOT NULL, total INTEGER,
    bytes INTEGER NOT NULL, ms REAL NOT NULL, odoo_ms REAL NOT NULL, outcome TEXT NOT NULL, code TEXT
  ) STRICT;
  CREATE INDEX events_by_time ON events (time);
  CREATE INDEX events_by_client ON events (client_id, id);
  CREATE INDEX events_by_model ON events (model, id);
  CREATE INDEX events_by_outcome ON events (outcome, id);
  INSERT INTO events (time, offset_minutes, client_name, client_version, client_id, connection_id, tool, model, model_label, fields, hidden_fields,
    filter_shape, row_count, total, bytes, ms, odoo_ms, outcome)
  VALUES ('2026-11-20T10:00:00.000Z', 60, 'Claude', '1', 'claude-desktop', 'c1', 'odoo_search', 'res.partner', 'Contact', 'name', '', '', 1, 1, 10, 1.5, 1, 'answered'),
    ('2026-11-20T10:01:00.000Z', 60, 'Claude', '1', 'claude-desktop', 'c1', 'odoo_search', 'res.partner', 'Contact', 'name', '', '', 1, 1, 10, 1.5, 1, 'answered');
  PRAGMA user_version = 1;
`
