import type { ActivityEvent } from '../contract/activity'

interface FeedClock {
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicMs: () => number
  /** Calls back once after that many milliseconds, unless the returned function was called before. */
  readonly schedule: (callback: () => void, ms: number) => () => void
}

export interface ActivityFeedOptions {
  readonly clock: FeedClock
  /** Receives new events, oldest first, never an empty list. */
  readonly emit: (events: readonly ActivityEvent[]) => void
}

/** Carries new events to the window: at once when it is quiet, together when they come fast. */
export interface ActivityFeed {
  push: (event: ActivityEvent) => void
  /** The window is hidden: nothing is sent until `resume`. */
  pause: () => void
  /**
   * The window is shown again: what it missed is sent. Of more than 500 events only the newest were kept, so a list that must
   * have all asks the journal for a page.
   */
  resume: () => void
  /** Drops what waits and sends nothing any more. */
  close: () => void
}

const MIN_INTERVAL_MS = 100
const MAX_WAITING = 500

export function createActivityFeed({ clock, emit }: ActivityFeedOptions): ActivityFeed {
  let waiting: ActivityEvent[] = []
  let paused = false
  let closed = false
  let lastEmitMs = Number.NEGATIVE_INFINITY
  let cancelTimer: (() => void) | null = null

  const stopTimer = () => {
    cancelTimer?.()
    cancelTimer = null
  }
  const flush = () => {
    stopTimer()
    if (waiting.length === 0) return
    const events = waiting
    waiting = []
    lastEmitMs = clock.monotonicMs()
    emit(events)
  }
  const flushInTime = () => {
    if (paused || closed || cancelTimer !== null || waiting.length === 0) return
    const restMs = lastEmitMs + MIN_INTERVAL_MS - clock.monotonicMs()
    if (restMs <= 0) flush()
    else cancelTimer = clock.schedule(flush, restMs)
  }
  return {
    push: (event) => {
      if (closed) return
      waiting.push(event)
      if (waiting.length > MAX_WAITING) waiting.shift()
      flushInTime()
    },
    pause: () => {
      paused = true
      stopTimer()
    },
    resume: () => {
      paused = false
      flushInTime()
    },
    close: () => {
      closed = true
      waiting = []
      stopTimer()
    },
  }
}
