import type { DomainScope, ResolvedDate } from './domain'
import type { ResolvedPath } from './domain-path'
import { invalid, quotedName, sentence } from './domain-syntax'
import { addDays, formatDay, formatInstant, parseDay, parseInstant, startOfDayMs, type Day } from './local-time'
import type { DomainItem } from './port'
import { DATE_EXAMPLES, resolveRelativeDate, type ResolvedMoment } from './relative-dates'

/** What a condition on a date becomes: one well-formed term, and what was resolved on the way. */
export interface LoweredDates {
  readonly items: readonly DomainItem[]
  readonly resolved: readonly ResolvedDate[]
}

interface DateCondition {
  readonly target: ResolvedPath
  readonly operator: string
  readonly place: string
  readonly scope: DomainScope
}

/** A condition on a `date` field: the text becomes a day. */
export function lowerDate(condition: DateCondition, value: string | readonly (string | false)[]): LoweredDates {
  const resolved: ResolvedDate[] = []
  const dayText = (text: string): string => {
    const moment = momentOf(text, condition)
    if (moment.kind === 'instant') {
      throw invalid(`${sentence(condition.place)}: ${condition.target.path} is a date without a time`, {
        hint: 'Give a day such as 2026-11-01, or "today" instead of "now".',
      })
    }
    const became = formatDay(moment.day)
    if (became !== text) resolved.push({ field: condition.target.path, said: text, became })
    return became
  }
  const sent = typeof value === 'string' ? dayText(value) : value.map((item) => (item === false ? false : dayText(item)))
  return { items: [[condition.target.path, condition.operator, sent]], resolved }
}

/**
 * A condition on a `datetime` field. A time is sent as UTC. A day stands for the whole of the user's local day, as a person
 * means it: `<= 2026-11-30` includes that evening, `= 2026-11-30` is from midnight to midnight.
 */
export function lowerDatetime(condition: DateCondition, value: string | readonly (string | false)[]): LoweredDates {
  const { target, operator, place } = condition
  const field = target.path
  if (typeof value !== 'string') {
    const resolved: ResolvedDate[] = []
    const sent = value.map((item) => {
      if (item === false) return false
      const moment = momentOf(item, condition)
      if (moment.kind === 'day') {
        throw invalid(`${sentence(place)}: a list for ${field} takes times, not whole days`, {
          hint: 'Use ">=" with the first day and "<=" with the last.',
        })
      }
      const text = formatInstant(moment.ms)
      if (text !== item) resolved.push({ field, said: item, became: `${text} UTC` })
      return text
    })
    return { items: [[field, operator, sent]], resolved }
  }
  const moment = momentOf(value, condition)
  if (moment.kind === 'instant') {
    const text = formatInstant(moment.ms)
    return { items: [[field, operator, text]], resolved: [{ field, said: value, became: `${text} UTC` }] }
  }
  return lowerDay(condition, moment.day, value)
}

function lowerDay({ target, operator, place, scope }: DateCondition, day: Day, said: string): LoweredDates {
  const field = target.path
  const from = formatInstant(startOfDayMs(day, scope.timeZone))
  const to = formatInstant(startOfDayMs(addDays(day, 1), scope.timeZone))
  const lowered = (items: readonly DomainItem[], became: string): LoweredDates => ({ items, resolved: [{ field, said, became }] })
  switch (operator) {
    case '>=':
      return lowered([[field, '>=', from]], `from ${from} UTC`)
    case '>':
      return lowered([[field, '>=', to]], `from ${to} UTC`)
    case '<':
      return lowered([[field, '<', from]], `before ${from} UTC`)
    case '<=':
      return lowered([[field, '<', to]], `before ${to} UTC`)
    default:
  }
  // Two conditions replace one, and on a path through many records each might be met by another of them.
  if (target.throughMany) {
    throw invalid(`${sentence(place)}: ${field} leads through several records, where a whole day cannot be compared with ${quotedName(operator)}`, {
      hint: 'Use the operator "any" with two conditions inside, or compare with a time.',
    })
  }
  if (operator === '!=') {
    // Odoo's "!=" also matches records without a date.
    return lowered(['|', '|', [field, '<', from], [field, '>=', to], [field, '=', false]], `not from ${from} to before ${to} UTC`)
  }
  return lowered(['&', [field, '>=', from], [field, '<', to]], `from ${from} to before ${to} UTC`)
}

function momentOf(text: string, { target, place, scope }: DateCondition): ResolvedMoment {
  const day = parseDay(text)
  if (day !== null) return { kind: 'day', day }
  const instant = parseInstant(text)
  if (instant !== null) return { kind: 'instant', ms: instant.ms }
  const moment = resolveRelativeDate(text, scope)
  if (moment !== null) return moment
  throw invalid(`${sentence(place)}: the text for ${target.path} is no date`, { hint: `Examples: ${DATE_EXAMPLES.join(', ')}.` })
}
