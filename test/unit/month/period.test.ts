import { describe, expect, it } from 'vitest'
import { monthAt, monthSpan, monthsUpTo, usualMonth } from '../../../src/service/month/period'

describe('a month', () => {
  it.each([
    ['2026-10', 'UTC', '2026-10-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z'],
    // The clock goes back on 25 October: the month begins two hours before UTC and ends one before it.
    ['2026-10', 'Europe/Brussels', '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'],
    ['2026-03', 'Europe/Brussels', '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'],
    ['2026-12', 'America/Los_Angeles', '2026-12-01T08:00:00.000Z', '2027-01-01T08:00:00.000Z'],
    ['2028-02', 'Asia/Kathmandu', '2028-01-31T18:15:00.000Z', '2028-02-29T18:15:00.000Z'],
    ['2026-11', 'Pacific/Kiritimati', '2026-10-31T10:00:00.000Z', '2026-11-30T10:00:00.000Z'],
  ])('%s in %s begins and ends at the midnights there', (month, zone, since, until) => {
    expect(monthSpan(month, zone)).toEqual({ since, until })
  })

  it('ends where the next one begins, all the year', () => {
    for (const zone of ['Europe/Brussels', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo']) {
      const spans = Array.from({ length: 12 }, (_, index) => monthSpan(`2026-${String(index + 1).padStart(2, '0')}`, zone))
      for (const [index, { since }] of spans.entries()) if (index > 0) expect(since).toBe(spans[index - 1]?.until)
    }
  })

  it('is that of the zone and not of UTC', () => {
    const lastMinutes = Date.parse('2026-10-31T23:30:00Z')
    expect(['UTC', 'Europe/Brussels', 'America/New_York'].map((zone) => monthAt(lastMinutes, zone))).toEqual(['2026-10', '2026-11', '2026-10'])
  })
})

describe('the months to choose from', () => {
  const now = Date.parse('2027-01-15T12:00:00Z')

  it('go from the one of the first kept row to the present one, newest first', () => {
    expect(monthsUpTo(now, '2026-10-31T23:30:00.000Z', 'Europe/Brussels')).toEqual(['2027-01', '2026-12', '2026-11'])
    expect(monthsUpTo(now, '2026-10-31T23:30:00.000Z', 'UTC')).toEqual(['2027-01', '2026-12', '2026-11', '2026-10'])
  })

  it('are the present one alone without a row, and with one from a clock that ran ahead', () => {
    expect(monthsUpTo(now, null, 'UTC')).toEqual(['2027-01'])
    expect(monthsUpTo(now, '2030-01-01T00:00:00.000Z', 'UTC')).toEqual(['2027-01'])
  })

  it('begin with the last whole one where the journal goes back so far', () => {
    expect(usualMonth(['2027-01', '2026-12', '2026-11'])).toBe('2026-12')
    expect(usualMonth(['2027-01'])).toBe('2027-01')
  })
})
