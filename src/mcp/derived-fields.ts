import type { FieldInfo, ModelSchema } from '../odoo/port'
import { judgeField, type PolicyField } from '../policy/decide'
import type { Policy } from '../policy/policy'
import { ownerField } from './row-rules'
import type { Visibility } from './visibility'

/**
 * Fields that are made of others. Odoo does not tell the parts, so two rules stand in for them. Beside a row rule, whatever Odoo
 * works out anew on a record that has to do with the ruled model may count or quote records outside. Beside a hidden field, the
 * well-known compositions below fall with any of their parts, and beside a hidden list whatever is called after its records. What an app has copied into a stored field of another model is that
 * model's own value and has to be hidden by itself.
 */

const named = (...names: readonly string[]): readonly PolicyField[] => names.map((name) => ({ name }))
const through = (name: string, relation: string): PolicyField => ({ name, relation })

/** Besides `name`: what Odoo's own modules put into the names of records. */
export const NAME_PARTS: ReadonlyMap<string, readonly PolicyField[]> = new Map([
  ['account.account', named('code')],
  ['account.analytic.account', named('code')],
  ['account.move', named('ref')],
  ['account.move.line', [...named('ref', 'move_name'), through('move_id', 'account.move')]],
  ['hr.department', named('complete_name')],
  ['product.category', named('complete_name')],
  ['product.product', named('default_code')],
  ['product.template', named('default_code')],
  ['res.bank', named('bic')],
  ['res.country.state', [through('country_id', 'res.country')]],
  ['res.partner', [...named('complete_name', 'commercial_company_name', 'parent_name'), through('parent_id', 'res.partner')]],
  ['res.partner.bank', [...named('acc_number'), through('bank_id', 'res.bank')]],
  ['res.partner.category', [through('parent_id', 'res.partner.category')]],
  ['sale.order.line', [through('order_id', 'sale.order')]],
  ['stock.location', named('complete_name')],
  ['stock.move', named('reference', 'origin')],
  ['stock.picking.type', [through('warehouse_id', 'stock.warehouse')]],
  ['stock.quant', [through('product_id', 'product.product')]],
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
/** Names of the records that messages and files belong to, whatever those are. */
const NAMES_OF_OWNERS = ['record_name', 'res_name', 'resource_name'] as const
const NAMES: ReadonlySet<string> = new Set(['display_name', 'complete_name'])

/** `inherited` are names that the model has from another one which is the same record to the user, and under the same rule. */
export function derivedFields({ model, fields }: ModelSchema, inherited: ReadonlySet<string>, visibility: Visibility): ReadonlySet<string> {
  const derived = new Set<string>()
  const all = [...fields.values()]
  if (visibility.hasRules) {
    const touches = visibility.hasRule(model) || all.some(({ relation }) => relation !== undefined && visibility.hasRule(relation))
    for (const field of all) if (touches && isWorkedOut(field, inherited)) derived.add(field.name)
  }
  for (const field of all) if (!inherited.has(field.name) && isCopyOfHidden(field, fields, model, visibility)) derived.add(field.name)
  if (!visibility.isNameShown(model) || isCalledAfterHidden(fields, all, visibility)) derived.add('display_name')
  if (ownerField(model) !== undefined && (visibility.hasRules || visibility.hidesFields)) for (const name of NAMES_OF_OWNERS) derived.add(name)
  for (const name of madeOfHiddenLists(model, all, visibility)) derived.add(name)
  const hidden = all.filter((field) => isHiddenByChoice(visibility.policy, model, field))
  for (const { name, type, relation } of all) {
    // The other end of a many2many is not said: any hidden relation there may be the one.
    const far = relation === undefined || type !== 'many2many' ? [] : (visibility.policy.fields.hide[relation] ?? [])
    if (far.some((one) => /_ids?$/.test(one))) derived.add(name)
  }
  if (hidden.length === 0) return derived
  for (const { name, type, stored } of all) {
    const isMade = COMPOSITIONS.some(([field, parts]) => field.test(name) && hidden.some((part) => part.name !== name && parts.test(part.name)))
    // A structure that is worked out may hold anything of its record.
    if (isMade || (!stored && type === 'json')) derived.add(name)
  }
  return derived
}

const TITLES = ['name', 'x_name', 'complete_name'] as const
const BY_WHOM: ReadonlySet<string> = new Set(['create_uid', 'write_uid'])

/** Records without a name of their own are called after a record that they point to. Odoo does not say which, so it may be any. */
function isCalledAfterHidden(fields: ModelSchema['fields'], all: readonly FieldInfo[], visibility: Visibility): boolean {
  return visibility.hidesFields && !TITLES.some((title) => fields.has(title))
    && all.some(({ name, type, relation }) => type === 'many2one' && relation !== undefined && !BY_WHOM.has(name) && !visibility.isNameShown(relation))
}

interface NumbersOf {
  readonly on: RegExp
  readonly field: RegExp
  /** Of which records, and by which of their fields. */
  readonly of: readonly string[]
  readonly by: readonly string[]
}

/** Numbers that Odoo works out of records elsewhere, whose names do not say of which. */
const NUMBERS_OF: readonly NumbersOf[] = [
  {
    on: /^product\.(product|template)$/, field: /^(qty|quantity|virtual|free|incoming|outgoing)_|_(qty|available)$/,
    of: ['stock.quant', 'stock.move'], by: ['quantity', 'reserved_quantity', 'product_id', 'location_id', 'product_uom_qty', 'product_qty', 'state'],
  },
  {
    on: /^res\.(partner|users)$/, field: /^(credit|debit|total_due|total_overdue|total_invoiced|days_sales_outstanding)$/,
    of: ['account.move.line', 'account.move'], by: ['balance', 'amount_residual', 'amount_residual_signed', 'partner_id', 'account_id', 'parent_state', 'state', 'move_type'],
  },
  { on: /^account\.account$/, field: /^current_balance$/, of: ['account.move.line'], by: ['balance', 'account_id'] },
]
const isNumberOf = (model: string, field: string, { policy, hasRule, isShown }: NumberSources): boolean =>
  NUMBERS_OF.some((one) => one.on.test(model) && one.field.test(field)
    && one.of.some((source) => hasRule(source) || !isShown(source) || one.by.some((name) => isHiddenByChoice(policy, source, { name }))))

interface NumberSources {
  readonly policy: Policy
  readonly hasRule: (model: string) => boolean
  readonly isShown: (model: string) => boolean
}
const WORKED_OUT: ReadonlySet<string> = new Set(['integer', 'float', 'monetary', 'boolean'])
const SAYS_NOTHING: ReadonlySet<string> = new Set(['ids', 'id', 'line', 'lines', 'list'])

/** Numbers and marks that are called after the records of a hidden list: `task_count` beside `task_ids`. */
function madeOfHiddenLists(model: string, all: readonly FieldInfo[], visibility: Visibility): readonly string[] {
  const sources: NumberSources = { policy: visibility.policy, hasRule: (one) => visibility.hasRule(one), isShown: (one) => visibility.isModelShown(one) }
  const numbers = all.filter(({ name, type }) => WORKED_OUT.has(type) && isNumberOf(model, name, sources)).map(({ name }) => name)
  const lists = all.filter((field) => field.type.endsWith('2many') && field.relation !== undefined && !visibility.isFieldShown(model, field))
  if (lists.length === 0) return numbers
  const words = new Set(lists.flatMap(({ name, relation = '' }) => [...name.split('_'), ...relation.split(/[._]/).slice(-1)]))
  const calledAfter = all.filter(({ name, type, stored }) =>
    !stored && WORKED_OUT.has(type) && name.split('_').some((word) => word.length > 3 && !SAYS_NOTHING.has(word) && words.has(word)))
  return [...numbers, ...calledAfter.map(({ name }) => name)]
}

/** A copy of a field that is hidden on its way or where it stands. Of a longer way only the names are known. */
function isCopyOfHidden({ related }: FieldInfo, fields: ModelSchema['fields'], model: string, visibility: Visibility): boolean {
  const [first = '', second, ...more] = related?.split('.') ?? []
  if (second === undefined) return false
  const { policy } = visibility
  const relation = fields.get(first)?.relation
  if (isHiddenByChoice(policy, model, { name: first })) return true
  if (relation === undefined || relation === '') return false
  if (!visibility.isModelShown(relation) || visibility.hasRule(relation) || isHiddenByChoice(policy, relation, { name: second })) return true
  return more.some((name) => Object.values(policy.fields.hide).some((names) => names.includes(name)))
}

function isWorkedOut({ name, type, stored }: FieldInfo, inherited: ReadonlySet<string>): boolean {
  return NAMES.has(name) || (!stored && name !== 'id' && !RELATIONAL.has(type) && !inherited.has(name))
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
