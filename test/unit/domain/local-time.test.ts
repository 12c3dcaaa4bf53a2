import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, addMonths, dayAt, daysInMonth, formatDay, formatInstant, knownTimeZone, offsetMinutesAt, parseDay, parseInstant, startOfDayMs, weekdayOf, type Day } from '../../../src/odoo/local-time'

fc.configureGlobal({ seed: 20_261_122 })

const day = (text: string): Day => {
  const parsed = parseDay(text)
  if (parsed === null) throw new Error(`${text} is no day`)
  return parsed
}

describe('the start of a local day', () => {
  it.each([
    ['UTC', '2026-11-22', '2026-11-22T00:00:00Z'],
    ['Europe/Brussels', '2026-11-22', '2026-11-21T23:00:00Z'],
    ['Europe/Brussels', '2026-07-01', '2026-06-30T22:00:00Z'],
    // Clocks go forward and back at night, after midnight.
    ['Europe/Brussels', '2026-03-29', '2026-03-28T23:00:00Z'],
    ['Europe/Brussels', '2026-10-25', '2026-10-24T22:00:00Z'],
    ['Europe/Brussels', '2026-10-26', '2026-10-25T23:00:00Z'],
    ['Asia/Kathmandu', '2026-11-22', '2026-11-21T18:15:00Z'],
    ['Pacific/Kiritimati', '2026-11-22', '2026-11-21T10:00:00Z'],
    ['Pacific/Pago_Pago', '2026-11-22', '2026-11-22T11:00:00Z'],
    // There was no midnight: the clock went from 23:59:59 to 01:00.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z'],
    ['Asia/Beirut', '2021-03-28', '2021-03-27T22:00:00Z'],
    // Midnight came twice: the first counts.
    ['America/Havana', '2021-11-07', '2021-11-07T04:00:00Z'],
    // The day was left out altogether: it begins and ends with the next.
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00Z'],
  ])('in %s on %s is %s', (zone, text, instant) => {
    expect(new Date(startOfDayMs(day(text), zone)).toISOString()).toBe(new Date(instant).toISOString())
  })

  it('is the first instant that shows that day, in any zone, on any day', () => {
    const zones = ['Europe/Brussels', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/Havana', 'Africa/Casablanca', 'Pacific/Chatham', 'Asia/Beirut']
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 365 * 40 }), (zone, index) => {
        const some = addDays({ year: 1995, month: 1, day: 1 }, index)
        const start = startOfDayMs(some, zone)
        expect(formatDay(dayAt(start, zone))).toBe(formatDay(some))
        expect(formatDay(dayAt(start - 1000, zone))).toBe(formatDay(addDays(some, -1)))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the calendar', () => {
  it('knows days that exist', () => {
    expect(parseDay('2024-02-29')).toEqual({ year: 2024, month: 2, day: 29 })
    for (const text of ['2026-02-29', '2026-00-10', '2026-04-31', '0999-01-01', '2026-1-1', '', '2026-01-01\n']) expect(parseDay(text), text).toBeNull()
  })

  it('adds months without leaving the month it lands in', () => {
    expect(addMonths(day('2026-03-31'), -1)).toEqual(day('2026-02-28'))
    expect(addMonths(day('2026-01-15'), -1)).toEqual(day('2025-12-15'))
    expect(addMonths(day('2026-12-15'), 1)).toEqual(day('2027-01-15'))
    expect(addMonths(day('2024-02-29'), 12)).toEqual(day('2025-02-28'))
  })

  it('counts days and weekdays', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((month) => daysInMonth({ year: 2026, month }))).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    expect(weekdayOf(day('2026-11-22'))).toBe(6)
    expect(weekdayOf(day('2026-11-23'))).toBe(0)
  })

  it('reads back every instant that it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (seconds) => {
        expect(parseInstant(formatInstant(seconds * 1000))).toEqual({ ms: seconds * 1000, zoned: false })
      }),
    )
  })
})

describe('a zone', () => {
  it('that is unknown is UTC', () => {
    expect(knownTimeZone('Europe/Brussels')).toBe('Europe/Brussels')
    for (const zone of ['', 'Nowhere/Town', 'x'.repeat(300)]) expect(knownTimeZone(zone)).toBe('UTC')
  })

  it('has an offset at each instant', () => {
    expect(offsetMinutesAt(Date.parse('2026-11-22T12:00:00.900Z'), 'Europe/Brussels')).toBe(60)
    expect(offsetMinutesAt(Date.parse('2026-07-22T12:00:00Z'), 'Europe/Brussels')).toBe(120)
    expect(offsetMinutesAt(Date.parse('2026-07-22T12:00:00Z'), 'America/St_Johns')).toBe(-150)
  })
})
