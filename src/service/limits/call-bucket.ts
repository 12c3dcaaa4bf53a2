/** Tokens that come back a minute after they were taken: in no minute, wherever it begins, are more calls let through than allowed. */
export interface CallBucket {
  /** Milliseconds until a call may be made; 0 when one may be made now. `limit` is the number of calls in any minute. */
  readonly waitMs: (limit: number, nowMs: number) => number
  /** A call is made now. */
  readonly take: (nowMs: number) => void
}

const MINUTE_MS = 60_000
/** Times that have passed are thrown away when they are this many, and not one by one: that would move all the others each time. */
const MOST_PASSED = 1_000

/** Times are of a clock that never goes back. Holds as many of them as calls were let through in the last minute. */
export function createCallBucket(): CallBucket {
  let taken: number[] = []
  let passed = 0

  return {
    waitMs: (limit, nowMs) => {
      while (passed < taken.length && (taken[passed] ?? 0) <= nowMs - MINUTE_MS) passed += 1
      if (passed > MOST_PASSED || passed === taken.length) {
        taken = taken.slice(passed)
        passed = 0
      }
      if (taken.length - passed < limit) return 0
      // The limit may have been lowered since: then more than one must come back.
      const firstToReturn = taken[taken.length - limit] ?? nowMs
      return Math.max(1, firstToReturn + MINUTE_MS - nowMs)
    },
    take: (nowMs) => {
      taken.push(nowMs)
    },
  }
}
