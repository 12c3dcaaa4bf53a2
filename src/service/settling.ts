import type { Schedule } from './connection-control'

/** Lets others wait until something is known, and no longer than a while. */
export interface Settling {
  readonly wait: () => Promise<void>
  /** Something has changed: whoever waits goes on if it is known now. */
  readonly lookAgain: () => void
}

export function createSettling(options: { readonly isSettled: () => boolean; readonly schedule: Schedule; readonly longestMs: number }): Settling {
  const { isSettled, schedule, longestMs } = options
  const waiting = new Set<() => void>()
  return {
    wait: () => {
      if (isSettled()) return Promise.resolve()
      return new Promise((resolve) => {
        const goOn = (): void => {
          cancel()
          waiting.delete(goOn)
          resolve()
        }
        const cancel = schedule(longestMs, goOn)
        waiting.add(goOn)
      })
    },
    lookAgain: () => {
      if (!isSettled()) return
      for (const goOn of [...waiting]) goOn()
    },
  }
}
