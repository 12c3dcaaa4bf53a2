import { describe, expect, it } from 'vitest'
import { workingTimeInWords } from '../../../src/policy/working-time'
import { closedUntil } from '../../../src/service/limits/working-time'

const ZONE = 'Europe/Brussels'
const OFFICE = { hours: { from: '08:00', to: '18:00' }, days: [1, 2, 3, 4, 5] }
const NIGHT = { hours: { from: '22:00', to: '06:00' }, days: [5] }

const opens = (time: Parameters<typeof closedUntil>[0], at: string, zone = ZONE): string | null | 'never' => {
  const until = closedUntil(time, Date.parse(at), zone)
  if (until === null) return null
  return Number.isFinite(until) ? new Date(until).toISOString().slice(0, 16) : 'never'
}

describe('working time', () => {
  it.each([
    ['Friday at eight sharp', '2026-11-20T07:00:00Z', null],
    ['a millisecond before eight', '2026-11-20T06:59:59.999Z', '2026-11-20T07:00'],
    ['a millisecond before six', '2026-11-20T16:59:59.999Z', null],
    ['six sharp on a Friday', '2026-11-20T17:00:00Z', '2026-11-23T07:00'],
    ['Sunday noon', '2026-11-22T11:00:00Z', '2026-11-23T07:00'],
  ])('of an office: %s', (_what, at, expected) => {
    expect(opens(OFFICE, at)).toBe(expected)
  })

  it.each([
    ['Friday evening before it begins', '2026-11-20T20:59:00Z', '2026-11-20T21:00'],
    ['Friday at ten', '2026-11-20T21:00:00Z', null],
    ['the small hours of Saturday, which belong to Friday', '2026-11-21T04:59:00Z', null],
    ['Saturday at six', '2026-11-21T05:00:00Z', '2026-11-27T21:00'],
    ['the small hours of Friday, which belong to Thursday', '2026-11-20T02:00:00Z', '2026-11-20T21:00'],
  ])('across midnight: %s', (_what, at, expected) => {
    expect(opens(NIGHT, at)).toBe(expected)
  })

  it('is the clock of the zone, on both sides of the day it is put forward', () => {
    // Brussels goes from UTC+1 to UTC+2 on Sunday, 29 March 2026, at 01:00 UTC.
    const daily = { hours: { from: '08:00', to: '09:00' } }
    expect(opens(daily, '2026-03-28T09:00:00Z')).toBe('2026-03-29T06:00')
    expect(opens(daily, '2026-03-28T07:30:00Z')).toBeNull()
    expect(opens(daily, '2026-03-29T06:30:00Z')).toBeNull()
    expect(opens(daily, '2026-03-29T07:00:00Z')).toBe('2026-03-30T06:00')
    expect(opens(daily, '2026-03-28T00:00:00Z', 'Asia/Tokyo')).toBe('2026-03-28T23:00')
  })

  it('without hours is the whole day, without days every day, and with the same hour twice a whole day from then on', () => {
    expect(opens({}, '2026-11-22T03:00:00Z')).toBeNull()
    expect(opens({ days: [6, 7] }, '2026-11-20T12:00:00Z')).toBe('2026-11-20T23:00')
    expect(opens({ days: [6, 7] }, '2026-11-22T22:59:59Z')).toBeNull()
    expect(opens({ hours: { from: '07:00', to: '07:00' }, days: [5] }, '2026-11-21T05:59:00Z')).toBeNull()
    expect(opens({ days: [] }, '2026-11-20T12:00:00Z')).toBe('never')
  })

  it('is said in words', () => {
    expect(workingTimeInWords(OFFICE)).toBe('from 08:00 to 18:00 on Monday, Tuesday, Wednesday, Thursday and Friday')
    expect(workingTimeInWords({ days: [7, 6] })).toBe('on Saturday and Sunday')
    expect(workingTimeInWords({ hours: { from: '22:00', to: '06:00' }, days: [3] })).toBe('from 22:00 to 06:00 on Wednesday')
  })
})
