import { checkFields } from '../engine/access'
import { isDatePart } from '../engine/date-conditions'
import { keyError, OdooError, userError, valueError } from '../engine/errors'
import type { Env, FieldDef, ModelDef } from '../engine/model'
import { GRANULARITIES, type Granularity } from './periods'

/** What to group by: a field, for dates in periods or by a number such as the month's. */
export interface GroupBy {
  /** As the client wrote it; the key of the answer. */
  spec: string
  field: FieldDef
  granularity?: Granularity
  part?: string
  /** The name of one of a properties field's properties. */
  property?: string
}

/** What to compute: `function` over `field`; no field means counting records. */
export interface Measure {
  key: string
  spec: string
  field?: FieldDef
  function: string
}

export const AGGREGATES: ReadonlySet<string> = new Set(['sum', 'avg', 'max', 'min', 'bool_and', 'bool_or', 'array_agg', 'array_agg_distinct',
  'recordset', 'count', 'count_distinct', 'sum_currency'])

const notStored = (env: Env, model: ModelDef, field: FieldDef): OdooError => valueError(env.version === 17
  ? `Cannot convert field ${model.name}.${field.name} to SQL`
  : `Cannot convert ${model.name}.${field.name} to SQL because it is not stored`)

export function parseGroupBy(env: Env, model: ModelDef, spec: string, missing: 'month' | 'refuse'): GroupBy {
  const [path = '', granularity] = spec.split(':')
  const [name = '', property] = path.split('.')
  const field = model.fields.get(env.version === 16 ? path : name)
  if (!field) throw valueError(`Invalid field '${env.version === 16 ? path : name}' on model '${model.name}'`)
  checkFields(env, model, [field.name], 'read')
  if (property !== undefined && field.type !== 'properties') throw valueError(`Property name '${property}' has to be used on a property field.`)
  if (property !== undefined) return { spec, field, property }
  if (!field.groupable && !(field.type === 'many2many' && field.store)) {
    if (env.version === 16) {
      throw userError(`Field ${model.name}.${field.name} is not a stored field, only stored fields (regular or many2many) are valid for the 'groupby' parameter`)
    }
    if (env.version === 17 && field.store) {
      throw new OdooError('psycopg2.errors.UndefinedColumn', `column ${model.name.replace(/\./g, '_')}.${field.name} does not exist\nLINE 1: SELECT "${model.name.replace(/\./g, '_')}"."${field.name}", COUNT(*)\n               ^\n`)
    }
    throw notStored(env, model, field)
  }
  if (field.type !== 'date' && field.type !== 'datetime') return { spec, field }
  if (granularity === undefined) {
    if (missing === 'refuse') throw valueError(`Granularity not set on a date(time) field: '${spec}'`)
    return { spec, field, granularity: 'month' }
  }
  const known = GRANULARITIES.find((candidate) => candidate === granularity)
  if (known) return { spec, field, granularity: known }
  if (env.version >= 18 && isDatePart(granularity)) return { spec, field, part: granularity }
  if (env.version === 16) throw keyError(granularity)
  throw valueError(`Granularity specification isn't correct: '${granularity}'`)
}

/** A measure such as `amount_total:sum`, or `__count`. */
export function parseMeasure(env: Env, model: ModelDef, key: string, name: string, method: string): Measure {
  const spec = `${name}:${method}`
  const field = model.fields.get(name)
  if (!field) throw valueError(`Invalid field '${name}' on model '${model.name}'${env.version >= 17 ? ` for '${spec}'.` : ''}`)
  checkFields(env, model, [name], 'read')
  if (!AGGREGATES.has(method)) {
    if (env.version === 16) throw userError(`Invalid aggregation function '${method}'.`)
    throw valueError(`Invalid aggregate method '${method}' for '${spec}'.`)
  }
  if (!field.store && !field.sortable && !(env.version >= 18 && field.aggregator)) {
    if (env.version === 16) throw userError(`Cannot aggregate field '${name}'.`)
    throw notStored(env, model, field)
  }
  if ((method === 'sum' || method === 'avg') && ['char', 'text', 'html', 'selection', 'date', 'datetime'].includes(field.type)) {
    throw new OdooError('psycopg2.errors.UndefinedFunction', `function ${method}(character varying) does not exist\n`
      + `LINE 1: SELECT COUNT(*), ${method.toUpperCase()}("${model.name.replace(/\./g, '_')}"."${name}")...\n`
      + 'HINT:  No function matches the given name and argument types. You might need to add explicit type casts.\n')
  }
  return { key, spec, field, function: method }
}
