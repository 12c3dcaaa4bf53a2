/**
 * What a filter means, said a second time and in another way: read from the left, one record at a time, without a schema. It
 * shares no code with what it checks. The user's clock is that of the scope: Brussels in November 2026.
 */

export type Value = string | number | boolean | null | Row | readonly Row[]
export interface Row {
  readonly [field: string]: Value
}

const DAY = 86_400_000
const HOUR = 3_600_000
const TODAY = Date.parse('2026-11-22T00:00:00Z')

/** Names of days as their day number, written out by hand. */
const NAMED: Readonly<Record<string, string>> = {
  today: '2026-11-22', yesterday: '2026-11-21', tomorrow: '2026-11-23', '-3d': '2026-11-19', '+2w': '2026-12-06',
  week_start: '2026-11-16', month_start: '2026-11-01', month_end: '2026-11-30', 'month_start-1m': '2026-10-01', year_start: '2026-01-01',
}
export const NAMED_DAYS = Object.keys(NAMED)

export function matches(domain: readonly unknown[], row: Row): boolean {
  let rest = domain
  let result = true
  while (rest.length > 0) {
    const [value, remaining] = term(rest, row)
    result = value && result
    rest = remaining
  }
  return result
}

function term(items: readonly unknown[], row: Row): readonly [boolean, readonly unknown[]] {
  const [head, ...rest] = items
  if (head === '!') {
    const [value, remaining] = term(rest, row)
    return [!value, remaining]
  }
  if (head === '&' || head === '|') {
    const [left, afterLeft] = term(rest, row)
    const [right, remaining] = term(afterLeft, row)
    return [head === '&' ? left && right : left || right, remaining]
  }
  if (!Array.isArray(head) || head.length !== 3) throw new Error('The reference was given a filter that is none.')
  const [field, operator, value] = head as unknown as readonly [unknown, unknown, unknown]
  return [condition(field, String(operator), value, row), rest]
}

function condition(field: unknown, operator: string, value: unknown, row: Row): boolean {
  if (field === 1 || field === 0) return field === 1
  const [step = '', ...steps] = String(field).split('.')
  const found = row[step] ?? null
  if (steps.length > 0) {
    const rows = Array.isArray(found) ? (found as readonly Row[]) : found === null ? [] : [found as Row]
    return rows.some((inner) => condition(steps.join('.'), operator, value, inner))
  }
  if (operator === 'any' || operator === 'not any') {
    const rows = Array.isArray(found) ? (found as readonly Row[]) : found === null ? [] : [found as Row]
    return rows.some((inner) => matches(value as readonly unknown[], inner)) === (operator === 'any')
  }
  return compare(step, found, operator, value)
}

function compare(field: string, found: Value, operator: string, value: unknown): boolean {
  const plain = found !== null && typeof found === 'object' ? ((found as Row)['id'] ?? null) : found
  const isTime = field === 'date_order' || field === 'date_planned'
  const isDate = isTime || field === 'validity_date'
  const wanted = (said: unknown): unknown => (isDate && typeof said === 'string' ? momentOf(said) : said === null ? false : said)
  // Not set stands as false, and is equal to false only; booleans have no third state.
  const has = plain === null ? false : isDate ? Date.parse(`${String(plain).replace(' ', 'T')}${isTime ? 'Z' : 'T00:00:00Z'}`) : plain
  const span = isTime && typeof value === 'string' && isDayText(value) ? DAY : 0
  const start = span > 0 ? midnightInBrussels(Number(momentOf(String(value)))) : wanted(value)
  const equal = (one: unknown): boolean => (span > 0 && typeof one === 'number' ? typeof has === 'number' && has >= one && has < one + span : has === one)
  switch (operator) {
    case '=':
      return equal(start)
    case '!=':
    case '<>':
      return !equal(start)
    case '=?':
      return value === false || value === null || equal(start)
    case 'in':
      return (value as readonly unknown[]).some((one) => has === wanted(one))
    case 'not in':
      return !(value as readonly unknown[]).some((one) => has === wanted(one))
    case '<':
      return ordered(has, start) && less(has, start)
    case '>=':
      return ordered(has, start) && !less(has, start)
    case '>':
      return ordered(has, start) && (span > 0 ? !less(has, Number(start) + span) : less(start, has))
    case '<=':
      return ordered(has, start) && (span > 0 ? less(has, Number(start) + span) : !less(start, has))
    case 'ilike':
      return typeof has === 'string' && has.toLowerCase().includes(String(value).toLowerCase())
    case 'not ilike':
      return !(typeof has === 'string' && has.toLowerCase().includes(String(value).toLowerCase()))
    default:
      throw new Error(`The reference does not know the operator ${operator}.`)
  }
}

/** An hour before that of UTC, in summer two. */
function midnightInBrussels(utcMidnight: number): number {
  const summer = utcMidnight > Date.parse('2026-03-29T00:00:00Z') && utcMidnight <= Date.parse('2026-10-25T00:00:00Z')
  return utcMidnight - (summer ? 2 : 1) * HOUR
}

function ordered(a: unknown, b: unknown): boolean {
  return typeof a === typeof b && typeof a !== 'boolean'
}

function less(a: unknown, b: unknown): boolean {
  return typeof a === 'number' ? a < Number(b) : String(a) < String(b)
}

function isDayText(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) || Object.hasOwn(NAMED, text)
}

function momentOf(text: string): number {
  if (Object.hasOwn(NAMED, text)) return Date.parse(`${NAMED[text] ?? ''}T00:00:00Z`)
  if (text === 'now') return TODAY + Date.parse('1970-01-01T21:30:15Z')
  const iso = text.replace(' ', 'T')
  return Date.parse(/(?:Z|[+-]\d{2}:\d{2})$/.test(iso) || iso.length === 10 ? iso : `${iso}Z`)
}
