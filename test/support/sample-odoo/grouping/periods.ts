import type { Env } from '../engine/model'
import { DAY_MS, datetimeText, dateText, localToUtc, parseUtc, zoneOffset } from '../engine/time'

export type Granularity = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'
export const GRANULARITIES: readonly Granularity[] = ['hour', 'day', 'week', 'month', 'quarter', 'year']

/** One period: its start in local time, and both ends as Odoo writes them (UTC for datetimes). */
export interface Period {
  localStart: number
  from: string
  to: string
  label: string
}

const MONTHS = {
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  fr: ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
}
const SHORT = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  fr: ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'],
}

/** 16 starts weeks on Monday whatever the language; later versions ask the language, and English says Sunday. */
function startsOnSunday(env: Env): boolean {
  return env.version >= 17 && env.lang !== 'fr_FR'
}

/** The start, in local time, of the period that a stored date or datetime falls in. */
export function periodStart(env: Env, value: string, type: string, granularity: Granularity): number {
  const utc = parseUtc(value)
  const local = type === 'datetime' ? utc + zoneOffset(env.tz, utc) : utc
  const date = new Date(local)
  const midnight = Math.floor(local / DAY_MS) * DAY_MS
  switch (granularity) {
    case 'hour': return Math.floor(local / 3_600_000) * 3_600_000
    case 'day': return midnight
    case 'week': return midnight - ((date.getUTCDay() + (startsOnSunday(env) ? 0 : 6)) % 7) * DAY_MS
    case 'month': return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
    case 'quarter': return Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / 3) * 3, 1)
    case 'year': return Date.UTC(date.getUTCFullYear(), 0, 1)
  }
}

function nextStart(start: number, granularity: Granularity): number {
  const date = new Date(start)
  switch (granularity) {
    case 'hour': return start + 3_600_000
    case 'day': return start + DAY_MS
    case 'week': return start + 7 * DAY_MS
    case 'month': return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
    case 'quarter': return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 3, 1)
    case 'year': return Date.UTC(date.getUTCFullYear() + 1, 0, 1)
  }
}

export function periodOf(env: Env, localStart: number, type: string, granularity: Granularity): Period {
  const write = (local: number): string => (type === 'datetime' ? datetimeText(localToUtc(env.tz, local)) : dateText(local))
  return { localStart, from: write(localStart), to: write(nextStart(localStart, granularity)), label: labelOf(env, localStart, granularity) }
}

function labelOf(env: Env, start: number, granularity: Granularity): string {
  const date = new Date(start)
  const language = env.lang === 'fr_FR' ? 'fr' : 'en'
  const year = date.getUTCFullYear()
  const short = SHORT[language][date.getUTCMonth()] ?? ''
  const day = String(date.getUTCDate()).padStart(2, '0')
  switch (granularity) {
    // Twelve-hour clock without its half: Odoo's own format string says so.
    case 'hour': return `${String(((date.getUTCHours() + 11) % 12) + 1).padStart(2, '0')}:00 ${day} ${short}`
    case 'day': return `${day} ${short} ${year}`
    case 'week': return weekLabel(env, start)
    case 'month': return `${MONTHS[language][date.getUTCMonth()] ?? ''} ${year}`
    case 'quarter': return `${language === 'fr' ? 'T' : 'Q'}${Math.floor(date.getUTCMonth() / 3) + 1} ${year}`
    case 'year': return String(year)
  }
}

/** American weeks count from the one with 1 January, ISO weeks from the one with the first Thursday. */
function weekLabel(env: Env, start: number): string {
  const decisive = new Date(start + (startsOnSunday(env) ? 6 : 3) * DAY_MS)
  const dayOfYear = Math.floor((decisive.getTime() - Date.UTC(decisive.getUTCFullYear(), 0, 1)) / DAY_MS) + 1
  return `W${Math.ceil(dayOfYear / 7)} ${decisive.getUTCFullYear()}`
}
