import { checkFields } from './access'
import { userError, valueError } from './errors'
import type { Env, FieldDef, Json, ModelDef, Row } from './model'
import { fieldOf, modelOf, valueOf } from './values'

type Comparator = (left: Row, right: Row) => number

const TERM = /^\s*"?([a-z0-9_:.]+)"?(?:\s+(asc|desc))?(?:\s+nulls\s+(first|last))?\s*$/i

export interface OrderTerm {
  name: string
  descending: boolean
  nullsFirst: boolean
}

/** The terms of an `order`; whatever is not plain field names is refused. */
export function parseOrder(env: Env, order: string): OrderTerm[] {
  return order.split(',').map((part) => {
    const match = TERM.exec(part)
    const nulls = match?.[3]?.toLowerCase()
    if (!match?.[1] || (nulls && env.version === 16)) {
      throw userError(`Invalid "order" specified (${order}). A valid "order" specification is a comma-separated list of `
        + 'valid field names (optionally followed by asc/desc for the direction)')
    }
    const descending = match[2]?.toLowerCase() === 'desc'
    return { name: match[1], descending, nullsFirst: nulls ? nulls === 'first' : descending }
  })
}

/** How records of a model compare under an `order`; empty terms fall away. */
export function comparatorOf(env: Env, model: ModelDef, order: string, depth = 0): Comparator {
  const comparators: Comparator[] = []
  for (const term of parseOrder(env, order)) {
    const field = fieldOf(model, term.name)
    if (depth === 0) checkFields(env, model, [term.name], 'read')
    if (!field.sortable) {
      if (env.version >= 18 && depth === 0 && !(field.store && field.type !== 'one2many' && field.type !== 'many2many')) {
        throw valueError(`Cannot convert ${model.name}.${term.name} to SQL because it is not stored`)
      }
      continue
    }
    comparators.push(termComparator(env, model, field, term, depth))
  }
  return (left, right) => {
    for (const compare of comparators) {
      const result = compare(left, right)
      if (result !== 0) return result
    }
    return 0
  }
}

function termComparator(env: Env, model: ModelDef, field: FieldDef, term: OrderTerm, depth: number): Comparator {
  const sign = term.descending ? -1 : 1
  const get = (row: Row): Json => valueOf(env, model, row, field)
  if (field.type === 'many2one' && field.relation && depth < 4) {
    const comodel = modelOf(env, field.relation)
    const table = env.store.table(comodel)
    const inner = comparatorOf(env, comodel, comodel.order, depth + 1)
    return (left, right) => {
      const a = table.byId.get(get(left) as number)
      const b = table.byId.get(get(right) as number)
      if (a === b) return 0
      if (!a || !b) return (a ? 1 : -1) * (term.nullsFirst ? 1 : -1)
      return sign * inner(a, b)
    }
  }
  const keys = new Map<number, string | number | false>()
  const keyOf = (row: Row): string | number | false => {
    const known = keys.get(row.id)
    if (known !== undefined) return known
    const value = get(row)
    const key = sortKey(value, field)
    keys.set(row.id, key)
    return key
  }
  return (left, right) => {
    const a = keyOf(left)
    const b = keyOf(right)
    if (a === b) return 0
    if (a === false) return term.nullsFirst ? -1 : 1
    if (b === false) return term.nullsFirst ? 1 : -1
    return sign * (a < b ? -1 : 1)
  }
}

/** Texts sort without regard to case first, as the database's usual collation has it. */
export function sortKey(value: Json, field: FieldDef): string | number | false {
  if (field.type === 'boolean') return value === true ? 1 : 0
  if (value === false || value === null) return false
  if (typeof value === 'number') return value
  if (typeof value === 'string') {
    return field.type === 'char' || field.type === 'text' ? `${value.toLowerCase()}\u0000${value}` : value
  }
  return JSON.stringify(value)
}

/** All records in order; kept until a record changes, for most calls ask for the same few orders. */
export function orderedRows(env: Env, model: ModelDef, order: string | undefined): readonly Row[] {
  const table = env.store.table(model)
  const spec = order ?? model.order
  if (spec === 'id') return table.rows
  const compare = comparatorOf(env, model, spec)
  const key = `${spec}|${env.lang ?? ''}|${env.companyId}`
  const { stamp } = env.store
  const known = table.sorted.get(key)
  if (known?.stamp === stamp) return known.rows
  const rows = [...table.rows].sort(compare)
  table.sorted.set(key, { stamp, rows })
  return rows
}
