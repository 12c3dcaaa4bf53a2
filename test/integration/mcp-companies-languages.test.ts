import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSession, sampleReader, type CallOutcome, type McpSession } from '../support/mcp/open-session'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

const cents = (value: number): number => Math.round((value + Number.EPSILON) * 100) / 100
const rowsOf = ({ answer }: CallOutcome): readonly (readonly unknown[])[] => answer['rows'] as readonly (readonly unknown[])[]
const FIRST = [1, 'Atelier Lumen']
const SECOND = [2, 'Northgate Fixtures Ltd']

describe.each([19, 17] as const)('companies and languages of Odoo %i', (version) => {
  let sample: SampleOdoo
  let session: McpSession

  beforeAll(async () => {
    sample = await startSampleOdoo({ version })
    session = await openSession(sampleReader(sample))
  })
  afterAll(async () => {
    await session.close()
    await sample.close()
  })

  /** What the catalogue says a product costs in a company. */
  const costIn = (company: 1 | 2, productId: unknown): number => {
    const variant = sample.data['product.product']?.find(({ id }) => id === productId)
    const template = sample.data['product.template']?.find(({ id }) => id === variant?.['product_tmpl_id'])
    const cost = cents(Number(template?.['list_price']) * 0.55)
    return company === 1 ? cost : cents(cost * 0.9)
  }
  const costs = (more: Readonly<Record<string, unknown>>): Promise<CallOutcome> =>
    session.call('odoo_search', { model: 'product.product', fields: ['standard_price'], order: 'id', limit: 40, ...more })

  it('a cost is that of the company asked for, and of the first of several', async () => {
    for (const [company_ids, company] of [[[1], 1], [[2], 2], [[1, 2], 1], [[2, 1], 2], [undefined, 1]] as const) {
      const found = await costs(company_ids === undefined ? {} : { company_ids })
      expect(found.isError).toBe(false)
      expect(rowsOf(found)).toHaveLength(40)
      for (const [id, cost] of rowsOf(found)) expect(cost).toBeCloseTo(costIn(company, id), 2)
    }
  })

  it('an answer over several companies says whose values the fields of one company have', async () => {
    const of = async (tool: string, args: Readonly<Record<string, unknown>>): Promise<unknown> => (await session.call(tool, args)).answer['company_dependent']
    expect((await costs({})).answer).toMatchObject({ companies: [FIRST, SECOND], company_dependent: { fields: ['standard_price'], values_of: FIRST } })
    expect((await costs({ company_ids: [2, 1] })).answer).toMatchObject({ companies: [SECOND, FIRST], company_dependent: { values_of: SECOND } })
    expect((await costs({ company_ids: [2] })).answer).not.toHaveProperty('company_dependent')
    expect(await of('odoo_search', { model: 'product.template', fields: ['name'], limit: 1 })).toBeUndefined()
    // The cost of a template is computed from its variant, and not described as depending on the company.
    expect(await of('odoo_search', { model: 'product.template', fields: ['standard_price'], limit: 1 })).toEqual({ fields: ['standard_price'], values_of: FIRST })
    expect(await of('odoo_search', { model: 'product.product', domain: [['standard_price', '>', 100]], limit: 0 })).toEqual({ fields: ['standard_price'], values_of: FIRST })
    expect(await of('odoo_search', { model: 'stock.quant', fields: ['product_id.standard_price'], limit: 1 })).toEqual({ fields: ['product_id.standard_price'], values_of: FIRST })
    expect(await of('odoo_read', { model: 'product.product', ids: [1], fields: ['standard_price'] })).toEqual({ fields: ['standard_price'], values_of: FIRST })
  })

  it('a filter on a cost goes by the first company asked for', async () => {
    const all = (sample.data['product.product'] ?? []).filter((row) => row['active'] !== false)
    const domain = [['standard_price', '>', 200], ['product_tmpl_id.company_id', '=', false]]
    const shared = all.filter((row) => sample.data['product.template']?.find(({ id }) => id === row['product_tmpl_id'])?.['company_id'] === false)
    const counts = []
    for (const company of [1, 2] as const) {
      const { answer } = await session.call('odoo_search', { model: 'product.product', domain, limit: 0, company_ids: [company] })
      expect(answer['total']).toBe(shared.filter(({ id }) => costIn(company, id) > 200).length)
      counts.push(answer['total'])
    }
    expect(counts[0]).not.toBe(counts[1])
  })

  it('every answer about records names its companies, and records of others are not in it', async () => {
    for (const [tool, args] of [
      ['odoo_search', {}], ['odoo_search', { limit: 0 }], ['odoo_read', { ids: [1] }], ['odoo_aggregate', {}], ['odoo_resolve', { names: ['S0'] }],
    ] as const) expect((await session.call(tool, { model: 'sale.order', ...args })).answer['companies']).toEqual([FIRST, SECOND])
    const { answer } = await session.call('odoo_search', { model: 'sale.order', company_ids: [2], fields: ['company_id'], limit: 100 })
    expect(answer['companies']).toEqual([SECOND])
    for (const [, company] of answer['rows'] as readonly (readonly unknown[])[]) expect(company).toEqual(SECOND)
  })

  it('a company of somebody else is refused with the own ones, before Odoo is asked', async () => {
    sample.clearCalls()
    for (const company_ids of [[3], [1, 3], [999]]) {
      const { answer } = await session.call('odoo_search', { model: 'sale.order', company_ids })
      expect(answer).toMatchObject({
        code: 'invalid_domain', message: expect.stringContaining("'company_ids'"), suggestions: ['1 Atelier Lumen', '2 Northgate Fixtures Ltd'],
      })
    }
    expect(sample.calls.filter(({ model }) => model === 'sale.order').map(({ odooMethod }) => odooMethod)).not.toContain('search_read')
  })

  it('labels, values and filters follow the language, and the answer says which', async () => {
    const named = async (lang: string, name: string): Promise<CallOutcome> =>
      session.call('odoo_search', { model: 'product.template', fields: ['name', 'categ_id', 'invoice_policy'], domain: [['name', '=', name]], lang })
    const french = await named('fr_FR', 'Livraison')
    const english = await named('en_US', 'Delivery')
    expect(french.answer).toMatchObject({ total: 1, language: 'fr_FR' })
    expect(english.answer).toMatchObject({ total: 1, language: 'en_US' })
    expect(rowsOf(french)[0]?.[0]).toBe(rowsOf(english)[0]?.[0])
    expect(rowsOf(french)[0]?.[1]).toBe('Livraison')
    // A translated field matches the text of that language only.
    expect((await named('en_US', 'Livraison')).answer['total']).toBe(0)
    const states = async (lang: string): Promise<unknown> =>
      (await session.call('odoo_search', { model: 'sale.order', fields: ['state'], domain: [['state', '=', 'draft']], limit: 1, lang })).answer['legend']
    expect(await states('fr_FR')).toEqual({ state: { draft: 'Devis' } })
    expect(await states('en_US')).toEqual({ state: { draft: 'Quotation' } })
  })

  it('a language that is not installed is refused with those that are, before Odoo is asked for records', async () => {
    sample.clearCalls()
    for (const lang of ['nl_BE', 'fr_BE', 'fr', 'EN_us']) {
      const { answer } = await session.call('odoo_search', { model: 'sale.order', lang })
      expect(answer).toMatchObject({ code: 'invalid_domain', message: expect.stringContaining("'lang'") })
      expect([...(answer['suggestions'] as readonly string[])].sort()).toEqual(['en_US', 'fr_FR'])
    }
    expect(sample.calls.map(({ odooMethod }) => odooMethod)).not.toContain('search_read')
  })
})
