import { randomBytes } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseSync } from '@photostructure/sqlite'
import { openJournal, type Journal } from '../../../src/activity/journal'
import type { ActivityFilter } from '../../../src/contract/activity'
import { sampleEvent } from '../sample-event'
import { writeManyRows } from './many-rows'
import { spreadOf, type Spread } from './statistics'

export interface JournalTimes {
  readonly rows: number
  /** A page of a hundred with its total, by name of the filter; the reference is one scan of the table by the same condition. Milliseconds. */
  readonly pages: readonly { readonly name: string; readonly ours: Spread; readonly reference: Spread }[]
  /** Writing a row, as a call waits for it. Milliseconds. */
  readonly append: Spread
  /** How long the process stood still at most while the journal did this. Milliseconds. */
  readonly pauses: readonly { readonly name: string; readonly longestMs: number; readonly tookMs: number }[]
}

const NOW = Date.parse('2026-11-22T12:00:00Z')
const PAGE = 100
const since = '2026-11-15T12:00:00.000Z'
const until = '2026-11-20T12:00:00.000Z'

/** What people look for, with the condition that a scan would look at each row by. */
const FILTERS: readonly { readonly name: string; readonly filter: ActivityFilter; readonly condition: string }[] = [
  { name: 'model', filter: { model: 'model.number.3' }, condition: "model = 'model.number.3'" },
  { name: 'client', filter: { clientId: 'client-3' }, condition: "client_id = 'client-3'" },
  { name: 'connection', filter: { connectionId: 'c2' }, condition: "connection_id = 'c2'" },
  { name: 'tool', filter: { tool: 'odoo_aggregate' }, condition: "tool = 'odoo_aggregate'" },
  { name: 'outcome', filter: { outcome: 'refused' }, condition: "outcome = 'refused'" },
  { name: 'text', filter: { text: 'amount_tot' }, condition: "instr(fields, 'amount_tot') > 0" },
  { name: 'range', filter: { since, until }, condition: `time >= '${since}' AND time < '${until}'` },
  { name: 'model and range', filter: { model: 'model.number.3', since, until }, condition: `model = 'model.number.3' AND time >= '${since}' AND time < '${until}'` },
  { name: 'client and text', filter: { clientId: 'client-3', text: 'number.3' }, condition: "client_id = 'client-3' AND instr(model, 'number.3') > 0" },
  { name: 'refused by client', filter: { clientId: 'client-3', outcome: 'refused' }, condition: "client_id = 'client-3' AND outcome = 'refused'" },
  { name: 'a receipt', filter: { receipt: '0000ZZZZ' }, condition: "receipt = '0000ZZZZ'" },
  { name: 'nothing found', filter: { model: 'no.such.model' }, condition: "model = 'no.such.model'" },
]

/** Makes a journal of so many rows at a path and measures it. The path's file is of no use afterwards: everything in it is deleted. */
export async function measureJournal(path: string, rows: number): Promise<JournalTimes> {
  const key = randomBytes(32)
  writeManyRows(path, { count: rows, key, nowMs: NOW })
  const began = performance.now()
  const { journal } = openJournal(path, { now: () => NOW })
  const openedMs = performance.now() - began
  journal.setKey(key)
  const pages = pageTimes(path, journal)
  const append = appendTimes(journal)
  const pauses = [
    // The process stands still for all of it.
    { name: 'open', longestMs: openedMs, tookMs: openedMs },
    await pausesOf('verify', () => journal.verify()),
    await pausesOf('export of all rows', () => drain(journal.exported('jsonl', {}))),
    await pausesOf('export of a model', () => drain(journal.exported('csv', { model: 'model.number.3' }))),
    await pausesOf('month', () => journal.month({ since: '2026-10-01T00:00:00.000Z', until: '2026-11-01T00:00:00.000Z' })),
    await pausesOf('by model', () => journal.models({})),
    await pausesOf('purge of a tenth', () => journal.purge('2026-09-02T12:00:00.000Z')),
    await pausesOf('delete everything', () => { journal.deleteAll() }),
  ]
  journal.close()
  return { rows, pages, append, pauses }
}

function pageTimes(path: string, journal: Journal): JournalTimes['pages'] {
  const scan = new DatabaseSync(path)
  try {
    return FILTERS.map(({ name, filter, condition }) => {
      const count = scan.prepare(`SELECT count(*) AS n FROM events NOT INDEXED WHERE kind = 'call' AND ${condition}`)
      const newest = scan.prepare(`SELECT * FROM events NOT INDEXED WHERE kind = 'call' AND ${condition} ORDER BY id DESC LIMIT ${String(PAGE)}`)
      const ours = timed(21, () => journal.page(filter, { limit: PAGE }).total)
      const reference = timed(5, () => {
        newest.all()
        return (count.get() as { readonly n: number }).n
      })
      if (ours.result !== reference.result) throw new Error(`The filter "${name}" found ${String(ours.result)} rows, a scan ${String(reference.result)}.`)
      return { name, ours: ours.spread, reference: reference.spread }
    })
  } finally {
    scan.close()
  }
}

function appendTimes(journal: Journal): Spread {
  const events = Array.from({ length: 2_000 }, () => sampleEvent())
  return timed(events.length - 1, () => journal.append(events.pop() ?? sampleEvent())).spread
}

function timed<Result>(rounds: number, action: () => Result): { readonly spread: Spread; readonly result: Result } {
  let result = action()
  const times = Array.from({ length: rounds }, () => {
    const began = performance.now()
    result = action()
    return performance.now() - began
  })
  return { spread: spreadOf(times), result }
}

async function pausesOf(name: string, action: () => unknown): Promise<JournalTimes['pauses'][number]> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  // It counts from its own first beat on.
  await beats()
  const began = performance.now()
  await action()
  const tookMs = performance.now() - began
  await beats()
  delay.disable()
  return { name, longestMs: delay.max / 1e6, tookMs }
}

const beats = (): Promise<void> => sleep(10)

async function drain(pieces: AsyncIterable<unknown>): Promise<void> {
  for await (const piece of pieces) void piece
}
