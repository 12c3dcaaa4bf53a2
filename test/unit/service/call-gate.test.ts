import { describe, expect, it } from 'vitest'
import { VitrineError } from '../../../src/errors/vitrine-error'
import { createCallBucket } from '../../../src/service/limits/call-bucket'
import { createCallGate, type ClientLimits } from '../../../src/service/limits/call-gate'

const MANY = { callsPerMinute: 1_000, callsPerConnection: 1_000, callsPerClient: 1_000 }

function gate(limits = MANY) {
  const clock = { ms: 5_000, wall: Date.parse('2026-11-20T10:00:00Z') }
  const host = { now: () => clock.wall, monotonicMs: () => clock.ms, timeZone: 'Europe/Brussels' }
  let current = limits
  const { pass } = createCallGate({ host, limits: () => current })
  return {
    clock,
    setLimits: (next: typeof MANY) => (current = next),
    /** The refusal of a call, or null when it was let through. */
    call: (clientId = 'claude', connectionId = 'c1', own: ClientLimits = {}): VitrineError | null => {
      try {
        pass({ clientId, connectionId, limits: own })
        return null
      } catch (error) {
        if (error instanceof VitrineError) return error
        throw error
      }
    },
  }
}

describe('a bucket of calls', () => {
  it('lets no more through in any minute than allowed, wherever the minute begins', () => {
    const bucket = createCallBucket()
    const through: number[] = []
    for (let ms = 0; ms < 300_000; ms += 7) {
      if (bucket.waitMs(60, ms) > 0) continue
      bucket.take(ms)
      through.push(ms)
    }
    for (const [at, ms] of through.entries()) expect(through.filter((other) => other >= ms && other < ms + 60_000).length, `from call ${at}`).toBeLessThanOrEqual(60)
    expect(through).toHaveLength(300)
  })

  it('says to the millisecond when the next may be made', () => {
    const bucket = createCallBucket()
    bucket.take(100)
    bucket.take(40_000)
    expect(bucket.waitMs(2, 50_000)).toBe(10_100)
    expect(bucket.waitMs(2, 60_099)).toBe(1)
    expect(bucket.waitMs(2, 60_100)).toBe(0)
    expect(bucket.waitMs(1, 60_100), 'after the limit was lowered').toBe(39_900)
  })
})

describe('the gate of calls', () => {
  it('lets exactly sixty of thirty thousand through in a minute, and sixty more in the next', () => {
    const { call, clock } = gate({ ...MANY, callsPerClient: 60 })
    for (const minute of [1, 2]) {
      let through = 0
      for (let at = 0; at < 30_000; at += 1) {
        clock.ms += 2
        if (call() === null) through += 1
      }
      expect(through, `minute ${minute}`).toBe(60)
    }
  })

  it('refuses with the limit that was reached and the seconds until one call is free', () => {
    const { call, clock } = gate({ callsPerMinute: 5, callsPerConnection: 3, callsPerClient: 2 })
    expect([call('a'), call('a')]).toEqual([null, null])
    clock.ms += 10_500
    expect(call('a')).toMatchObject({ code: 'rate_limited', retryAfterS: 50, message: 'This client may make 2 calls a minute, and they were made.' })
    expect(call('b')).toBeNull()
    expect(call('b')).toMatchObject({ code: 'rate_limited', message: 'This connection takes 3 calls a minute, and they were made.' })
    expect(call('b', 'c2')).toBeNull()
    expect(call('d', 'c2')).toBeNull()
    expect(call('d', 'c2')).toMatchObject({ code: 'rate_limited', message: 'All clients together may make 5 calls a minute, and they were made.' })
  })

  it('counts a refused call nowhere, so that a client that floods takes nothing from the others', () => {
    const { call } = gate({ callsPerMinute: 10, callsPerConnection: 10, callsPerClient: 4 })
    for (let at = 0; at < 1_000; at += 1) call('flood')
    expect([call('calm'), call('calm'), call('calm'), call('calm')]).toEqual([null, null, null, null])
  })

  it("goes by the client's own limit where its policy has one, and by a changed limit at once", () => {
    const { call, setLimits, clock } = gate({ ...MANY, callsPerClient: 1 })
    expect([call('a', 'c1', { callsPerMinute: 2 }), call('a', 'c1', { callsPerMinute: 2 })]).toEqual([null, null])
    expect(call('a', 'c1', { callsPerMinute: 2 })).toMatchObject({ code: 'rate_limited' })
    setLimits({ ...MANY, callsPerClient: 3 })
    expect(call('a')).toBeNull()
    setLimits({ ...MANY, callsPerClient: 1 })
    clock.ms += 59_999
    expect(call('a')).toMatchObject({ code: 'rate_limited' })
    clock.ms += 1
    expect(call('a')).toBeNull()
  })

  it('lets a call through that names no connection, and counts it for the client', () => {
    const { call } = gate({ ...MANY, callsPerConnection: 1, callsPerClient: 2 })
    expect([call('a', ''), call('a', ''), call('a', '')?.code]).toEqual([null, null, 'rate_limited'])
  })

  it('refuses outside working hours with when they are, without counting the call', () => {
    const { call, clock } = gate({ ...MANY, callsPerClient: 1 })
    const own = { hours: { from: '08:00', to: '18:00' }, days: [1, 2, 3, 4, 5] }
    clock.wall = Date.parse('2026-11-20T17:00:30Z')
    expect(call('a', 'c1', own)).toMatchObject({
      code: 'not_allowed_by_policy',
      message: 'This client may ask only from 08:00 to 18:00 on Monday, Tuesday, Wednesday, Thursday and Friday, by the clock of this computer.',
      retryAfterS: (2 * 24 + 14) * 3600 - 30,
    })
    clock.wall = Date.parse('2026-11-23T07:00:00Z')
    expect(call('a', 'c1', own)).toBeNull()
  })
})
