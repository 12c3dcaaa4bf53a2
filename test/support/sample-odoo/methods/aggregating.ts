import { checkModel } from '../engine/access'
import { compare } from '../engine/conditions'
import { valueError } from '../engine/errors'
import { PyFloat, type Answer, type Env, type Json, type ModelDef } from '../engine/model'
import { finishGroups, groupRecords, showKey, type Group } from '../grouping/groups'
import { plain } from '../grouping/measures'
import { AGGREGATES, parseGroupBy, parseMeasure, type GroupBy, type Measure } from '../grouping/specs'
import { normalized } from './reading'
import type { Method, MethodCall } from './signature'

const texts = (value: Json | undefined): string[] =>
  (Array.isArray(value) ? value.map(String) : typeof value === 'string' && value !== '' ? [value] : [])

const numberOf = (value: Json | undefined): number | undefined =>
  (value === undefined || value === null || value === false || value === 0 ? undefined : Number(value))

function joined(domains: readonly (readonly Json[])[]): Json[] {
  const parts = domains.filter((domain) => domain.length > 0).map(normalized)
  return [...Array.from({ length: Math.max(0, parts.length - 1) }, (): Json => '&'), ...parts.flat()]
}

/** The measures that `read_group`'s `fields` ask for: `name`, `name:method`, `alias:method(name)`. */
function measuresOf(env: Env, model: ModelDef, fields: readonly string[], grouped: readonly string[]): Measure[] {
  // 16 reads an empty list as every numeric field there is.
  const wanted = fields.length === 0 && env.version === 16
    ? [...model.fields.values()].filter((field) => field.store && field.aggregator).map((field) => field.name) : fields
  const measures: Measure[] = []
  for (const spec of wanted) {
    if (spec === '__count') continue
    const match = /^(\w+)(?::(\w+)(?:\((\w+)\))?)?$/.exec(spec)
    if (!match?.[1]) throw valueError(`Invalid field specification '${spec}'.`)
    const [, alias, method, inner] = match
    const name = inner ?? alias
    if (grouped.includes(name) && !method) continue
    const field = model.fields.get(name)
    if (!method && field && (!field.aggregator || !(field.store || field.sortable))) continue
    if (env.version === 16 && method === 'array_agg' && name === 'id') continue
    measures.push(parseMeasure(env, model, alias, name, method ?? field?.aggregator ?? 'sum'))
  }
  return measures
}

function readGroup({ env, model, args }: MethodCall): Answer {
  checkModel(env, model, 'read')
  const lazy = args['lazy'] === undefined || Boolean(args['lazy'])
  const specs = texts(args['groupby'])
  const used = lazy ? specs.slice(0, 1) : specs
  const by = used.map((spec) => parseGroupBy(env, model, spec, 'month'))
  const measures = measuresOf(env, model, texts(args['fields']), by.map((one) => one.field.name))
  const order = typeof args['orderby'] === 'string' ? args['orderby'] : ''
  const groups = finishGroups(env, model, groupRecords(env, model, args['domain'], by), by, measures, {
    order, offset: numberOf(args['offset']) ?? 0, limit: numberOf(args['limit']),
  })
  const domain = Array.isArray(args['domain']) ? args['domain'] : []
  const countKey = lazy && used[0] ? `${used[0].split(':')[0] ?? ''}_count` : '__count'
  return groups.map((group) => oldRow(env, groups, group, by, measures, { domain, countKey, rest: lazy ? specs.slice(1) : [] }))
}

function oldRow(env: Env, groups: readonly Group[], group: Group, by: readonly GroupBy[], measures: readonly Measure[],
  { domain, countKey, rest }: { domain: Json[]; countKey: string; rest: string[] }): Answer {
  const row: Record<string, Answer> = {}
  const ranges: Record<string, Answer> = {}
  const conditions: Json[][] = []
  const dated = by.some((one) => one.granularity !== undefined)
  by.forEach((one, index) => {
    const shown = showKey(env, one, group.keys[index] ?? false, groups.map((other) => other.keys[index] ?? false))
    row[one.spec] = one.part && env.version >= 19 && typeof shown.value === 'number' ? new PyFloat(shown.value) : shown.value
    conditions.push(shown.domain)
    if (one.granularity) ranges[one.spec] = shown.period ? { from: shown.period.from, to: shown.period.to } : false
  })
  if (env.version === 16 && by.length === 0) row['id'] = group.rows.reduce((least, record) => Math.min(least, record.id), group.rows[0]?.id ?? 0)
  row[countKey] = group.rows.length
  for (const one of measures) row[one.key] = group.values.get(one.key) ?? false
  if (env.version === 16 && by.length === 0) return row
  const all = by.length === 0 ? domain : joined([domain, ...conditions])
  row['__domain'] = all.length === 0 && env.version >= 19 ? [[1, '=', 1]] : all
  if (rest.length > 0) row['__context'] = { group_by: rest }
  if (dated) row['__range'] = ranges
  return row
}

/** A measure named as `formatted_read_group` names it. */
function aggregateOf(env: Env, model: ModelDef, spec: string): Measure {
  if (spec === '__count') return { key: '__count', spec: '__count', function: 'count' }
  const [name = '', method] = spec.split(':')
  if (method === undefined) throw valueError(`Aggregate method is mandatory for '${name}'`)
  return parseMeasure(env, model, spec, name, method)
}

function formattedGroups(env: Env, model: ModelDef, args: MethodCall['args'], specs: readonly string[]): Answer[] {
  checkModel(env, model, 'read')
  const by = specs.map((spec) => parseGroupBy(env, model, spec, 'refuse'))
  const asked = texts(args['aggregates']).map((spec) => aggregateOf(env, model, spec))
  const having = Array.isArray(args['having']) ? args['having'] : []
  const hidden = havingSpecs(having).filter((spec) => !asked.some((one) => one.key === spec)).map((spec) => aggregateOf(env, model, spec))
  const order = typeof args['order'] === 'string' ? args['order'] : ''
  const ordered = order.split(',').map((term) => term.trim().split(/\s+/)[0] ?? '')
    .filter((spec) => AGGREGATES.has(spec.split(':')[1] ?? '') && ![...asked, ...hidden].some((one) => one.key === spec)).map((spec) => aggregateOf(env, model, spec))
  const groups = finishGroups(env, model, groupRecords(env, model, args['domain'], by), by, [...asked, ...hidden, ...ordered], {
    order, offset: numberOf(args['offset']) ?? 0, limit: numberOf(args['limit']),
    ...(having.length > 0 ? { keep: (group: Group): boolean => satisfies(group, having) } : {}),
  })
  return groups.map((group) => {
    const row: Record<string, Answer> = {}
    const conditions: Json[][] = []
    by.forEach((one, index) => {
      const shown = showKey(env, one, group.keys[index] ?? false, groups.map((other) => other.keys[index] ?? false))
      row[one.spec] = shown.period ? [shown.period.from, shown.period.label] : shown.value
      conditions.push(shown.domain)
    })
    const extra = joined(conditions)
    row['__extra_domain'] = extra.length === 0 ? [[1, '=', 1]] : extra
    for (const one of asked) row[one.key] = group.values.get(one.key) ?? false
    return row
  })
}

function havingSpecs(having: readonly Json[]): string[] {
  return having.flatMap((term) => (Array.isArray(term) && typeof term[0] === 'string' ? [term[0]] : []))
}

/** A `having` in prefix notation, over the group's measures. */
function satisfies(group: Group, having: readonly Json[]): boolean {
  const stack: boolean[] = []
  for (let index = having.length - 1; index >= 0; index -= 1) {
    const term = having[index] ?? null
    if (term === '!') stack.push(!(stack.pop() ?? true))
    else if (term === '&' || term === '|') {
      const left = stack.pop() ?? true
      const right = stack.pop() ?? true
      stack.push(term === '&' ? left && right : left || right)
    } else if (Array.isArray(term)) {
      const own = plain(group.values.get(String(term[0])))
      const [, operator, value = null] = term
      if (operator === '=' || operator === '!=') stack.push((own === value) === (operator === '='))
      else if (operator === 'in' || operator === 'not in') stack.push((Array.isArray(value) && value.includes(own)) === (operator === 'in'))
      else if (['<', '<=', '>', '>='].includes(String(operator))) stack.push(compare(own, value, String(operator)))
      else throw valueError(`Invalid having clause ${JSON.stringify(term)}: supported comparators are ('in', 'not in', '<', '>', '<=', '>=', '=', '!=')`)
    }
  }
  return stack.every(Boolean)
}

const formatted = ({ env, model, args }: MethodCall): Answer => formattedGroups(env, model, args, texts(args['groupby']))

const groupingSets = ({ env, model, args }: MethodCall): Answer =>
  (Array.isArray(args['grouping_sets']) ? args['grouping_sets'] : []).map((set) => formattedGroups(env, model, args, texts(set)))

const webReadGroup = (call: MethodCall): Answer => {
  const { env, model, args } = call
  const all = formattedGroups(env, model, { ...args, offset: 0, limit: null }, texts(args['groupby']))
  const offset = numberOf(args['offset']) ?? 0
  const limit = numberOf(args['limit'])
  return { groups: all.slice(offset, limit === undefined ? undefined : offset + limit), length: all.length }
}

const webReadGroupBefore19 = (call: MethodCall): Answer => {
  const groups = readGroup(call)
  const all = readGroup({ ...call, args: { ...call.args, offset: 0, limit: null } })
  return { groups, length: Array.isArray(all) ? all.length : 0 }
}

const FORMATTED = ['domain', 'groupby=', 'aggregates=', 'having=', 'offset=', 'limit=', 'order='] as const

export const AGGREGATING: readonly Method[] = [
  { name: 'read_group', kind: 'model', params: ['domain', 'fields', 'groupby', 'offset=', 'limit=', 'orderby=', 'lazy='], until: 19, run: readGroup },
  { name: 'read_group', kind: 'model', params: FORMATTED, since: 20, run: formatted },
  { name: 'formatted_read_group', owner: 'Base', kind: 'model', params: FORMATTED, since: 19, run: formatted },
  { name: 'formatted_read_grouping_sets', owner: 'Base', kind: 'model', params: ['domain', 'grouping_sets', 'aggregates=', 'order='], since: 19, run: groupingSets },
  { name: 'web_read_group', owner: 'Base', kind: 'model', params: ['domain', 'fields', 'groupby', 'limit=', 'offset=', 'orderby=', 'lazy='], until: 18, run: webReadGroupBefore19 },
  { name: 'web_read_group', owner: 'Base', kind: 'model', params: ['domain', 'groupby', 'aggregates=', 'limit=', 'offset=', 'order='], since: 19, run: webReadGroup },
]
