import type { ActivityEvent, ActivityFilter } from '../../src/contract/activity'
import type { Bridge } from '../../src/contract/requests'
import { matchesFilter } from './activity-match'
import { findActivity } from './find-activity'

/** Events asked for at once. */
export const PAGE_SIZE = 100
/** Events kept in the window; older ones are asked for again when they are scrolled to. */
export const KEPT_EVENTS = 5_000

export interface FeedView {
  readonly status: 'loading' | 'ready' | 'failed'
  /** Newest first. */
  readonly events: readonly ActivityEvent[]
  /** How many events the filter matches in all. */
  readonly total: number
  /** The filter that found them. */
  readonly filter: ActivityFilter
  readonly loadingOlder: boolean
  readonly reachedEnd: boolean
  readonly paused: boolean
  /** Matching events that arrived while paused. */
  readonly held: number
}

export interface ActivityFeed {
  /** Starts listening and loads the first page; returns how to stop. */
  readonly start: () => () => void
  readonly setFilter: (filter: ActivityFilter) => void
  readonly loadOlder: () => void
  readonly reload: () => void
  readonly pause: () => void
  readonly resume: () => void
  readonly read: () => FeedView
  readonly subscribe: (listener: () => void) => () => void
}

const EMPTY: FeedView = {
  status: 'loading',
  events: [],
  total: 0,
  filter: {},
  loadingOlder: false,
  reachedEnd: false,
  paused: false,
  held: 0,
}

/** The list of the live view: pages of the journal below, live events on top, one filter for both. */
export function createActivityFeed(bridge: Pick<Bridge, 'getActivity' | 'on'>, first: ActivityFilter = {}): ActivityFeed {
  const listeners = new Set<() => void>()
  let view: FeedView = { ...EMPTY, filter: first }
  let filter = first
  let held: ActivityEvent[] = []
  let loading = false
  /** Live events since the page under way was asked for; the page may or may not hold them already. */
  let arrived: ActivityEvent[] = []
  /** Number of the newest load; an answer to an older one is dropped. */
  let load = 0
  /** A reload was asked for while paused, so `held` alone may not be all there is. */
  let stale = false

  function show(change: Partial<FeedView>) {
    view = { ...view, ...change }
    for (const listener of listeners) listener()
  }

  function addOnTop(events: readonly ActivityEvent[]) {
    const newest = view.events[0]?.id ?? -1
    const fresh = events.filter((event) => event.id > newest).reverse()
    if (fresh.length === 0) return
    const merged = [...fresh, ...view.events]
    const kept = merged.slice(0, KEPT_EVENTS)
    show({
      events: kept,
      total: view.total + fresh.length,
      reachedEnd: view.reachedEnd && kept.length === merged.length,
    })
  }

  function take(events: readonly ActivityEvent[]) {
    if (view.paused) {
      held = [...held, ...events]
      show({ held: held.length })
    } else {
      addOnTop(events)
    }
  }

  function onAdded(events: readonly ActivityEvent[]) {
    const matching = events.filter((event) => matchesFilter(event, filter))
    if (matching.length === 0) return
    if (loading) arrived.push(...matching)
    else take(matching)
  }

  /** What was scrolled to below the first page stays, if the page joins it. */
  function withTail(page: readonly ActivityEvent[]): readonly ActivityEvent[] {
    const oldest = page[page.length - 1]
    const newestShown = view.events[0]
    if (view.status !== 'ready' || oldest === undefined || newestShown === undefined || newestShown.id < oldest.id) return page
    return [...page, ...view.events.filter((event) => event.id < oldest.id)]
  }

  function loadFirst() {
    load += 1
    const mine = load
    loading = true
    arrived = []
    findActivity(bridge, { filter, limit: PAGE_SIZE }).then(
      (page) => {
        if (mine !== load) return
        const since = arrived
        loading = false
        arrived = []
        held = []
        stale = false
        const events = withTail(page.events)
        show({
          status: 'ready',
          events,
          total: page.total,
          filter: page.filter,
          reachedEnd: events.length >= page.total || page.events.length < PAGE_SIZE,
          loadingOlder: false,
          held: 0,
        })
        const newest = page.events[0]?.id ?? -1
        const unknown = since.filter((event) => event.id > newest)
        if (unknown.length > 0) take(unknown)
      },
      () => {
        if (mine !== load) return
        loading = false
        show({ status: 'failed', loadingOlder: false })
      },
    )
  }

  function loadOlder() {
    const last = view.events[view.events.length - 1]
    if (view.status !== 'ready' || view.loadingOlder || view.reachedEnd || last === undefined) return
    const mine = load
    show({ loadingOlder: true })
    findActivity(bridge, { filter, beforeId: last.id, limit: PAGE_SIZE }).then(
      (page) => {
        if (mine !== load) return
        show({
          events: [...view.events, ...page.events],
          loadingOlder: false,
          reachedEnd: page.events.length < PAGE_SIZE,
        })
      },
      () => {
        // The end of the list stays where it is; scrolling there again asks again.
        if (mine === load) show({ loadingOlder: false })
      },
    )
  }

  return {
    start() {
      const stop = bridge.on('activityAdded', onAdded)
      loadFirst()
      return () => {
        load += 1
        stop()
      }
    },
    setFilter(next) {
      filter = next
      show({ status: 'loading' })
      loadFirst()
    },
    loadOlder,
    reload() {
      if (view.paused && view.status === 'ready') stale = true
      else loadFirst()
    },
    pause() {
      show({ paused: true })
    },
    resume() {
      const waiting = held
      held = []
      show({ paused: false, held: 0 })
      addOnTop(waiting)
      if (stale) loadFirst()
    },
    read: () => view,
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
