import { checkFields } from './access'
import { dateComparison, datePart } from './date-conditions'
import type { Predicate } from './domain'
import { assertionError, OdooError, typeError, valueError } from './errors'
import { isNothing, type Env, type FieldDef, type Json, type ModelDef, type Row } from './model'
import { reprLeaf } from './python'
import { activeLanguage, displayName, modelOf, valueOf } from './values'

export interface Condition {
  path: string
  operator: string
  value: Json
  /** Asked by the server itself, for a relation's name: searchable in any version. */
  internal?: true
  /** As the client wrote it, for messages. */
  leaf: readonly Json[]
}

/** How a condition on another model's records is answered; passed in, for the two need each other. */
export type Search = (env: Env, model: ModelDef, domain: Json | Condition) => Set<number>

const OPERATORS = new Set(['=', '!=', '<=', '<', '>', '>=', '=?', '=like', '=ilike', 'like', 'not like', 'ilike',
  'not ilike', 'in', 'not in', 'child_of', 'parent_of', '<>'])

function checkOperator(env: Env, { operator, leaf, value }: Condition): void {
  if (OPERATORS.has(operator)) return
  if (operator === 'any' || operator === 'not any') {
    if (env.version >= 17) return
    if (Array.isArray(value)) throw typeError("unhashable type: 'list'")
  }
  if (env.version >= 19) {
    if (['==', 'not =like', 'not =ilike'].includes(operator)) return
    throw valueError(`Invalid operator in condition ${reprLeaf(leaf)}`)
  }
  throw valueError(`Invalid leaf ${reprLeaf(leaf)}`)
}

/** One condition as a predicate over the model's records. */
export function conditionOf(env: Env, model: ModelDef, condition: Condition, search: Search): Predicate {
  checkOperator(env, condition)
  const [name = '', ...rest] = condition.path.split('.')
  const field = model.fields.get(name)
  const shown = reprLeaf([condition.path, ...condition.leaf.slice(1)])
  if (!field) throw valueError(`Invalid field ${model.name}.${name} in ${env.version >= 19 ? 'condition' : 'leaf'} ${shown}`)
  checkFields(env, model, [name], 'read')
  if (rest.length > 0) return dotted(env, model, field, { ...condition, path: rest.join('.') }, search, shown)
  if (!field.store && !field.searchable && !condition.internal) {
    // The dangerous one: up to 18 such a condition is dropped, and every record matches.
    if (env.version <= 18) return () => true
    throw valueError(`Cannot convert ${model.name}.${name} to SQL because it is not stored`)
  }
  return direct(env, model, field, condition, search)
}

function dotted(env: Env, model: ModelDef, field: FieldDef, rest: Condition, search: Search, shown: string): Predicate {
  if (field.relation) {
    const comodel = modelOf(env, field.relation)
    // A many2one is followed to archived records as well.
    const inner = field.type === 'many2one' ? { ...env, activeTest: false } : env
    return linksInto(env, model, field, search(inner, comodel, rest))
  }
  if (field.type === 'date' || field.type === 'datetime') return datePart(env, model, field, rest, shown)
  if (field.type === 'properties') {
    return scalar(env, field, rest, (row) => {
      const list = valueOf(env, model, row, field)
      const property = Array.isArray(list) ? list.find((item) => isObject(item) && item['name'] === rest.path) : undefined
      return isObject(property) ? property['value'] ?? false : false
    })
  }
  if (env.version === 16) throw new OdooError('builtins.AttributeError', `'${field.type}' object has no attribute 'auto_join'`)
  throw assertionError(`Invalid field '${field.name}.${rest.path}' in domain term ${shown}`)
}

const isObject = (value: Json | undefined): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The record's links, as a list, whatever kind of relation it is. */
function linksOf(env: Env, model: ModelDef, field: FieldDef): (row: Row) => readonly Json[] {
  const all = { ...env, activeTest: false }
  return (row) => {
    const value = valueOf(all, model, row, field)
    if (Array.isArray(value)) return value
    return typeof value === 'number' && value !== 0 ? [value] : []
  }
}

function linksInto(env: Env, model: ModelDef, field: FieldDef, ids: ReadonlySet<number>): Predicate {
  if (field.store && field.type === 'many2one' && !field.companyDependent) {
    const { name } = field
    return (row) => ids.has(row[name] as number)
  }
  const links = linksOf(env, model, field)
  return (row) => links(row).some((id) => ids.has(id as number))
}

function direct(env: Env, model: ModelDef, field: FieldDef, condition: Condition, search: Search): Predicate {
  const operator = condition.operator === '<>' ? '!=' : condition.operator === '==' ? '=' : condition.operator
  const { value } = condition
  if (operator === '=?') {
    return value === false || value === null ? () => true : direct(env, model, field, { ...condition, operator: '=' }, search)
  }
  if ((operator === '=' || operator === '!=') && Array.isArray(value)) {
    return direct(env, model, field, { ...condition, operator: operator === '=' ? 'in' : 'not in' }, search)
  }
  if ((operator === 'in' || operator === 'not in') && !Array.isArray(value)) {
    if (typeof value !== 'boolean' && env.version <= 18) throw valueError(`Invalid domain term ${reprLeaf(condition.leaf)}`)
    return direct(env, model, field, { ...condition, operator: operator === 'in' ? '=' : '!=' }, search)
  }
  const settled = { ...condition, operator }
  if (operator === 'child_of' || operator === 'parent_of') return hierarchy(env, model, field, settled, search)
  if (field.relation) return relational(env, model, field, settled, search)
  if (field.name === 'display_name' && model.isNameless) return () => true
  if (field.name === 'display_name') return scalar(env, field, settled, (row) => displayName(env, model, row))
  if ((field.type === 'date' || field.type === 'datetime') && !operator.includes('like')) {
    return dateComparison(env, field, settled, getter(env, model, field))
  }
  return scalar(env, field, settled, getter(env, model, field))
}

function getter(env: Env, model: ModelDef, field: FieldDef): (row: Row) => Json {
  if (!field.compute && !field.related && !field.companyDependent && field.store && !(field.translate && env.lang)) {
    const { name } = field
    return (row) => row[name] ?? false
  }
  if (field.translate) activeLanguage(env)
  return (row) => valueOf(env, model, row, field)
}

function relational(env: Env, model: ModelDef, field: FieldDef, condition: Condition, search: Search): Predicate {
  const { operator, value } = condition
  const comodel = modelOf(env, field.relation ?? '')
  const inner = field.type === 'many2one' ? { ...env, activeTest: false } : env
  if (operator === 'any' || operator === 'not any') {
    const inside = linksInto(env, model, field, search(field.type === 'many2one' ? inner : env, comodel, value))
    return operator === 'any' ? inside : (row) => !inside(row)
  }
  const links = linksOf(env, model, field)
  const byName = (text: string, how: string): Set<number> => search(inner, comodel, {
    path: 'display_name', operator: how, value: text, leaf: ['display_name', how, text], internal: true,
  })
  if (operator === '=' || operator === '!=' || operator === 'in' || operator === 'not in') {
    const positive = operator === '=' || operator === 'in'
    const wanted = Array.isArray(value) ? value : [value]
    const ids = new Set<number>()
    for (const item of wanted) {
      if (typeof item === 'number') ids.add(item)
      else if (typeof item === 'string') for (const id of byName(item, '=')) ids.add(id)
    }
    const none = wanted.some((item) => item === false || item === null)
    const inside: Predicate = (row) => {
      const own = links(row)
      return own.length === 0 ? none : own.some((id) => ids.has(id as number))
    }
    return positive ? inside : (row) => !inside(row)
  }
  if (operator.endsWith('like')) {
    const negative = operator.startsWith('not ')
    const inside = linksInto(env, model, field, byName(String(value), negative ? operator.slice(4) : operator))
    return negative ? (row) => !inside(row) : inside
  }
  return (row) => links(row).some((id) => compare(id, value, operator))
}

/** `child_of` and `parent_of`: the records named, and all below or above them. */
function hierarchy(env: Env, model: ModelDef, field: FieldDef, { operator, value }: Condition, search: Search): Predicate {
  const comodel = field.relation ? modelOf(env, field.relation) : model
  const table = env.store.table(comodel)
  const start = new Set<number>()
  for (const item of Array.isArray(value) ? value : [value]) {
    if (typeof item === 'number') start.add(item)
    else if (typeof item === 'string') {
      for (const id of search(env, comodel, { path: 'display_name', operator: 'ilike', value: item, leaf: [], internal: true })) start.add(id)
    }
  }
  const ids = new Set(start)
  const parent = comodel.fields.has(comodel.parentField) ? comodel.parentField : undefined
  if (parent && operator === 'child_of') {
    const children = table.mirror(parent)
    for (const id of ids) for (const child of children.get(id) ?? []) ids.add(child)
  } else if (parent) {
    for (const id of ids) {
      const above = table.byId.get(id)?.[parent]
      if (typeof above === 'number') ids.add(above)
    }
  }
  return field.relation ? linksInto(env, model, field, ids) : (row) => ids.has(row.id)
}

const NUMERIC = new Set(['integer', 'float', 'monetary', 'many2one_reference'])

function scalar(env: Env, field: FieldDef, { operator, value }: Condition, get: (row: Row) => Json): Predicate {
  if (operator.endsWith('like')) return textual(operator, value, get)
  if (field.type === 'boolean') return booleanCondition(operator, value, get)
  const numeric = NUMERIC.has(field.type)
  const cast = (item: Json): Json => {
    if (!numeric || typeof item !== 'string') return item
    const number = Number(item)
    if (item.trim() === '' || Number.isNaN(number)) throw valueError(`could not convert string to float: '${item}'`)
    return number
  }
  // From 19 on zero counts as "not set" for numbers.
  const empty: (item: Json) => boolean = numeric ? (item) => item === false || item === null || (env.version >= 19 && item === 0) : isNothing
  if (operator === 'in' || operator === 'not in') {
    const wanted = new Set((Array.isArray(value) ? value : [value]).map(cast))
    const none = wanted.has(false) || wanted.has(null)
    const inside: Predicate = (row) => {
      const own = get(row)
      return wanted.has(own) || (none && empty(own))
    }
    return operator === 'in' ? inside : (row) => !inside(row)
  }
  const right = cast(value)
  if (operator === '=' || operator === '!=') {
    const equal: Predicate = right === false || right === null || (right === '' && env.version >= 17)
      ? (row) => empty(get(row))
      : (row) => get(row) === right
    return operator === '=' ? equal : (row) => !equal(row)
  }
  return (row) => {
    const own = get(row)
    return !(own === false && !numeric) && compare(own === false ? 0 : own, right, operator)
  }
}

function booleanCondition(operator: string, value: Json, get: (row: Row) => Json): Predicate {
  if (operator === 'in' || operator === 'not in') {
    const wanted = (Array.isArray(value) ? value : [value]).map(Boolean)
    return (row) => wanted.includes(get(row) === true) === (operator === 'in')
  }
  return (row) => ((get(row) === true) === Boolean(value)) === (operator === '=')
}

export function compare(left: Json, right: Json, operator: string): boolean {
  if (left === null || right === null) return false
  if (operator === '<') return left < right
  if (operator === '<=') return left <= right
  if (operator === '>') return left > right
  return operator === '>=' && left >= right
}

function textual(operator: string, value: Json, get: (row: Row) => Json): Predicate {
  const negative = operator.startsWith('not ')
  const kind = negative ? operator.slice(4) : operator
  const exact = kind.startsWith('=')
  const term = value === false || value === null ? '' : String(value)
  const pattern = likePattern(exact ? term : `%${term}%`, kind.endsWith('ilike'))
  const matches: Predicate = (row) => {
    const own = get(row)
    return !(own === false || own === null) && pattern.test(typeof own === 'string' ? own : String(own))
  }
  return negative ? (row) => !matches(row) : matches
}

/** SQL's LIKE as a regular expression: `%` any run, `_` any one character, backslash escapes. */
function likePattern(sql: string, caseless: boolean): RegExp {
  let source = ''
  for (let index = 0; index < sql.length; index += 1) {
    let letter = sql.charAt(index)
    if (letter === '%') source += '[^]*'
    else if (letter === '_') source += '[^]'
    else {
      if (letter === '\\' && index + 1 < sql.length) letter = sql.charAt(++index)
      source += letter.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    }
  }
  return new RegExp(`^${source}$`, caseless ? 'iu' : 'u')
}
