import { VitrineError } from '../../../src/errors/vitrine-error'
import type { DomainScope } from '../../../src/odoo/domain'
import type { FieldInfo, ModelSchema } from '../../../src/odoo/port'

/** Models enough to meet every kind of field; as `fields_get` of a server would describe them. */

type Draft = Partial<FieldInfo> & Pick<FieldInfo, 'type'>

function fieldsOf(drafts: Readonly<Record<string, Draft>>): ReadonlyMap<string, FieldInfo> {
  const stored: Omit<FieldInfo, 'name' | 'label' | 'type'> = {
    stored: true,
    searchable: true,
    sortable: true,
    groupable: true,
    companyDependent: false,
    required: false,
  }
  return new Map(Object.entries(drafts).map(([name, draft]) => [name, { ...stored, name, label: name, ...draft }]))
}

const MODELS: Readonly<Record<string, Readonly<Record<string, Draft>>>> = {
  'sale.order': {
    id: { type: 'integer' },
    display_name: { type: 'char', stored: false, sortable: false },
    name: { type: 'char' },
    note: { type: 'html' },
    client_order_ref: { type: 'char' },
    state: { type: 'selection', selection: [['draft', 'Quotation'], ['sent', 'Quotation Sent'], ['sale', 'Sales Order'], ['cancel', 'Cancelled']] },
    kind: { type: 'selection' },
    date_order: { type: 'datetime' },
    validity_date: { type: 'date' },
    amount_total: { type: 'monetary' },
    priority: { type: 'integer' },
    margin_percent: { type: 'float' },
    locked: { type: 'boolean' },
    partner_id: { type: 'many2one', relation: 'res.partner' },
    user_id: { type: 'many2one', relation: 'res.users' },
    order_line: { type: 'one2many', relation: 'sale.order.line', sortable: false },
    tag_ids: { type: 'many2many', relation: 'crm.tag', sortable: false },
    amount_undiscounted: { type: 'float', stored: false, searchable: false, sortable: false },
    related_partner_id: { type: 'many2one', relation: 'res.partner', stored: false, searchable: false, sortable: false },
    access_token: { type: 'char' },
    signature: { type: 'image' },
    task_properties: { type: 'properties' },
    analytic_distribution: { type: 'json' },
    source_ref: { type: 'reference' },
    res_id: { type: 'many2one_reference' },
    strange: { type: 'hologram' },
  },
  'sale.order.line': {
    id: { type: 'integer' },
    name: { type: 'text' },
    price_subtotal: { type: 'monetary' },
    date_planned: { type: 'datetime' },
    product_id: { type: 'many2one', relation: 'product.product' },
    order_id: { type: 'many2one', relation: 'sale.order' },
  },
  'product.product': { id: { type: 'integer' }, name: { type: 'char' }, default_code: { type: 'char' } },
  'res.partner': {
    id: { type: 'integer' },
    display_name: { type: 'char' },
    name: { type: 'char' },
    email: { type: 'char' },
    parent_id: { type: 'many2one', relation: 'res.partner' },
    country_id: { type: 'many2one', relation: 'res.country' },
    child_ids: { type: 'one2many', relation: 'res.partner' },
    create_date: { type: 'datetime' },
  },
  'res.country': { id: { type: 'integer' }, name: { type: 'char' }, code: { type: 'char' } },
  'res.users': { id: { type: 'integer' }, name: { type: 'char' }, password: { type: 'char' }, partner_id: { type: 'many2one', relation: 'res.partner' } },
  'crm.tag': { id: { type: 'integer' }, name: { type: 'char' } },
}

/** Refused by the guard below. */
const RESTRICTED: ReadonlySet<string> = new Set(['sale.order/access_token', 'res.users/password', 'res.partner/email'])

export const schemaOf = (model: string): Promise<ModelSchema> => {
  const drafts = Object.hasOwn(MODELS, model) ? MODELS[model] : undefined
  return drafts === undefined
    ? Promise.reject(new VitrineError('unknown_model', `There is no model ${model}.`))
    : Promise.resolve({ model, fields: fieldsOf(drafts) })
}

export const odoo = (major: number) => ({ major, minor: 0, text: `${String(major)}.0` })

export function scopeOf(part: Partial<DomainScope> = {}): DomainScope {
  return {
    model: 'sale.order',
    schema: schemaOf,
    version: odoo(19),
    guard: (model, field) => {
      if (RESTRICTED.has(`${model}/${field.name}`)) throw new VitrineError('restricted_field', `The field ${field.name} of ${model} is hidden.`)
    },
    searchesNames: () => Promise.resolve(true),
    // A Sunday evening in Brussels, where it is an hour later.
    nowMs: Date.parse('2026-11-22T21:30:15.250Z'),
    timeZone: 'Europe/Brussels',
    ...part,
  }
}

/** The error that a check ends with; fails the test when it ends without one. */
export async function errorOf(checked: Promise<unknown>): Promise<VitrineError> {
  const outcome = await checked.then(
    () => null,
    (error: unknown) => error,
  )
  if (outcome instanceof VitrineError) return outcome
  throw outcome ?? new Error('The check went through.')
}
