import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openJournal, type Journal } from '../../src/activity/journal'
import { monthSummary } from '../../src/service/month/month-summary'
import { monthSpan } from '../../src/service/month/period'
import { defaultSettings } from '../../src/settings/schema'
import { sampleEvent } from '../support/sample-event'
import { temporaryDirectory } from '../support/temporary-directory'

const KEY = createHash('sha256').update('a key').digest()
const NOW = Date.parse('2026-11-22T12:00:00Z')
const OCTOBER = monthSpan('2026-10', 'Europe/Brussels')

async function newJournal(now: () => number = () => NOW): Promise<{ readonly journal: Journal; readonly path: string }> {
  const path = join(await temporaryDirectory(), 'journal.sqlite')
  const { journal } = openJournal(path, { now })
  onTestFinished(() => { journal.close() })
  journal.setKey(KEY)
  return { journal, path }
}

describe('a month of the journal', () => {
  it('begins and ends at the midnights of the zone, to the millisecond', async () => {
    const { journal } = await newJournal()
    const times = ['2026-09-30T21:59:59.999Z', '2026-09-30T22:00:00.000Z', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z', '2026-10-31T22:59:59.999Z', '2026-10-31T23:00:00.000Z']
    for (const time of times) journal.append(sampleEvent({ time }))
    expect(await journal.month(OCTOBER)).toMatchObject({ calls: 4, questions: 4, records: 80, lastRow: 5 })
    expect((await journal.month(monthSpan('2026-10', 'UTC'))).calls).toBe(4)
    expect((await journal.month(monthSpan('2026-09', 'Europe/Brussels'))).calls).toBe(1)
    expect((await journal.month(monthSpan('2026-11', 'Europe/Brussels'))).calls).toBe(1)
    expect((await journal.month(monthSpan('2026-08', 'Europe/Brussels'))).calls).toBe(0)
  })

  it('counts by model, by client with its Odoo user, and by reason, whatever the order of the rows', async () => {
    const { journal } = await newJournal()
    const october = (day: number, part: Parameters<typeof sampleEvent>[0] = {}): void => void journal.append(sampleEvent({ time: `2026-10-${String(day).padStart(2, '0')}T10:00:00.000Z`, ...part }))
    october(2, { modelLabel: 'Quotation' })
    october(3)
    october(4, { tool: 'odoo_aggregate', rows: 7 })
    october(5, { model: 'res.partner', modelLabel: 'Contact', clientId: 'cursor', odooUser: 'tom@example.com', bytes: 10 })
    october(6, { tool: 'odoo_context', model: undefined, modelLabel: undefined, rows: 1 })
    october(7, { outcome: 'refused', code: 'not_allowed_by_policy', rows: 0 })
    october(8, { outcome: 'refused', code: 'rate_limited', rows: 0, total: 41, methods: [], odooMs: 0 })
    october(9, { outcome: 'failed', code: 'timeout', rows: 0 })
    october(10, { consent: 'session', model: 'hr.leave', modelLabel: 'Time Off' })
    const month = await journal.month(OCTOBER)
    expect(month).toMatchObject({
      calls: 49,
      questions: 6,
      records: 80,
      models: [
        // The newest label of a model holds.
        { model: 'sale.order', label: 'Sales Order', questions: 3, records: 40, bytes: 3 * 2048 },
        { model: 'hr.leave', label: 'Time Off', questions: 1, records: 20 },
        { model: 'res.partner', label: 'Contact', questions: 1, records: 20, bytes: 10 },
      ],
      askers: [
        { clientId: 'claude-desktop', connectionId: 'c1', odooUser: 'maria@example.com', questions: 5 },
        { clientId: 'cursor', connectionId: 'c1', odooUser: 'tom@example.com', questions: 1, bytes: 10 },
      ],
      unanswered: [
        { outcome: 'refused', code: 'rate_limited', count: 41 },
        { outcome: 'refused', code: 'not_allowed_by_policy', count: 1 },
        { outcome: 'failed', code: 'timeout', count: 1 },
      ],
      consents: [{ clientId: 'claude-desktop', model: 'hr.leave', grant: 'session', count: 1 }],
    })
  })

  it('tells models and fields that no earlier row read, and counts no refusal as reading', async () => {
    const { journal } = await newJournal()
    journal.append(sampleEvent({ time: '2026-09-10T10:00:00.000Z', fields: ['name', 'state'] }))
    journal.append(sampleEvent({ time: '2026-10-10T10:00:00.000Z', fields: ['margin', 'name'] }))
    journal.append(sampleEvent({ time: '2026-10-11T10:00:00.000Z', model: 'stock.quant', fields: ['quantity'] }))
    journal.append(sampleEvent({ time: '2026-10-12T10:00:00.000Z', model: 'hr.payslip', fields: ['net_wage'], outcome: 'refused', code: 'not_allowed_by_policy' }))
    journal.append(sampleEvent({ time: '2026-11-11T10:00:00.000Z', model: 'crm.lead', fields: ['name'] }))
    expect(await journal.month(OCTOBER)).toMatchObject({ newModels: ['stock.quant'], newFields: [{ model: 'sale.order', fields: ['margin'] }] })
  })

  it('counts each row once, whether filters know it already or not', async () => {
    const { journal, path } = await newJournal()
    journal.append(sampleEvent({ time: '2026-10-10T10:00:00.000Z', fields: ['name'] }))
    journal.append(sampleEvent({ time: '2026-09-10T10:00:00.000Z', fields: ['state'] }))
    // Closing takes up what filters do not know.
    journal.close()
    const again = openJournal(path, { now: () => NOW }).journal
    onTestFinished(() => { again.close() })
    again.append(sampleEvent({ time: '2026-10-11T10:00:00.000Z', fields: ['margin'], connectionId: 'c2' }))
    again.append(sampleEvent({ time: '2026-11-11T10:00:00.000Z', model: 'crm.lead' }))
    expect(await again.month(OCTOBER)).toMatchObject({ calls: 2, lastRow: 3, newModels: [], newFields: [{ model: 'sale.order', fields: ['margin', 'name'] }] })
    expect(await again.month(monthSpan('2026-11', 'UTC'))).toMatchObject({ calls: 1, newModels: ['crm.lead'] })
    expect(again.lastCalls()).toEqual({ c1: '2026-11-11T10:00:00.000Z', c2: '2026-10-11T10:00:00.000Z' })
  })

  it('tells what happened around the calls', async () => {
    let now = Date.parse('2026-10-10T10:00:00Z')
    const { journal } = await newJournal(() => now)
    journal.note('alert', { detail: 'rate_limit' })
    journal.note('alert', { detail: 'rate_limit' })
    journal.note('connection_refused', { detail: 'wrong_key', count: 12 })
    now = NOW
    journal.note('alert', { detail: 'new_model' })
    const month = await journal.month(OCTOBER)
    expect(month.notes).toEqual([{ kind: 'alert', detail: 'rate_limit', rows: 2, sum: 0 }, { kind: 'connection_refused', detail: 'wrong_key', rows: 1, sum: 12 }])
    expect(month.lastRow).toBe(3)
  })

  it('says when a part of it was deleted for its age, and says nothing of one that is whole', async () => {
    const { journal } = await newJournal()
    for (const day of ['09-20', '10-05', '10-20', '11-02']) journal.append(sampleEvent({ time: `2026-${day}T10:00:00.000Z` }))
    expect((await journal.month(OCTOBER)).keptFrom).toBeUndefined()
    await journal.purge('2026-10-15T00:00:00.000Z')
    expect(await journal.month(OCTOBER)).toMatchObject({ calls: 1, keptFrom: '2026-10-20T10:00:00.000Z' })
    expect((await journal.month(monthSpan('2026-11', 'Europe/Brussels'))).keptFrom).toBeUndefined()
  })

  it('is the last whole one unless another is asked for, and has a fixed set of figures', async () => {
    const { journal } = await newJournal()
    journal.append(sampleEvent({ time: '2026-10-10T10:00:00.000Z' }))
    const summary = await monthSummary(journal, defaultSettings, { now: () => NOW, timeZone: 'Europe/Brussels' })
    expect(summary).toMatchObject({ month: '2026-10', months: ['2026-11', '2026-10'] })
    expect(Object.keys(summary.activity).sort()).toEqual(['askers', 'bytes', 'calls', 'consents', 'lastRow', 'models', 'newFields', 'newModels', 'notes', 'questions', 'records', 'unanswered'])
  })

  it('of very many calls is added up in steps, and calls go on in between', async () => {
    const { journal, path } = await newJournal()
    for (let row = 0; row < 3; row += 1) journal.append(sampleEvent({ time: '2026-10-10T10:00:00.000Z', model: `x.m${String(row)}` }))
    const database = new DatabaseSync(path)
    const columns = 'kind, time, offset_minutes, client_name, client_version, client_id, connection_id, tool, model, model_label, fields, hidden_fields, filter_shape, row_count, total, bytes, ms, odoo_ms, outcome, seal'
    database.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      INSERT INTO events (${columns}) SELECT ${columns.replace(', outcome, seal', ", outcome, 'open'")} FROM events, n WHERE events.id <= 3`)
    database.exec('UPDATE tallies SET last_id = (SELECT max(id) FROM events)')
    database.close()
    let turns = 0
    let isDone = false
    const count = (): void => {
      turns += 1
      if (!isDone) setImmediate(count)
    }
    setImmediate(count)
    const month = await journal.month(OCTOBER)
    isDone = true
    expect(month).toMatchObject({ calls: 60_003, records: 60_003 * 20 })
    // One turn for each 2,000 rows.
    expect(turns).toBeGreaterThanOrEqual(30)
  })
})
