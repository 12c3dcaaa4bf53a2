import { describe, expect, it } from 'vitest'
import { VitrineError } from '../../../src/errors/vitrine-error'
import { classicGrouping, formattedGrouping } from '../../../src/odoo/groups'
import type { GroupQuery } from '../../../src/odoo/port'
import { fieldOf } from '../../support/odoo/fields'
import { hasRecordings, NO_RECORDINGS, recordingsOf } from '../../support/odoo/recordings'

const state = fieldOf('state', 'selection')
const partner = fieldOf('partner_id', 'many2one')
const tags = fieldOf('tag_ids', 'many2many')
const date = fieldOf('date_order', 'datetime')
const payment = fieldOf('require_payment', 'boolean')
const total = fieldOf('amount_total', 'monetary')

const query = (more: Partial<GroupQuery> = {}): GroupQuery => ({ model: 'sale.order', domain: [], groupBy: [], measures: [], offset: 0, limit: 2, ...more })

describe('asking for groups', () => {
  it('names every measure of `read_group`, so that two of one field stay two', () => {
    const { named } = classicGrouping(17).call(
      query({ groupBy: [{ field: state }], measures: [{ field: total, aggregate: 'sum' }, { field: total, aggregate: 'avg' }] }),
    )
    expect(named).toMatchObject({ fields: ['__count', 'vitrine_0:sum(amount_total)', 'vitrine_1:avg(amount_total)'], groupby: ['state'], lazy: false, offset: 0, limit: 2 })
  })

  it('orders by groups, measures and counts, and breaks ties by the groups', () => {
    const asked = query({
      groupBy: [{ field: date, granularity: 'week' }, { field: partner }],
      measures: [{ field: total, aggregate: 'sum' }],
      order: [{ by: 'count', direction: 'desc' }, { by: { measure: 0 }, direction: 'asc' }, { by: { group: 1 }, direction: 'desc' }],
    })
    expect(formattedGrouping.call(asked).named.order).toBe('__count desc, amount_total:sum asc, partner_id desc, date_order:week')
    expect(classicGrouping(17).call(asked).named.orderby).toBe('__count desc, vitrine_0 asc, partner_id desc, date_order:week')
    const on16 = classicGrouping(16).call(asked).named
    expect(on16.orderby).toBe('vitrine_count desc, vitrine_0 asc, partner_id desc, date_order:week')
    expect(on16.fields).toContain('vitrine_count:count(id)')
  })

  it('asks for a total without paging or order, and once for each aggregate', () => {
    const asked = query({ measures: [{ field: total, aggregate: 'sum' }, { field: total, aggregate: 'sum' }], order: [{ by: 'count', direction: 'asc' }] })
    expect(formattedGrouping.call(asked).named).toEqual({ domain: [], groupby: [], aggregates: ['amount_total:sum', '__count'] })
  })

  it('refuses an order by what is not asked for', () => {
    const asked = query({ groupBy: [{ field: state }], order: [{ by: { measure: 3 }, direction: 'asc' }] })
    expect(() => formattedGrouping.call(asked)).toThrow(VitrineError)
  })
})

describe('reading groups', () => {
  it('gives one total of nothing where the server answers no row', () => {
    const asked = query({ measures: [{ field: total, aggregate: 'sum' }] })
    expect(classicGrouping(16).read(asked, [])).toEqual([{ keys: [], measures: [null], count: 0 }])
    expect(formattedGrouping.read(asked, [])).toEqual([{ keys: [], measures: [null], count: 0 }])
    expect(formattedGrouping.read(query({ groupBy: [{ field: state }] }), [])).toEqual([])
  })

  it('keeps a group without a value apart from false, empty and zero', () => {
    const of = (field: typeof state, value: unknown): unknown => formattedGrouping.read(query({ groupBy: [{ field }] }), [{ [field.name]: value, __count: 1 }])[0]?.keys[0]
    expect(of(state, false)).toBeNull()
    expect(of(partner, false)).toBeNull()
    expect(of(fieldOf('sequence', 'integer'), 0)).toEqual({ kind: 'value', value: 0 })
    expect(of(fieldOf('name', 'char'), '')).toEqual({ kind: 'value', value: '' })
    expect(of(payment, false)).toEqual({ kind: 'value', value: false })
    const dated = query({ groupBy: [{ field: date, granularity: 'month' }] })
    expect(formattedGrouping.read(dated, [{ 'date_order:month': false, __count: 1, __extra_domain: [['date_order', '=', false]] }])[0]?.keys).toEqual([null])
    expect(classicGrouping(17).read(dated, [{ 'date_order:month': false, __count: 1, __range: { 'date_order:month': false } }])[0]?.keys).toEqual([null])
  })

  it('knows the id in the text that versions up to 18 give for it', () => {
    const asked = query({ groupBy: [{ field: fieldOf('id', 'integer') }] })
    expect(classicGrouping(17).read(asked, [{ id: 'sale.order(41,)', __count: 1 }])[0]?.keys).toEqual([{ kind: 'value', value: 41 }])
    expect(formattedGrouping.read(asked, [{ id: [41, 'S00041'], __count: 1 }])[0]?.keys).toEqual([{ kind: 'value', value: 41 }])
    expect(() => classicGrouping(17).read(asked, [{ id: 'sale.order()', __count: 1 }])).toThrow(VitrineError)
  })

  it('takes no key that it does not know for a group without a value', () => {
    const of = (field: typeof state, value: unknown) => formattedGrouping.read(query({ groupBy: [{ field }] }), [{ [field.name]: value, __count: 1 }])[0]?.keys
    expect(of(fieldOf('account_root_id', 'many2one'), ['12', '12'])).toEqual([{ kind: 'value', value: '12' }])
    for (const [field, value] of [[partner, {}], [partner, 'x'], [partner, []], [state, {}], [state, [1, 'x']]] as const) expect(() => of(field, value)).toThrow(VitrineError)
  })

  it('takes the bounds of each date from the group’s own condition, twice the same field as well', () => {
    const asked = query({ groupBy: [{ field: date, granularity: 'year' }, { field: date, granularity: 'month' }] })
    const row = {
      'date_order:year': ['2025-12-31 23:00:00', '2026'],
      'date_order:month': ['2026-10-31 23:00:00', 'November 2026'],
      __count: 3,
      __extra_domain: [
        '&', '&', ['date_order', '>=', '2025-12-31 23:00:00'], ['date_order', '<', '2026-12-31 23:00:00'],
        '&', ['date_order', '>=', '2026-10-31 23:00:00'], ['date_order', '<', '2026-11-30 23:00:00'],
      ],
    }
    expect(formattedGrouping.read(asked, [row])[0]?.keys).toEqual([
      { kind: 'range', label: '2026', from: '2025-12-31 23:00:00', to: '2026-12-31 23:00:00' },
      { kind: 'range', label: 'November 2026', from: '2026-10-31 23:00:00', to: '2026-11-30 23:00:00' },
    ])
  })

  it('has an error for a measure that 16 leaves out, for a date without bounds and for what are no rows', () => {
    const measured = query({ groupBy: [{ field: partner }], measures: [{ field: partner, aggregate: 'count_distinct' }] })
    expect(() => classicGrouping(16).read(measured, [{ partner_id: [1, 'x'], __count: 1 }])).toThrow(/cannot measure partner_id/)
    expect(() => formattedGrouping.read(query({ groupBy: [{ field: date }] }), [{ 'date_order:month': ['2026-01-01', 'x'], __count: 1 }])).toThrow(VitrineError)
    for (const answer of [null, {}, 'x', [1], [[]]]) expect(() => formattedGrouping.read(query(), answer)).toThrow(VitrineError)
  })

  it('tells a truth value from nothing', () => {
    const asked = query({ measures: [{ field: payment, aggregate: 'bool_or' }, { field: total, aggregate: 'sum' }, { field: date, aggregate: 'max' }] })
    expect(formattedGrouping.read(asked, [{ __count: 0, 'require_payment:bool_or': false, 'amount_total:sum': false, 'date_order:max': '2026-01-01 00:00:00' }])[0]?.measures)
      .toEqual([false, null, '2026-01-01 00:00:00'])
  })
})

describe.skipIf(!hasRecordings)(`groups of real servers${hasRecordings ? '' : ` (skipped: ${NO_RECORDINGS})`}`, () => {
  const resultOf = (version: number, name: string): unknown => {
    const body = recordingsOf(version, 'jsonrpc').get(name)?.response.body as { readonly result?: unknown } | undefined
    if (body?.result === undefined) throw new Error(`no result of ${name} on ${version}`)
    return body.result
  }

  it.each([16, 17, 18, 19])('reads every kind of key of %i', (version) => {
    const read = (name: string, groupBy: GroupQuery['groupBy']): unknown => classicGrouping(version).read(query({ groupBy }), resultOf(version, name))
    const anything = { measures: [], count: expect.any(Number) as number }
    expect(read('x_rg_m2o', [{ field: partner }])).toContainEqual({ ...anything, keys: [{ kind: 'record', id: expect.any(Number) as number, name: expect.any(String) as string }] })
    expect(read('x_rg_m2m', [{ field: tags }])).toContainEqual({ ...anything, keys: [{ kind: 'record', id: 1, name: 'Product' }] })
    expect(read('x_rg_bool', [{ field: payment }])).toContainEqual({ ...anything, keys: [{ kind: 'value', value: true }] })
    expect(read('x_rg_star', [{ field: state }])).toContainEqual({ ...anything, keys: [{ kind: 'value', value: 'draft' }] })
    expect(read('m_read_group_month', [{ field: date, granularity: 'month' }])).toEqual([
      { ...anything, keys: [{ kind: 'range', label: 'November 2026', from: '2026-11-01 00:00:00', to: '2026-12-01 00:00:00' }] },
    ])
    if (version < 19) {
      const days = read('x_tz_day_la', [{ field: date, granularity: 'day' }]) as { keys: unknown[] }[]
      expect(days[0]?.keys).toEqual([{ kind: 'range', label: '17 Oct 2026', from: '2026-10-17 07:00:00', to: '2026-10-18 07:00:00' }])
    }
    expect(read('x_rg_empty', [])).toEqual([{ keys: [], measures: [], count: expect.any(Number) as number }])
  })

  it('reads `formatted_read_group` of 19 over both protocols', () => {
    const month = recordingsOf(19, 'json2').get('m_formatted_read_group_month')?.response.body
    const asked = query({ groupBy: [{ field: date, granularity: 'month' }, { field: fieldOf('user_id', 'many2one') }], measures: [{ field: total, aggregate: 'sum' }] })
    expect(formattedGrouping.read(asked, month)[0]).toEqual({
      keys: [
        { kind: 'range', label: 'November 2026', from: '2026-11-01 00:00:00', to: '2026-12-01 00:00:00' },
        { kind: 'record', id: 5, name: 'Marc Demo' },
      ],
      measures: [18235],
      count: 13,
    })
    expect(formattedGrouping.read(query({ groupBy: [{ field: state }] }), resultOf(19, 'm_formatted_read_group'))[0]).toEqual({ keys: [{ kind: 'value', value: 'cancel' }], measures: [], count: 425 })
    const grand = recordingsOf(19, 'json2').get('m_formatted_read_group_nogroup')?.response.body
    expect(formattedGrouping.read(query({ measures: [{ field: total, aggregate: 'sum' }, { field: partner, aggregate: 'count_distinct' }] }), grand)).toEqual([{ keys: [], measures: [328081665.59, 1713], count: 2526 }])
  })
})
