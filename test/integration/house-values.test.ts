import fc from 'fast-check'
import { appendFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { OPEN_POLICY } from '../../src/policy/policy'
import { draftOf, makeHome, openHouse, startClient } from '../support/house/open-house'
import { secretsBelow } from '../support/house/secret-search'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo } from '../support/sample-odoo/server'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

const SEED = 20_261_127
/** Letters, digits, spaces and signs of many scripts, long enough that none stands anywhere by chance. */
const marker = fc.string({ unit: 'grapheme', minLength: 10, maxLength: 24 }).map((text) => `${text}·${String(text.length)}·mark`)

/** Every text in an answer's cells that would be found again without doubt: a day stands in any log on that day. */
function cellsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length >= 8 && !/^\d{4}-\d\d-\d\d$/.test(value) ? [value] : []
  if (Array.isArray(value)) return value.flatMap(cellsOf)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(cellsOf) : []
}

it.each([19, 17] as const)('no value that was asked with or answered by Odoo %i stands in a file: not in the journal, its log, the settings or the log', async (version) => {
  const sample = await startSampleOdoo({ version })
  onTestFinished(() => sample.close())
  const home = await makeHome()
  const open = await openHouse(home, { relay: relay.path })
  expect(await open.house.handlers.addConnection({ draft: draftOf(sample) })).toEqual({ ok: true })
  expect(await open.house.handlers.setPolicy({ policy: OPEN_POLICY })).toEqual({ ok: true })
  const client = await startClient(home, open)

  const values: Record<string, string> = {}
  const asked = fc.sample(marker, { seed: SEED, numRuns: 40 })
  const next = (): string => {
    const text = asked.pop() ?? ''
    values[`asked ${String(asked.length)}`] = text
    return text
  }
  const questions: readonly (readonly [tool: string, args: Readonly<Record<string, unknown>>])[] = [
    ['odoo_search', { model: 'res.partner', domain: [['name', 'ilike', next()]] }],
    ['odoo_search', { model: 'res.partner', domain: ['|', ['email', '=', next()], ['city', 'in', [next(), next()]]] }],
    ['odoo_search', { model: 'res.partner', domain: JSON.stringify([['name', '=', next()]]) }],
    ['odoo_search', { model: 'sale.order', domain: [['partner_id.name', 'ilike', next()]], order: next() }],
    ['odoo_search', { model: 'sale.order', domain: [['date_order', '>=', next()]] }],
    ['odoo_search', { model: 'sale.order', domain: `[['name', '=', '${next()}'` }],
    ['odoo_search', { model: next() }],
    ['odoo_read', { model: 'res.partner', ids: [next()] }],
    ['odoo_read', { model: 'sale.order', names: [next()] }],
    ['odoo_resolve', { model: 'res.partner', names: [next(), next()] }],
    ['odoo_resolve', { names: [next()] }],
    ['odoo_find_models', { query: next() }],
    ['odoo_describe_model', { model: 'sale.order', search: next() }],
    ['odoo_aggregate', { model: 'sale.order', measures: ['amount_total:sum'], group_by: ['partner_id'], domain: [['partner_id.email', 'ilike', next()]] }],
    ['odoo_context', { connection: next() }],
    ['no_such_tool', { value: next() }],
    ['odoo_search', { model: 'res.partner', limit: 40 }],
    ['odoo_search', { model: 'crm.lead', limit: 40 }],
    ['odoo_search', { model: 'account.move', limit: 40 }],
    ['odoo_read', { model: 'res.partner', ids: [1, 2, 3, 7] }],
    ['odoo_aggregate', { model: 'sale.order', measures: ['amount_total:sum'], group_by: ['partner_id'] }],
  ]
  for (const [tool, args] of questions) {
    const answer: Readonly<Record<string, unknown>> = await client.ask(tool, args).then((told) => told.answer, () => ({}))
    for (const cell of cellsOf([answer['rows'], answer['groups'], answer['records']])) values[`answered ${cell.slice(0, 3)} ${String(Object.keys(values).length)}`] = cell
  }
  for (const fault of ['html', 'garbage', 'bad-gateway', 'cut-body'] as const) {
    sample.faults.set(fault)
    await client.ask('odoo_search', { model: 'res.partner', domain: [['name', '=', next()]] })
  }
  sample.faults.set(null)
  await client.client.readResource({ uri: 'odoo://context' }).catch(() => undefined)
  expect((await open.house.handlers.getActivity({ filter: {}, limit: 1 })).total).toBeGreaterThan(20)
  expect(Object.keys(values).filter((name) => name.startsWith('answered')).length).toBeGreaterThan(50)

  // While it runs the newest rows are in the journal's own log, beside the file.
  const told = new Set(typedByTheUser(sample))
  const looked = Object.fromEntries(Object.entries(values).filter(([, value]) => !told.has(value)))
  expect(await secretsBelow(home.root, looked)).toEqual([])
  await open.stop()
  expect(await secretsBelow(home.root, looked)).toEqual([])

  await appendFile(home.journalPath, String(Object.values(looked)[0]))
  expect(await secretsBelow(home.root, looked)).toHaveLength(1)
})

/** What the settings hold because the user typed it. */
function typedByTheUser({ login, db }: { readonly login: string; readonly db: string }): readonly string[] {
  return [login, db]
}
