/** How numbers and times of a month are written, in one language and in the zone whose month it is. */
export interface MonthFormats {
  /** `October 2026`, of `2026-10`. */
  readonly month: (month: string) => string
  /** `31 Oct 2026`, of ISO 8601 in UTC. */
  readonly day: (iso: string) => string
  /** `31 Oct 2026, 14:02`. */
  readonly moment: (iso: string) => string
  readonly number: (value: number) => string
  /** `1 question`, `2,500 questions`. */
  readonly count: (value: number, noun: string) => string
  /** `4.2 kB`. */
  readonly bytes: (value: number) => string
}

const LANGUAGE = 'en-GB'
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

export function monthFormats(timeZone: string): MonthFormats {
  const whole = new Intl.NumberFormat(LANGUAGE)
  const named = new Intl.DateTimeFormat(LANGUAGE, { timeZone: 'UTC', month: 'long', year: 'numeric' })
  const day = new Intl.DateTimeFormat(LANGUAGE, { timeZone, day: 'numeric', month: 'short', year: 'numeric' })
  const moment = new Intl.DateTimeFormat(LANGUAGE, { timeZone, day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const number = (value: number): string => whole.format(value)
  return {
    month: (month) => named.format(new Date(`${month}-01T00:00:00Z`)),
    day: (iso) => day.format(new Date(iso)),
    moment: (iso) => moment.format(new Date(iso)),
    number,
    count: (value, noun) => `${number(value)} ${value === 1 ? noun : `${noun}s`}`,
    bytes: (value) => {
      const step = Math.min(UNITS.length - 1, value < 1000 ? 0 : Math.floor(Math.log10(value) / 3))
      const unit = new Intl.NumberFormat(LANGUAGE, { style: 'unit', unit: UNITS[step] ?? 'byte', unitDisplay: 'short', maximumFractionDigits: 1 })
      return unit.format(value / 1000 ** step)
    },
  }
}
