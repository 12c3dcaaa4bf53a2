/** Time zones by `Intl`: correct over changes to and from summer time. */

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const options: Intl.DateTimeFormatOptions = {
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', { ...options, timeZone })
  } catch {
    // A name this machine does not know: Odoo treats it as UTC too.
    format = new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' })
  }
  formats.set(timeZone, format)
  return format
}

const WEEK_MS = 7 * 86_400_000
const mostWeeks = 5_000
const weeks = new Map<string, number | null>()

/**
 * Offset from UTC in minutes east, at an instant in milliseconds since the epoch. Asking `Intl` costs more than all the rest
 * of a row, so a week that begins and ends with the same offset is taken to have it throughout.
 */
export function offsetMinutes(instantMs: number, timeZone: string): number {
  const week = Math.floor(instantMs / WEEK_MS)
  const key = `${timeZone} ${String(week)}`
  let offset = weeks.get(key)
  if (offset === undefined) {
    const start = offsetByIntl(week * WEEK_MS, timeZone)
    offset = start === offsetByIntl((week + 1) * WEEK_MS, timeZone) ? start : null
    if (weeks.size >= mostWeeks) weeks.clear()
    weeks.set(key, offset)
  }
  return offset ?? offsetByIntl(instantMs, timeZone)
}

function offsetByIntl(instantMs: number, timeZone: string): number {
  const parts = new Map(formatOf(timeZone).formatToParts(instantMs).map(({ type, value }) => [type, value]))
  const number = (part: Intl.DateTimeFormatPartTypes): number => Number(parts.get(part) ?? 0)
  const year = parts.get('era') === 'BC' ? 1 - number('year') : number('year')
  const local = new Date(0)
  local.setUTCFullYear(year, number('month') - 1, number('day'))
  local.setUTCHours(number('hour'), number('minute'), number('second'))
  return Math.round((local.getTime() - Math.floor(instantMs / 1000) * 1000) / 60_000)
}

const two = (value: number): string => String(value).padStart(2, '0')

/** `2026-11-01T09:30:00+01:00`; milliseconds are left out. */
export function isoInZone(instantMs: number, timeZone: string): string {
  const offset = offsetMinutes(instantMs, timeZone)
  const local = new Date(instantMs + offset * 60_000).toISOString().slice(0, -'.000Z'.length)
  const size = Math.abs(offset)
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** The calendar day in a zone, `2026-11-01`. */
export const dayInZone = (instantMs: number, timeZone: string): string => isoInZone(instantMs, timeZone).replace(/T.*$/, '')

/** Odoo's naive UTC text `2026-11-01 08:30:00` as an instant; `undefined` for anything else. */
export function parseOdooDatetime(value: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.\d+)?$/.exec(value)
  if (match === null) return undefined
  const instant = Date.parse(`${value.slice(0, 10)}T${value.slice(11, 19)}Z`)
  return Number.isNaN(instant) ? undefined : instant
}

/** A bound of a date bucket: a day when it falls on local midnight, an instant with its offset otherwise. */
export function bucketBound(value: string, timeZone: string): string {
  const instant = parseOdooDatetime(value)
  if (instant === undefined) return value.slice(0, 10)
  const local = isoInZone(instant, timeZone)
  return local.includes('T00:00:00') ? local.slice(0, 10) : local
}
