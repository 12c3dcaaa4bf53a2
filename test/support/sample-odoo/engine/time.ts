/** Dates as Odoo writes them, and time zones. */

export const DAY_MS = 86_400_000

export const dateText = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
export const datetimeText = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
export const parseUtc = (text: string): number => Date.parse(`${text.slice(0, 10)}T${text.length > 10 ? text.slice(11, 19) : '00:00:00'}Z`)

const formatters = new Map<string, Intl.DateTimeFormat | undefined>()
const offsets = new Map<string, number>()

function formatterOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!formatters.has(zone)) {
    try {
      formatters.set(zone, new Intl.DateTimeFormat('en-US', {
        timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
        hour: '2-digit', minute: '2-digit', second: '2-digit',
      }))
    } catch {
      formatters.set(zone, undefined)
    }
  }
  return formatters.get(zone)
}

/** Milliseconds to add to UTC to get local time; an unknown zone is UTC, without a word, as Odoo has it. */
export function zoneOffset(zone: string, utcMs: number): number {
  if (zone === 'UTC') return 0
  const quarter = Math.floor(utcMs / 900_000)
  const key = `${zone}|${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const formatter = formatterOf(zone)
  let offset = 0
  if (formatter) {
    const parts = Object.fromEntries(formatter.formatToParts(quarter * 900_000).map((part) => [part.type, Number(part.value)]))
    offset = Date.UTC(parts['year'] ?? 0, (parts['month'] ?? 1) - 1, parts['day'], parts['hour'], parts['minute'], parts['second'])
      - quarter * 900_000
  }
  offsets.set(key, offset)
  return offset
}

/** The instant at which a zone's clocks show this local time. */
export function localToUtc(zone: string, localMs: number): number {
  const first = localMs - zoneOffset(zone, localMs)
  return localMs - zoneOffset(zone, first)
}
