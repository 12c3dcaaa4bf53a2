import { describe, expect, it } from 'vitest'
import { nearestNames } from '../../../src/odoo/nearest-names'

const FIELDS = ['id', 'name', 'state', 'partner_id', 'partner_shipping_id', 'amount_total', 'amount_untaxed', 'date_order', 'invoice_date', 'invoice_date_due', 'user_id', 'country_id', 'vat']
const MODELS = ['sale.order', 'sale.order.line', 'purchase.order', 'account.move', 'account.move.line', 'res.partner', 'stock.picking', 'hr.employee']

describe('nearest names', () => {
  it.each([
    ['parnter_id', 'partner_id'], ['partner', 'partner_id'], ['amont_total', 'amount_total'], ['total_amount', 'amount_total'], ['order_date', 'date_order'],
    ['due_date', 'invoice_date_due'], ['State', 'state'], ['contry_id', 'country_id'], ['customer_vat', 'vat'],
  ])('for the field %s begin with %s', (wanted, first) => {
    expect(nearestNames(wanted, FIELDS)[0]).toBe(first)
  })

  it.each([
    ['sale.orders', 'sale.order'], ['sales.order', 'sale.order'], ['account.moves', 'account.move'], ['res.partners', 'res.partner'], ['employee', 'hr.employee'], ['picking', 'stock.picking'],
  ])('for the model %s begin with %s', (wanted, first) => {
    expect(nearestNames(wanted, MODELS)[0]).toBe(first)
  })

  it('are as many as asked, each once, and none without likeness', () => {
    expect(nearestNames('amount', [...FIELDS, ...FIELDS])).toEqual(['amount_total', 'amount_untaxed'])
    expect(nearestNames('date', FIELDS, 1)).toHaveLength(1)
    expect(nearestNames('zzzzzz', FIELDS)).toEqual([])
    expect(nearestNames('', FIELDS)).toEqual([])
    expect(nearestNames('x'.repeat(10_000), FIELDS)).toEqual([])
  })
})
