import type { FieldInfo, ModelSchema } from '../odoo/port'
import { judgeField, type PolicyField } from '../policy/decide'
import type { Policy } from '../policy/policy'
import type { Visibility } from './visibility'

/**
 * Fields that are made of others. Odoo does not tell the parts, so two rules stand in for them. Beside a row rule, whatever Odoo
 * works out anew on a record that has to do with the ruled model may count or quote records outside. Beside a hidden field, the
 * well-known compositions below fall with any of their parts. What an app has copied into a stored field of another model is that
 * model's own value and has to be hidden by itself.
 */

/** Besides `name`: what Odoo's own modules put into the names of records. */
export const NAME_PARTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['account.account', ['code']],
  ['account.analytic.account', ['code']],
  ['account.move', ['ref']],
  ['account.move.line', ['ref']],
  ['hr.department', ['complete_name']],
  ['product.category', ['complete_name']],
  ['product.product', ['default_code']],
  ['product.template', ['default_code']],
  ['res.bank', ['bic']],
  ['res.country.state', ['country_id']],
  ['res.partner', ['complete_name', 'parent_id', 'commercial_company_name', 'parent_name']],
  ['res.partner.bank', ['acc_number', 'bank_id', 'partner_id']],
  ['sale.order.line', ['order_id']],
  ['stock.location', ['complete_name']],
  ['stock.move', ['reference', 'origin']],
  ['stock.picking.type', ['warehouse_id']],
])

/** On any model: a field by its name, and the parts that it gives away. */
const COMPOSITIONS: readonly (readonly [field: RegExp, parts: RegExp])[] = [
  [/^(partner_|inline_)?(contact_)?address(_inline|_complete)?$|^contact_address/, /^(street2?|zip|city|state_id|country_id|country_code)$/],
  [/^email_(normalized|formatted|domain_criterion)$/, /^email(_from)?$/],
  [/^(email|email_from|email_formatted|email_normalized)$/, /^email_normalized$/],
  [/^(phone|mobile)(_sanitized|_normalized)?(_blacklisted)?$|^phone_(sanitized|mobile_search|sanitized_blacklisted)$/, /^(phone|mobile|phone_sanitized)$/],
  [/^country_code$/, /^country_id$/],
  [/^tax_totals(_json)?$/, /^amount_/],
  [/^(complete_name|display_name|parent_name)$/, /^(name|complete_name)$/],
  [/^name$/, /^complete_name$/],
  [/^(qty_to_|invoice_lines|untaxed_amount_)/, /^(qty_|price_)/],
  [/^(amount|price)_(undiscounted|reduce|reduce_taxexcl|reduce_taxinc)$/, /^(price_unit|amount_untaxed|price_subtotal|price_total)$/],
  [/^lst_price$/, /^list_price$/],
]

/** Fields of a list that is worked out are ids of other records, and those are checked by themselves. */
const RELATIONAL: ReadonlySet<string> = new Set(['many2one', 'one2many', 'many2many'])
const NAMES: ReadonlySet<string> = new Set(['display_name', 'complete_name'])

/** `inherited` are names that the model has from another one which is the same record to the user, and under the same rule. */
export function derivedFields({ model, fields }: ModelSchema, inherited: ReadonlySet<string>, visibility: Visibility): ReadonlySet<string> {
  const derived = new Set<string>()
  const all = [...fields.values()]
  if (visibility.hasRules) {
    const touches = visibility.hasRule(model) || all.some(({ relation }) => relation !== undefined && visibility.hasRule(relation))
    for (const field of all) if (touches && isWorkedOut(field, inherited)) derived.add(field.name)
  }
  const hidden = all.filter((field) => isHiddenByChoice(visibility.policy, model, field))
  if (hidden.length === 0) return derived
  for (const { name, type, stored } of all) {
    const isMade = COMPOSITIONS.some(([field, parts]) => field.test(name) && hidden.some((part) => part.name !== name && parts.test(part.name)))
    const isNameMade = name === 'display_name' && hidden.some((part) => NAME_PARTS.get(model)?.includes(part.name) === true)
    // A structure that is worked out may hold anything of its record.
    if (isMade || isNameMade || (!stored && type === 'json')) derived.add(name)
  }
  return derived
}

function isWorkedOut({ name, type, stored }: FieldInfo, inherited: ReadonlySet<string>): boolean {
  if (NAMES.has(name)) return true
  return !stored && name !== 'id' && !RELATIONAL.has(type) && !inherited.has(name)
}

/** Hidden by the user's policy, as against secrets, which nothing shown is made of. */
export function isHiddenByChoice(policy: Policy, model: string, field: PolicyField): boolean {
  const verdict = judgeField(policy, model, field)
  return !verdict.allowed && verdict.reason !== 'secret_name' && verdict.reason !== 'leads_to_hidden_model'
}

/** What models are usually sorted by. The order itself is nowhere to be asked. */
const SORTED_BY: readonly string[] = [
  'sequence', 'code', 'complete_name', 'name', 'date', 'date_order', 'invoice_date', 'date_planned', 'scheduled_date', 'date_deadline', 'x_date',
  'priority', 'state', 'login', 'ref', 'reference', 'number', 'default_code', 'create_date', 'write_date', 'color', 'type', 'move_name', 'parent_path',
  'date_from', 'date_to', 'start', 'barcode', 'move_id', 'order_id', 'product_id', 'partner_id', 'expected_revenue', 'stage_id', 'acc_number', 'is_company',
]

/** Whether nothing is hidden that the records of a model may be sorted by. */
export const mayBeSortedBy = (model: string, { policy }: Visibility): boolean => !SORTED_BY.some((name) => isHiddenByChoice(policy, model, { name }))
