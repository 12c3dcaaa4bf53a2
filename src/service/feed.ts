export interface FeedClock {
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicMs: () => number
  /** Calls back once after that many milliseconds, unless the returned function was called before. */
  readonly schedule: (callback: () => void, ms: number) => () => void
}

export interface FeedOptions<Item> {
  readonly clock: FeedClock
  /** Receives what is new, oldest first, never an empty list. */
  readonly emit: (items: readonly Item[]) => void
}

/** Carries what happens to where it is shown: at once when it is quiet, together when it comes fast. */
export interface Feed<Item> {
  push: (item: Item) => void
  /** The window is hidden: nothing is sent until `resume`. */
  pause: () => void
  /**
   * The window is shown again: what it missed is sent. Of more than 500 only the newest were kept, so who must have all asks
   * for the rest.
   */
  resume: () => void
  /** Drops what waits and sends nothing any more. */
  close: () => void
}

const MIN_INTERVAL_MS = 100
const MAX_WAITING = 500

export function createFeed<Item>({ clock, emit }: FeedOptions<Item>): Feed<Item> {
  let waiting: Item[] = []
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
    const items = waiting
    waiting = []
    lastEmitMs = clock.monotonicMs()
    emit(items)
  }
  const flushInTime = () => {
    if (paused || closed || cancelTimer !== null || waiting.length === 0) return
    const restMs = lastEmitMs + MIN_INTERVAL_MS - clock.monotonicMs()
    if (restMs <= 0) flush()
    else cancelTimer = clock.schedule(flush, restMs)
  }
  return {
    push: (item) => {
      if (closed) return
      waiting.push(item)
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
