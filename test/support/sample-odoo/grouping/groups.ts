import { compareMeasures, measure } from './measures'
import { partOf } from '../engine/date-conditions'
import { valueError } from '../engine/errors'
import type { Answer, Env, Json, ModelDef, Row } from '../engine/model'
import { comparatorOf, parseOrder, sortKey } from '../engine/order'
import { finder } from '../engine/search'
import { displayNameOf, modelOf, valueOf } from '../engine/values'
import { periodOf, periodStart, type Period } from './periods'
import type { GroupBy, Measure } from './specs'

/** The value a group stands for, under one of the fields grouped by. */
export type GroupKey = string | number | boolean

export interface Group {
  keys: readonly GroupKey[]
  rows: Row[]
  values: Map<string, Answer>
}

/** Puts the matching records into groups. */
export function groupRecords(env: Env, model: ModelDef, domain: Json | undefined, by: readonly GroupBy[]): Group[] {
  const { matches, allowed } = finder(env, model, domain)
  const readers = by.map((one) => keyReader(env, model, one))
  const groups = new Map<string, Group>()
  for (const row of env.store.table(model).rows) {
    if (!matches(row) || (allowed && !allowed(row))) continue
    for (const keys of combinations(readers.map((reader) => reader(row)))) {
      const id = JSON.stringify(keys)
      const group = groups.get(id)
      if (group) group.rows.push(row)
      else groups.set(id, { keys, rows: [row], values: new Map() })
    }
  }
  if (by.length === 0 && groups.size === 0) return [{ keys: [], rows: [], values: new Map() }]
  return [...groups.values()]
}

function combinations(options: readonly (readonly GroupKey[])[]): GroupKey[][] {
  let combined: GroupKey[][] = [[]]
  for (const keys of options) combined = combined.flatMap((start) => keys.map((key) => [...start, key]))
  return combined
}

function keyReader(env: Env, model: ModelDef, by: GroupBy): (row: Row) => readonly GroupKey[] {
  const { field, granularity, part, property } = by
  return (row) => {
    const value = valueOf(env, model, row, field)
    if (property !== undefined) {
      const held = Array.isArray(value) ? value.find((item) => typeof item === 'object' && item !== null && !Array.isArray(item) && item['name'] === property) : undefined
      const own = typeof held === 'object' && held !== null && !Array.isArray(held) ? held['value'] : false
      return [typeof own === 'string' || typeof own === 'number' ? own : false]
    }
    if (field.type === 'many2many') return Array.isArray(value) && value.length > 0 ? (value as number[]) : [false]
    if (granularity) return [typeof value === 'string' ? periodStart(env, value, field.type, granularity) : false]
    if (part) return [partOf(value, field.type, part, env.tz)]
    if (field.type === 'boolean') return [value === true]
    if (value === null || value === '' || (field.type === 'many2one' && value === 0)) return [false]
    return [typeof value === 'object' ? JSON.stringify(value) : value]
  }
}

/** Computes the measures of every group, then orders and cuts the list. */
export function finishGroups(env: Env, model: ModelDef, groups: Group[], by: readonly GroupBy[], measures: readonly Measure[],
  page: { order: string; offset: number; limit: number | undefined; keep?: (group: Group) => boolean }): Group[] {
  for (const group of groups) for (const one of measures) group.values.set(one.key, measure(env, model, group.rows, one))
  const kept = page.keep ? groups.filter(page.keep) : groups
  kept.sort(groupComparator(env, model, by, measures, page.order))
  return kept.slice(page.offset, page.limit === undefined ? undefined : page.offset + page.limit)
}

function groupComparator(env: Env, model: ModelDef, by: readonly GroupBy[], measures: readonly Measure[], order: string): (left: Group, right: Group) => number {
  const comparators: ((left: Group, right: Group) => number)[] = []
  for (const term of order === '' ? [] : parseOrder(env, order)) {
    const sign = term.descending ? -1 : 1
    const index = by.findIndex((one) => one.spec === term.name || one.field.name === term.name)
    const measured = measures.find((one) => one.key === term.name || one.spec === term.name || one.field?.name === term.name)
    if (index >= 0) comparators.push(keyComparator(env, by[index], index, sign, term.nullsFirst))
    else if (term.name === '__count' && env.version >= 17) comparators.push((left, right) => sign * (left.rows.length - right.rows.length))
    else if (measured) comparators.push((left, right) => sign * compareMeasures(left.values.get(measured.key), right.values.get(measured.key)))
    else if (!model.fields.has(term.name) || term.name === '__count') throw valueError(`Invalid field '${term.name}' on model '${model.name}'`)
    else if (env.version >= 17) throw valueError(`Order term '${term.name}' is not a valid aggregate nor valid groupby`)
  }
  by.forEach((one, index) => comparators.push(keyComparator(env, one, index, 1, false)))
  return (left, right) => {
    for (const compare of comparators) {
      const result = compare(left, right)
      if (result !== 0) return result
    }
    return 0
  }
}

function keyComparator(env: Env, by: GroupBy | undefined, index: number, sign: number, nullsFirst: boolean): (left: Group, right: Group) => number {
  if (!by) return () => 0
  const { field } = by
  const relation = field.type === 'many2one' || field.type === 'many2many' ? modelOf(env, field.relation ?? '') : undefined
  const table = relation ? env.store.table(relation) : undefined
  const compareRows = relation ? comparatorOf(env, relation, relation.order, 1) : undefined
  return (left, right) => {
    const a = left.keys[index] ?? false
    const b = right.keys[index] ?? false
    if (a === b) return 0
    if (field.type !== 'boolean' && (a === false || b === false)) return (a === false) === nullsFirst ? -1 : 1
    if (table && compareRows) {
      const rowA = table.byId.get(a as number)
      const rowB = table.byId.get(b as number)
      if (rowA && rowB) return sign * (compareRows(rowA, rowB) || (a as number) - (b as number))
    }
    const keyA = sortKey(a, field)
    const keyB = sortKey(b, field)
    return sign * (keyA < keyB ? -1 : 1)
  }
}

/** A group's key as answers show it, the domain that selects it, and for periods their ends. */
export interface Shown {
  value: Answer
  domain: Json[]
  period?: Period
}

export function showKey(env: Env, by: GroupBy, key: GroupKey, all: readonly GroupKey[]): Shown {
  const { field, granularity, part, spec } = by
  const name = spec.split(':')[0] ?? spec
  if (granularity && typeof key === 'number') {
    const period = periodOf(env, key, field.type, granularity)
    return { value: period.label, domain: ['&', [field.name, '>=', period.from], [field.name, '<', period.to]], period }
  }
  if (part && typeof key === 'number') return { value: key, domain: [[`${field.name}.${part}`, '=', key]] }
  if (field.type === 'many2one' && typeof key === 'number') {
    return { value: [key, displayNameOf(env, field.relation ?? '', key)], domain: [[name, '=', key]] }
  }
  if (field.type === 'many2many') {
    if (typeof key !== 'number') return { value: false, domain: [[name, 'not in', all.filter((other): other is number => typeof other === 'number')]] }
    return { value: [key, displayNameOf(env, field.relation ?? '', key)], domain: [[name, '=', key]] }
  }
  return { value: key, domain: [[name, '=', key]] }
}
