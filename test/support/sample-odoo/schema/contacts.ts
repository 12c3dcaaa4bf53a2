import { companyRule } from '../engine/access'
import type { Compute, Env, Row } from '../engine/model'
import { displayName, valueOf } from '../engine/values'
import { binary, boolean, char, float, html, integer, many2many, many2one, money, one2many, properties, readableBy, selection, type ModelSpec } from './fields'
import { TIME_ZONES } from './choices'
import { ACCESS_ADMIN, BILLING, BOOKS_READER, SALESMAN, USER } from './names'
import { thread } from './thread'

const completeName = (row: Row): string => String(row['complete_name'] ?? row['display_name'] ?? row['name'] ?? '')

/** What a customer owes in the companies at hand: the residual of posted invoices. */
const owed = (kind: 'out' | 'in'): Compute => (row, env) => {
  const moves = env.store.table('account.move')
  let sum = 0
  for (const id of moves.mirror('partner_id').get(row.id) ?? []) {
    const move = moves.byId.get(id)
    if (move?.['state'] !== 'posted' || !String(move['move_type']).startsWith(`${kind}_`)) continue
    if (!env.companyIds.includes(move['company_id'] as number)) continue
    sum += Number(move['amount_residual_signed'] ?? 0)
  }
  return Math.round(sum * 100) / 100
}

const countOf = (model: string, field: string): Compute => (row, env) => env.store.table(model).mirror(field).get(row.id)?.length ?? 0

const currencyHere = (_row: Row, env: Env): number => Number(env.store.table('res.company').byId.get(env.companyId)?.['currency_id'] ?? 1)

export const CONTACT_MODELS: readonly ModelSpec[] = [
  {
    name: 'res.partner', label: 'Contact', order: 'complete_name ASC, id DESC', orderBefore17: 'display_name ASC, id DESC',
    nameFields: ['complete_name', 'email', 'ref', 'vat'], access: readableBy([USER], ['base.group_partner_manager', SALESMAN, ACCESS_ADMIN]),
    rules: [companyRule],
    displayName: completeName,
    fields: {
      name: char('Name'),
      complete_name: char('Complete Name', { readonly: true, was: ['display_name', 16], old: [16, { label: 'Display Name' }] }),
      active: boolean('Active'),
      is_company: boolean('Is a Company', { help: 'Check if the contact is a company, otherwise it is a person' }),
      type: selection('Address Type', [['contact', 'Contact'], ['invoice', 'Invoice'], ['delivery', 'Delivery'], ['other', 'Other']],
        { old: [18, { selection: [['contact', 'Contact'], ['invoice', 'Invoice Address'], ['delivery', 'Delivery Address'], ['other', 'Other Address']] }] }),
      parent_id: many2one('Related Company', 'res.partner'),
      child_ids: one2many('Contact', 'res.partner', 'parent_id'),
      commercial_partner_id: many2one('Commercial Entity', 'res.partner', { readonly: true }),
      ref: char('Reference'),
      lang: selection('Language', [['en_US', 'English (US)'], ['fr_FR', 'French / Français']]),
      tz: selection('Timezone', TIME_ZONES),
      user_id: many2one('Salesperson', 'res.users'),
      user_ids: one2many('Users', 'res.users', 'partner_id'),
      vat: char('Tax ID'),
      website: char('Website Link'),
      comment: html('Notes'),
      category_id: many2many('Tags', 'res.partner.category'),
      function: char('Job Position'),
      street: char('Street'),
      street2: char('Street2'),
      zip: char('Zip'),
      city: char('City'),
      state_id: many2one('State', 'res.country.state'),
      country_id: many2one('Country', 'res.country'),
      country_code: char('Country Code', { readonly: true, related: 'country_id.code' }),
      email: char('Email'),
      email_normalized: char('Normalized Email', { readonly: true }),
      phone: char('Phone'),
      mobile: char('Mobile', { until: 18 }),
      company_id: many2one('Company', 'res.company'),
      currency_id: many2one('Currency', 'res.currency', { readonly: true, store: false, compute: currencyHere }),
      color: integer('Color Index'),
      employee: boolean('Employee'),
      customer_rank: integer('Customer Rank'),
      supplier_rank: integer('Supplier Rank'),
      credit: money('Total Receivable', { readonly: true, store: false, searchable: true, groups: [BILLING, BOOKS_READER], compute: owed('out'), help: 'Total amount this customer owes you.' }),
      debit: money('Total Payable', { readonly: true, store: false, searchable: true, groups: [BILLING, BOOKS_READER], compute: owed('in'), help: 'Total amount you have to pay to this vendor.' }),
      credit_limit: float('Credit Limit', { perCompany: true, groups: [BILLING, BOOKS_READER], help: 'Credit limit specific to this partner.' }),
      property_payment_term_id: many2one('Customer Payment Terms', 'account.payment.term', { perCompany: true }),
      property_supplier_payment_term_id: many2one('Vendor Payment Terms', 'account.payment.term', { perCompany: true }),
      sale_order_count: integer('Sale Order Count', { readonly: true, store: false, groups: [SALESMAN], compute: countOf('sale.order', 'partner_id') }),
      sale_order_ids: one2many('Sales Order', 'sale.order', 'partner_id'),
      invoice_ids: one2many('Invoices', 'account.move', 'partner_id', { readonly: true }),
      opportunity_ids: one2many('Opportunities', 'crm.lead', 'partner_id'),
      opportunity_count: integer('Opportunity Count', { readonly: true, store: false, groups: [SALESMAN], compute: countOf('crm.lead', 'partner_id') }),
      team_id: many2one('Sales Team', 'crm.team', { until: 17 }),
      bank_account_count: integer('Bank', { readonly: true, store: false, compute: () => 0 }),
      contact_address: char('Complete Address', { readonly: true, store: false, compute: address }),
      signup_token: char('Signup Token', { until: 17, groups: [ACCESS_ADMIN], store: false, old: [16, { store: true }], compute: (row) => row['signup_token'] ?? false }),
      signup_type: char('Signup Token Type', { groups: [ACCESS_ADMIN] }),
      properties: properties('Properties', { since: 19, definition: 'properties_base_definition_id' }),
      image_128: binary('Image 128', { readonly: true }),
      avatar_128: binary('Avatar 128', { readonly: true, store: false, compute: (row) => row['image_128'] ?? false }),
      ...thread('res.partner'),
    },
  },
  {
    name: 'res.partner.category', label: 'Partner Tags', order: 'name, id', access: readableBy([USER], ['base.group_partner_manager', ACCESS_ADMIN]),
    displayName: (row, env) => {
      const table = env.store.table('res.partner.category')
      const parent = table.byId.get(row['parent_id'] as number)
      const model = env.models.get('res.partner.category')
      const field = model?.fields.get('name')
      const own = model && field ? String(valueOf(env, model, row, field)) : ''
      return parent && model ? `${displayName(env, model, parent)} / ${own}` : own
    },
    fields: {
      name: char('Name', { required: true, translate: true, since: 16 }),
      color: integer('Color'),
      parent_id: many2one('Category', 'res.partner.category'),
      child_ids: one2many('Child Tags', 'res.partner.category', 'parent_id'),
      active: boolean('Active'),
      partner_ids: many2many('Partners', 'res.partner', { compute: (row, env) => [...(env.store.table('res.partner').mirror('category_id').get(row.id) ?? [])] }),
    },
  },
]

function address(row: Row, env: Env): string {
  const country = env.store.table('res.country').byId.get(row['country_id'] as number)?.['name'] ?? ''
  return [row['street'], `${String(row['zip'] || '')} ${String(row['city'] || '')}`.trim(), country].filter(Boolean).join('\n')
}
