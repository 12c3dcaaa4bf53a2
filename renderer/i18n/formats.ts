import type { Text } from '../../src/i18n/sentence'

export interface Formats {
  /** `14:02:11`, 24 hours, in the user's zone. */
  readonly clock: (iso: string | number) => string
  /** `14:02`. */
  readonly shortClock: (iso: string | number) => string
  /** `22 Nov`. */
  readonly day: (iso: string | number) => string
  /** `22 November 2026`. */
  readonly date: (iso: string | number) => string
  /** `October 2026`, of `2026-10`. */
  readonly month: (month: string) => string
  /** `22 November 2026, 14:02:11`. */
  readonly moment: (iso: string | number) => string
  readonly number: (value: number) => string
  /** `4.2 kB`; the argument is in bytes. */
  readonly bytes: (value: number) => string
  /** `41`, or `30 s` from ten seconds on; the argument is in milliseconds. */
  readonly milliseconds: (value: number) => string
  readonly list: (values: readonly string[]) => string
}

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const
const DATE = { day: 'numeric', month: 'long', year: 'numeric' } as const

/** How a locale writes dates, numbers and lists. `timeZone` is an IANA zone; the system's where it is absent. */
export function createFormats(locale: string, timeZone: string | undefined, text: Text): Formats {
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, ...(timeZone === undefined ? {} : { timeZone }) })
    return (iso: string | number) => format.format(new Date(iso))
  }
  const numbers = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options)
    return (value: number) => format.format(value)
  }
  const months = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  const number = numbers({})
  const size = { style: 'unit', unitDisplay: 'short', maximumFractionDigits: 1 } as const
  const kilobytes = numbers({ ...size, unit: 'kilobyte' })
  const megabytes = numbers({ ...size, unit: 'megabyte' })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  return {
    clock: dates(CLOCK),
    shortClock: dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    day: dates({ day: 'numeric', month: 'short' }),
    date: dates(DATE),
    month: (month) => months.format(new Date(`${month}-01T00:00:00Z`)),
    moment: dates({ ...DATE, ...CLOCK }),
    number,
    bytes: (value) => (value < 1000 ? text('bytes', { value }) : value < 1_000_000 ? kilobytes(value / 1000) : megabytes(value / 1_000_000)),
    milliseconds: (value) => (value < 10_000 ? number(Math.round(value)) : text('seconds', { value: Math.round(value / 1000) })),
    list: (values) => list.format(values),
  }
}
