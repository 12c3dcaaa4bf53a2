/** A day of the calendar, without a time or a zone. Months count from 1. */
export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const DAY_MS = 86_400_000
const formatters = new Map<string, Intl.DateTimeFormat>()

/** A zone that this machine does not know is read as UTC, as Odoo itself does silently. */
export function knownTimeZone(timeZone: string): string {
  try {
    formatterFor(timeZone)
    return timeZone
  } catch {
    return 'UTC'
  }
}

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formatters.set(timeZone, formatter)
  return formatter
}

/** What a clock in that zone shows, as milliseconds of a clock that runs on UTC. */
function wallClockMs(ms: number, timeZone: string): number {
  const parts: Record<string, number> = {}
  for (const { type, value } of formatterFor(timeZone).formatToParts(ms)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** Minutes east of UTC in that zone at that instant; zones of the past had seconds as well, which are rounded. */
export function offsetMinutesAt(ms: number, timeZone: string): number {
  const zone = knownTimeZone(timeZone)
  return Math.round((wallClockMs(ms, zone) - Math.floor(ms / 1000) * 1000) / 60_000)
}

/** The local day at an instant. */
export function dayAt(ms: number, timeZone: string): Day {
  return dayOfMs(wallClockMs(ms, knownTimeZone(timeZone)))
}

function dayOfMs(ms: number): Day {
  const date = new Date(ms)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

function msOfDay({ year, month, day }: Day): number {
  return Date.UTC(year, month - 1, day)
}

/** The first instant of a local day: midnight, or later where the clock jumps over midnight. Milliseconds since the epoch. */
export function startOfDayMs(day: Day, timeZone: string): number {
  const zone = knownTimeZone(timeZone)
  const midnight = msOfDay(day)
  const candidates = [-DAY_MS, 0, DAY_MS].map((shift) => {
    const near = midnight + shift
    return midnight - (wallClockMs(near, zone) - near)
  })
  const within = candidates.filter((ms) => wallClockMs(ms, zone) >= midnight)
  return Math.min(...(within.length > 0 ? within : candidates))
}

export function addDays(day: Day, days: number): Day {
  return dayOfMs(msOfDay(day) + days * DAY_MS)
}

/** Months later, on the same day of the month or its last one where there is no such day. */
export function addMonths({ year, month, day }: Day, months: number): Day {
  const index = year * 12 + (month - 1) + months
  const target = { year: Math.floor(index / 12), month: (index % 12) + 1 }
  return { ...target, day: Math.min(day, daysInMonth(target)) }
}

export function daysInMonth({ year, month }: { readonly year: number; readonly month: number }): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: Day): number {
  return (new Date(msOfDay(day)).getUTCDay() + 6) % 7
}

const DAY_TEXT = /^(\d{4})-(\d{2})-(\d{2})$/

/** `2026-11-01` as a day; null for another form or a day that does not exist. Years from 1000 on. */
export function parseDay(text: string): Day | null {
  const match = DAY_TEXT.exec(text)
  if (match === null) return null
  const day = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }
  return isDay(day) ? day : null
}

/** Whether the day exists and its year has four digits. */
export function isDay({ year, month, day }: Day): boolean {
  return year >= 1000 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth({ year, month })
}

export function formatDay({ year, month, day }: Day): string {
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

const INSTANT_TEXT = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.0+)?)?(Z|[+-]\d{2}:?\d{2})?$/

/**
 * A date with a time. Without a zone it is UTC, as everywhere in Odoo's filters; `zoned` says whether one was given. Null
 * for another form, a time that does not exist, or fractions of a second.
 */
export function parseInstant(text: string): { readonly ms: number; readonly zoned: boolean } | null {
  const match = INSTANT_TEXT.exec(text)
  if (match === null) return null
  const [, dayText = '', hour = '', minute = '', second = '00', zone] = match
  const day = parseDay(dayText)
  if (day === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const offset = zone === undefined || zone === 'Z' ? 0 : offsetOf(zone)
  if (offset === null) return null
  const ms = msOfDay(day) + ((Number(hour) * 60 + Number(minute) - offset) * 60 + Number(second)) * 1000
  return isDay(dayOfMs(ms)) ? { ms, zoned: zone !== undefined } : null
}

function offsetOf(zone: string): number | null {
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  if (hours > 14 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

/** Odoo's text for an instant: naive UTC, `2026-11-01 23:00:00`. */
export function formatInstant(ms: number): string {
  const date = new Date(ms)
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  return `${formatDay(dayOfMs(ms))} ${time}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
