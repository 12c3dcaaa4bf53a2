import type { Span } from '../../activity/month'
import { addMonths, dayAt, startOfDayMs, type Day } from '../../odoo/local-time'

/** A month as `2026-10` and where it begins and ends: at the midnights of that zone, in UTC, whatever its clocks do in between. */
export function monthSpan(month: string, timeZone: string): Span {
  const first: Day = { year: Number(month.slice(0, 4)), month: Number(month.slice(5)), day: 1 }
  const iso = (day: Day): string => new Date(startOfDayMs(day, timeZone)).toISOString()
  return { since: iso(first), until: iso(addMonths(first, 1)) }
}

/** The month of an instant, by the clock of that zone. */
export function monthAt(ms: number, timeZone: string): string {
  return monthOf(dayAt(ms, timeZone))
}

/** Months from the one of `oldest` (ISO 8601, null for none) to the present one, newest first. */
export function monthsUpTo(nowMs: number, oldest: string | null, timeZone: string): readonly string[] {
  const first = oldest === null ? nowMs : Math.min(Date.parse(oldest), nowMs)
  const firstMonth = monthAt(first, timeZone)
  const months: string[] = []
  for (let day = { ...dayAt(nowMs, timeZone), day: 1 }; ; day = addMonths(day, -1)) {
    const month = monthOf(day)
    months.push(month)
    if (month <= firstMonth) return months
  }
}

/** The last whole month, where the journal goes back so far; the present one otherwise. `months` are newest first. */
export function usualMonth([present = '', last]: readonly string[]): string {
  return last ?? present
}

function monthOf({ year, month }: Day): string {
  return `${String(year)}-${String(month).padStart(2, '0')}`
}
