import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openJournal } from '../../src/activity/journal'
import { ROW_COLUMNS } from '../../src/activity/row'
import { NOTE_KINDS, TOOL_NAMES, type JournalVerdict } from '../../src/contract/activity'
import { sampleEvent } from '../support/sample-event'
import { temporaryDirectory } from '../support/temporary-directory'

const KEY = createHash('sha256').update('a key').digest()
const NOW = Date.parse('2026-11-22T12:00:00Z')

const name = fc.stringMatching(/^[a-z_.]{1,12}$/)
const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(value, { nil: undefined })
const call = fc.record({
  time: fc.integer({ min: 0, max: 300 }).map((days) => new Date(NOW - days * 86_400_000).toISOString()),
  offsetMinutes: fc.integer({ min: -720, max: 840 }),
  clientName: fc.string({ unit: 'grapheme', maxLength: 20 }),
  clientVersion: fc.string({ maxLength: 8 }),
  odooUser: optional(fc.emailAddress()),
  tool: fc.constantFrom(...TOOL_NAMES),
  model: optional(name),
  modelLabel: optional(fc.string({ unit: 'grapheme', maxLength: 20 })),
  fields: fc.uniqueArray(name, { maxLength: 4 }),
  hiddenFields: fc.uniqueArray(name, { maxLength: 2 }),
  rows: fc.nat(),
  total: optional(fc.nat()),
  bytes: fc.nat(),
  ms: fc.double({ min: 0, max: 1e6, noNaN: true }),
  outcome: fc.constantFrom('answered', 'refused', 'failed', 'cancelled'),
  companies: fc.array(fc.nat(99), { maxLength: 2 }),
  consent: optional(fc.constantFrom('once', 'session', 'always')),
  address: optional(fc.ipV4()),
})
/** What is written down, one after the other. */
const step = fc.oneof(
  { weight: 5, arbitrary: call.map((part) => ({ do: 'append', event: sampleEvent(part as Parameters<typeof sampleEvent>[0]) }) as const) },
  { weight: 1, arbitrary: fc.constantFrom(...NOTE_KINDS).map((kind) => ({ do: 'note', kind }) as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'key' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'purge' } as const) },
)

/** Whatever SQLite lets into a column of this type: what comes near the old value, and what no JavaScript number can be. */
const valuesOf: Readonly<Record<string, (old: unknown) => fc.Arbitrary<string | number | bigint | Uint8Array | null>>> = {
  TEXT: (old) => fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom('', ' ', '\0', 'x').map((end) => `${String(old ?? '')}${end}`),
    fc.constant(null),
  ),
  INTEGER: (old) => fc.oneof(
    fc.integer(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.constantFrom(-1, 1).map((step_) => Number(old ?? 0) + step_),
    fc.constant(null),
  ),
  REAL: (old) => fc.oneof(fc.double({ noNaN: true }), fc.constant(Number(old ?? 0) * (1 + Number.EPSILON)), fc.constant(null)),
  BLOB: (old) => fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constant(old instanceof Uint8Array ? old.slice(1) : new Uint8Array(32)), fc.constant(null)),
}

interface Column {
  readonly name: string
  readonly type: string
}

/** The value as SQL writes it: it says the type, and differs whenever the value does. */
function literal(database: DatabaseSyncInstance, column: string, id: number): string {
  return (database.prepare(`SELECT typeof(${column}) || ' ' || quote(${column}) || ' ' || hex(${column}) AS text FROM events WHERE id = ?`).get(id) as { readonly text: string }).text
}

const place = ({ status, broken }: JournalVerdict): string => (broken === undefined ? status : `${broken.kind} ${String(broken.from)}-${String(broken.to)}`)

describe('whatever was written, and whichever column of whichever row is changed to whatever', () => {
  it('the row is named, and the journal is sound again when it is changed back', async () => {
    const directory = await temporaryDirectory()
    let runs = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), fc.nat(), fc.infiniteStream(fc.nat()), async (steps, drawnRow, seeds) => {
        runs += 1
        const path = join(directory, `${String(runs)}.sqlite`)
        const { journal } = openJournal(path, { now: () => NOW })
        for (const one of steps) {
          if (one.do === 'append') journal.append(one.event)
          else if (one.do === 'note') journal.note(one.kind)
          else if (one.do === 'key') journal.setKey(KEY)
          else await journal.purge(new Date(NOW - 150 * 86_400_000).toISOString())
        }
        journal.setKey(KEY)
        const database = new DatabaseSync(path)
        try {
          const sound = await journal.verify()
          expect(sound.status).toBe('intact')
          const ids = (database.prepare('SELECT id FROM events ORDER BY id').all() as unknown as readonly { readonly id: number }[]).map(({ id }) => id)
          const id = ids[drawnRow % Math.max(1, ids.length)]
          if (id === undefined) return
          const columns = database.prepare("SELECT name, type FROM pragma_table_info('events') WHERE name <> 'id'").all() as unknown as readonly Column[]
          expect(columns.map((column) => column.name).sort()).toEqual([...ROW_COLUMNS.filter((column) => column !== 'id'), 'mac'].sort())
          database.exec('CREATE TEMP TABLE kept AS SELECT * FROM events')
          for (const column of columns) {
            const before = literal(database, column.name, id)
            const { value: old } = database.prepare(`SELECT ${column.name} AS value FROM kept WHERE id = ?`).get(id) as { readonly value: unknown }
            const seed = seeds.next().value as number
            const [changed = null] = fc.sample(valuesOf[column.type]?.(old) ?? fc.constant(null), { seed, numRuns: 1 })
            try {
              database.prepare(`UPDATE events SET ${column.name} = ? WHERE id = ?`).run(changed, id)
            } catch (error) {
              // A column that takes no null.
              expect([column.name, changed, (error as Error).message]).toEqual([column.name, null, expect.stringContaining('NOT NULL')])
            }
            const isSame = literal(database, column.name, id) === before
            const verdict = await journal.verify()
            // A row under a key that nobody knows may be followed by others: where they end is not known.
            const named = column.name === 'key_id' ? place(verdict).replace(/-.*/, `-${String(id)}`) : place(verdict)
            expect([column.name, changed, named]).toEqual([column.name, changed, isSame ? 'intact' : `changed ${String(id)}-${String(id)}`])
            database.exec(`UPDATE events SET ${column.name} = (SELECT ${column.name} FROM kept WHERE kept.id = events.id) WHERE id = ${String(id)}`)
          }
          expect(await journal.verify()).toEqual(sound)
        } finally {
          database.close()
          journal.close()
        }
      }),
      { numRuns: 60 },
    )
  })
})
