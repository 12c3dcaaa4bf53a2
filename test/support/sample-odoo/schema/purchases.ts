import { companyRule } from '../engine/access'
import { char, datetime, float, html, integer, many2many, many2one, money, one2many, readableBy, selection, text, type ModelSpec } from './fields'
import { PRIORITY } from './choices'
import { BILLING, BOOKS_READER, BUYER, STOCK } from './names'
import { thread } from './thread'

const STATE = [['draft', 'RFQ'], ['sent', 'RFQ Sent'], ['to approve', 'To Approve'], ['purchase', 'Purchase Order'], ['done', 'Locked'], ['cancel', 'Cancelled']] as const
/** From 19 on an order is locked by a flag of its own. */
const NOW = STATE.filter(([value]) => value !== 'done')
const READERS = [BUYER, BILLING, BOOKS_READER, STOCK]

export const PURCHASE_MODELS: readonly ModelSpec[] = [
  {
    name: 'purchase.order', label: 'Purchase Order', order: 'priority desc, id desc', access: readableBy(READERS, [BUYER]), rules: [companyRule], nameFields: ['name', 'partner_ref'],
    fields: {
      name: char('Order Reference', { required: true }),
      priority: selection('Priority', PRIORITY),
      state: selection('Status', NOW, { readonly: true, old: [18, { selection: STATE }] }),
      partner_id: many2one('Vendor', 'res.partner', { required: true, help: 'You can find a vendor by its Name, TIN, Email or Internal Reference.' }),
      partner_ref: char('Vendor Reference'),
      origin: char('Source', { old: [18, { label: 'Source Document' }] }),
      date_order: datetime('Order Deadline', { required: true }),
      date_approve: datetime('Confirmation Date', { readonly: true }),
      date_planned: datetime('Expected Arrival'),
      effective_date: datetime('Arrival', { readonly: true }),
      user_id: many2one('Buyer', 'res.users'),
      company_id: many2one('Company', 'res.company', { required: true }),
      currency_id: many2one('Currency', 'res.currency', { required: true }),
      order_line: one2many('Order Lines', 'purchase.order.line', 'order_id'),
      amount_untaxed: money('Untaxed Amount', { readonly: true }),
      amount_tax: money('Taxes', { readonly: true }),
      amount_total: money('Total', { readonly: true }),
      invoice_status: selection('Billing Status', [['no', 'Nothing to Bill'], ['to invoice', 'Waiting Bills'], ['invoiced', 'Fully Billed']], { readonly: true }),
      receipt_status: selection('Receipt Status', [['pending', 'Not Received'], ['partial', 'Partially Received'], ['full', 'Fully Received']], { readonly: true }),
      payment_term_id: many2one('Payment Terms', 'account.payment.term'),
      incoming_picking_count: integer('Incoming Shipment count', { readonly: true, store: false, compute: (row, env) => env.store.table('stock.picking').mirror('purchase_id').get(row.id)?.length ?? 0 }),
      notes: html('Terms and Conditions', { until: 18 }),
      note: html('Terms and Conditions', { since: 19 }),
      ...thread('purchase.order'),
    },
  },
  {
    name: 'purchase.order.line', label: 'Purchase Order Line', order: 'order_id, sequence, id', access: readableBy(READERS, [BUYER]), rules: [companyRule],
    fields: {
      order_id: many2one('Order Reference', 'purchase.order', { required: true }),
      name: text('Description', { required: true }),
      sequence: integer('Sequence'),
      product_id: many2one('Product', 'product.product'),
      product_qty: float('Quantity', { required: true, digits: [16, 2] }),
      product_uom_id: many2one('Unit', 'uom.uom', { was: ['product_uom', 18], old: [18, { label: 'Unit of Measure' }] }),
      qty_received: float('Received Qty', { digits: [16, 2] }),
      qty_invoiced: float('Billed Qty', { readonly: true, digits: [16, 2] }),
      price_unit: float('Unit Price', { required: true, digits: [16, 2], aggregator: 'avg', old: [17, { aggregator: 'sum' }] }),
      discount: float('Discount (%)', { digits: [16, 2], since: 17 }),
      tax_ids: many2many('Taxes', 'account.tax', { was: ['taxes_id', 18] }),
      price_subtotal: money('Subtotal', { readonly: true }),
      price_tax: float('Tax', { readonly: true }),
      price_total: money('Total', { readonly: true }),
      currency_id: many2one('Currency', 'res.currency', { readonly: true, related: 'order_id.currency_id', old: [18, { store: true }] }),
      company_id: many2one('Company', 'res.company', { readonly: true }),
      partner_id: many2one('Partner', 'res.partner', { readonly: true }),
      state: selection('Status', NOW, { readonly: true, related: 'order_id.state', old: [18, { store: true, selection: STATE }] }),
      date_planned: datetime('Expected Arrival'),
      date_order: datetime('Order Date', { readonly: true, related: 'order_id.date_order' }),
      date_approve: datetime('Confirmation Date', { readonly: true, related: 'order_id.date_approve' }),
    },
  },
]
