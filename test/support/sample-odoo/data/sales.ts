import type { OdooVersion } from '../engine/model'
import { addInvoice } from './invoices'
import { taxId, TERM_DAYS, warehouseId, type Product } from './catalogue'
import type { Contacts } from './contacts'
import { COMPANIES, RATES } from './foundations'
import { cents, tr, type World } from './world'

/** Pipeline, quotations and orders, and the invoices that follow from them. */
export function addSales(world: World, contacts: Contacts, products: readonly Product[], version: OdooVersion): void {
  addPipeline(world, contacts)
  const { dice } = world
  for (let index = 0; index < 620; index += 1) addOrder(world, contacts, products, version, -Math.floor(((620 - index) / 620) * 540) + dice.int(-2, 2))
}

function addOrder(world: World, contacts: Contacts, products: readonly Product[], version: OdooVersion, offset: number): void {
  const { dice } = world
  const age = -offset
  const customer = dice.pick(contacts.customers)
  const owner = world.row('res.partner', customer)['company_id']
  const company = COMPANIES[(typeof owner === 'number' ? owner : dice.pick([1, 1, 1, 2, 2, 3])) - 1] ?? COMPANIES[0]
  const seller = company.id === 2 ? dice.pick([11, 2, 11]) : company.id === 3 ? 2 : dice.pick([7, 2, 7, 6])
  const currency = company.id === 1 && dice.chance(0.12) ? 2 : company.currency
  const roll = dice.next()
  const state = offset > 0 ? 'draft' : age > 60 ? (roll < 0.85 ? 'sale' : 'cancel') : roll < 0.5 ? 'sale' : roll < 0.72 ? 'sent' : roll < 0.93 ? 'draft' : 'cancel'
  const dated = world.moment(Math.min(offset, 0), dice.int(0, 23), dice.int(0, 59))
  const term = dice.int(1, 3)
  const delivered = state === 'sale' && age > 12
  const invoiced = state === 'sale' && age > 15 && dice.chance(0.9)
  const lead = dice.chance(0.2) ? dice.int(1, 150) : false
  const order = world.add('sale.order', {
    name: `S${String(world.rows('sale.order').length + 1).padStart(5, '0')}`, state, locked: false, partner_id: customer, partner_invoice_id: customer, partner_shipping_id: customer,
    client_order_ref: dice.chance(0.3) ? `PO-${dice.int(1000, 9999)}` : false, origin: false, date_order: dated, create_date: dated, write_date: dated, validity_date: state === 'sale' ? false : world.day(offset + 30),
    commitment_date: state === 'sale' ? world.moment(offset + dice.int(5, 25), 12) : false, effective_date: delivered ? world.moment(offset + 10, 12) : false, user_id: seller, team_id: company.id, company_id: company.id,
    currency_id: currency, currency_rate: cents((RATES[currency] ?? 1) / (RATES[company.currency] ?? 1)), invoice_status: state !== 'sale' ? 'no' : invoiced ? 'invoiced' : 'to invoice', invoice_ids: [],
    delivery_status: state !== 'sale' ? false : delivered ? 'full' : 'pending', payment_term_id: term, warehouse_id: warehouseId(company.id), opportunity_id: lead, tag_ids: dice.chance(0.3) ? [dice.int(1, 4)] : [],
    note: dice.chance(0.1) ? '<p>Thank you for <i>your</i> order.</p>' : false, require_payment: dice.chance(0.5), require_signature: true, signed_by: false, signature: false,
    amount_untaxed: 0, amount_tax: 0, amount_total: 0, create_uid: seller,
  })
  const lines = dice.int(1, 5)
  let untaxed = 0
  let taxes = 0
  for (let line = 0; line < lines; line += 1) {
    const product = dice.pick(products)
    const quantity = dice.int(1, 12)
    const discount = dice.chance(0.15) ? dice.pick([5, 10, 15]) : 0
    const price = cents(product.price * (RATES[currency] ?? 1))
    const subtotal = cents(quantity * price * (1 - discount / 100))
    const tax = cents((subtotal * company.tax) / 100)
    untaxed += subtotal
    taxes += tax
    world.add('sale.order.line', {
      order_id: order, name: product.name, sequence: 10 + line, display_type: false, product_id: product.id, product_uom_qty: quantity, product_uom_id: product.storable ? 1 : 3, qty_delivered: delivered ? quantity : 0,
      qty_invoiced: invoiced ? quantity : 0, qty_to_invoice: state === 'sale' && !invoiced ? quantity : 0, price_unit: price, discount, tax_ids: [taxId(company.id, 'sale')], price_subtotal: subtotal, price_tax: tax, price_total: cents(subtotal + tax),
      currency_id: currency, company_id: company.id, order_partner_id: customer, salesman_id: seller, state, invoice_status: state !== 'sale' ? 'no' : invoiced ? 'invoiced' : 'to invoice', analytic_distribution: false, customer_lead: 0,
      create_date: dated, write_date: dated,
    })
  }
  const row = world.row('sale.order', order)
  Object.assign(row, { amount_untaxed: cents(untaxed), amount_tax: cents(taxes), amount_total: cents(untaxed + taxes) })
  if (!invoiced) return
  const invoice = addInvoice(world, version, { type: 'out_invoice', order: row, offset: Math.min(offset + 14, -1), termDays: TERM_DAYS[term] ?? 30, term, seller, origin: String(row['name']) })
  row['invoice_ids'] = [invoice]
}

const STAGES: readonly (readonly [string, string])[] = [['New', 'Nouveau'], ['Qualified', 'Qualifié'], ['Proposition', 'Proposition'], ['Won', 'Gagné']]

function addPipeline(world: World, contacts: Contacts): void {
  const { dice } = world
  for (const [index, name] of (['Lumen Europe', 'Northgate UK', 'Harbor America'] as const).entries()) {
    world.add('crm.team', { name: tr(name, name), sequence: index, active: true, company_id: index + 1, user_id: 2, member_ids: [], invoiced_target: 50_000 })
  }
  for (const [index, [en, fr]] of STAGES.entries()) world.add('crm.stage', { name: tr(en, fr), sequence: index, is_won: index === 3, fold: false, team_id: false, requirements: false })
  for (const [en, fr] of [['Product', 'Produit'], ['Software', 'Logiciel'], ['Services', 'Services'], ['Training', 'Formation']] as const) world.add('crm.tag', { name: tr(en, fr), color: 1 })
  for (const [en, fr] of [['Too expensive', 'Trop cher'], ["We don't have people/skills", 'Pas assez de personnel']] as const) world.add('crm.lost.reason', { name: tr(en, fr), active: true })
  for (let index = 0; index < 180; index += 1) {
    const partner = dice.chance(0.8) ? dice.pick(contacts.customers) : false
    const stage = dice.int(1, 4)
    const company = dice.pick([1, 1, 2, 3])
    const lost = index % 11 === 10
    const age = dice.int(1, 300)
    const revenue = dice.int(2, 120) * 250
    const probability = lost ? 0 : stage === 4 ? 100 : stage * 22.5
    world.add('crm.lead', {
      name: `${dice.pick(['Lighting for', 'Refit of', 'Furniture for', 'Maintenance at'])} ${dice.pick(['the new office', 'the showroom', 'two shops', 'the canteen', 'a hotel floor'])}`, type: index % 7 === 6 ? 'lead' : 'opportunity',
      active: !lost, priority: String(dice.int(0, 3)), partner_id: partner, partner_name: partner ? world.row('res.partner', partner)['name'] ?? false : 'Unknown prospect', contact_name: false,
      email_from: `lead${index}@example.com`, phone: `+32 2 555 10 ${String(index % 100).padStart(2, '0')}`, city: 'Gent', country_id: 2, stage_id: stage, user_id: company === 1 ? dice.pick([7, 6, 2]) : company === 2 ? 11 : 2, team_id: company,
      company_id: company, expected_revenue: revenue, prorated_revenue: cents((revenue * probability) / 100), recurring_revenue: 0, probability, date_deadline: world.day(dice.int(-40, 90)), date_open: world.moment(-age, 9),
      date_closed: stage === 4 && !lost ? world.moment(-Math.floor(age / 2), 15) : false, date_last_stage_update: world.moment(-Math.floor(age / 2), 15), day_close: stage === 4 ? Math.ceil(age / 2) : 0,
      lost_reason_id: lost ? dice.int(1, 2) : false, won_status: lost ? 'lost' : stage === 4 ? 'won' : 'pending', tag_ids: [dice.int(1, 4)], description: '<p>Met at the fair.</p>', create_date: world.moment(-age, 9, index % 60),
      lead_properties: index % 6 === 0 ? [{ name: 'aa11bb22', type: 'char', string: 'Source fair', value: 'Light 2026' }] : [],
    })
  }
}

