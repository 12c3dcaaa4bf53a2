import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { openJournal } from '../../src/activity/journal'
import { JournalError } from '../../src/activity/journal-error'
import { readFirstSeen, readModels, readNotes, readPage, registerFolding } from '../../src/activity/queries'
import { openStoredJournal } from '../../src/activity/stored-journal'
import type { ActivityFilter } from '../../src/contract/activity'
import { sampleEvent } from '../support/sample-event'
import { temporaryDirectory } from '../support/temporary-directory'

const KEY = createHash('sha256').update('a key').digest()
const ROWS = 5

/** Reads what an attacker without the key may have left: rows as they are stored, or null where SQLite finds the file damaged. */
function storedRows(path: string): string | null {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    return JSON.stringify(database.prepare('SELECT * FROM events ORDER BY id').all(), (_key, value: unknown) => (value instanceof Uint8Array ? [...value] : value))
  } catch {
    return null
  } finally {
    database.close()
  }
}

async function placeOf(path: string): Promise<{ readonly from: number } | 'damaged' | 'sound'> {
  try {
    const journal = openStoredJournal(path)
    try {
      const { broken } = await journal.verify(KEY)
      return broken === undefined ? 'sound' : { from: broken.from }
    } finally {
      journal.close()
    }
  } catch (error) {
    if (error instanceof JournalError) return 'damaged'
    throw error
  }
}

it('a change of any byte of any row in the file is named with its row, or the file is found damaged', async () => {
  const path = join(await temporaryDirectory(), 'journal.sqlite')
  const { journal } = openJournal(path, { now: () => 0 })
  journal.setKey(KEY)
  for (let index = 0; index < ROWS; index += 1) journal.append(sampleEvent({ total: 1_000 + index, consent: 'once', address: '127.0.0.1', code: 'internal', outcome: 'failed' }))
  journal.close()

  const database = new DatabaseSync(path, { readOnly: true })
  const { rootpage } = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'events'").get() as { readonly rootpage: number }
  const { page_size: pageSize } = database.prepare('PRAGMA page_size').get() as { readonly page_size: number }
  database.close()
  const bytes = readFileSync(path)
  const start = (rootpage - 1) * pageSize
  // All rows stand in one page: https://sqlite.org/fileformat2.html#b_tree_pages, 13 is a leaf of a table.
  expect([bytes[start], bytes.readUInt16BE(start + 3)]).toEqual([13, ROWS])
  const cells = Array.from({ length: ROWS }, (_, index) => ({ row: index + 1, offset: start + bytes.readUInt16BE(start + 8 + 2 * index) }))
  const original = storedRows(path)

  const file = openSync(path, 'r+')
  onTestFinished(() => { closeSync(file) })
  const found = { named: 0, damaged: 0, same: 0 }
  for (const { row, offset } of cells) {
    const end = Math.min(start + pageSize, ...cells.map((cell) => cell.offset).filter((other) => other > offset))
    for (let at = offset; at < end; at += 1) {
      writeSync(file, Buffer.from([(bytes[at] ?? 0) ^ (1 << (at % 8))]), 0, 1, at)
      const [place, rows] = [await placeOf(path), storedRows(path)]
      writeSync(file, bytes, at, 1, at)
      if (place === 'damaged') found.damaged += 1
      else if (place === 'sound') {
        // The file says the same in another form, such as a number of more bytes.
        expect([at - offset, rows]).toEqual([at - offset, original])
        found.same += 1
      } else {
        // A row whose own number was changed is missing where it was, and may stand before the others.
        expect([row, at - offset, place.from <= row]).toEqual([row, at - offset, true])
        if (at - offset > 3) expect([row, at - offset, place.from]).toEqual([row, at - offset, row])
        found.named += 1
      }
    }
  }
  expect(await placeOf(path)).toBe('sound')
  expect(found.named).toBeGreaterThan(ROWS * 250)
  expect(found.same).toBeLessThan(ROWS * 3)
})

const FILTERS: readonly ActivityFilter[] = [
  {}, { model: 'res.partner' }, { clientId: 'cursor' }, { outcome: 'refused' }, { tool: 'odoo_read' }, { connectionId: 'c2' }, { text: 'partner' }, { text: 'em' },
  { since: '2026-11-02T00:00:00Z', until: '2026-11-04T12:00:00Z' }, { text: 'name', model: 'res.partner', since: '2026-11-02T12:00:00Z' },
]

/** All that somebody who looks into the journal is told, or null where SQLite finds the file damaged. */
function answers(path: string, receipts: readonly string[]): string | null {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    registerFolding(database)
    return JSON.stringify([
      ...[...FILTERS, ...receipts.map((receipt) => ({ receipt }))].map((filter) => [readPage(database, filter, { limit: 100 }), readModels(database, filter)]),
      readNotes(database, { limit: 100 }),
      readFirstSeen(database, 'res.partner', 'cursor'),
    ])
  } catch {
    return null
  } finally {
    database.close()
  }
}

it('after a change of any byte of the file, what is sound is found by every filter as before', async () => {
  const path = join(await temporaryDirectory(), 'journal.sqlite')
  const { journal } = openJournal(path, { now: () => Date.parse('2026-11-22T12:00:00Z') })
  journal.setKey(KEY)
  const receipts = Array.from({ length: 12 }, (_, index) =>
    journal.append(sampleEvent({
      time: `2026-11-0${String(1 + (index % 5))}T1${String(index % 3)}:00:00.000Z`,
      ...(index % 2 === 0 ? { model: 'res.partner', modelLabel: 'Contact', fields: ['name', 'email'] } : {}),
      ...(index % 3 === 0 ? { clientId: 'cursor', clientName: 'Cursor', connectionId: 'c2' } : {}),
      ...(index % 4 === 0 ? { outcome: 'refused', code: 'restricted_field' } : {}),
      tool: index % 5 === 0 ? 'odoo_read' : 'odoo_search',
    })).receipt)
  await journal.purge('2026-11-01T23:00:00Z')
  journal.note('webhook', { detail: 'delivered' })
  journal.close()

  const original = answers(path, receipts)
  expect(original).toContain('webhook')
  const bytes = readFileSync(path)
  const written = [...bytes.keys()].filter((at) => bytes[at] !== 0)
  const file = openSync(path, 'r+')
  onTestFinished(() => { closeSync(file) })
  await fc.assert(
    fc.asyncProperty(fc.nat(written.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
      const at = written[place] ?? 0
      writeSync(file, Buffer.from([(bytes[at] ?? 0) ^ change]), 0, 1, at)
      const [found, told] = [await placeOf(path), answers(path, receipts)]
      writeSync(file, bytes, at, 1, at)
      if (found === 'sound') expect([at, change, told]).toEqual([at, change, original])
    }),
    { numRuns: 200 },
  )
  expect(await placeOf(path)).toBe('sound')
})
