import type { Policy } from '../../../src/policy/policy'
import { judgeField, judgeModel } from '../../../src/policy/decide'
import type { Dice } from '../generated/dice'
import type { FieldDef, Json, ModelDef, Row } from '../sample-odoo/engine/model'
import { buildModels } from '../sample-odoo/schema/models'
import type { SampleOdoo } from '../sample-odoo/server'

/** A row rule together with what it means for a stored record, worked out by hand. */
export interface PlainRule {
  readonly model: string
  readonly rule: readonly unknown[]
  /** Fields of the model that the rule looks at. */
  readonly fields: readonly string[]
  readonly isInside: (row: Row, sample: SampleOdoo) => boolean
}

/** Who asks and in which companies stands in every answer; secrets and rights are nobody's. */
const LEFT_ALONE = new Set(['res.users', 'res.company', 'res.currency', 'res.groups', 'res.users.apikeys', 'ir.model', 'ir.model.fields', 'ir.model.access', 'ir.rule'])
/** What decides whether Odoo shows a record at all decides it for everybody, be it the record it belongs to; and a variant is its product. */
const DECIDES_ACCESS = new Set(['id', 'active', 'company_id', 'company_ids', 'product_tmpl_id', 'model', 'res_model', 'res_id'])

/**
 * Changes everything that a policy hides, and nothing else: values of hidden fields, all values of hidden models and of records
 * outside the rules, and adds more such records. Whoever asks under the policy must not notice. Returns how many records changed.
 */
export function changeWhatIsHidden(sample: SampleOdoo, policy: Policy, rules: readonly PlainRule[], dice: Dice): number {
  let changed = 0
  const linked = partnersInUse(sample)
  for (const model of buildModels(sample.version).values()) {
    if (LEFT_ALONE.has(model.name)) continue
    const rows = sample.data[model.name] ?? []
    const isHidden = judgeModel(policy, model.name).status !== 'allowed'
    const rule = rules.find((one) => one.model === model.name)
    const outside = isHidden ? rows : rule === undefined ? [] : rows.filter((row) => !rule.isInside(row, sample))
    const rest = outside.filter(({ id }) => model.name !== 'res.partner' || !linked.has(id))
    const free = storedFields(model).filter(({ name }) => rule?.fields.includes(name) !== true)
    for (const row of rest) sample.change(model.name, { id: row.id, ...otherValues(row, free, sample, dice) })
    changed += rest.length
    const last = Math.max(0, ...rows.map(({ id }) => id))
    // More lines than there were, hanging on records that are shown.
    for (const [index, row] of dice.some(rest, 0, 5).entries()) {
      const more = { ...row, ...otherValues(row, free, sample, dice), id: last + 1 + index }
      if (rule?.isInside(more, sample) !== true) sample.change(model.name, more)
    }
    if (isHidden) continue
    // Whether a record is inside a rule may depend on a hidden field: it stays inside.
    const fields = free.filter((field) => !judgeField(policy, model.name, field).allowed && !field.companyDependent)
    if (fields.length === 0) continue
    for (const row of rows.filter((one) => one.id <= last && !rest.includes(one))) {
      sample.change(model.name, { id: row.id, ...otherValues(row, fields, sample, dice) })
      changed += 1
    }
  }
  return changed
}

/** The asker and the companies are known by name before any policy is asked. */
function partnersInUse(sample: SampleOdoo): ReadonlySet<unknown> {
  return new Set([...(sample.data['res.users'] ?? []), ...(sample.data['res.company'] ?? [])].map((row) => row['partner_id']))
}

export const storedFields = (model: ModelDef): readonly FieldDef[] =>
  [...model.fields.values()].filter(({ name, store, compute, related, type }) =>
    store && compute === undefined && related === undefined && type !== 'one2many' && !DECIDES_ACCESS.has(name))

function otherValues(row: Row, fields: readonly FieldDef[], sample: SampleOdoo, dice: Dice): Record<string, Json> {
  return Object.fromEntries(fields.filter(({ name }) => name in row).map((field) => [field.name, otherValue(row[field.name] ?? false, field, sample, dice)]))
}

function otherValue(value: Json, field: FieldDef, sample: SampleOdoo, dice: Dice): Json {
  if (field.required && value === false) return value
  if (!field.required && dice.happens(10)) return typeof value === 'number' && field.relation === undefined ? 0 : Array.isArray(value) ? [] : false
  const ids = (): number[] => (sample.data[field.relation ?? ''] ?? []).map(({ id }) => id)
  switch (field.type) {
    case 'char':
    case 'text':
      return `${dice.one(['Aa', 'Mm', 'Zz'])} veiled ${String(dice.below(1_000_000))}`
    case 'html':
      return `<p>veiled ${String(dice.below(1_000_000))}</p>`
    case 'integer':
    case 'float':
    case 'monetary':
      return 1 + dice.below(9_000)
    case 'boolean':
      return value !== true
    case 'date':
      return `20${String(20 + dice.below(7))}-0${String(1 + dice.below(9))}-1${String(dice.below(9))}`
    case 'datetime':
      return `20${String(20 + dice.below(7))}-0${String(1 + dice.below(9))}-1${String(dice.below(9))} 0${String(dice.below(9))}:30:00`
    case 'selection':
      return dice.one((field.selection ?? []).map(([key]) => key))
    case 'many2one':
      return ids().length > 0 ? dice.one(ids()) : value
    case 'many2many':
      return dice.some(ids(), 0, 4) as number[]
    default:
      return value
  }
}
