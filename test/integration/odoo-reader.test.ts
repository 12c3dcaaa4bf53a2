import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FieldInfo, GroupQuery, OdooReader, WireCall } from '../../src/odoo/port'
import { failureOf, readerOf } from '../support/odoo/reader-of'
import { startSampleOdoo, type OdooVersion, type SampleOdoo } from '../support/sample-odoo/server'

const VERSIONS = [16, 17, 18, 19, 20] as const satisfies readonly OdooVersion[]

describe.each(VERSIONS)('reading from Odoo %i', (version) => {
  let odoo: SampleOdoo
  let reader: OdooReader

  beforeAll(async () => {
    odoo = await startSampleOdoo({ version })
    reader = readerOf({ url: odoo.url, database: odoo.db, login: odoo.login, apiKey: odoo.apiKey })
  })
  afterAll(async () => {
    reader.close()
    await odoo.close()
  })

  const field = async (model: string, name: string): Promise<FieldInfo> => {
    const found = (await reader.schema(model)).fields.get(name)
    if (found === undefined) throw new Error(`${model} has no field ${name}`)
    return found
  }

  it('finds the version and takes JSON-2 where it answers', async () => {
    expect(await reader.server()).toEqual({
      version: { major: version, minor: 0, text: expect.stringContaining(`${version}.0`) as string },
      protocol: version >= 19 ? 'json2' : 'jsonrpc',
      database: 'sample',
    })
  })

  it('knows the owner of the key, with companies and currencies', async () => {
    const user = await reader.user()
    expect(user).toMatchObject({ id: odoo.users.reader.id, login: odoo.login, name: odoo.users.reader.name })
    expect(user.companies.length).toBeGreaterThan(0)
    expect(user.companies[0]?.id).toBe(user.companyId)
    for (const { name, currency } of user.companies) {
      expect(name).not.toBe('')
      expect(currency).toMatch(/^[A-Z]{3}$/)
    }
    expect(() => new Intl.DateTimeFormat('en', { timeZone: user.tz })).not.toThrow()
  })

  it('lists models with labels for a user who may not read ir.model', async () => {
    const models = await reader.models()
    expect(models.length).toBeGreaterThan(5)
    expect(models).toContainEqual({ model: 'res.partner', label: 'Contact' })
    expect((await failureOf(reader.searchCount('ir.model.access', []))).code).toBe('access_denied_by_odoo')
  })

  it('tells whether a model may be read', async () => {
    expect(await reader.canRead('res.partner')).toBe(true)
    expect(await reader.canRead('ir.model.access')).toBe(false)
    expect((await failureOf(reader.canRead('no.such.model'))).code).toBe('unknown_model')
  })

  it('reads a schema', async () => {
    const { fields } = await reader.schema('sale.order')
    expect(fields.get('amount_total')).toMatchObject({ type: 'monetary', stored: true, searchable: true, groupable: true, aggregator: 'sum' })
    expect(fields.get('partner_id')).toMatchObject({ type: 'many2one', relation: 'res.partner', groupable: true })
    expect(fields.get('state')?.selection?.length).toBeGreaterThan(2)
    expect(fields.get('order_line')).toMatchObject({ type: 'one2many', groupable: false })
  })

  it('finds, counts and reads records', async () => {
    const stored = odoo.data
    expect(stored).toBeDefined()
    const total = await reader.searchCount('res.partner', [['is_company', '=', true]])
    expect(total).toBeGreaterThan(5)
    const rows = await reader.searchRead({ model: 'res.partner', domain: [['is_company', '=', true]], fields: ['name', 'is_company', 'country_id'], offset: 0, limit: 5, order: 'id' })
    expect(rows).toHaveLength(5)
    for (const row of rows) expect(row).toMatchObject({ is_company: true, name: expect.any(String) as string })
    const ids = rows.map(({ id }) => id)
    const next = await reader.searchRead({ model: 'res.partner', domain: [['is_company', '=', true]], fields: ['name'], offset: 4, limit: 1, order: 'id' })
    expect(next.map(({ id }) => id)).toEqual(ids.slice(4))
    const [first = 0, second = 0] = ids
    const read = await reader.read('res.partner', [second, 99_999_999, first, second], ['name'])
    expect(read.map(({ id }) => id)).toEqual([second, first])
    expect(Object.keys(read[0] ?? {}).sort()).toEqual(['id', 'name'])
  })

  it('never asks for all fields or without a limit', async () => {
    odoo.clearCalls()
    const [row] = await reader.searchRead({ model: 'res.partner', domain: [], fields: [], offset: 0, limit: 1 })
    expect(Object.keys(row ?? {})).toEqual(['id'])
    expect((await failureOf(reader.searchRead({ model: 'res.partner', domain: [], fields: ['name'], offset: 0, limit: 0 }))).code).toBe('invalid_domain')
    expect(await reader.read('res.partner', [], ['name'])).toEqual([])
    expect((await failureOf(reader.read('res.partner', ['1' as unknown as number], ['name']))).code).toBe('invalid_domain')
    expect(odoo.calls).toHaveLength(1)
  })

  it('searches by name within a filter', async () => {
    const [sample] = await reader.searchRead({ model: 'res.partner', domain: [['is_company', '=', true]], fields: ['name'], offset: 0, limit: 1 })
    const name = String(sample?.name)
    const found = await reader.nameSearch({ model: 'res.partner', name, domain: [['is_company', '=', true]], limit: 5 })
    expect(found).toContainEqual({ id: sample?.id, name: expect.stringContaining(name) as string })
    expect(await reader.nameSearch({ model: 'res.partner', name, domain: [['is_company', '=', false], ['id', '=', sample?.id]], limit: 5 })).toEqual([])
  })

  it('sends language, time zone and companies as they are given', async () => {
    odoo.clearCalls()
    await reader.searchCount('res.partner', [], { context: { lang: 'en_US', tz: 'Europe/Brussels', allowed_company_ids: [1], active_test: false } })
    const [call] = odoo.calls
    const context = { lang: 'en_US', tz: 'Europe/Brussels', allowed_company_ids: [1], active_test: false }
    expect(call?.protocol === 'json2' ? call.body : call?.kwargs).toMatchObject({ context })
  })

  it('reports every request that went out, without arguments', async () => {
    const seen: WireCall[] = []
    await reader.searchCount('res.partner', [['name', '=', 'x']], { onWireCall: (call) => seen.push(call) })
    expect(seen).toEqual([{ model: 'res.partner', method: 'search_count', ms: expect.any(Number) as number }])
  })

  it('groups alike over every version', async () => {
    const [state, partner, date, total] = await Promise.all([field('sale.order', 'state'), field('sale.order', 'partner_id'), field('sale.order', 'date_order'), field('sale.order', 'amount_total')])
    const base: GroupQuery = { model: 'sale.order', domain: [], groupBy: [], measures: [{ field: total, aggregate: 'sum' }, { field: total, aggregate: 'avg' }], offset: 0, limit: 80 }
    const all = await reader.searchCount('sale.order', [])
    const [grand, ...none] = await reader.group(base)
    expect(none).toEqual([])
    expect(grand).toMatchObject({ keys: [], count: all })

    const states = await reader.group({ ...base, groupBy: [{ field: state }] })
    expect(states.reduce((sum, { count }) => sum + count, 0)).toBe(all)
    expect(states.reduce((sum, { measures }) => sum + Number(measures[0]), 0)).toBeCloseTo(Number(grand?.measures[0]), 1)
    for (const { keys } of states) expect(keys).toEqual([{ kind: 'value', value: expect.any(String) as string }])

    const partners = await reader.group({ ...base, groupBy: [{ field: partner }], limit: 3, order: [{ by: 'count', direction: 'desc' }] })
    expect(partners).toHaveLength(3)
    expect(partners.map(({ count }) => count)).toEqual(partners.map(({ count }) => count).sort((a, b) => b - a))
    const top = partners[0]?.keys[0]
    if (top === null || top === undefined || top.kind !== 'record') throw new Error('no record as key')
    expect(await reader.searchCount('sale.order', [['partner_id', '=', top.id]])).toBe(partners[0]?.count)

    const months = await reader.group({ ...base, groupBy: [{ field: date, granularity: 'month' }, { field: state }], order: [{ by: { group: 0 }, direction: 'desc' }, { by: { measure: 0 }, direction: 'asc' }] }, { context: { tz: 'America/New_York' } })
    for (const { keys, count } of months.slice(0, 5)) {
      const [month, inState] = keys
      if (month === null || month === undefined || month.kind !== 'range') throw new Error('no range as key')
      expect(month.label).not.toBe('')
      // Midnight in New York.
      expect(month.from).toMatch(/^\d{4}-\d{2}-01 0[45]:00:00$/)
      if (inState?.kind !== 'value') throw new Error('no value as key')
      expect(await reader.searchCount('sale.order', [['date_order', '>=', month.from], ['date_order', '<', month.to], ['state', '=', inState.value]])).toBe(count)
    }
    const first = await reader.group({ ...base, groupBy: [{ field: partner }], limit: 2 })
    const shifted = await reader.group({ ...base, groupBy: [{ field: partner }], offset: 1, limit: 1 })
    expect(shifted).toEqual(first.slice(1))

    const nothing = await reader.group({ ...base, domain: [['id', '=', -1]] })
    expect(nothing).toEqual([{ keys: [], measures: [expect.toSatisfy((value) => value === null || value === 0), expect.toSatisfy((value) => value === null || value === 0)], count: 0 }])
    expect(await reader.group({ ...base, domain: [['id', '=', -1]], groupBy: [{ field: state }] })).toEqual([])
  })

  it('tells an unknown model from other refusals', async () => {
    for (const asked of [
      reader.schema('no.such.model'),
      reader.searchCount('no.such.model', []),
      reader.read('no.such.model', [1], ['name']),
      reader.group({ model: 'no.such.model', domain: [], groupBy: [], measures: [], offset: 0, limit: 1 }),
    ]) {
      expect((await failureOf(asked)).code).toBe('unknown_model')
    }
    expect((await failureOf(reader.schema('not a model'))).code).toBe('unknown_model')
    const refused = await failureOf(reader.searchRead({ model: 'res.partner', domain: [], fields: ['name'], offset: 0, limit: 1, order: 'name; drop' }))
    expect(refused.code).toBe('odoo_error')
  })
})
