import { allDocumentsRule, companyRule } from '../engine/access'
import type { Compute, Json, RecordRule, Row } from '../engine/model'
import { displayNameOf } from '../engine/values'
import { binary, boolean, char, date, float, html, integer, many2many, many2one, money, one2many, readableBy, selection, type FieldSpec, type ModelSpec } from './fields'
import { MOVE_TYPE, PAYMENT_STATE } from './choices'
import { ALL_SALES, BILLING, BOOKS_ADMIN, BOOKS_READER, BUYER, SALESMAN, USER } from './names'
import { thread } from './thread'

const customerMove = (row: Row): boolean => row['move_type'] === 'out_invoice' || row['move_type'] === 'out_refund'
const vendorMove = (row: Row): boolean => row['move_type'] === 'in_invoice' || row['move_type'] === 'in_refund'

/** Salespeople see customer invoices (their own only, without wider rights), buyers see bills, the books see all. */
const moveRules = (userField: string): RecordRule[] => [
  companyRule,
  { groups: [SALESMAN], allows: (row, env) => customerMove(row) && (!row[userField] || row[userField] === env.user.id) },
  { groups: [ALL_SALES], allows: customerMove },
  { groups: [BUYER], allows: vendorMove },
  allDocumentsRule(BILLING),
  allDocumentsRule(BOOKS_READER),
]

const READERS = [SALESMAN, BUYER, BOOKS_READER]

const moveName: Compute = (row) => {
  if (row['name'] && row['name'] !== '/') return `${String(row['name'])}${row['ref'] ? ` (${String(row['ref'])})` : ''}`
  const label = MOVE_TYPE.find(([value]) => value === row['move_type'])?.[1] ?? 'Entry'
  return `Draft ${label.replace('Customer ', '').replace('Vendor ', '')} (* ${row.id})`
}

const companyCurrency: Compute = (row, env): Json => env.store.table('res.company').byId.get(row['company_id'] as number)?.['currency_id'] ?? 1

/** Up to 17 a payment was a journal entry, and these were the entry's own fields. */
const DELEGATED = { store: false, searchable: true, sortable: true } as const

export const ACCOUNTING_MODELS: readonly ModelSpec[] = [
  {
    name: 'account.move', label: 'Journal Entry', order: 'date desc, name desc, invoice_date desc, id desc', access: readableBy(READERS, [BILLING]), rules: moveRules('invoice_user_id'),
    nameFields: ['name', 'ref'], displayName: moveName,
    fields: {
      name: char('Number'),
      ref: char('Reference'),
      move_type: selection('Type', MOVE_TYPE, { required: true, readonly: true }),
      state: selection('Status', [['draft', 'Draft'], ['posted', 'Posted'], ['cancel', 'Cancelled']], { required: true, readonly: true }),
      date: date('Date', { required: true }),
      invoice_date: date('Invoice/Bill Date'),
      invoice_date_due: date('Due Date'),
      partner_id: many2one('Partner', 'res.partner'),
      commercial_partner_id: many2one('Commercial Entity', 'res.partner', { readonly: true }),
      invoice_partner_display_name: char('Invoice Partner Display Name', { readonly: true }),
      invoice_user_id: many2one('Salesperson', 'res.users'),
      team_id: many2one('Sales Team', 'crm.team'),
      company_id: many2one('Company', 'res.company'),
      journal_id: many2one('Journal', 'account.journal', { required: true }),
      currency_id: many2one('Currency', 'res.currency', { required: true }),
      company_currency_id: many2one('Company Currency', 'res.currency', { readonly: true, store: false, searchable: true, sortable: true, old: [17, { sortable: false, groupable: false }], compute: companyCurrency }),
      line_ids: one2many('Journal Items', 'account.move.line', 'move_id'),
      invoice_line_ids: one2many('Invoice lines', 'account.move.line', 'move_id', { compute: (row, env) => {
        const lines = env.store.table('account.move.line')
        return (lines.mirror('move_id').get(row.id) ?? []).filter((id) => ['product', 'line_section', 'line_note'].includes(String(lines.byId.get(id)?.['display_type'])))
      } }),
      amount_untaxed: money('Untaxed Amount', { readonly: true }),
      amount_tax: money('Tax', { readonly: true }),
      amount_total: money('Total', { readonly: true }),
      amount_residual: money('Amount Due', { readonly: true }),
      amount_untaxed_signed: money('Untaxed Amount Signed', { readonly: true, currency: 'company_currency_id' }),
      amount_total_signed: money('Total Signed', { readonly: true, currency: 'company_currency_id' }),
      amount_residual_signed: money('Amount Due Signed', { readonly: true, currency: 'company_currency_id' }),
      payment_state: selection('Payment Status', PAYMENT_STATE, { readonly: true }),
      invoice_payment_term_id: many2one('Payment Terms', 'account.payment.term'),
      payment_reference: char('Payment Reference'),
      invoice_origin: char('Origin', { readonly: true }),
      reversed_entry_id: many2one('Reversal of', 'account.move', { readonly: true }),
      narration: html('Terms and Conditions'),
      tax_totals: binary('Invoice Totals', { store: false, compute: () => false }),
      ...thread('account.move'),
    },
  },
  {
    name: 'account.move.line', label: 'Journal Item', order: 'date desc, move_name desc, id', access: readableBy(READERS, [BILLING]), rules: moveRules('invoice_user_id'), nameFields: ['name', 'move_name', 'ref'],
    displayName: (row, env) => `${displayNameOf(env, 'account.move', row['move_id'] as number)} ${String(row['name'] || '')}`.trim(),
    fields: {
      move_id: many2one('Journal Entry', 'account.move', { required: true }),
      move_name: char('Number', { readonly: true }),
      move_type: selection('Type', MOVE_TYPE, { readonly: true, store: false, sortable: true, searchable: true, old: [17, { sortable: false, groupable: false }], compute: (row) => row['move_type'] ?? false }),
      parent_state: selection('Status', [['draft', 'Draft'], ['posted', 'Posted'], ['cancel', 'Cancelled']], { readonly: true }),
      name: char('Label'),
      sequence: integer('Sequence'),
      date: date('Date', { readonly: true, aggregator: 'min' }),
      date_maturity: date('Due Date'),
      ref: char('Reference', { readonly: true }),
      display_type: selection('Display Type', [['product', 'Product'], ['cogs', 'Cost of Goods Sold'], ['tax', 'Tax'], ['payment_term', 'Payment Term'], ['line_section', 'Section'], ['line_note', 'Note']], { required: true }),
      account_id: many2one('Account', 'account.account'),
      partner_id: many2one('Partner', 'res.partner'),
      product_id: many2one('Product', 'product.product'),
      quantity: float('Quantity'),
      price_unit: float('Unit Price'),
      discount: float('Discount (%)'),
      price_subtotal: money('Subtotal', { readonly: true }),
      price_total: money('Total', { readonly: true }),
      tax_ids: many2many('Taxes', 'account.tax'),
      debit: money('Debit', { currency: 'company_currency_id' }),
      credit: money('Credit', { currency: 'company_currency_id' }),
      balance: money('Balance', { currency: 'company_currency_id' }),
      amount_currency: money('Amount in Currency'),
      amount_residual: money('Residual Amount', { readonly: true, currency: 'company_currency_id' }),
      currency_id: many2one('Currency', 'res.currency', { required: true }),
      company_currency_id: many2one('Company Currency', 'res.currency', { readonly: true }),
      company_id: many2one('Company', 'res.company', { readonly: true }),
      journal_id: many2one('Journal', 'account.journal', { readonly: true }),
      reconciled: boolean('Reconciled', { readonly: true }),
    },
  },
  {
    name: 'account.journal', label: 'Journal', order: 'sequence, type, code', access: readableBy([SALESMAN, BUYER, BILLING, BOOKS_READER], [BOOKS_ADMIN]), rules: [companyRule], nameFields: ['name', 'code'],
    fields: {
      name: char('Journal Name', { required: true, translate: true, old: [16, { translate: false }] }),
      code: char('Sequence Prefix', { required: true, old: [18, { label: 'Short Code' }] }),
      active: boolean('Active'),
      type: selection('Type', [['sale', 'Sales'], ['purchase', 'Purchase'], ['cash', 'Cash'], ['bank', 'Bank'], ['general', 'Miscellaneous']], { required: true }),
      sequence: integer('Sequence'),
      company_id: many2one('Company', 'res.company', { required: true, readonly: true }),
      currency_id: many2one('Currency', 'res.currency'),
    },
  },
  {
    name: 'account.account', label: 'Account', order: 'code, id', access: readableBy([BILLING, BOOKS_READER, SALESMAN, BUYER], [BOOKS_ADMIN]), nameFields: ['code', 'name'],
    rules: [{ allows: (row, env) => companiesOfAccount(row).some((id) => env.companyIds.includes(id)) }],
    displayName: (row) => `${String(row['code'])} ${String(row['name'])}`,
    fields: {
      code: char('Code', { store: false, searchable: true, sortable: true, old: [17, { required: true, store: true }] }),
      name: char('Account Name', { required: true, translate: true, old: [16, { translate: false }] }),
      account_type: selection('Type', [['asset_receivable', 'Receivable'], ['asset_cash', 'Bank and Cash'], ['asset_current', 'Current Assets'], ['liability_payable', 'Payable'], ['liability_current', 'Current Liabilities'], ['equity', 'Equity'], ['income', 'Income'], ['expense', 'Expenses'], ['expense_direct_cost', 'Cost of Revenue']], { required: true }),
      reconcile: boolean('Allow Reconciliation'),
      deprecated: boolean('Deprecated', { until: 18 }),
      active: boolean('Active', { since: 19 }),
      company_id: many2one('Company', 'res.company', { required: true, until: 17 }),
      company_ids: many2many('Companies', 'res.company', { required: true, since: 18 }),
      current_balance: float('Current Balance', { readonly: true, store: false, compute: (row, env) => {
        const lines = env.store.table('account.move.line')
        let sum = 0
        for (const id of lines.mirror('account_id').get(row.id) ?? []) {
          const line = lines.byId.get(id)
          if (line?.['parent_state'] === 'posted') sum += Number(line['balance'])
        }
        return Math.round(sum * 100) / 100
      } }),
    },
  },
  {
    name: 'account.tax', label: 'Tax', order: 'sequence,id', access: readableBy([USER], [BOOKS_ADMIN]), rules: [companyRule],
    fields: {
      name: char('Tax Name', { required: true, translate: true, old: [16, { translate: false }] }),
      type_tax_use: selection('Tax Type', [['sale', 'Sales'], ['purchase', 'Purchases'], ['none', 'None']], { required: true }),
      amount_type: selection('Tax Computation', [['group', 'Group of Taxes'], ['fixed', 'Fixed'], ['percent', 'Percentage of Price']], { required: true }),
      amount: float('Amount', { required: true, digits: [16, 4] }),
      active: boolean('Active'),
      sequence: integer('Sequence', { required: true }),
      company_id: many2one('Company', 'res.company', { required: true, readonly: true }),
    },
  },
  {
    name: 'account.payment.term', label: 'Payment Terms', order: 'sequence, id', access: readableBy([USER], [BOOKS_ADMIN]),
    fields: { name: char('Payment Terms', { required: true, translate: true }), active: boolean('Active'), sequence: integer('Sequence', { required: true }), note: html('Description on the Invoice', { translate: true }) },
  },
  {
    name: 'account.payment', label: 'Payments', order: 'date desc, name desc', access: readableBy([BILLING, BOOKS_READER], [BILLING]), rules: [companyRule],
    fields: {
      name: char('Number', { readonly: true, old: [17, DELEGATED] }),
      date: date('Date', { required: true, old: [17, DELEGATED] }),
      amount: money('Amount'),
      amount_signed: money('Amount Signed', { readonly: true, store: false, compute: (row) => (row['payment_type'] === 'inbound' ? Number(row['amount']) : -Number(row['amount'])) }),
      payment_type: selection('Payment Type', [['outbound', 'Send'], ['inbound', 'Receive']], { required: true }),
      partner_type: selection('Partner Type', [['customer', 'Customer'], ['supplier', 'Vendor']], { required: true }),
      partner_id: many2one('Customer/Vendor', 'res.partner'),
      currency_id: many2one('Currency', 'res.currency'),
      journal_id: many2one('Journal', 'account.journal', { required: true, old: [17, DELEGATED] }),
      company_id: many2one('Company', 'res.company', { required: true, old: [17, { ...DELEGATED, required: false }] }),
      state: selection('State', [['draft', 'Draft'], ['in_process', 'In Process'], ['paid', 'Paid'], ['canceled', 'Canceled'], ['rejected', 'Rejected']], { required: true, old: [17, { ...DELEGATED, label: 'Status', selection: [['draft', 'Draft'], ['posted', 'Posted'], ['cancel', 'Cancelled']], readonly: true }] }),
      memo: char('Memo', { was: ['ref', 17], old: [17, { ...DELEGATED, label: 'Reference' }] }),
      reconciled_invoice_ids: many2many('Reconciled Invoices', 'account.move', { readonly: true, store: false, searchable: true, old: [18, { searchable: false }], compute: (row) => row['reconciled_invoice_ids'] ?? [] }),
    } satisfies Record<string, FieldSpec>,
  },
]

function companiesOfAccount(row: Row): number[] {
  const ids = row['company_ids'] ?? row['company_id']
  return (Array.isArray(ids) ? ids : [ids]).filter((id): id is number => typeof id === 'number')
}
