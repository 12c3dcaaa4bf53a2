import { describe, expect, it } from 'vitest'
import type { AlertView } from '../../../src/contract/alerts'
import type { AppState } from '../../../src/contract/app-state'
import type { StatePatch } from '../../../src/contract/requests'
import { createStateFeeds } from '../../../src/service/state-feeds'
import { createStore } from '../../../src/state/store'
import { handClock } from '../../support/hand-clock'
import { emptyState, searchEvent } from '../state/states'

const alert = (number: number): AlertView => ({ id: `a${String(number)}`, kind: 'rate_limit', time: searchEvent.time, seen: false, message: 'Too often.', hint: '' })

function windowAndTray() {
  const hand = handClock()
  const store = createStore(emptyState)
  const told: { readonly atMs: number; readonly patch: StatePatch }[] = []
  const drawn: { readonly atMs: number; readonly state: AppState }[] = []
  const feeds = createStateFeeds({
    store,
    clock: hand.clock,
    tellWindow: (patch) => told.push({ atMs: hand.clock.monotonicMs(), patch }),
    drawTray: (state) => drawn.push({ atMs: hand.clock.monotonicMs(), state }),
  })
  /** What one call with an alert by a client that has just come changes. */
  const call = (number: number): void => {
    store.dispatch({ type: 'activityRecorded', event: { ...searchEvent, id: number } })
    store.dispatch({ type: 'alertsListed', alerts: [alert(number)] })
    store.dispatch({ type: 'sessionsChanged', sessions: [{ clientId: 'c1', name: 'Claude', version: String(number) }] })
  }
  /** A thousand calls a second, for so many seconds, after a quiet moment. */
  const calls = (seconds: number): void => {
    hand.advance(1_000)
    for (let number = 1; number <= seconds * 1_000; number += 1) {
      call(number)
      hand.advance(1)
    }
    hand.advance(1_000)
  }
  /** The state of a window that has held this one and was told the patches since. */
  const copyAfter = (state: AppState, patches: readonly StatePatch[]): AppState => patches.reduce((copy, { changes }) => ({ ...copy, ...changes }), state)
  return { ...hand, store, feeds, told, drawn, call, calls, copyAfter }
}

const gaps = (times: readonly { readonly atMs: number }[]) => times.slice(1).map(({ atMs }, index) => atMs - (times[index]?.atMs ?? 0))

describe('of a thousand calls a second', () => {
  it('the window is told ten times a second, and knows all of the state in the end', () => {
    const { store, told, calls, copyAfter } = windowAndTray()
    calls(3)
    expect(told.length).toBeLessThanOrEqual(32)
    expect(Math.min(...gaps(told))).toBe(100)
    expect(copyAfter(emptyState, told.map(({ patch }) => patch))).toEqual(store.state())
    expect(store.state().claude.sessions).toMatchObject([{ version: '3000' }])
  })

  it('each change that is told of joins the one before, so that the window never asks for the whole', () => {
    const { told, calls } = windowAndTray()
    calls(3)
    const known = told.map(({ patch: { revision } }) => revision)
    expect(told.map(({ patch: { after, revision } }) => after ?? revision - 1)).toEqual([0, ...known.slice(0, -1)])
  })

  it('the tray is drawn ten times a second, as it is in the end', () => {
    const { store, drawn, calls } = windowAndTray()
    calls(3)
    expect(drawn.length).toBeLessThanOrEqual(32)
    expect(Math.min(...gaps(drawn))).toBe(100)
    expect(drawn.at(-1)?.state).toBe(store.state())
  })
})

describe('a window that is hidden', () => {
  it('is told nothing and costs no timer, while the tray goes on', () => {
    const { told, drawn, feeds, calls, pending } = windowAndTray()
    feeds.setWindowVisible('hidden')
    calls(3)
    expect([told.length, pending()]).toEqual([0, 0])
    expect(drawn.length).toBeGreaterThan(25)
  })

  it('is told in one what it missed when it is shown', () => {
    const { store, told, feeds, call, copyAfter, advance } = windowAndTray()
    feeds.setWindowVisible('hidden')
    for (let number = 1; number <= 100; number += 1) call(number)
    advance(1_000)
    feeds.setWindowVisible('visible')
    expect(told).toHaveLength(1)
    expect(told[0]?.patch.after).toBe(0)
    expect(copyAfter(emptyState, told.map(({ patch }) => patch))).toEqual(store.state())
  })

  it('that missed very much is told of a gap, and so asks for the whole state', () => {
    const { told, feeds, calls } = windowAndTray()
    feeds.setWindowVisible('hidden')
    calls(3)
    feeds.setWindowVisible('visible')
    expect(told).toHaveLength(1)
    expect(told[0]?.patch.after).toBeGreaterThan(0)
  })
})

describe('after the end', () => {
  it('neither window nor tray is told anything, and no timer is left', () => {
    const { told, drawn, feeds, call, advance, pending } = windowAndTray()
    call(1)
    call(2)
    feeds.close()
    call(3)
    feeds.setWindowVisible('visible')
    advance(1_000)
    expect([told.length, drawn.length, pending()]).toEqual([1, 1, 0])
  })
})
