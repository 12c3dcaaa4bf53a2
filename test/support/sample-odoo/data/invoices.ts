import type { OdooVersion, Row } from '../engine/model'
import { accountId, journalId, taxId } from './catalogue'
import { COMPANIES, RATES } from './foundations'
import { cents, type World } from './world'

interface InvoiceDraft {
  type: 'out_invoice' | 'out_refund' | 'in_invoice'
  /** The order it bills: amounts, currency, company and partner come from it. */
  order: Row
  /** Days from today, negative in the past. */
  offset: number
  termDays: number
  term: number
  seller: number | false
  origin: string
}

const PREFIX = { out_invoice: 'INV', out_refund: 'RINV', in_invoice: 'BILL' } as const

/** An invoice with its journal items, balanced, and payments that fit its residual. */
export function addInvoice(world: World, version: OdooVersion, draft: InvoiceDraft): number {
  const { dice } = world
  const { order, type } = draft
  const company = COMPANIES[Number(order['company_id']) - 1] ?? COMPANIES[0]
  const currency = Number(order['currency_id'])
  const due = draft.offset + draft.termDays
  const posted = draft.offset < -2 || dice.chance(0.5)
  const total = Number(order['amount_total'])
  const paidShare = !posted ? 0 : due < -90 ? (dice.chance(0.97) ? 1 : 0) : due < 0 ? (dice.chance(0.7) ? 1 : dice.chance(0.2) ? 0.4 : 0) : dice.chance(0.25) ? 1 : 0
  const paid = paidShare === 1 ? total : cents(total * paidShare)
  const residual = cents(total - paid)
  const sign = type === 'in_invoice' || type === 'out_refund' ? -1 : 1
  const rate = (RATES[company.currency] ?? 1) / (RATES[currency] ?? 1)
  const inCompany = (amount: number): number => cents(amount * rate)
  const year = world.day(draft.offset).slice(0, 4)
  const number = world.rows('account.move').filter((row) => row['move_type'] === type && row['company_id'] === company.id && String(row['date']).startsWith(year)).length + 1
  const name = posted ? `${PREFIX[type]}/${year}/${String(number).padStart(5, '0')}` : '/'
  const state = posted ? 'posted' : 'draft'
  const partner = Number(order['partner_id'])
  const common = { company_id: company.id, journal_id: journalId(company.id, type === 'in_invoice' ? 'purchase' : 'sale'), currency_id: currency, partner_id: partner, invoice_user_id: draft.seller }
  const invoice = world.add('account.move', {
    ...common, name, ref: type === 'in_invoice' ? `SUP-${dice.int(10_000, 99_999)}` : false, move_type: type, state, date: world.day(draft.offset), invoice_date: world.day(draft.offset), invoice_date_due: world.day(due),
    commercial_partner_id: partner, invoice_partner_display_name: world.row('res.partner', partner)['complete_name'] ?? false, team_id: type === 'in_invoice' ? false : company.id,
    amount_untaxed: order['amount_untaxed'] ?? 0, amount_tax: order['amount_tax'] ?? 0, amount_total: total, amount_residual: posted ? residual : total,
    amount_untaxed_signed: sign * inCompany(Number(order['amount_untaxed'])), amount_total_signed: sign * inCompany(total), amount_residual_signed: sign * inCompany(posted ? residual : total),
    payment_state: !posted || paid === 0 ? 'not_paid' : residual === 0 ? 'paid' : 'partial', invoice_payment_term_id: draft.term, payment_reference: posted ? name : false, invoice_origin: draft.origin,
    reversed_entry_id: false, narration: false, create_date: world.moment(draft.offset, 10), write_date: world.moment(draft.offset, 11), create_uid: 8,
  })
  addItems(world, invoice, { ...draft, common, name, state, sign, inCompany, residual: posted ? residual : total, due })
  if (paid > 0) addPayment(world, version, { invoice, partner, company: company.id, currency, amount: paid, inbound: type !== 'in_invoice', offset: Math.min(-1, due < 0 ? due - dice.int(0, 5) : draft.offset + 1), memo: name })
  return invoice
}

interface Items extends InvoiceDraft {
  common: Record<string, number | false>
  name: string
  state: string
  sign: number
  inCompany: (amount: number) => number
  residual: number
  due: number
}

function addItems(world: World, invoice: number, items: Items): void {
  const { common, sign, inCompany, order, type } = items
  const company = Number(order['company_id'])
  const sales = type !== 'in_invoice'
  const base = {
    ...common, move_id: invoice, move_name: items.name, move_type: type, parent_state: items.state, date: world.day(items.offset), ref: false, company_currency_id: COMPANIES[company - 1]?.currency ?? 1,
    create_date: world.moment(items.offset, 10), write_date: world.moment(items.offset, 11), reconciled: false, tax_ids: [], product_id: false, discount: 0, price_unit: 0, quantity: 0, price_subtotal: 0, price_total: 0, amount_residual: 0,
  }
  const add = (values: Record<string, string | number | boolean | number[] | false>, amount: number): void => {
    const balance = cents(amount)
    world.add('account.move.line', { ...base, ...values, balance, debit: balance > 0 ? balance : 0, credit: balance < 0 ? -balance : 0 })
  }
  const model = sales ? 'sale.order.line' : 'purchase.order.line'
  let sum = 0
  for (const line of world.rows(model).slice(-12).filter((candidate) => candidate['order_id'] === order.id)) {
    const amount = -sign * inCompany(Number(line['price_subtotal']))
    sum += amount
    add({ name: String(line['name']), sequence: 10, display_type: 'product', account_id: accountId(company, sales ? 'income' : 'expense'), product_id: Number(line['product_id']), quantity: Number(line['product_uom_qty'] ?? line['product_qty']),
      price_unit: Number(line['price_unit']), discount: Number(line['discount'] ?? 0), price_subtotal: Number(line['price_subtotal']), price_total: Number(line['price_total']), tax_ids: [taxId(company, sales ? 'sale' : 'purchase')],
      amount_currency: -sign * Number(line['price_subtotal']), date_maturity: false }, amount)
  }
  const tax = -sign * inCompany(Number(order['amount_tax']))
  sum += tax
  add({ name: 'Tax', sequence: 100, display_type: 'tax', account_id: accountId(company, 'tax'), amount_currency: -sign * Number(order['amount_tax']), date_maturity: false }, tax)
  add({ name: items.name, sequence: 200, display_type: 'payment_term', account_id: accountId(company, sales ? 'receivable' : 'payable'), amount_currency: sign * Number(order['amount_total']), date_maturity: world.day(items.due),
    amount_residual: sign * inCompany(items.residual), reconciled: items.residual === 0 }, -cents(sum))
}

interface PaymentDraft { invoice: number; partner: number; company: number; currency: number; amount: number; inbound: boolean; offset: number; memo: string }

function addPayment(world: World, version: OdooVersion, draft: PaymentDraft): void {
  const year = world.day(draft.offset).slice(0, 4)
  world.add('account.payment', {
    name: `P${draft.inbound ? 'BNK1' : 'OUT'}/${year}/${String(world.rows('account.payment').length + 1).padStart(5, '0')}`, date: world.day(draft.offset), amount: draft.amount, payment_type: draft.inbound ? 'inbound' : 'outbound',
    partner_type: draft.inbound ? 'customer' : 'supplier', partner_id: draft.partner, currency_id: draft.currency, journal_id: journalId(draft.company, 'bank'), company_id: draft.company, state: version >= 18 ? 'paid' : 'posted', memo: draft.memo,
    reconciled_invoice_ids: [draft.invoice], create_date: world.moment(draft.offset, 12), write_date: world.moment(draft.offset, 12),
  })
}
