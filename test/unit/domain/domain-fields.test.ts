import { describe, expect, it } from 'vitest'
import { checkDomain } from '../../../src/odoo/domain'
import type { FieldInfo } from '../../../src/odoo/port'
import { errorOf, odoo, scopeOf } from './scope'

const check = (leaf: unknown) => checkDomain([leaf], scopeOf())
const accepts = async (leaf: readonly unknown[]) => { expect((await check(leaf)).domain).toEqual([leaf]) }
const refuses = async (leaf: readonly unknown[]) => {
  const error = await errorOf(check(leaf))
  expect([error.code, error.message.startsWith('Item 1 of the filter')], JSON.stringify(leaf)).toEqual(['invalid_domain', true])
  return error
}

describe('the path of a condition', () => {
  it('leads through relations', async () => {
    await accepts(['partner_id.country_id.code', '=', 'BE'])
    await accepts(['order_line.product_id.default_code', 'ilike', 'A'])
  })

  it('with an unknown step is an error with the nearest names', async () => {
    const error = await errorOf(check(['partner_id.contry_id.code', '=', 'BE']))
    expect([error.code, error.message]).toEqual(['unknown_field', 'Item 1 of the filter: res.partner has no field "contry_id".'])
    expect(error.suggestions).toEqual(['country_id'])
    expect((await errorOf(check(['amount', '>', 1]))).suggestions).toContain('amount_total')
    for (const path of ['partner_id.', '.name', 'partner_id..name', '__proto__', 'constructor', 'partner_id.constructor']) {
      expect((await errorOf(check([path, '=', 'a']))).code, path).toBe('unknown_field')
    }
  })

  it('does not suggest a name that is hidden', async () => {
    expect((await errorOf(check(['access_tokn', '=', 'a']))).suggestions).not.toContain('access_token')
  })

  it('does not quote a long or broken name whole', async () => {
    const { message } = await errorOf(check([`bad\n${'x'.repeat(300)}`, '=', 'a']))
    expect(message).toMatch(/^[^\n]{1,120}$/)
  })

  it('ends at what is no relation, and has at most five steps', async () => {
    expect((await refuses(['name.length', '=', 1])).message).toContain('leads to no other model')
    await accepts(['partner_id.parent_id.parent_id.parent_id.name', '=', 'a'])
    expect((await refuses(['partner_id.parent_id.parent_id.parent_id.parent_id.name', '=', 'a'])).message).toContain('more than 5 steps')
  })

  it('is guarded at every step', async () => {
    for (const path of ['access_token', 'user_id.password', 'partner_id.parent_id.email', 'order_line.order_id.access_token']) {
      const error = await errorOf(check([path, '=', 'a']))
      expect([error.code, error.message.startsWith('Item 1 of the filter: The field')], path).toEqual(['restricted_field', true])
    }
    const asked: string[] = []
    const guard = (model: string, field: FieldInfo) => { asked.push(`${model}/${field.name}`) }
    await checkDomain([['partner_id.country_id.code', '=', 'a'], ['order_line', 'any', [['product_id.name', '=', 'a']]]], scopeOf({ guard }))
    expect(asked).toEqual([
      'sale.order/partner_id', 'res.partner/country_id', 'res.country/code',
      'sale.order/order_line', 'sale.order.line/product_id', 'product.product/name',
    ])
  })

  it('guards nested filters and names of records as well', async () => {
    expect((await errorOf(check(['user_id', 'any', [['password', '=', 'a']]]))).code).toBe('restricted_field')
    const guard = (model: string, field: FieldInfo) => {
      if (model === 'res.partner' && field.name === 'name') throw new Error('names are hidden')
    }
    for (const leaf of [['partner_id', 'ilike', 'a'], ['partner_id', '=', 'Azure'], ['partner_id', 'in', ['Azure']], ['partner_id', 'child_of', 'Azure']]) {
      await expect(checkDomain([leaf], scopeOf({ guard })), JSON.stringify(leaf)).rejects.toThrow('names are hidden')
    }
    expect((await checkDomain([['partner_id', '=', 7]], scopeOf({ guard }))).domain).toEqual([['partner_id', '=', 7]])
  })

  it('through or to a field that cannot be searched is never sent', async () => {
    expect((await refuses(['amount_undiscounted', '>', 1])).message).toContain('is computed and cannot be filtered on')
    expect((await refuses(['related_partner_id.name', '=', 'a'])).message).toContain('is computed and cannot be filtered on')
  })

  it('passes on what the schema says of a model', async () => {
    const scope = scopeOf({ model: 'no.such.model' })
    expect((await errorOf(checkDomain([['name', '=', 'a']], scope))).code).toBe('unknown_model')
  })

  it('may end in a part of a date', async () => {
    await accepts(['date_order.month_number', '=', 11])
    await accepts(['validity_date.day_of_week', 'in', [0, 6]])
    await accepts(['order_line.date_planned.hour_number', '>=', 12])
    await refuses(['date_order.month_number', '=', 13])
    await refuses(['date_order.month_number', '=', '11'])
    await refuses(['date_order.month_number', '=', false])
    await refuses(['date_order.month_number', 'ilike', '1'])
    await refuses(['validity_date.hour_number', '=', 1])
    await refuses(['date_order.month', '=', 1])
    await refuses(['date_order.month_number.year_number', '=', 1])
    await refuses(['task_properties.abc', '=', 1])
  })
})

describe('the operator of a condition', () => {
  it('that is unknown is an error with the nearest one', async () => {
    expect((await refuses(['name', '==', 'a'])).suggestions).toEqual(['='])
    expect((await refuses(['name', 'notin', ['a']])).suggestions).toContain('not in')
    for (const name of ['===', 'IN', 'ILIKE', ' =', 'any!', 'not any!', 'parent', 'between', 'is', '~', 'constructor']) await refuses(['name', name, 'a'])
  })

  it('"<>" is sent as "!=", which means the same everywhere', async () => {
    expect((await check(['state', '<>', 'sale'])).domain).toEqual([['state', '!=', 'sale']])
  })

  it('suits the field', async () => {
    await refuses(['name', 'child_of', 1])
    await refuses(['name', 'any', [['name', '=', 'a']]])
    await refuses(['amount_total', 'ilike', '1'])
    await refuses(['partner_id', '>', 7])
    await refuses(['locked', '>', true])
    await refuses(['locked', 'in', [true]])
    await refuses(['state', 'ilike', 'sal'])
    await refuses(['date_order', 'ilike', '2026'])
    await refuses(['signature', 'ilike', 'a'])
    for (const field of ['task_properties', 'analytic_distribution', 'strange']) await refuses([field, '=', false])
  })

  it('for hierarchies needs a model that has them', async () => {
    await accepts(['partner_id', 'child_of', 7])
    await accepts(['partner_id', 'parent_of', [7, 8]])
    await accepts(['partner_id', 'child_of', 'Azure'])
    expect((await refuses(['tag_ids', 'child_of', 1])).message).toContain('have no parents')
    await refuses(['id', 'child_of', 1])
    expect((await checkDomain([['id', 'child_of', [1]]], scopeOf({ model: 'res.partner' }))).domain).toEqual([['id', 'child_of', [1]]])
    for (const value of [false, null, true, 0, -1, 1.5, '', [false], ['Azure'], {}]) await refuses(['partner_id', 'child_of', value])
  })

  it('"any" takes a filter on the other model', async () => {
    await accepts(['order_line', 'any', []])
    await accepts(['order_line', 'not any', ['|', ['price_subtotal', '>', 5], ['name', '=', false]]])
    for (const value of [false, null, 'a', '[]', 7, {}, [['nope', '=', 1]], ['|', ['name', '=', 'a']]]) {
      expect((await errorOf(check(['order_line', 'any', value]))).code).toMatch(/invalid_domain|unknown_field/)
    }
  })
})

describe('the value of a condition', () => {
  it.each([
    ['name', '=', 'a'], ['name', '!=', false], ['name', 'in', ['a', false]], ['name', 'in', []], ['name', 'not in', []], ['name', '>', 'M'], ['name', '=?', false],
    ['note', 'ilike', 'x%'], ['amount_total', '>', 1000], ['amount_total', '=', 0], ['amount_total', 'in', [1.5, -2]], ['priority', '<=', -3], ['id', 'in', [1, 2]], ['id', '>', 0],
    ['locked', '=', true], ['locked', '!=', false], ['state', '=', 'sale'], ['state', 'not in', ['draft', 'cancel']], ['state', '=', false], ['state', '>=', 'draft'],
    ['kind', '=', 'anything'], ['partner_id', '=', 7], ['partner_id', '=', false], ['partner_id', 'in', [7, false]], ['partner_id', '=', 'Azure'],
    ['partner_id', 'not ilike', 'az'], ['order_line', '=', false], ['tag_ids', 'in', [1]], ['tag_ids', 'ilike', 'vip'], ['signature', '!=', false],
    ['source_ref', '=', 'sale.order,7'], ['res_id', '=', 7], ['res_id', '=', false],
  ])('%s %s %j is accepted as it is', async (...leaf) => {
    await accepts(leaf)
  })

  it('null is sent as Odoo\'s false', async () => {
    expect((await check(['partner_id', '=', null])).domain).toEqual([['partner_id', '=', false]])
    expect((await check(['name', 'in', ['a', null]])).domain).toEqual([['name', 'in', ['a', false]]])
  })

  it.each([
    ['name', '=', 7], ['name', '=', true], ['name', '=', ''], ['name', '>', false], ['name', 'ilike', ''], ['name', 'ilike', false], ['name', 'ilike', 7], ['name', 'ilike', ['a']],
    ['name', '=', ['a']], ['name', '=', {}], ['name', 'in', 'a'], ['name', 'in', {}], ['name', 'in', [['a']]], ['name', 'in', [{}]], ['name', '=', 'a\0b'], ['name', 'ilike', '\ud800'],
    ['amount_total', '>', '1000'], ['amount_total', '=', false], ['amount_total', '=', null], ['amount_total', '>', true], ['amount_total', '=', Number.NaN],
    ['amount_total', '=', Number.POSITIVE_INFINITY], ['amount_total', 'in', [1, '2']], ['priority', '=', 1.5], ['priority', '=', 3_000_000_000], ['id', '=', 0], ['id', '=', '7'], ['id', '=', false],
    ['locked', '=', 1], ['locked', '=', 'true'], ['locked', '=', [true]], ['partner_id', '=', 0], ['partner_id', '=', -7], ['partner_id', '=', 1.5], ['partner_id', '=', true],
    ['partner_id', '=', ''], ['partner_id', '=', [7, 'Azure']], ['partner_id', 'in', [7, 'Azure']], ['partner_id', 'in', 7], ['signature', '=', 'x'], ['signature', '=', true],
    ['source_ref', '=', 'sale.order'], ['res_id', '=', 'a'], ['date_order', '=', 7], ['date_order', '>', false], ['validity_date', '=', true],
  ])('%s %s %j is refused', async (...leaf) => {
    await refuses(leaf)
  })

  it('given as a list to "=" is refused with the operator that takes lists', async () => {
    expect((await refuses(['state', '=', ['sale']])).hint).toBe('Use "in" with a list.')
    expect((await refuses(['state', '!=', ['sale']])).hint).toBe('Use "not in" with a list.')
    expect((await refuses(['locked', '=', [true]])).hint).toBe('locked takes true or false.')
    expect((await refuses(['state', 'in', 'sale'])).hint).toContain('use "="')
  })

  it('that is no key of a selection is refused with its keys', async () => {
    const error = await refuses(['state', '=', 'sales'])
    expect(error.suggestions[0]).toBe('sale')
    expect(error.hint).toBe('Its keys are: draft, sent, sale, cancel.')
    expect((await refuses(['state', 'in', ['sale', 'Quotation Sent']])).suggestions[0]).toBe('sent')
    expect((await refuses(['state', '=', 7])).suggestions).toEqual(['draft', 'sent', 'sale'])
  })

  it('never shows in an error', async () => {
    for (const leaf of [['state', '=', 'Geheim'], ['amount_total', '>', 'Geheim'], ['date_order', '>', 'Geheim'], ['id', 'in', ['Geheim']], ['locked', '=', 'Geheim'], ['signature', '=', 'Geheim']]) {
      const { message, hint, suggestions } = await refuses(leaf)
      expect([message, hint, ...suggestions].join(' ')).not.toContain('Geheim')
    }
  })

  it('is checked the same on every version', async () => {
    for (const major of [14, 15, 16, 17, 18, 19, 20]) {
      expect((await errorOf(checkDomain([['amount_total', '>', '1']], scopeOf({ version: odoo(major) })))).code).toBe('invalid_domain')
    }
  })
})
