import { PyFloat, type Answer, type Env, type Json, type ModelDef, type Row } from '../engine/model'
import { asFloat } from '../engine/read'
import { valueOf } from '../engine/values'
import type { Measure } from './specs'

/** One measure over a group's records, as the database computes it: empty values do not count. */
export function measure(env: Env, model: ModelDef, rows: readonly Row[], { field, function: method }: Measure): Answer {
  if (!field) return rows.length
  if (method === 'sum_currency') return sumInOwnCurrency(env, model, rows, field.name)
  const values = rows.flatMap((row): Json[] => {
    const value = valueOf(env, model, row, field)
    return Array.isArray(value) && field.type === 'many2many' ? value : [value]
  })
  if (method === 'array_agg') return values
  if (method === 'recordset') return [...new Set(values.filter((value) => value !== false))]
  if (field.type === 'boolean') {
    const flags = values.map((value) => value === true)
    if (method === 'bool_and') return flags.length > 0 && flags.every(Boolean)
    if (method === 'bool_or') return flags.some(Boolean)
  }
  const present = field.type === 'boolean' ? values : values.filter((value) => value !== false && value !== null)
  if (method === 'count') return present.length
  if (method === 'count_distinct') return new Set(present).size
  if (method === 'array_agg_distinct') return [...new Set(values)]
  if (present.length === 0) return false
  const fractional = field.type === 'float' || field.type === 'monetary'
  if (method === 'sum' || method === 'avg') {
    let sum = 0
    for (const value of present) sum += Number(value)
    const exact = tidy(sum)
    if (method === 'avg') return asFloat(sum / present.length)
    return fractional ? asFloat(exact) : exact
  }
  let best = present[0] ?? false
  for (const value of present) {
    if (value === null || best === null) continue
    if (method === 'max' ? value > best : value < best) best = value
  }
  return fractional ? asFloat(best) : best
}

/** Amounts are exact decimals in the database; the sum of binary fractions is brought back to that. */
const tidy = (value: number): number => Math.round(value * 1e6) / 1e6

function sumInOwnCurrency(env: Env, model: ModelDef, rows: readonly Row[], name: string): Answer {
  const currencies = env.store.table('res.currency')
  const home = Number(currencies.byId.get(Number(env.store.table('res.company').byId.get(env.companyId)?.['currency_id']))?.['base_rate'] ?? 1)
  const currencyField = model.fields.get(name)?.currencyField ?? 'currency_id'
  let sum = 0
  for (const row of rows) {
    const rate = Number(currencies.byId.get(Number(row[currencyField]))?.['base_rate'] ?? home)
    sum += (Number(row[name] ?? 0) / rate) * home
  }
  return asFloat(tidy(sum))
}

export function compareMeasures(left: Answer, right: Answer): number {
  const a = plain(left)
  const b = plain(right)
  if (a === b) return 0
  return a < b ? -1 : 1
}

export function plain(value: Answer): number | string {
  if (value instanceof PyFloat) return value.value
  if (typeof value === 'number' || typeof value === 'string') return value
  return value === true ? 1 : 0
}
