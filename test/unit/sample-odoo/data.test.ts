import { describe, expect, it } from 'vitest'
import { Database } from '../../support/sample-odoo/database'
import { SAMPLE_NOW, type OdooVersion } from '../../support/sample-odoo/server'

const build = (version: OdooVersion): Database => new Database(version, ['sample'], Date.parse(SAMPLE_NOW))
const { data } = build(19)
const rows = (model: string): readonly Record<string, unknown>[] => data[model] ?? []
const near = (left: number, right: number): boolean => Math.abs(left - right) < 0.006

describe('the invented data', () => {
  it('are the same at every start', () => {
    expect(JSON.stringify(build(19).data)).toBe(JSON.stringify(data))
  })

  it('add up: the totals of orders and bills are those of their lines', () => {
    for (const [model, lines, link] of [['sale.order', 'sale.order.line', 'order_id'], ['purchase.order', 'purchase.order.line', 'order_id']] as const) {
      for (const order of rows(model)) {
        const own = rows(lines).filter((line) => line[link] === order['id'])
        expect(near(own.reduce((sum, line) => sum + Number(line['price_subtotal']), 0), Number(order['amount_untaxed']))).toBe(true)
        expect(near(Number(order['amount_untaxed']) + Number(order['amount_tax']), Number(order['amount_total']))).toBe(true)
      }
    }
  })

  it('balance: debit equals credit in every journal entry, and nobody owes more than was billed', () => {
    for (const move of rows('account.move')) {
      const items = rows('account.move.line').filter((line) => line['move_id'] === move['id'])
      expect(near(items.reduce((sum, line) => sum + Number(line['balance']), 0), 0)).toBe(true)
      expect(Number(move['amount_residual'])).toBeLessThanOrEqual(Number(move['amount_total']))
      expect(move['payment_state'] === 'paid').toBe(move['state'] === 'posted' && Number(move['amount_residual']) === 0)
    }
  })

  it('refer only to records that exist', () => {
    const { models, store } = build(19)
    for (const model of models.values()) {
      for (const field of model.fields.values()) {
        if (field.type !== 'many2one' || !field.relation || field.compute || field.related) continue
        for (const row of store.table(model).rows) {
          const target = row[field.name]
          if (typeof target === 'number' && !store.table(field.relation).byId.has(target)) throw new Error(`${model.name} ${row.id} ${field.name} ${target}`)
        }
      }
    }
  })

  it('are a few thousand, with archived records, three companies and three currencies among them', () => {
    expect(Object.values(data).reduce((sum, list) => sum + list.length, 0)).toBeGreaterThan(5_000)
    expect(rows('res.partner').some((row) => row['active'] === false)).toBe(true)
    expect(new Set(rows('sale.order').map((row) => row['company_id'])).size).toBe(3)
    expect(new Set(rows('account.move').map((row) => row['currency_id'])).size).toBe(3)
  })
})
