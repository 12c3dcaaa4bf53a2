import { describe, expect, it } from 'vitest'
import type { ActivityEvent } from '../../../src/contract/activity'
import { createFeed } from '../../../src/service/feed'
import { handClock } from '../../support/hand-clock'
import { sampleEvent } from '../../support/sample-event'

function feedUnderTest() {
  const hand = handClock()
  const emitted: { readonly atMs: number; readonly ids: readonly number[] }[] = []
  const feed = createFeed<ActivityEvent>({
    clock: hand.clock,
    emit: (events) => emitted.push({ atMs: hand.clock.monotonicMs(), ids: events.map(({ id }) => id) }),
  })
  const event = (id: number): ActivityEvent => ({ id, ...sampleEvent() })
  return { ...hand, feed, emitted, push: (...ids: readonly number[]) => { for (const id of ids) feed.push(event(id)) } }
}

describe('the feed of what the window shows', () => {
  it('sends at once when it is quiet', () => {
    const { push, emitted } = feedUnderTest()
    push(1)
    expect(emitted).toEqual([{ atMs: 5_000, ids: [1] }])
  })

  it('sends what comes fast together, oldest first', () => {
    const { push, emitted, advance } = feedUnderTest()
    push(1, 2, 3)
    advance(40)
    push(4)
    advance(60)
    expect(emitted).toEqual([{ atMs: 5_000, ids: [1] }, { atMs: 5_100, ids: [2, 3, 4] }])
  })

  it('sends at most ten times a second, and loses nothing', () => {
    const { push, emitted, advance } = feedUnderTest()
    for (let id = 1; id <= 1_000; id += 1) {
      push(id)
      advance(3)
    }
    advance(1_000)
    const gaps = emitted.slice(1).map(({ atMs }, index) => atMs - (emitted[index]?.atMs ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100)
    expect(emitted.flatMap(({ ids }) => ids)).toEqual(Array.from({ length: 1_000 }, (_, index) => index + 1))
  })

  it('sends nothing while the window is hidden, and what it missed afterwards', () => {
    const { push, emitted, advance, feed, pending } = feedUnderTest()
    push(1, 2)
    feed.pause()
    advance(500)
    push(3)
    advance(500)
    expect([emitted.length, pending()]).toEqual([1, 0])
    feed.resume()
    expect(emitted.at(-1)).toEqual({ atMs: 6_000, ids: [2, 3] })
  })

  it('keeps to its pace when the window is shown and hidden quickly', () => {
    const { push, emitted, advance, feed } = feedUnderTest()
    push(1, 2)
    for (let turn = 0; turn < 50; turn += 1) {
      feed.pause()
      feed.resume()
    }
    expect(emitted).toHaveLength(1)
    advance(100)
    expect(emitted).toHaveLength(2)
  })

  it('keeps the newest 500 of what a hidden window misses', () => {
    const { push, emitted, advance, feed } = feedUnderTest()
    feed.pause()
    push(...Array.from({ length: 1_200 }, (_, index) => index + 1))
    advance(1_000)
    feed.resume()
    const [first] = emitted
    expect([first?.ids.length, first?.ids[0], first?.ids.at(-1)]).toEqual([500, 701, 1_200])
  })

  it('sends nothing after it was closed, and leaves no timer', () => {
    const { push, emitted, advance, feed, pending } = feedUnderTest()
    push(1, 2)
    feed.close()
    push(3)
    feed.resume()
    advance(1_000)
    expect([emitted.length, pending()]).toEqual([1, 0])
  })
})
