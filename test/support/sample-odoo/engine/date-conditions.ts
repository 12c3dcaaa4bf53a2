import { compare, type Condition } from './conditions'
import type { Predicate } from './domain'
import { assertionError, OdooError, valueError } from './errors'
import type { Env, FieldDef, Json, ModelDef, Row } from './model'
import { DAY_MS, dateText, datetimeText, localToUtc, parseUtc, zoneOffset } from './time'
import { valueOf } from './values'

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

/** A comparison of a date or datetime field with absolute, relative or malformed values, as each version takes them. */
export function dateComparison(env: Env, field: FieldDef, { operator, value }: Condition, get: (row: Row) => Json): Predicate {
  if (operator === 'in' || operator === 'not in') {
    const items = Array.isArray(value) ? value : [value]
    const wanted = new Set<Json>(items.map((item) => (item === false || item === null ? false : boundary(env, field, item, '='))))
    return (row) => wanted.has(get(row) || false) === (operator === 'in')
  }
  if (value === false || value === null || value === '') {
    if (operator === '=') return (row) => !get(row)
    if (operator === '!=') return (row) => Boolean(get(row))
    return () => false
  }
  const bound = boundary(env, field, value, operator)
  if (operator === '=') return (row) => get(row) === bound
  if (operator === '!=') return (row) => get(row) !== bound
  return (row) => {
    const own = get(row)
    return own !== false && own !== null && compare(own, bound, operator)
  }
}

/** The value in the field's own form; a bare date compared with a datetime means the day's first or last second. */
function boundary(env: Env, field: FieldDef, value: Json, operator: string): string {
  const text = String(value)
  const match = ISO.exec(text)
  if (!match) return relative(env, field, text)
  if (match[7] && env.version >= 19) throw valueError(`expecting only datetimes with no timezone: '${text}'`)
  const day = text.slice(0, 10)
  if (field.type === 'date') return day
  if (text.length === 10) return `${day} ${operator === '>' || operator === '<=' ? '23:59:59' : '00:00:00'}`
  return `${day} ${match[4]}:${match[5]}:${match[6] ?? '00'}`
}

function relative(env: Env, field: FieldDef, text: string): string {
  const write = (ms: number): string => (field.type === 'date' ? dateText(ms + zoneOffset(env.tz, ms)) : datetimeText(ms))
  if (env.version >= 19) return write(relativeOf(env, text))
  // PostgreSQL guesses: it knows a few words and shrugs off what follows them.
  const midnight = Math.floor(env.nowMs / DAY_MS) * DAY_MS
  const word = /^(now|today|yesterday|tomorrow)\b/.exec(text)?.[1]
  if (word === 'now') return write(env.nowMs)
  if (word) return write(midnight + (word === 'yesterday' ? -DAY_MS : word === 'tomorrow' ? DAY_MS : 0))
  const caret = `\nLINE 1: ... "${field.name}" >= '${text}')...\n${' '.repeat(61)}^\n`
  if (/^[+-]\d/.test(text)) {
    throw new OdooError('psycopg2.errors.InvalidTimeZoneDisplacementValue', `time zone displacement out of range: "${text}"${caret}`)
  }
  throw new OdooError('psycopg2.errors.InvalidDatetimeFormat',
    `invalid input syntax for type ${field.type === 'date' ? 'date' : 'timestamp'}: "${text}"${caret}`)
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** Version 19's own language for relative dates: `today -1m`, `-30d`, `=monday`, `=1d`. */
function relativeOf(env: Env, text: string): number {
  const localNow = env.nowMs + zoneOffset(env.tz, env.nowMs)
  const terms = text.trim().split(/\s+/)
  let local = localNow
  let first = true
  for (const term of terms) {
    if (first && term === 'now') local = localNow
    else if (first && term === 'today') local = Math.floor(localNow / DAY_MS) * DAY_MS
    else local = shifted(local, term, text)
    first = false
  }
  return localToUtc(env.tz, local)
}

function shifted(local: number, term: string, whole: string): number {
  const invalid = (): Error => valueError(`Invalid term '${term}' in expression date: '${whole}'`)
  const moved = new Date(local)
  const weekday = /^([+-=])([a-z]+)$/.exec(term)
  const target = weekday ? WEEKDAYS.indexOf(weekday[2] ?? '') : -1
  if (weekday && target >= 0) {
    const today = (moved.getUTCDay() + 6) % 7
    let difference = target - today
    if (weekday[1] === '+' && difference <= 0) difference += 7
    if (weekday[1] === '-' && difference >= 0) difference -= 7
    return Math.floor(local / DAY_MS) * DAY_MS + difference * DAY_MS
  }
  const match = /^([+=-])(\d+)([dwmyHMS])$/.exec(term)
  if (!match) throw invalid()
  const amount = Number(match[2])
  const unit = match[3] ?? ''
  if (match[1] === '=') {
    if (unit === 'd') moved.setUTCDate(amount)
    else if (unit === 'm') moved.setUTCMonth(amount - 1)
    else if (unit === 'y') moved.setUTCFullYear(amount)
    else if (unit === 'H') moved.setUTCHours(amount)
    else throw invalid()
    if (unit !== 'H') moved.setUTCHours(0, 0, 0, 0)
    return moved.getTime()
  }
  const signed = match[1] === '-' ? -amount : amount
  const fixed: Record<string, number> = { d: DAY_MS, w: 7 * DAY_MS, H: 3_600_000, M: 60_000, S: 1_000 }
  const span = fixed[unit]
  if (span !== undefined) return local + signed * span
  const day = moved.getUTCDate()
  moved.setUTCDate(1)
  moved.setUTCMonth(moved.getUTCMonth() + signed * (unit === 'y' ? 12 : 1))
  const last = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate()
  moved.setUTCDate(Math.min(day, last))
  return moved.getTime()
}

const PARTS: Record<string, (date: Date) => number> = {
  year_number: (date) => date.getUTCFullYear(),
  quarter_number: (date) => Math.floor(date.getUTCMonth() / 3) + 1,
  month_number: (date) => date.getUTCMonth() + 1,
  iso_week_number: isoWeek,
  day_of_year: (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1,
  day_of_month: (date) => date.getUTCDate(),
  day_of_week: (date) => date.getUTCDay(),
  hour_number: (date) => date.getUTCHours(),
  minute_number: (date) => date.getUTCMinutes(),
  second_number: (date) => date.getUTCSeconds(),
}

function isoWeek(date: Date): number {
  const thursday = date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * DAY_MS
  return Math.floor((thursday - Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1)) / (7 * DAY_MS)) + 1
}

export const isDatePart = (name: string): boolean => name in PARTS

/** A number taken from a stored date in the given zone, or `false`. */
export function partOf(value: Json, type: string, name: string, tz: string): number | false {
  if (typeof value !== 'string') return false
  const utc = parseUtc(value)
  return PARTS[name]?.(new Date(type === 'datetime' ? utc + zoneOffset(tz, utc) : utc)) ?? false
}

/** A condition such as `date_order.month_number = 3`, known from 18 on. */
export function datePart(env: Env, model: ModelDef, field: FieldDef, rest: Condition, shown: string): Predicate {
  if (env.version === 16) {
    throw new OdooError('builtins.AttributeError', `'${field.type === 'date' ? 'Date' : 'Datetime'}' object has no attribute 'auto_join'`)
  }
  if (env.version === 17 || !isDatePart(rest.path)) {
    throw assertionError(`Invalid field '${field.name}.${rest.path}' in domain term ${shown}`)
  }
  const own = (row: Row): number | false => partOf(valueOf(env, model, row, field), field.type, rest.path, env.tz)
  const wanted = Array.isArray(rest.value) ? rest.value : [rest.value]
  if (rest.operator === '=' || rest.operator === 'in') return (row) => wanted.includes(own(row))
  if (rest.operator === '!=' || rest.operator === 'not in') return (row) => !wanted.includes(own(row))
  return (row) => {
    const value = own(row)
    return value !== false && compare(value, rest.value, rest.operator)
  }
}
