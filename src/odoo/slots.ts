import { reasonOf, throwIfFallen } from './scope'

/** A fixed number of places, handed out in the order of asking. */
export interface Slots {
  /** Resolves with the function that gives the place back. Rejects, and leaves the queue, when the signal falls. */
  readonly take: (signal: AbortSignal) => Promise<() => void>
}

export function createSlots(places: number): Slots {
  let free = places
  const queue: (() => void)[] = []

  const giveBack = (): (() => void) => {
    let given = false
    return () => {
      if (given) return
      given = true
      free += 1
      queue.shift()?.()
    }
  }

  return {
    take: async (signal) => {
      throwIfFallen(signal)
      if (free > 0 && queue.length === 0) {
        free -= 1
        return giveBack()
      }
      await new Promise<void>((resolve, reject) => {
        const leave = (): void => {
          const place = queue.indexOf(enter)
          if (place >= 0) queue.splice(place, 1)
          reject(reasonOf(signal))
        }
        const enter = (): void => {
          signal.removeEventListener('abort', leave)
          free -= 1
          resolve()
        }
        signal.addEventListener('abort', leave, { once: true })
        queue.push(enter)
      })
      return giveBack()
    },
  }
}
