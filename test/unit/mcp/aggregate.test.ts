import { describe, expect, it } from 'vitest'
import type { FieldInfo, Group, GroupQuery, OdooReader, OdooUser, RawRecord } from '../../../src/odoo/port'
import { fakeReader, field, schemaOf, someone } from '../../support/mcp/fake-reader'
import { openSession } from '../../support/mcp/open-session'

const twoCurrencies: OdooUser = {
  ...someone,
  companies: [{ id: 1, name: 'Company', currency: 'EUR' }, { id: 2, name: 'Northern Company', currency: 'GBP' }],
}
const currencyOf = (name: string, more: Partial<FieldInfo> = {}): FieldInfo => field(name, 'many2one', { relation: 'res.currency', ...more })
const computed: Partial<FieldInfo> = { stored: false, sortable: false, groupable: false }

/** Records of two currencies, whether asked by groups or one by one. */
const mixedReader = (fields: readonly FieldInfo[], parts: Partial<OdooReader> = {}): OdooReader =>
  fakeReader({
    schemas: [schemaOf('x_deal', ...fields)],
    user: () => Promise.resolve(twoCurrencies),
    group: ({ groupBy }: GroupQuery): Promise<readonly Group[]> =>
      Promise.resolve(
        groupBy.length === 0
          ? [{ keys: [], measures: [12], count: 3 }]
          : [
              { keys: [{ kind: 'record', id: 1, name: 'EUR' }], measures: [5], count: 2 },
              { keys: [{ kind: 'record', id: 2, name: 'GBP' }], measures: [7], count: 1 },
            ],
      ),
    ...parts,
  })

async function aggregate(reader: OdooReader, args: Readonly<Record<string, unknown>>) {
  const session = await openSession(reader)
  return session.call('odoo_aggregate', { model: 'x_deal', ...args })
}

describe('sums of amounts', () => {
  it('warn when plain numbers that are prices belong to records of several currencies', async () => {
    const reader = mixedReader([field('price_unit', 'float', { aggregator: 'sum' }), currencyOf('currency_id')])
    const { answer } = await aggregate(reader, { measures: ['price_unit:avg'] })
    expect(answer['warnings']).toEqual([expect.stringMatching(/^price_unit:avg: .*currency_id: EUR 2, GBP 1.*may not add up/)])
  })

  it('do not warn of numbers that are no amounts, or are only counted', async () => {
    const reader = mixedReader([
      field('product_uom_qty', 'float', { aggregator: 'sum' }), field('price_unit', 'float', { aggregator: 'sum' }), currencyOf('currency_id'),
    ])
    const { answer } = await aggregate(reader, { measures: ['product_uom_qty:sum', 'price_unit:count_distinct'] })
    expect(answer).not.toHaveProperty('warnings')
  })

  it('look at the records themselves where Odoo cannot group by the currency', async () => {
    const revenue = field('expected_revenue', 'monetary', { aggregator: 'sum', currencyField: 'company_currency' })
    const of = (...names: readonly string[]): Partial<OdooReader> => ({
      searchRead: () => Promise.resolve(names.map((name, index): RawRecord => ({ id: index + 1, company_currency: [name.length, name] }))),
    })
    const fields = [revenue, currencyOf('company_currency', computed)]
    const mixed = await aggregate(mixedReader(fields, of('EUR', 'GBP', 'EUR')), { measures: ['expected_revenue:sum'] })
    expect(mixed.answer['warnings']).toEqual([expect.stringMatching(/several currencies are mixed \(records: EUR 2, GBP 1\)/)])
    const one = await aggregate(mixedReader(fields, of('GBP', 'GBP')), { measures: ['expected_revenue:sum'] })
    expect(one.answer).toMatchObject({ currency: { 'expected_revenue:sum': 'GBP' } })
    expect(one.answer).not.toHaveProperty('warnings')
    const many = await aggregate(mixedReader(fields, of(...Array.from({ length: 1_000 }, () => 'GBP'))), { measures: ['expected_revenue:sum'] })
    expect(many.answer['warnings']).toEqual([expect.stringMatching(/cannot be checked/)])
  })
})

describe('a measure', () => {
  it('may be a field inherited from another model, which is a column there', async () => {
    const reader = mixedReader([field('weight', 'float', { stored: false, sortable: true, aggregator: 'sum' })])
    expect((await aggregate(reader, { measures: ['weight:sum', 'weight:max'] })).answer).toMatchObject({ total_row: [3, 12, null] })
  })

  it('may be a computed field only by what Odoo says it can be aggregated by', async () => {
    const reader = mixedReader([
      field('on_hand', 'float', { ...computed, aggregator: 'sum' }), field('margin', 'float', computed), field('deadline', 'datetime', computed),
    ])
    expect((await aggregate(reader, { measures: ['on_hand:sum'] })).isError).toBe(false)
    for (const measure of ['on_hand:avg', 'margin:sum', 'deadline:max', 'margin:count_distinct']) {
      expect((await aggregate(reader, { measures: [measure] })).answer, measure).toMatchObject({ code: 'invalid_domain', message: expect.stringContaining('computed') as string })
    }
  })
})

describe('a question without measures or groups', () => {
  it('may say so with empty lists', async () => {
    const { answer } = await aggregate(mixedReader([]), { measures: [], group_by: [] })
    expect(answer).toMatchObject({ columns: ['count'], rows: [], total_row: [3] })
  })
})
