import type { Json, Row } from '../sample-odoo/server'
import type { Field, World } from './world'

/** For whom and how a filter is evaluated. */
export interface Sight {
  readonly world: World
  readonly companies: readonly number[] | undefined
  readonly includesArchived: boolean
}

/** The user's zone: what a day and a bucket are. */
export const ZONE = 'Europe/Brussels'

const localParts = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'medium' })
const localTexts = new Map<string, string>()

/** `2026-06-15 11:30:00`, the local time of a stored datetime. */
export function localTime(utc: string): string {
  let text = localTexts.get(utc)
  if (text === undefined) localTexts.set(utc, (text = localParts.format(new Date(`${utc.replace(' ', 'T')}Z`))))
  return text
}

/** The records that a filter finds, in the order of their ids. */
export function find(sight: Sight, model: string, domain: readonly unknown[]): readonly Row[] {
  const { world, companies, includesArchived } = sight
  const hidesArchived = !includesArchived && world.fields(model).has('active')
  return world.visible(model, companies).filter((row) => !(hidesArchived && row['active'] === false) && holds(sight, model, domain, row))
}

/** Whether a record meets a filter, read from the left in prefix notation; what stands side by side must all hold. */
export function holds(sight: Sight, model: string, domain: readonly unknown[], row: Row): boolean {
  let at = 0
  const next = (): boolean => {
    const item = domain[at]
    at += 1
    if (item === '!') return !next()
    if (item === '&' || item === '|') {
      const left = next()
      const right = next()
      return item === '&' ? left && right : left || right
    }
    const [path, operator, value] = item as readonly [string, string, unknown]
    return meets(sight, model, path.split('.'), operator, value, row)
  }
  let all = true
  while (at < domain.length) all = next() && all
  return all
}

function meets(sight: Sight, model: string, [name = '', ...rest]: readonly string[], operator: string, value: unknown, row: Row): boolean {
  const field: Field = name === 'id' ? { name, type: 'integer', selection: [], isGroupable: false, isSummed: false } : fieldOf(sight.world, model, name)
  if (rest.length > 0) return behind(sight, field, row).some((target) => meets(sight, field.relation ?? '', rest, operator, value, target))
  if (operator === 'any' || operator === 'not any') {
    return behind(sight, field, row).some((target) => holds(sight, field.relation ?? '', value as readonly unknown[], target)) === (operator === 'any')
  }
  if (operator === 'child_of') return isBelow(sight, field, row, value as number)
  if (field.type === 'many2many') return meetsList(row[name] ?? [], operator, value)
  const own = row[name] ?? (['integer', 'float', 'monetary'].includes(field.type) ? 0 : false)
  return compare(field, own, operator, value)
}

function fieldOf(world: World, model: string, name: string): Field {
  const field = world.fields(model).get(name)
  if (field === undefined) throw new Error(`The evaluator knows no field ${model}.${name}.`)
  return field
}

/** The visible records that a relation leads to: archived ones over a many2one, and over a list only when they are wanted. */
function behind(sight: Sight, field: Field, row: Row): readonly Row[] {
  const { world, companies, includesArchived } = sight
  const model = field.relation ?? ''
  const hidesArchived = field.type !== 'many2one' && !includesArchived && world.fields(model).has('active')
  const value = row[field.name]
  const linked = field.type === 'one2many'
    ? world.pointing(model, field.relationField ?? '', row.id, companies)
    : (Array.isArray(value) ? value : [value]).flatMap((id) => world.pointing(model, 'id', id, companies))
  return hidesArchived ? linked.filter((target) => target['active'] !== false) : linked
}

function isBelow({ world }: Sight, field: Field, row: Row, top: number): boolean {
  const model = field.relation ?? ''
  let id = row[field.name]
  while (typeof id === 'number') {
    if (id === top) return true
    id = world.row(model, id)?.['parent_id'] ?? false
  }
  return false
}

function meetsList(own: Json, operator: string, value: unknown): boolean {
  const ids = own as readonly number[]
  const wanted = Array.isArray(value) ? (value as readonly unknown[]) : [value]
  const isIn = ids.length === 0 ? wanted.includes(false) : ids.some((id) => wanted.includes(id))
  return isIn === (operator === 'in' || operator === '=')
}

function compare(field: Field, own: Json, operator: string, value: unknown): boolean {
  switch (operator) {
    case '=':
      return isSame(field, own, value)
    case '!=':
      return !isSame(field, own, value)
    case 'in':
      return (value as readonly unknown[]).some((one) => isSame(field, own, one))
    case 'not in':
      return !(value as readonly unknown[]).some((one) => isSame(field, own, one))
    case 'like':
      return typeof own === 'string' && own.includes(String(value))
    case 'ilike':
      return typeof own === 'string' && own.toLowerCase().includes(String(value).toLowerCase())
    case 'not ilike':
      return !(typeof own === 'string' && own.toLowerCase().includes(String(value).toLowerCase()))
    default:
      return isOrdered(field, own, operator, value)
  }
}

function isSame(field: Field, own: Json, value: unknown): boolean {
  if (field.type === 'datetime' && typeof own === 'string' && typeof value === 'string') return localTime(own).startsWith(dayOf(value))
  if (field.type === 'date' && typeof value === 'string') return own === dayOf(value)
  return own === value
}

function isOrdered(field: Field, own: Json, operator: string, value: unknown): boolean {
  if (own === false) return false
  const isDated = field.type === 'date' || field.type === 'datetime'
  const isInstant = field.type === 'datetime' && String(value).endsWith('Z')
  const left = isInstant ? Date.parse(`${String(own).replace(' ', 'T')}Z`) : field.type === 'datetime' ? localTime(String(own)).slice(0, 10) : own
  const right = isInstant ? Date.parse(String(value)) : isDated ? dayOf(String(value)) : value
  const order = left === right ? 0 : (left as number) < (right as number) ? -1 : 1
  if (operator === '<') return order < 0
  if (operator === '<=') return order <= 0
  return operator === '>' ? order > 0 : order >= 0
}

/** Relative days as they stand on the sample's day, 15 June 2026, a Monday; worked out by hand. */
export const RELATIVE: Readonly<Record<string, string>> = {
  today: '2026-06-15', yesterday: '2026-06-14', '-30d': '2026-05-16', '-2w': '2026-06-01', '+10d': '2026-06-25', '-6m': '2025-12-15',
  '-1y': '2025-06-15', week_start: '2026-06-15', month_start: '2026-06-01', month_end: '2026-06-30', year_start: '2026-01-01',
}

const dayOf = (said: string): string => RELATIVE[said] ?? said

/** Sorts as the database does: empty last when ascending and first when descending, texts without regard to case. */
export function sorted(world: World, model: string, rows: readonly Row[], order: string): readonly Row[] {
  const terms = order.split(', ').map((term) => {
    const [name = '', direction = 'asc'] = term.split(' ')
    const { type } = name === 'id' ? { type: 'integer' } : fieldOf(world, model, name)
    return { name, type, sign: direction === 'desc' ? -1 : 1 }
  })
  return [...rows].sort((a, b) => {
    for (const { name, type, sign } of terms) {
      const left = sortKey(a[name], type)
      const right = sortKey(b[name], type)
      if (left === right) continue
      if (left === undefined || right === undefined) return sign * (left === undefined ? 1 : -1)
      return sign * (left < right ? -1 : 1)
    }
    return a.id - b.id
  })
}

function sortKey(value: Json | undefined, type: string): string | number | undefined {
  if (type === 'boolean') return value === true ? 1 : 0
  if (value === undefined && ['integer', 'float', 'monetary'].includes(type)) return 0
  if (value === undefined || value === false || value === null) return undefined
  return type === 'char' || type === 'text' ? `${String(value).toLowerCase()}\u0000${String(value)}` : (value as string | number)
}
