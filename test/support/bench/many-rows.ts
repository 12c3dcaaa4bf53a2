import { DatabaseSync } from '@photostructure/sqlite'
import { chainKey, rowMac } from '../../../src/activity/chain'
import { openJournal } from '../../../src/activity/journal'
import { ROW_COLUMNS, rowOfEvent, valuesOf } from '../../../src/activity/row'
import { ADD_CALLS, ADD_SUMS } from '../../../src/activity/schema'
import type { NewActivityEvent } from '../../../src/contract/activity'
import { sampleEvent } from '../sample-event'

const DAY_MS = 86_400_000
const DAYS = 90
const MODELS = 40
const CLIENTS = 8
/** Lists of fields that are asked for of one model: Claude asks for what answers a question, and questions come again. */
const FIELD_LISTS = 6
const FIELDS = ['name', 'amount_total', 'state', 'partner_id', 'date_order', 'company_id'] as const

/** The `index`-th of `count` calls, spread evenly over the ninety days before `nowMs`: some models and clients are asked about more than others. */
function call(index: number, count: number, nowMs: number): NewActivityEvent {
  // A number that looks drawn, and is the same in each run.
  const drawn = Math.imul(index, 2_654_435_761) >>> 0
  const skewed = (values: number, shift: number): number => Math.floor((((drawn >>> shift) % 1_000) / 1_000) ** 2 * values)
  const model = skewed(MODELS, 2)
  const client = skewed(CLIENTS, 5)
  return sampleEvent({
    receipt: index.toString(36).toUpperCase().padStart(8, '0'),
    time: new Date(nowMs - Math.floor(((count - index) / count) * DAYS * DAY_MS)).toISOString(),
    clientId: `client-${String(client)}`,
    clientName: `Client ${String(client)}`,
    model: `model.number.${String(model)}`,
    modelLabel: `Label ${String(model)}`,
    tool: drawn % 3 === 0 ? 'odoo_aggregate' : 'odoo_search',
    connectionId: client === 0 ? 'c2' : 'c1',
    fields: FIELDS.slice(0, 1 + skewed(FIELD_LISTS, 9)),
    outcome: drawn % 97 === 0 ? 'refused' : 'answered',
  })
}

/**
 * Makes a journal of so many sealed calls at a path, as if they had been appended one by one. That would take minutes for a million,
 * so they are written in one transaction, and filters learn of them all at once, by the statements of a migration.
 */
export function writeManyRows(path: string, { count, key, nowMs }: { readonly count: number; readonly key: Buffer; readonly nowMs: number }): void {
  openJournal(path, { now: () => nowMs }).journal.close()
  const database = new DatabaseSync(path)
  const chain = chainKey(key)
  const insert = database.prepare(`INSERT INTO events (${ROW_COLUMNS.join(', ')}, mac) VALUES (${[...ROW_COLUMNS, 'mac'].map(() => '?').join(', ')})`)
  database.exec('PRAGMA synchronous = OFF; BEGIN')
  let before: Buffer | null = null
  for (let index = 1; index <= count; index += 1) {
    const values = valuesOf({ ...rowOfEvent(call(index, count, nowMs)), id: index, seal: 'direct', key_id: chain.id })
    before = rowMac(chain, before, values)
    insert.run(...values, before)
  }
  database.exec(`${ADD_CALLS} ${ADD_SUMS} UPDATE filtered SET up_to = ${String(count)}; COMMIT; PRAGMA wal_checkpoint(TRUNCATE)`)
  database.close()
}
