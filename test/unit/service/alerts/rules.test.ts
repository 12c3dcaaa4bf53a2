import { describe, expect, it } from 'vitest'
import type { Alert } from '../../../../src/contract/alerts'
import { alertsOfCall, isRepeated, recordsIn, unusualFrom, type CallFacts } from '../../../../src/service/alerts/rules'
import { quietMs } from '../../../../src/service/alerts/telling'
import { earlierDays, recordsOn, withRecords, type DayVolume } from '../../../../src/service/alerts/volumes'
import { sampleEvent } from '../../../support/sample-event'

const CALM: CallFacts = { isNewModel: false, isOutsideHours: false, recordsToday: 20, unusualFrom: 200 }
const call = (change: object = {}) => ({ id: 1, ...sampleEvent(change) })
const HOUR = 3_600_000

describe('a call', () => {
  it('that is like the others is worth no alert', () => {
    expect(alertsOfCall(call(), CALM)).toEqual([])
  })

  it('that the gate refused for its number is one of the client, and one that Odoo refused so is not', () => {
    const refused = { outcome: 'refused', code: 'rate_limited', clientId: 'cursor', methods: [] }
    expect(alertsOfCall(call(refused), CALM)).toEqual([{ kind: 'rate_limit', clientId: 'cursor' }])
    expect(alertsOfCall(call({ ...refused, methods: ['search_read'] }), CALM)).toEqual([])
  })

  it('whose key Odoo rejected is one of the connection', () => {
    expect(alertsOfCall(call({ outcome: 'failed', code: 'key_rejected', connectionId: 'c1' }), CALM)).toEqual([{ kind: 'odoo_key_rejected', connectionId: 'c1' }])
  })

  it('can be worth several', () => {
    const kinds = alertsOfCall(call({ model: 'hr.payslip' }), { isNewModel: true, isOutsideHours: true, recordsToday: 201, unusualFrom: 200 }).map(({ kind }) => kind)
    expect(kinds).toEqual(['new_model', 'outside_hours', 'unusual_volume'])
  })

  it('takes records out of Odoo only when it searched or read, and was answered', () => {
    expect(recordsIn({ outcome: 'answered', tool: 'odoo_search', rows: 7 })).toBe(7)
    expect(recordsIn({ outcome: 'answered', tool: 'odoo_aggregate', rows: 7 })).toBe(0)
    expect(recordsIn({ outcome: 'refused', tool: 'odoo_read', rows: 7 })).toBe(0)
  })
})

describe('an unusual number of records', () => {
  it('cannot be told before three active days', () => {
    expect(unusualFrom([10, 10])).toBe(Infinity)
    expect(unusualFrom([10, 10, 10])).toBe(200)
  })

  it('is five times the median, so that one large report changes nothing', () => {
    expect(unusualFrom([100, 100, 50_000])).toBe(500)
    expect(unusualFrom([100, 200, 300, 400])).toBe(1_250)
  })

  it('is measured against each client by itself, over its last fourteen active days', () => {
    let volumes: readonly DayVolume[] = []
    for (let day = 1; day <= 20; day += 1) volumes = withRecords(volumes, 'a', `2026-11-${String(day).padStart(2, '0')}`, day)
    volumes = withRecords(withRecords(volumes, 'b', '2026-11-20', 1_000), 'a', '2026-11-20', 5)
    expect(earlierDays(volumes, 'a', '2026-11-20')).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
    expect(recordsOn(volumes, 'a', '2026-11-20')).toBe(25)
    expect(earlierDays(volumes, 'b', '2026-11-20')).toEqual([])
  })
})

describe('an alert of the same cause', () => {
  const listed: Alert[] = [{ id: 'a', kind: 'rate_limit', clientId: 'cursor', time: '2026-11-20T10:00:00.000Z', seen: false }]
  const at = Date.parse('2026-11-20T10:00:00.000Z')

  it('is not given twice in its period, and again after it', () => {
    expect(isRepeated({ kind: 'rate_limit', clientId: 'cursor' }, listed, at + HOUR - 1)).toBe(true)
    expect(isRepeated({ kind: 'rate_limit', clientId: 'cursor' }, listed, at + HOUR)).toBe(false)
    expect(isRepeated({ kind: 'rate_limit', clientId: 'other' }, listed, at)).toBe(false)
  })

  it('is the same when another client reads the model', () => {
    const first: Alert = { id: 'b', kind: 'new_model', clientId: 'cursor', connectionId: 'c1', model: 'hr.payslip', time: '2020-01-01T00:00:00.000Z', seen: true }
    expect(isRepeated({ kind: 'new_model', clientId: 'other', connectionId: 'c1', model: 'hr.payslip' }, [first], at)).toBe(true)
    expect(isRepeated({ kind: 'new_model', clientId: 'other', connectionId: 'c2', model: 'hr.payslip' }, [first], at)).toBe(false)
  })
})

describe('quiet hours', () => {
  const quiet = { from: '22:00', to: '07:00' }
  it.each([
    ['2026-11-20T20:59:59.000Z', 0],
    ['2026-11-20T21:00:00.000Z', 9 * HOUR],
    ['2026-11-21T05:59:30.000Z', 30_000],
    ['2026-11-21T06:00:00.000Z', 0],
  ])('at %s go on for %d ms', (time, ms) => {
    expect(quietMs(quiet, Date.parse(time), 'Europe/Brussels')).toBe(ms)
  })

  it('that do not cross midnight, and none at all', () => {
    const noon = Date.parse('2026-11-20T11:30:00.000Z')
    expect(quietMs({ from: '12:00', to: '13:00' }, noon, 'Europe/Brussels')).toBe(HOUR / 2)
    expect(quietMs(undefined, noon, 'Europe/Brussels')).toBe(0)
  })
})
