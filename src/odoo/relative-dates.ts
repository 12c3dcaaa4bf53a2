import { addDays, addMonths, dayAt, daysInMonth, isDay, weekdayOf, type Day } from './local-time'

/** What a relative date came to: a day of the user's calendar, or an instant. */
export type ResolvedMoment = { readonly kind: 'day'; readonly day: Day } | { readonly kind: 'instant'; readonly ms: number }

/** Each name, as a day counted from today. Weeks begin on Monday. */
const BASES: ReadonlyMap<string, (today: Day) => Day> = new Map([
  ['today', (today) => today],
  ['yesterday', (today) => addDays(today, -1)],
  ['tomorrow', (today) => addDays(today, 1)],
  ['week_start', (today) => addDays(today, -weekdayOf(today))],
  ['week_end', (today) => addDays(today, 6 - weekdayOf(today))],
  ['month_start', (today) => ({ ...today, day: 1 })],
  ['month_end', endOfMonth],
  ['quarter_start', (today) => ({ year: today.year, month: quarterMonth(today), day: 1 })],
  ['quarter_end', (today) => endOfMonth({ year: today.year, month: quarterMonth(today) + 2, day: 1 })],
  ['year_start', (today) => ({ year: today.year, month: 1, day: 1 })],
  ['year_end', (today) => ({ year: today.year, month: 12, day: 31 })],
])

/** Names whose day stays the last of its month when months are added: `month_end-1m` in November is 31 October. */
const LAST_DAY_BASES: ReadonlySet<string> = new Set(['month_end', 'quarter_end', 'year_end'])

const MONTHS_PER_UNIT: ReadonlyMap<string, number> = new Map([['m', 1], ['q', 3], ['y', 12]])
const DAYS_PER_UNIT: ReadonlyMap<string, number> = new Map([['d', 1], ['w', 7]])
const MS_PER_UNIT: ReadonlyMap<string, number> = new Map([['h', 3_600_000], ['d', 86_400_000], ['w', 604_800_000]])

/** Shown when a date is not understood. */
export const DATE_EXAMPLES = ['2026-11-01', 'today', '-30d', 'month_start', 'month_start-1m', 'year_end'] as const

const FORM = /^([a-z_]*)((?:\s*[+-]\s*\d{1,4}[a-z])*)$/
const STEP = /([+-])\s*(\d{1,4})([a-z])/g

/**
 * Resolves `today`, `-30d`, `month_start-1m`, `now-6h` and the like against the user's clock. Steps apply from left to right;
 * without a name they count from today. Units: d, w, m (months), q, y; after `now` h, d and w, as spans of time. Null
 * when the text is no such form, or leaves the years 1000 to 9999.
 */
export function resolveRelativeDate(text: string, clock: { readonly nowMs: number; readonly timeZone: string }): ResolvedMoment | null {
  const match = FORM.exec(text.trim())
  if (match === null) return null
  const [, name = '', stepsText = ''] = match
  const steps = [...stepsText.matchAll(STEP)].map(([, sign, amount, unit = '']) => ({
    count: (sign === '-' ? -1 : 1) * Number(amount),
    unit,
  }))
  if (name === 'now') return resolveNow(clock.nowMs, steps)
  if (name === '' && steps.length === 0) return null
  const base = BASES.get(name === '' ? 'today' : name)
  if (base === undefined) return null
  const day = applySteps(base(dayAt(clock.nowMs, clock.timeZone)), steps, LAST_DAY_BASES.has(name) ? 'last_day' : 'same_day')
  return day === null ? null : { kind: 'day', day }
}

interface Step {
  readonly count: number
  readonly unit: string
}

function resolveNow(nowMs: number, steps: readonly Step[]): ResolvedMoment | null {
  let ms = Math.floor(nowMs / 1000) * 1000
  for (const { count, unit } of steps) {
    const span = MS_PER_UNIT.get(unit)
    if (span === undefined) return null
    ms += count * span
  }
  return { kind: 'instant', ms }
}

function applySteps(start: Day, steps: readonly Step[], mode: 'last_day' | 'same_day'): Day | null {
  let day = start
  let sticky = mode === 'last_day'
  for (const { count, unit } of steps) {
    const months = MONTHS_PER_UNIT.get(unit)
    const days = DAYS_PER_UNIT.get(unit)
    if (months !== undefined) {
      day = addMonths(day, count * months)
      if (sticky) day = endOfMonth(day)
    } else if (days !== undefined) {
      day = addDays(day, count * days)
      sticky = false
    } else return null
    if (!isDay(day)) return null
  }
  return day
}

function endOfMonth(day: Day): Day {
  return { ...day, day: daysInMonth(day) }
}

function quarterMonth({ month }: Day): number {
  return month - ((month - 1) % 3)
}
