import { describe, expect, it } from 'vitest'
import type { NewActivityEvent } from '../../../src/contract/activity'
import { createRefusalGatherer } from '../../../src/service/refusal-gatherer'
import { manualTime } from '../../support/house/manual-time'
import { searchEvent } from '../state/states'

const { id: _, ...answered } = { ...searchEvent, methods: ['search_read'] }
const { total: _total, ...bare } = answered
const refused: NewActivityEvent = { ...bare, methods: [], odooMs: 0, rows: 0, outcome: 'failed', code: 'rate_limited' }

function gatherer() {
  const rows: NewActivityEvent[] = []
  const time = manualTime(0)
  return { rows, time, ...createRefusalGatherer({ record: (event) => rows.push(event), schedule: time.schedule }) }
}

describe('refusals of a flood', () => {
  it('are the first row at once, then one row a second that says how many it stands for, until a quiet second', () => {
    const { rows, time, record } = gatherer()
    for (let second = 0; second < 3; second += 1) {
      for (let at = 0; at < 10_000; at += 1) record({ ...refused, model: `x_model.${second}` })
      time.pass(1_000)
    }
    expect(rows.map(({ model, total }) => [model, total])).toEqual([
      ['x_model.0', undefined], ['x_model.0', 9_999], ['x_model.1', 10_000], ['x_model.2', 10_000],
    ])
    time.pass(1_000)
    expect(time.waiting()).toEqual([])
    record(refused)
    expect(rows).toHaveLength(5)
  })

  it('are each answered with the receipt of a row that is written by then, at most a second old', () => {
    const { rows, time, record } = gatherer()
    for (let at = 0; at < 30; at += 1) {
      const given = record({ ...refused, receipt: `R${String(at)}` })
      expect([at, rows.at(-1)?.receipt]).toEqual([at, given])
      time.pass(100)
    }
    expect(rows.map(({ receipt, total }) => [receipt, total])).toEqual([['R0', undefined], ['R9', 9], ['R19', 10], ['R29', 10]])
  })

  it('are gathered by client, and hide no call of another kind', () => {
    const { rows, record, time } = gatherer()
    for (const clientId of ['a', 'b']) for (let at = 0; at < 3; at += 1) record({ ...refused, clientId })
    record(answered)
    record({ ...refused, methods: ['search_read'], odooMs: 3 })
    expect(rows.map(({ clientId, outcome, odooMs }) => `${clientId} ${outcome} ${odooMs}`)).toEqual([
      'a failed 0', 'b failed 0', 'claude-desktop answered 30', 'claude-desktop failed 3',
    ])
    time.pass(1_000)
    expect(rows.slice(4).map(({ clientId, total }) => [clientId, total])).toEqual([['a', 2], ['b', 2]])
  })

  it('are written down when Vitrine quits', () => {
    const { rows, record, flush, time } = gatherer()
    for (let at = 0; at < 5; at += 1) record(refused)
    flush()
    expect(rows.map(({ total }) => total)).toEqual([undefined, 4])
    expect(time.waiting()).toEqual([])
  })

  it('that cannot be written are not passed over at first, and keep nobody from going on later', () => {
    const time = manualTime(0)
    let disk: 'full' | 'sound' = 'full'
    const { record } = createRefusalGatherer({
      schedule: time.schedule,
      record: () => {
        if (disk === 'full') throw new Error('full')
      },
    })
    expect(() => { record(refused) }).toThrow('full')
    disk = 'sound'
    record(refused)
    record(refused)
    disk = 'full'
    expect(() => { time.pass(1_000) }).not.toThrow()
  })
})
