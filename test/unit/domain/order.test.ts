import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkOrder } from '../../../src/odoo/order'
import { errorOf, odoo, scopeOf } from './scope'

fc.configureGlobal({ seed: 20_261_122 })

describe('an order', () => {
  it.each([
    ['name', 'name'], ['date_order desc', 'date_order desc'], ['date_order DESC, id', 'date_order desc, id'], ['  name asc ,partner_id ', 'name asc, partner_id'],
    ['name desc NULLS last', 'name desc nulls last'], ['name nulls first', 'name nulls first'],
  ])('%j is sent as %j', async (input, order) => {
    expect((await checkOrder(input, scopeOf())).order).toBe(order)
  })

  it('names its fields, each once', async () => {
    expect((await checkOrder('name, id desc, name', scopeOf())).fields).toEqual(['name', 'id'])
  })

  it.each([
    ['', 'invalid_domain'], [',', 'invalid_domain'], ['name,', 'invalid_domain'], ['name descending', 'invalid_domain'], ['name; drop table', 'invalid_domain'], ['name desc desc', 'invalid_domain'],
    ['lower(name)', 'invalid_domain'], ['"name"', 'invalid_domain'], ['name--', 'invalid_domain'], ['partner_id.name', 'invalid_domain'], ['order_line', 'invalid_domain'],
    ['amount_undiscounted', 'invalid_domain'], ['nme', 'unknown_field'], ['constructor', 'unknown_field'], ['access_token', 'restricted_field'],
    [Array.from({ length: 9 }, () => 'name').join(','), 'invalid_domain'], [`name${' '.repeat(600)}`, 'invalid_domain'],
  ])('%j is refused', async (input, code) => {
    expect((await errorOf(checkOrder(input, scopeOf()))).code).toBe(code)
  })

  it('with an unknown field names its place and the nearest that can be sorted by', async () => {
    const error = await errorOf(checkOrder('name, date_ordr desc', scopeOf()))
    expect(error.message).toBe('Item 2 of the order: sale.order has no field "date_ordr".')
    expect(error.suggestions[0]).toBe('date_order')
  })

  it('says which version puts empty values first or last', async () => {
    expect((await errorOf(checkOrder('name nulls last', scopeOf({ version: odoo(16) })))).message).toBe(
      'Item 1 of the order: "nulls last" needs Odoo 17, and this is Odoo 16.0.',
    )
  })

  it('that is sent holds nothing but known fields and directions', async () => {
    const part = fc.constantFrom('name', 'id', 'state', ' ', ',', 'desc', 'asc', 'nulls', 'first', 'last', ';', "'", '(', '.', '\n', '--', 'DESC')
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.array(part).map((parts) => parts.join(' ')), fc.array(part).map((parts) => parts.join(''))), async (input) => {
        const outcome = await checkOrder(input, scopeOf()).catch(() => null)
        if (outcome !== null) expect(outcome.order).toMatch(/^(?:(?:name|id|state)(?: asc| desc)?(?: nulls (?:first|last))?(?:, |$))+$/)
      }),
      { numRuns: 1000 },
    )
  })
})
