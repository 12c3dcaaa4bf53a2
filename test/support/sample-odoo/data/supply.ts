import type { OdooVersion } from '../engine/model'
import { locationId, pickingTypeId, taxId, TERM_DAYS, warehouseId, type Product } from './catalogue'
import type { Contacts } from './contacts'
import { COMPANIES } from './foundations'
import { addInvoice } from './invoices'
import { cents, type World } from './world'

/** Requests for quotation, purchase orders and vendor bills; some arrive late. */
export function addPurchases(world: World, contacts: Contacts, products: readonly Product[], version: OdooVersion): void {
  const { dice } = world
  const goods = products.filter((product) => product.storable)
  for (let index = 0; index < 160; index += 1) {
    const offset = -Math.floor(((160 - index) / 160) * 400)
    const age = -offset
    const vendor = dice.pick(contacts.suppliers)
    const owner = world.row('res.partner', vendor)['company_id']
    const company = COMPANIES[(typeof owner === 'number' ? owner : dice.pick([1, 1, 2, 3])) - 1] ?? COMPANIES[0]
    const state = age > 25 ? (dice.chance(0.93) ? 'purchase' : 'cancel') : dice.pick(['draft', 'sent', 'to approve', 'purchase', 'purchase'])
    const planned = offset + dice.int(7, 30)
    const received = state === 'purchase' && planned < -3 && dice.chance(0.94)
    const billed = received && dice.chance(0.85)
    const term = dice.int(1, 3)
    const order = world.add('purchase.order', {
      name: `P${String(index + 1).padStart(5, '0')}`, priority: index % 15 === 0 ? '1' : '0', state, partner_id: vendor, partner_ref: dice.chance(0.4) ? `V${dice.int(100, 999)}` : false, origin: false, date_order: world.moment(offset, 9, index % 60),
      date_approve: state === 'purchase' ? world.moment(offset, 15, index % 60) : false, date_planned: world.moment(planned, 12), effective_date: received ? world.moment(Math.min(planned + dice.int(-3, 9), -1), 10) : false, user_id: dice.pick([2, 6]),
      company_id: company.id, currency_id: company.currency, invoice_status: state !== 'purchase' ? 'no' : billed ? 'invoiced' : received ? 'to invoice' : 'no', receipt_status: state !== 'purchase' ? false : received ? 'full' : 'pending',
      payment_term_id: term, notes: false, note: false, amount_untaxed: 0, amount_tax: 0, amount_total: 0, create_date: world.moment(offset, 9, index % 60), write_date: world.moment(offset, 15, index % 60),
    })
    let untaxed = 0
    let taxes = 0
    const ordered: { product: number; quantity: number }[] = []
    for (let line = 0; line < dice.int(1, 4); line += 1) {
      const product = dice.pick(goods)
      const quantity = dice.int(5, 60)
      const subtotal = cents(quantity * product.cost)
      const tax = cents((subtotal * company.tax) / 100)
      untaxed += subtotal
      taxes += tax
      ordered.push({ product: product.id, quantity })
      world.add('purchase.order.line', {
        order_id: order, name: product.name, sequence: 10 + line, product_id: product.id, product_qty: quantity, product_uom_id: 1, qty_received: received ? quantity : 0, qty_invoiced: billed ? quantity : 0, price_unit: product.cost, discount: 0,
        tax_ids: [taxId(company.id, 'purchase')], price_subtotal: subtotal, price_tax: tax, price_total: cents(subtotal + tax), company_id: company.id, partner_id: vendor, date_planned: world.moment(planned, 12),
      })
    }
    const row = world.row('purchase.order', order)
    Object.assign(row, { amount_untaxed: cents(untaxed), amount_tax: cents(taxes), amount_total: cents(untaxed + taxes) })
    if (state === 'purchase') addTransfer(world, { code: 'incoming', company: company.id, partner: vendor, origin: String(row['name']), done: received, planned, sale: false, purchase: order, lines: ordered })
    if (billed) addInvoice(world, version, { type: 'in_invoice', order: row, offset: Math.min(planned + 3, -1), termDays: TERM_DAYS[term] ?? 30, term, seller: false, origin: String(row['name']) })
  }
}

interface Transfer {
  code: 'incoming' | 'outgoing'
  company: number
  partner: number
  origin: string
  done: boolean
  planned: number
  sale: number | false
  purchase: number | false
  lines: readonly { product: number; quantity: number }[]
}

function addTransfer(world: World, transfer: Transfer): void {
  const { code, company, done, planned } = transfer
  const incoming = code === 'incoming'
  const state = done ? 'done' : planned < 2 || incoming ? 'assigned' : 'confirmed'
  const prefix = world.row('stock.warehouse', company)['code']
  const name = `${String(prefix)}/${incoming ? 'IN' : 'OUT'}/${String(world.rows('stock.picking').length + 1).padStart(5, '0')}`
  const places = { location_id: incoming ? 1 : locationId(company, 'stock'), location_dest_id: incoming ? locationId(company, 'stock') : 2 }
  const picking = world.add('stock.picking', {
    ...places, name, origin: transfer.origin, state, priority: '0', partner_id: transfer.partner, scheduled_date: world.moment(planned, 12), date_deadline: world.moment(planned, 12), date_done: done ? world.moment(Math.min(planned, -1), 14) : false,
    date: world.moment(planned - 7, 9), has_deadline_issue: !done && planned < 0, picking_type_id: pickingTypeId(company, code), sale_id: transfer.sale, purchase_id: transfer.purchase, company_id: company, user_id: 10, note: false,
  })
  for (const { product, quantity } of transfer.lines) {
    world.add('stock.move', {
      ...places, name: transfer.origin, sequence: 10, reference: name, origin: transfer.origin, state: done ? 'done' : state, product_id: product, product_uom_qty: quantity, quantity: done ? quantity : 0, product_uom: 1, picking_id: picking,
      partner_id: transfer.partner, date: world.moment(planned, 12), date_deadline: world.moment(planned, 12), company_id: company, price_unit: 0,
    })
  }
}

/** Deliveries of confirmed orders, what lies on the shelves, and the least that should. */
export function addStock(world: World, products: readonly Product[]): void {
  const { dice } = world
  for (const order of world.rows('sale.order').filter((row) => row['state'] === 'sale')) {
    const lines = world.rows('sale.order.line').filter((line) => line['order_id'] === order.id)
    const offset = Math.round((Date.parse(`${String(order['commitment_date']).slice(0, 10)}T00:00:00Z`) - world.nowMs) / 86_400_000)
    addTransfer(world, {
      code: 'outgoing', company: Number(order['company_id']), partner: Number(order['partner_id']), origin: String(order['name']), done: order['delivery_status'] === 'full', planned: offset, sale: order.id, purchase: false,
      lines: lines.map((line) => ({ product: Number(line['product_id']), quantity: Number(line['product_uom_qty']) })),
    })
  }
  for (const [index, product] of products.filter((candidate) => candidate.storable).entries()) {
    for (const company of COMPANIES) {
      if (company.id > 1 && index % 3 !== 0) continue
      const quantity = index % 13 === 0 ? 0 : dice.int(0, 120)
      world.add('stock.quant', { product_id: product.id, location_id: locationId(company.id, 'stock'), company_id: company.id, quantity, reserved_quantity: Math.min(quantity, dice.int(0, 10)), in_date: world.moment(-dice.int(1, 200), 8), inventory_date: world.day(199) })
      if (index % 6 === 0) world.add('stock.quant', { product_id: product.id, location_id: locationId(company.id, 'shelf'), company_id: company.id, quantity: dice.int(1, 15), reserved_quantity: 0, in_date: world.moment(-dice.int(1, 200), 8), inventory_date: world.day(199) })
      if (index % 4 === 0) {
        const least = dice.int(5, 40)
        world.add('stock.warehouse.orderpoint', { name: `OP/${String(world.rows('stock.warehouse.orderpoint').length + 1).padStart(5, '0')}`, active: true, trigger: 'auto', product_id: product.id, warehouse_id: warehouseId(company.id),
          location_id: locationId(company.id, 'stock'), product_min_qty: least, product_max_qty: least * 3, company_id: company.id })
      }
    }
  }
}
