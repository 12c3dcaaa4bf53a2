import { VitrineError } from '../errors/vitrine-error'
import type { AggregateFunction, DateGranularity, FieldInfo, GroupQuery, ModelSchema } from '../odoo/port'
import type { Call } from './call'
import { unknownField } from './render/columns'
import { clip } from './render/text'
import { restrictedField } from './visibility'

export interface Measure {
  /** `amount_total:sum`. */
  readonly key: string
  readonly field: FieldInfo
  readonly aggregate: AggregateFunction
}

export interface Grouping {
  /** `date_order:month` or `partner_id`. */
  readonly key: string
  readonly field: FieldInfo
  readonly granularity?: DateGranularity
}

const invalid = (message: string, hint = ''): VitrineError => new VitrineError('invalid_domain', message, { hint })

const granularities: readonly DateGranularity[] = ['day', 'week', 'month', 'quarter', 'year']
const numeric: ReadonlySet<string> = new Set(['integer', 'float', 'monetary'])
const dated: ReadonlySet<string> = new Set(['date', 'datetime'])
const uncountable: ReadonlySet<string> = new Set(['binary', 'image', 'html', 'json', 'properties', 'properties_definition', 'one2many', 'many2many'])

/** Other words for the number of records, which is answered in any case. */
const countWords: ReadonlySet<string> = new Set(['count', '__count', 'id:count', '__count:sum'])

/** A field that exists and is allowed; refused otherwise, since an answer without it would mean something else. */
function usableField(call: Call, schema: ModelSchema, name: string, argument: string): FieldInfo {
  if (name.includes('.')) {
    throw invalid(`Argument '${argument}' names '${clip(name, 60)}': only fields of ${schema.model} itself can be used here.`)
  }
  const field = schema.fields.get(name)
  if (field === undefined) throw unknownField(name, schema, call.visibility)
  const verdict = call.visibility.judge(schema.model, field)
  if (!verdict.allowed) {
    call.trail.hide(name)
    throw restrictedField(verdict)
  }
  call.trail.use(name)
  return field
}

/** Reads `amount_total:sum`. A function that does not suit its field is an error: Odoo 16 would silently leave it out. */
export function planMeasures(call: Call, schema: ModelSchema, texts: readonly string[]): readonly Measure[] {
  return texts.filter((text) => !countWords.has(text)).map((text) => {
    const [name = '', fn, ...more] = text.split(':')
    const field = usableField(call, schema, name, 'measures')
    if (fn === undefined || more.length > 0) {
      throw invalid(`Argument 'measures' must hold entries such as '${name}:sum'.`, 'Functions: sum, avg, min, max, count, count_distinct.')
    }
    return { key: text, field, aggregate: suitable(schema, field, fn) }
  })
}

function suitable(schema: ModelSchema, field: FieldInfo, fn: string): AggregateFunction {
  const { name, type, stored, sortable, aggregator } = field
  // A field inherited from another model is a column too, and a model may know how to add up a field that is none.
  const isColumn = stored || sortable
  if (!isColumn && (fn !== aggregator || !numeric.has(type))) {
    throw invalid(`Field '${name}' of ${schema.model} is computed and cannot be measured${aggregator === undefined ? '' : ` by ${clip(fn, 30)}`}.`,
      'odoo_describe_model shows which fields have an aggregator.')
  }
  switch (fn) {
    case 'sum':
    case 'avg':
      if (numeric.has(type) && aggregator !== undefined) return fn
      break
    case 'min':
    case 'max':
      if ((numeric.has(type) && aggregator !== undefined) || dated.has(type)) return fn
      break
    case 'count':
    case 'count_distinct':
      if (!uncountable.has(type)) return fn
      break
    default:
      throw invalid(`There is no function '${clip(fn, 30)}'.`, 'Functions: sum, avg, min, max, count, count_distinct.')
  }
  throw invalid(`Field '${name}' of ${schema.model} (${type}) has no ${fn}.`, 'odoo_describe_model shows which fields have an aggregator.')
}

/** Reads `date_order:month` or `partner_id`. A date without a granularity is grouped by month, as in Odoo. */
export function planGroupings(call: Call, schema: ModelSchema, texts: readonly string[]): readonly Grouping[] {
  const groupings = texts.map((text): Grouping => {
    const [name = '', granularity, ...more] = text.split(':')
    const field = usableField(call, schema, name, 'group_by')
    if (!field.groupable) {
      throw invalid(`Field '${name}' of ${schema.model} cannot be grouped by.`, 'odoo_describe_model shows which fields can.')
    }
    if (!dated.has(field.type)) {
      if (granularity !== undefined) throw invalid(`Field '${name}' is no date, so it has no granularity.`)
      return { key: name, field }
    }
    const step = granularity === undefined ? 'month' : granularities.find((one) => one === granularity)
    if (step === undefined || more.length > 0) {
      throw invalid(`Argument 'group_by' has an unknown granularity for '${name}'.`, `Granularities: ${granularities.join(', ')}.`)
    }
    return { key: `${name}:${step}`, field, granularity: step }
  })
  const keys = groupings.map(({ key }) => key)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw invalid(`Argument 'group_by' names '${twice}' twice.`)
  return groupings
}

type Order = NonNullable<GroupQuery['order']>[number]

/**
 * Reads `amount_total:sum desc, partner_id`: measures, groups, or `count`. Groups that are not named follow, so that every
 * group has its place and pages do not overlap.
 */
export function planOrder(text: string | undefined, measures: readonly Measure[], groupings: readonly Grouping[]): GroupQuery['order'] {
  if (text === undefined) return undefined
  const order = text.split(',').map((part): Order => {
    const match = /^\s*(\S+)(?:\s+(asc|desc))?\s*$/i.exec(part)
    if (match === null) throw invalid("Argument 'order' must hold entries such as 'amount_total:sum desc'.")
    const [, name = '', direction = 'asc'] = match
    return { by: target(name, measures, groupings), direction: direction.toLowerCase() === 'desc' ? 'desc' : 'asc' }
  })
  const named = new Set(order.flatMap(({ by }) => (typeof by === 'object' && 'group' in by ? [by.group] : [])))
  const rest = groupings.flatMap((_, group): Order[] => (named.has(group) ? [] : [{ by: { group }, direction: 'asc' }]))
  return [...order, ...rest]
}

function target(name: string, measures: readonly Measure[], groupings: readonly Grouping[]): Order['by'] {
  if (countWords.has(name)) return 'count'
  const group = groupings.findIndex(({ key, field }) => key === name || field.name === name)
  if (group !== -1) return { group }
  const exact = measures.findIndex(({ key }) => key === name)
  if (exact !== -1) return { measure: exact }
  const byField = measures.flatMap(({ field }, index) => (field.name === name ? [index] : []))
  const [only] = byField
  if (only !== undefined && byField.length === 1) return { measure: only }
  throw invalid(
    `Argument 'order' names '${clip(name, 60)}', which is neither a measure nor a group of this question.`,
    `Order by one of: ${[...measures.map(({ key }) => key), ...groupings.map(({ key }) => key), 'count'].join(', ')}.`,
  )
}
