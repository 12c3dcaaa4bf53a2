import { addDays, dayAt, offsetMinutesAt, startOfDayMs, type Day } from '../../odoo/local-time'
import type { WorkingTime } from '../../policy/working-time'

const DAY_MINUTES = 24 * 60

/** Null while the client may ask; otherwise when it may again, in milliseconds since the epoch: infinite where no day is left. */
export function closedUntil({ hours, days }: WorkingTime, nowMs: number, timeZone: string): number | null {
  const from = hours === undefined ? 0 : minutesOf(hours.from)
  const to = hours === undefined ? DAY_MINUTES : minutesOf(hours.to)
  const isWorkday = (day: Day): boolean => days === undefined || days.includes(weekday(day))
  const today = dayAt(nowMs, timeZone)
  const minute = Math.floor((nowMs + offsetMinutesAt(nowMs, timeZone) * 60_000) / 60_000) % DAY_MINUTES
  const crossesMidnight = from >= to
  const isOpen =
    (isWorkday(today) && minute >= from && (crossesMidnight || minute < to)) ||
    (crossesMidnight && isWorkday(addDays(today, -1)) && minute < to)
  if (isOpen) return null
  const openings = [0, 1, 2, 3, 4, 5, 6, 7]
    .map((ahead) => addDays(today, ahead))
    .filter(isWorkday)
    .map((day) => atLocalTime(day, from, timeZone))
    .filter((ms) => ms > nowMs)
  return Math.min(...openings)
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

function weekday({ year, month, day }: Day): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() || 7
}

function atLocalTime(day: Day, minutes: number, timeZone: string): number {
  const midnight = startOfDayMs(day, timeZone)
  const guess = midnight + minutes * 60_000
  // Where the clock is put forward or back between midnight and then.
  return guess + (offsetMinutesAt(midnight, timeZone) - offsetMinutesAt(guess, timeZone)) * 60_000
}
