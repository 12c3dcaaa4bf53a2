import type { Schedule } from '../../../src/service/connection-control'

/** Wall clock and timers that move only when a test says so. */
export interface ManualTime {
  readonly now: () => number
  readonly schedule: Schedule
  /** How long the waiting timers still wait, milliseconds, soonest first; without those that gather calls for the window. */
  readonly waiting: () => readonly number[]
  /** Moves the clock and sets off, in their order, the timers that are due by then. */
  readonly pass: (ms: number) => void
}

export function manualTime(start: number): ManualTime {
  let nowMs = start
  const timers = new Set<{ readonly at: number; readonly task: () => void }>()
  const inOrder = () => [...timers].sort((a, b) => a.at - b.at)
  return {
    now: () => nowMs,
    schedule: (ms, task) => {
      const timer = { at: nowMs + Math.ceil(ms), task }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    waiting: () => inOrder().map(({ at }) => at - nowMs).filter((ms) => ms >= 1_000),
    pass: (ms) => {
      const end = nowMs + ms
      for (;;) {
        const [next] = inOrder()
        if (next === undefined || next.at > end) break
        timers.delete(next)
        nowMs = next.at
        next.task()
      }
      nowMs = end
    },
  }
}
