import { useCallback, useMemo } from 'react'
import { useIntl } from 'react-intl'
import type en from '../../src/i18n/en.json'

/** Every sentence of the window has an id here; an id that is not in the catalogue does not compile. */
export type MessageId = keyof typeof en
export type MessageValues = Readonly<Record<string, string | number>>
export type Text = (id: MessageId, values?: MessageValues) => string

export function useText(): Text {
  const intl = useIntl()
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl])
}

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

export function useFormats(): Formats {
  const intl = useIntl()
  return useMemo(() => {
    const date = (iso: string | number, options: Parameters<typeof intl.formatDate>[1]) =>
      intl.formatDate(typeof iso === 'number' ? iso : new Date(iso), options)
    // For what stands in every row of a list: looking up a formatter by its options takes longer than formatting.
    const fast = (options: Intl.DateTimeFormatOptions) => {
      const formatter = intl.formatters.getDateTimeFormat(intl.locale, { ...options, timeZone: intl.timeZone })
      return (iso: string | number) => formatter.format(typeof iso === 'number' ? iso : new Date(iso))
    }
    const numbers = intl.formatters.getNumberFormat(intl.locale)
    return {
      clock: fast({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
      shortClock: (iso) => date(iso, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      day: fast({ day: 'numeric', month: 'short' }),
      date: (iso) => date(iso, { day: 'numeric', month: 'long', year: 'numeric' }),
      month: (month) => date(`${month}-01T00:00:00Z`, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
      moment: (iso) =>
        date(iso, {
          day: 'numeric',
          month: 'long',
          year: 'numeric',
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
          hourCycle: 'h23',
        }),
      number: (value) => numbers.format(value),
      bytes: (value) =>
        value < 1000
          ? intl.formatMessage({ id: 'bytes' satisfies MessageId }, { value })
          : value < 1_000_000
            ? intl.formatNumber(value / 1000, { style: 'unit', unit: 'kilobyte', unitDisplay: 'short', maximumFractionDigits: 1 })
            : intl.formatNumber(value / 1_000_000, { style: 'unit', unit: 'megabyte', unitDisplay: 'short', maximumFractionDigits: 1 }),
      milliseconds: (value) =>
        value < 10_000
          ? numbers.format(Math.round(value))
          : intl.formatMessage({ id: 'seconds' satisfies MessageId }, { value: Math.round(value / 1000) }),
      list: (values) => intl.formatList(values, { type: 'conjunction' }),
    }
  }, [intl])
}
