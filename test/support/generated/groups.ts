import type { Json, Row } from '../sample-odoo/server'
import { localTime } from './evaluator'
import type { World } from './world'

/** A group as it must come out: a text for its key, and what is measured. */
export interface ExpectedGroup {
  readonly key: string
  readonly count: number
  readonly measures: readonly (number | string | null)[]
}

/** Groups records and measures them, from the records alone. */
export function groupsOf(world: World, model: string, rows: readonly Row[], groupBy: readonly string[], measures: readonly string[]): ReadonlyMap<string, ExpectedGroup> {
  const members = new Map<string, Row[]>()
  for (const row of rows) {
    let keys: string[][] = [[]]
    for (const spec of groupBy) {
      const own = keysOf(world, model, row, spec)
      keys = keys.flatMap((start) => own.map((key) => [...start, key]))
    }
    for (const key of keys) {
      const text = key.join(' | ')
      members.set(text, [...(members.get(text) ?? []), row])
    }
  }
  return new Map([...members].map(([key, own]) => [key, { key, count: own.length, measures: measures.map((measure) => measured(world, model, own, measure)) }]))
}

function keysOf(world: World, model: string, row: Row, spec: string): readonly string[] {
  const [name = '', granularity = ''] = spec.split(':')
  const field = world.fields(model).get(name)
  const value = row[name] ?? false
  switch (field?.type) {
    case 'boolean':
      return [String(value === true)]
    case 'date':
    case 'datetime':
      return [typeof value === 'string' ? bucketStart(field.type === 'date' ? value : localTime(value).slice(0, 10), granularity, world.sample.version) : 'null']
    case 'many2many':
      return Array.isArray(value) && value.length > 0 ? value.map(String) : ['null']
    default:
      return [value === false ? 'null' : String(value)]
  }
}

/** The first day of the bucket that a day falls into. Weeks begin on Sunday in English, and on Monday before 17. */
function bucketStart(day: string, granularity: string, version: number): string {
  const [year = '', month = ''] = day.split('-')
  switch (granularity) {
    case 'year':
      return `${year}-01-01`
    case 'quarter':
      return `${year}-${['01', '04', '07', '10'][Math.floor((Number(month) - 1) / 3)] ?? ''}-01`
    case 'month':
      return `${year}-${month}-01`
    case 'week': {
      const date = new Date(`${day}T00:00:00Z`)
      const back = version >= 17 ? date.getUTCDay() : (date.getUTCDay() + 6) % 7
      return new Date(date.getTime() - back * 86_400_000).toISOString().slice(0, 10)
    }
    default:
      return day
  }
}

function measured(world: World, model: string, rows: readonly Row[], spec: string): number | string | null {
  const [name = '', method] = spec.split(':')
  const type = world.fields(model).get(name)?.type ?? ''
  const isNumber = ['integer', 'float', 'monetary'].includes(type)
  const values = rows.map((row): Json => row[name] ?? (isNumber ? 0 : false)).filter((value) => value !== false && value !== null)
  if (method === 'count') return values.length
  if (method === 'count_distinct') return new Set(values).size
  if (values.length === 0) return null
  if (!isNumber) return [...(values as string[])].sort().at(method === 'min' ? 0 : -1) ?? null
  const numbers = values as number[]
  const sum = numbers.reduce((total, value) => total + value, 0)
  if (method === 'sum') return sum
  if (method === 'avg') return sum / numbers.length
  return numbers.reduce((best, value) => (method === 'min' ? Math.min(best, value) : Math.max(best, value)))
}
