/** A clock for a feed that stands still until it is told to go on. */
export function handClock() {
  let nowMs = 5_000
  let timers: { readonly at: number; readonly callback: () => void }[] = []
  return {
    clock: {
      monotonicMs: () => nowMs,
      schedule: (callback: () => void, ms: number) => {
        const timer = { at: nowMs + ms, callback }
        timers.push(timer)
        return () => {
          timers = timers.filter((other) => other !== timer)
        }
      },
    },
    advance: (ms: number) => {
      const end = nowMs + ms
      for (;;) {
        const due = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (due === undefined) break
        timers = timers.filter((other) => other !== due)
        nowMs = due.at
        due.callback()
      }
      nowMs = end
    },
    pending: () => timers.length,
  }
}
