import { join } from 'node:path'
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openJournal, type Journal } from '../../src/activity/journal'
import { callsWithin, readFirstSeen, readModels, readPage, readSummary, registerFolding } from '../../src/activity/queries'
import { TOOL_NAMES, type ActivityEvent, type ActivityFilter } from '../../src/contract/activity'
import { sampleEvent } from '../support/sample-event'
import { temporaryDirectory } from '../support/temporary-directory'

const NOW = Date.parse('2026-11-22T12:00:00.000Z')
const HOUR_MS = 3_600_000

/** Few of each, so that filters find much; labels and clients with letters that only a careful comparison folds. */
const MODELS = ['sale.order', 'res.partner', 'x_société.line', undefined] as const
const LABELS = { 'sale.order': 'Verkaufsauftrag', 'res.partner': 'SOCIÉTÉ', 'x_société.line': 'x' } as const
const CLIENTS = ['claude-desktop', 'cursor', 'zed'] as const
const FIELDS = ['amount_total', 'name', 'partner_id.name', 'x_margin'] as const
const OUTCOMES = ['answered', 'refused', 'failed', 'cancelled'] as const
const CONNECTIONS = ['north', 'south'] as const

const event = fc.record({
  model: fc.constantFrom(...MODELS),
  client: fc.constantFrom(...CLIENTS),
  fields: fc.uniqueArray(fc.constantFrom(...FIELDS), { maxLength: 3 }),
  hidden: fc.uniqueArray(fc.constantFrom('x_wage', 'email'), { maxLength: 1 }),
  outcome: fc.constantFrom(...OUTCOMES),
  connectionId: fc.constantFrom(...CONNECTIONS),
  tool: fc.constantFrom(...TOOL_NAMES),
  // Ends of days are where totals by the day may go wrong.
  hoursAgo: fc.constantFrom(0, 1, 11, 12, 13, 35, 36, 60, 100),
}).map(({ model, client, fields, hidden, outcome, connectionId, tool, hoursAgo }) =>
  sampleEvent({
    ...(model === undefined || model === 'x_société.line' ? { model: undefined, modelLabel: undefined } : { model, modelLabel: LABELS[model] }),
    clientId: client, clientName: client === 'zed' ? 'ZÉD' : client, fields, hiddenFields: hidden, outcome, connectionId, tool,
    code: outcome === 'answered' ? undefined : 'timeout', time: new Date(NOW - hoursAgo * HOUR_MS).toISOString(),
  }))

const time = fc.constantFrom(0, 12, 13, 36, 50, 200).map((hoursAgo) => new Date(NOW - hoursAgo * HOUR_MS).toISOString())
const filterOf = (of: (part: fc.Arbitrary<unknown>) => fc.Arbitrary<unknown>): fc.Arbitrary<ActivityFilter> =>
  fc.record({
    model: of(fc.constantFrom('sale.order', 'res.partner', 'x.none')),
    clientId: of(fc.constantFrom(...CLIENTS)),
    outcome: of(fc.constantFrom(...OUTCOMES)),
    connectionId: of(fc.constantFrom(...CONNECTIONS)),
    tool: of(fc.constantFrom(...TOOL_NAMES)),
    since: of(time),
    until: of(time),
    text: of(fc.constantFrom('amount', 'AMOUNT', 'am', 'é', 'zéd', 'société', 'sale amount', 'name x_wage', 'nowhere', '%', 'a"b')),
  }) as fc.Arbitrary<ActivityFilter>

const fold = (text: string): string => text.normalize('NFC').toLowerCase()

/** What the words of `ActivityFilter` say, read plainly. */
function matches(filter: ActivityFilter, one: ActivityEvent): boolean {
  const words = [one.model ?? '', one.modelLabel ?? '', ...one.fields, ...one.hiddenFields, one.clientName, one.clientId].map(fold)
  return (
    (filter.model === undefined || one.model === filter.model) &&
    (filter.clientId === undefined || one.clientId === filter.clientId) &&
    (filter.outcome === undefined || one.outcome === filter.outcome) &&
    (filter.connectionId === undefined || one.connectionId === filter.connectionId) &&
    (filter.tool === undefined || one.tool === filter.tool) &&
    (filter.receipt === undefined || one.receipt === filter.receipt) &&
    (filter.since === undefined || Date.parse(one.time) >= Date.parse(filter.since)) &&
    (filter.until === undefined || Date.parse(one.time) < Date.parse(filter.until)) &&
    fold(filter.text ?? '').split(' ').filter((word) => word !== '').every((word) => words.some((part) => part.includes(word)))
  )
}

/** What a journal says of a filter, page by page. */
async function readAll(journal: Journal, filter: ActivityFilter) {
  const ids: number[] = []
  let total = -1
  for (let beforeId: number | undefined; ; ) {
    const page = journal.page(filter, { beforeId, limit: 3 })
    expect([-1, page.total]).toContain(total)
    total = page.total
    ids.push(...page.events.map(({ id }) => id))
    beforeId = page.events.at(-1)?.id
    if (beforeId === undefined) break
  }
  let exported = ''
  for await (const piece of journal.exported('csv', filter)) exported += piece
  return { ids, total, lines: exported.trimEnd().split('\r\n').length - 1, models: journal.models(filter) }
}

function expected(events: readonly ActivityEvent[], filter: ActivityFilter) {
  const found = events.filter((one) => matches(filter, one))
  const models = [...new Set(found.flatMap(({ model }) => model ?? []))].map((model) => {
    const own = found.filter((one) => one.model === model)
    const fields = new Map<string, number>()
    for (const { fields: names } of own) for (const name of names) fields.set(name, (fields.get(name) ?? 0) + 1)
    return {
      model,
      label: own.at(-1)?.modelLabel,
      calls: own.length,
      answered: own.filter(({ outcome }) => outcome === 'answered').length,
      fields: [...fields].map(([name, calls]) => ({ name, calls })).sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1)),
      clients: [...new Set(own.map(({ clientId }) => clientId))].sort(),
      firstSeen: own[0]?.time,
      lastSeen: own.at(-1)?.time,
    }
  })
  return {
    ids: found.map(({ id }) => id).reverse(),
    total: found.length,
    lines: found.length,
    models: models.sort((a, b) => b.calls - a.calls || (a.model < b.model ? -1 : 1)),
  }
}

describe('a filter', () => {
  it('finds what it says, whether rows are known to the filters, new, or both, in pages, export and models', async () => {
    const path = join(await temporaryDirectory(), 'journal.sqlite')
    let journal = openJournal(path, { now: () => NOW }).journal
    onTestFinished(() => { journal.close() })
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { minLength: 1, maxLength: 30 }),
        fc.array(event, { maxLength: 10 }),
        fc.array(filterOf((part) => fc.option(part, { nil: undefined, freq: 2 })), { minLength: 1, maxLength: 6 }),
        async (known, fresh, filters) => {
          journal.deleteAll()
          const events = known.map((one) => journal.append(one))
          // A journal that is closed takes up everything for its filters.
          journal.close()
          journal = openJournal(path, { now: () => NOW }).journal
          events.push(...fresh.map((one) => journal.append(one)))
          const receipts = [events[0]?.receipt, events.at(-1)?.receipt].map((receipt) => ({ receipt }))
          for (const filter of [...filters, ...receipts, {}]) expect({ filter, ...(await readAll(journal, filter)) }).toEqual({ filter, ...expected(events, filter) })
          for (const model of ['sale.order', 'x.none']) {
            for (const clientId of [undefined, 'cursor']) expect(journal.firstSeen(model, clientId)).toBe(events.find((one) => matches({ model, clientId }, one))?.time ?? null)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it('still finds what is left after old rows were deleted, some of them before the filters knew them', async () => {
    const path = join(await temporaryDirectory(), 'journal.sqlite')
    let journal = openJournal(path, { now: () => NOW }).journal
    onTestFinished(() => { journal.close() })
    journal.setKey(Buffer.alloc(32, 1))
    const events: ActivityEvent[] = []
    const add = (count: number, hoursAgo: number): void => {
      for (let at = 0; at < count; at += 1) events.push(journal.append(sampleEvent({ time: new Date(NOW - hoursAgo * HOUR_MS).toISOString(), model: at % 2 === 0 ? 'sale.order' : 'res.partner' })))
    }
    add(60, 100)
    add(10, 1)
    journal.close()
    journal = openJournal(path, { now: () => NOW }).journal
    journal.setKey(Buffer.alloc(32, 1))
    add(7, 100)
    add(3, 1)
    expect(await journal.purge(new Date(NOW - 50 * HOUR_MS).toISOString())).toBe(67)
    const left = events.filter((one) => matches({ since: new Date(NOW - 50 * HOUR_MS).toISOString() }, one))
    for (const filter of [{}, { model: 'sale.order' }, { text: 'partner' }]) expect(await readAll(journal, filter)).toEqual(expected(left, filter))
    journal.close()
    journal = openJournal(path, { now: () => NOW }).journal
    for (const filter of [{}, { model: 'sale.order' }, { text: 'partner' }]) expect(await readAll(journal, filter)).toEqual(expected(left, filter))
  })

  it('goes on finding everything when the disk is too full to take new rows up, and takes them up once it is not', async () => {
    const path = join(await temporaryDirectory(), 'journal.sqlite')
    const { journal } = openJournal(path, { now: () => NOW, maxPages: 45 })
    const events: ActivityEvent[] = []
    expect(() => {
      for (let at = 0; ; at += 1) events.push(journal.append(sampleEvent({ fields: [`x_field_${String(at)}`] })))
    }).toThrow('disk is full')
    journal.close()
    const again = openJournal(path, { now: () => NOW }).journal
    onTestFinished(() => { again.close() })
    const last = `x_field_${String(events.length - 1)}`
    expect([events.length > 20, again.page({}, { limit: 1 }).total, again.page({ text: last }, { limit: 5 }).total]).toEqual([true, events.length, 1])
  })
})

/** Every statement that is run, as SQLite would carry it out. */
function watched(database: DatabaseSyncInstance): { readonly database: DatabaseSyncInstance; readonly steps: string[] } {
  const steps: string[] = []
  const prepare = (sql: string): StatementSyncInstance => {
    const statement = database.prepare(sql)
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    return new Proxy(statement, {
      get: (_target, name: 'get' | 'all' | 'setReadBigInts') => name === 'setReadBigInts' ? statement[name].bind(statement) : (...args: Parameters<StatementSyncInstance['all']>) => {
        steps.push(...(plan.all(...args) as unknown as readonly { readonly detail: string }[]).map(({ detail }) => detail))
        return statement[name](...args)
      },
    })
  }
  const get = (target: DatabaseSyncInstance, name: keyof DatabaseSyncInstance): unknown => {
    const value = target[name]
    return name === 'prepare' ? prepare : typeof value === 'function' ? (value as () => unknown).bind(target) : value
  }
  return { steps, database: new Proxy(database, { get } as ProxyHandler<DatabaseSyncInstance>) }
}

describe('a question to the journal', () => {
  /** Tables with a row for each call or each day of a subject: to go through one is to go through the journal. */
  const wholeTable = /^SCAN (?:events|subject_calls|tallies|c)\b/

  it('of any kind of filter, and of all kinds together, goes through no table of calls', async () => {
    const path = join(await temporaryDirectory(), 'journal.sqlite')
    const { journal } = openJournal(path, { now: () => NOW })
    for (let at = 0; at < 50; at += 1) journal.append(sampleEvent({ clientId: CLIENTS[at % 3] ?? '' }))
    const { receipt } = journal.append(sampleEvent())
    journal.close()
    const file = new DatabaseSync(path, { readOnly: true })
    onTestFinished(() => { file.close() })
    registerFolding(file)
    const { database, steps } = watched(file)
    const parts: Required<ActivityFilter> = {
      text: 'amount ze', clientId: 'cursor', model: 'sale.order', outcome: 'answered', connectionId: 'c1', tool: 'odoo_search', receipt,
      since: '2026-11-01T00:00:00Z', until: '2026-12-01T00:00:00Z',
    }
    const names = Object.keys(parts) as (keyof ActivityFilter)[]
    const filters = Array.from({ length: 2 ** names.length }, (_, mask) =>
      Object.fromEntries(names.filter((_name, at) => (mask >> at) & 1).map((name) => [name, parts[name]])) as ActivityFilter)
    for (const filter of [...filters, { text: 'am' }, { text: 'amount' }, { text: 'not there' }, { model: 'x.none' }]) {
      steps.length = 0
      readPage(database, filter, { limit: 100 })
      readPage(database, filter, { beforeId: 20, limit: 100 })
      readModels(database, filter)
      callsWithin(database, filter, { after: 0, upTo: 50 }, 10)
      expect([filter, steps.length > 0, steps.filter((step) => wholeTable.test(step))]).toEqual([filter, true, []])
    }
    steps.length = 0
    for (const clientId of [undefined, 'cursor']) readFirstSeen(database, 'sale.order', clientId)
    readSummary(database, NOW, 60)
    expect(steps.filter((step) => wholeTable.test(step))).toEqual([])
  })
})
