/** Deliveries that wait at most; the oldest goes when another comes. */
export const MOST_WAITING = 50
const MOST_ATTEMPTS = 8
const OLDEST_MS = 24 * 3_600_000
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 6 * 3_600_000

/** When to try again after so many failures, in milliseconds from now: 30 s, 2 min, 8 min, 32 min, about 2 h, then 6 h. */
export function waitMs(attempts: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 4 ** (attempts - 1))
}

/** Whether a delivery is given up: after eight attempts or a day. */
export function isGivenUp({ attempts, createdAt }: { readonly attempts: number; readonly createdAt: string }, nowMs: number): boolean {
  return attempts >= MOST_ATTEMPTS || nowMs - Date.parse(createdAt) >= OLDEST_MS
}
