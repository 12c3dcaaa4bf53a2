import { describe, expect, it } from 'vitest'
import { checkDomain } from '../../../src/odoo/domain'
import { errorOf, odoo, scopeOf } from './scope'

const A = ['name', '=', 'a']
const B = ['name', '=', 'b']
const C = ['name', '=', 'c']
const check = (input: unknown) => checkDomain(input, scopeOf())
const domainOf = async (input: unknown) => (await check(input)).domain

describe('the form of a filter', () => {
  it('is an array or JSON text of one', async () => {
    expect(await domainOf([A])).toEqual([A])
    expect(await domainOf(' [["name", "=", "a"]] ')).toEqual([A])
    expect(await domainOf([])).toEqual([])
    expect(await domainOf('[]')).toEqual([])
  })

  it('may be absent, which is no filter; null and an empty text are not absent', async () => {
    expect(await check(undefined)).toEqual({ domain: [], shape: '', fields: [], resolvedDates: [] })
    for (const input of [null, '', '  ', 0, false, {}, 'null', '{}', '"[]"', '7', 'all']) {
      expect((await errorOf(check(input))).code, JSON.stringify(input)).toBe('invalid_domain')
    }
  })

  it('is not Python, and the error says what to write', async () => {
    const error = await errorOf(check("[('state', '=', 'sale')]"))
    expect(error.message).toBe('The filter is text, but not valid JSON.')
    expect(error.hint).toContain('double quotes')
  })

  it('joins conditions side by side by an unwritten "and"', async () => {
    expect(await domainOf([A, B])).toEqual([A, B])
    expect(await domainOf([A, '|', B, C])).toEqual([A, '|', B, C])
    expect(await domainOf(['&', A, '!', B, C])).toEqual(['&', A, '!', B, C])
    expect(await domainOf(['!', '|', A, B])).toEqual(['!', '|', A, B])
    expect(await domainOf(['|', '|', A, B, C])).toEqual(['|', '|', A, B, C])
  })

  it.each([
    [['|', A], 'Item 1 of the filter is "|", which needs two conditions after it.'],
    [[A, '&', B], 'Item 2 of the filter is "&", which needs two conditions after it.'],
    [[A, '!'], 'Item 2 of the filter is "!", which needs one condition after it.'],
    [['|'], 'Item 1 of the filter is "|", which needs two conditions after it.'],
    [[A, B, '|'], 'Item 3 of the filter is "|", which needs two conditions after it.'],
    [['name', '=', 'a'], 'Item 3 of the filter is a text, but not one of "&", "|" and "!".'],
    [[A, 'OR', B], 'Item 2 of the filter is a text, but not one of "&", "|" and "!".'],
    [[['name', '=']], 'Item 1 of the filter has 2 parts instead of three.'],
    [[[]], 'Item 1 of the filter has 0 parts instead of three.'],
    [[['name', '=', 'a', 'b']], 'Item 1 of the filter has 4 parts instead of three.'],
    [[[A, B]], 'Item 1 of the filter has 2 parts instead of three.'],
    [[A, [A, B, C]], 'Item 2 of the filter does not begin with the name of a field.'],
    [[A, ['name', 7, 'a']], 'Item 2 of the filter has no operator in second place.'],
    [[A, ['', '=', 'a']], 'Item 2 of the filter does not begin with the name of a field.'],
    [[A, null], 'Item 2 of the filter is neither a condition nor one of "&", "|" and "!".'],
    [[A, { field: 'name' }], 'Item 2 of the filter is neither a condition nor one of "&", "|" and "!".'],
    [[true], 'Item 1 of the filter is neither a condition nor one of "&", "|" and "!".'],
  ])('%j is refused with its place', async (input, message) => {
    const error = await errorOf(check(input))
    expect([error.code, error.message]).toEqual(['invalid_domain', message])
  })

  it('with a hole is refused, not closed up', async () => {
    const holed: unknown[] = [A]
    holed[2] = B
    expect((await errorOf(check(holed))).message).toContain('Item 2')
  })

  it('takes Odoo\'s own constants exactly as they are written', async () => {
    expect((await check([[1, '=', 1]])).shape).toBe('true')
    expect(await domainOf([[1, '=', 1]])).toEqual([['id', '!=', false]])
    expect(await domainOf(['|', [0, '=', 1], A])).toEqual(['|', ['id', '=', false], A])
    for (const near of [[1, '=', 0], [1, '!=', 1], [2, '=', 2], ['1', '=', 1], [true, '=', true], [1, '=', true], [1, '==', 1]]) {
      expect((await errorOf(check([near]))).code, JSON.stringify(near)).toMatch(/invalid_domain|unknown_field/)
    }
  })

  it('is limited in length, values and depth', async () => {
    const ids = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
    expect((await domainOf([['id', 'in', ids(1000)]])).length).toBe(1)
    expect((await errorOf(check([['id', 'in', ids(1001)]]))).message).toBe('The filter has more than 1,000 values.')
    expect((await errorOf(check([['id', 'in', ids(600)], ['id', 'not in', ids(401)]]))).message).toBe('The filter has more than 1,000 values.')
    expect((await errorOf(check([['order_line', 'any', [['id', 'in', ids(600)]]], ['id', 'in', ids(401)]]))).code).toBe('invalid_domain')

    const huge = 'x'.repeat(65 * 1024)
    expect((await errorOf(check([['name', '=', huge]]))).message).toBe('The filter is longer than 64 KB.')
    expect((await errorOf(check(JSON.stringify([['name', '=', huge]])))).message).toBe('The filter is longer than 64 KB.')
    expect((await errorOf(check([[huge, '=', 'a']]))).message).toBe('The filter is longer than 64 KB.')
    expect((await errorOf(check(Array.from({ length: 5000 }, () => '!')))).message).toBe('The filter has more than 4000 parts.')

    expect((await domainOf([...Array.from({ length: 30 }, () => '!'), A])).length).toBe(31)
    expect((await errorOf(check([...Array.from({ length: 40 }, () => '!'), A]))).message).toBe('The filter is nested more than 32 levels deep.')
  })

  it('counts a chain of alternatives as one level, however long', async () => {
    const names = Array.from({ length: 200 }, (_, index) => ['name', '=', `n${String(index)}`])
    const chain = [...names.slice(1).map(() => '|'), ...names]
    expect(await domainOf(chain)).toEqual(chain)
  })

  it('is limited in depth for nested filters as well', async () => {
    const nested = (levels: number): unknown[] =>
      levels === 0 ? [['name', '=', 'a']] : [['child_ids', 'any', nested(levels - 1)]]
    const scope = scopeOf({ model: 'res.partner' })
    expect((await checkDomain(nested(20), scope)).domain).toEqual(nested(20))
    expect((await errorOf(checkDomain(nested(40), scope))).message).toBe('The filter is nested more than 32 levels deep.')
    const endless: unknown[] = []
    endless.push(['child_ids', 'any', endless])
    expect((await errorOf(checkDomain(endless, scope))).message).toBe('The filter is nested more than 32 levels deep.')
  })

  it('says where in a nested filter something is wrong', async () => {
    const error = await errorOf(check([A, ['order_line', 'any', [['name', 'ilike', 'a'], ['price', '>', 1]]]]))
    expect([error.code, error.message]).toEqual(['unknown_field', 'Item 2 of the filter, item 2 within it: sale.order.line has no field "price".'])
  })
})

describe('the shape of a filter', () => {
  it('shows fields and operators and no value', async () => {
    const { shape } = await check([
      ['state', 'in', ['sale']],
      '|',
      ['date_order', '>=', '2026-11-01'],
      ['partner_id.name', 'ilike', 'Geheim'],
      '!',
      ['order_line', 'any', [['price_subtotal', '>', 7], ['name', 'like', 'x']]],
    ])
    expect(shape).toBe('state in and (date_order >= or partner_id.name ilike) and not (order_line any (price_subtotal > and name like))')
  })

  it('keeps what was asked where dates become two conditions', async () => {
    expect((await check([['date_order', '=', '2026-11-01']])).shape).toBe('date_order =')
  })

  it('is cut with a mark after 300 characters', async () => {
    const { shape } = await check(Array.from({ length: 60 }, () => ['client_order_ref', '=', 'a']))
    expect(shape).toHaveLength(300)
    expect(shape.endsWith('…')).toBe(true)
  })

  it('comes with the paths compared, each once', async () => {
    const { fields } = await check([A, B, ['partner_id.country_id.code', '=', 'BE'], ['order_line', 'any', [['product_id.name', '=', 'x']]]])
    expect(fields).toEqual(['name', 'partner_id.country_id.code', 'order_line', 'order_line.product_id.name'])
  })
})

describe('what differs between versions', () => {
  it.each([
    [16, 'any', ['order_line', 'any', []], 'Item 1 of the filter: the operator "any" needs Odoo 17, and this is Odoo 16.0.'],
    [16, 'not any', ['order_line', 'not any', []], 'Item 1 of the filter: the operator "not any" needs Odoo 17, and this is Odoo 16.0.'],
    [18, 'not =like', ['name', 'not =like', 'a%'], 'Item 1 of the filter: the operator "not =like" needs Odoo 19, and this is Odoo 18.0.'],
    [17, 'a date part', ['date_order.month_number', '=', 11], 'Item 1 of the filter: parts of dates need Odoo 18, and this is Odoo 17.0.'],
  ])('on %i, %s is an error', async (major, _, leaf, message) => {
    expect((await errorOf(checkDomain([leaf], scopeOf({ version: odoo(major) })))).message).toBe(message)
  })

  it('is accepted where it is known', async () => {
    for (const [major, leaf] of [
      [17, ['order_line', 'any', []]],
      [19, ['name', 'not =like', 'a%']],
      [18, ['date_order.month_number', '=', 11]],
      [16, ['name', '=ilike', 'a%']],
    ] as const) {
      expect((await checkDomain([leaf], scopeOf({ version: odoo(major) }))).domain).toEqual([leaf])
    }
  })
})
