import type { FieldInfo, ModelSchema } from '../../odoo/port'
import type { Policy } from '../../policy/policy'
import type { Visibility } from '../visibility'
import { POPULAR_MODELS } from './popular-models'

/** Most columns of an answer when the client named none, besides the id. */
const MOST_DEFAULT_FIELDS = 12

const neverByDefault: ReadonlySet<string> = new Set([
  'binary', 'image', 'html', 'json', 'properties', 'properties_definition', 'one2many', 'many2many', 'reference', 'many2one_reference',
])

/** Chatter, portal and housekeeping: on almost every model and rarely asked for. */
const technicalName =
  /^(message|activity|my_activity|website|rating|access|image|avatar|has|show|is|signature|campaign|medium|source|email_normalized|color|sequence|write|__)(_|$)|_(popover|placeholder|sanitized|blacklisted|token|url|hash|icon|decoration|count|fname)$|^(create_uid|id|activity_ids|lang|tz|create_date|locked)$/

const usefulPattern: readonly (readonly [pattern: RegExp, score: number])[] = [
  [/^(state|status|stage_id)$/, 94],
  [/^(payment_state|invoice_status)$/, 92],
  [/^(partner_id|customer_id|vendor_id|employee_id)$/, 90],
  [/^(amount_total|amount|total|price_total|price_subtotal|expected_revenue|list_price|balance)$/, 88],
  [/^(product_id|order_id|move_id|project_id|task_id|account_id|journal_id|department_id|location_id|product_tmpl_id|categ_id)$/, 84],
  [/^(date|date_order|invoice_date|scheduled_date|date_start|start|date_from|date_planned)$/, 82],
  [/^(date_deadline|invoice_date_due|date_end|stop|date_to|date_done|date_maturity|validity_date|expiration_date)$/, 74],
  [/^(quantity|product_uom_qty|product_qty|qty|unit_amount|reserved_quantity|hours)$/, 72],
  [/^(amount_residual|amount_untaxed|price_unit|debit|credit)$/, 68],
  [/^(user_id|responsible_id|manager_id|owner_id)$/, 66],
  [/^(default_code|code|ref|reference|login|barcode)$/, 62],
  [/^(type|move_type|kind)$/, 58],
  [/^(email|phone|work_email|city|country_id)$/, 54],
  [/^(company_id|team_id|currency_id)$/, 44],
  [/^active$/, 20],
]

/** How much a field says about a record, by its name and type; 0 for what does not belong into a first answer. */
export function fieldScore(field: FieldInfo): number {
  const { name, type, stored, sortable } = field
  if (name === 'name') return 100
  if (neverByDefault.has(type) || technicalName.test(name)) return 0
  if (name === 'display_name') return 1
  // Inherited fields are columns too, and the code of an account is one of its company. Others are computed for each record.
  if (!stored && !sortable) return 0
  const useful = usefulPattern.find(([pattern]) => pattern.test(name))?.[1]
  if (useful !== undefined) return useful
  return scoreOfType(field) + (field.required ? 12 : 0)
}

function scoreOfType({ name, type }: FieldInfo): number {
  switch (type) {
    case 'monetary': return 40
    case 'many2one': return 34
    case 'selection': return 30
    case 'date':
    case 'datetime': return 28
    case 'float': return /qty|quantity|hours|price/.test(name) ? 30 : 16
    case 'char': return 22
    case 'integer': return 10
    case 'boolean': return 8
    case 'text': return 4
    default: return 0
  }
}

/** Fields worth a column at all have at least this score. */
const leastScore = 10

const computed = new WeakMap<ModelSchema, { readonly policy: Policy; readonly names: readonly string[] }>()

/** The best fields of a model for a first look, at most twelve, without the id and without anything hidden. */
export function defaultFields(schema: ModelSchema, visibility: Visibility): readonly string[] {
  const known = computed.get(schema)
  if (known?.policy === visibility.policy) return known.names
  const names = choose(schema, visibility)
  computed.set(schema, { policy: visibility.policy, names })
  return names
}

function choose(schema: ModelSchema, visibility: Visibility): readonly string[] {
  const isShown = (field: FieldInfo): boolean => visibility.isFieldShown(schema.model, field)
  const popular = (POPULAR_MODELS.get(schema.model)?.fields ?? [])
    .map((name) => schema.fields.get(name))
    .filter((field) => field !== undefined)
    .filter(isShown)
  // Fewer than four: the model of that name is not the one this table was written for.
  if (popular.length >= 4) return popular.slice(0, MOST_DEFAULT_FIELDS).map(({ name }) => name)
  const chosen = rankedFields(schema).filter((field) => fieldScore(field) >= leastScore && isShown(field))
  const names = chosen.slice(0, MOST_DEFAULT_FIELDS).map(({ name }) => name)
  if (names.includes('name') || names.includes('display_name')) return names
  const title = ['name', 'display_name'].map((name) => schema.fields.get(name)).find((field) => field !== undefined && isShown(field))
  return title === undefined ? names : [title.name, ...names].slice(0, MOST_DEFAULT_FIELDS)
}

const ranked = new WeakMap<ModelSchema, readonly FieldInfo[]>()

/** All fields, the most telling first; a stable order. */
export function rankedFields(schema: ModelSchema): readonly FieldInfo[] {
  const known = ranked.get(schema)
  if (known !== undefined) return known
  const fields = [...schema.fields.values()]
    .map((field) => ({ field, score: fieldScore(field) }))
    .sort((a, b) => b.score - a.score || (a.field.name < b.field.name ? -1 : 1))
    .map(({ field }) => field)
  ranked.set(schema, fields)
  return fields
}
