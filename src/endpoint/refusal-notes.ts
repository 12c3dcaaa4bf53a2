import type { Schedule } from './admission'

export interface RefusalNotes<Kind> {
  readonly note: (kind: Kind) => void
  /** Tells what is still untold. */
  readonly close: () => void
}

const WINDOW_MS = 60_000

/**
 * Tells of the first refusal of a kind at once, and of more of it once a minute in one number: thousands a second are no thousands of
 * lines. What tells kinds apart must be of a limited number.
 */
export function createRefusalNotes<Kind extends object>(schedule: Schedule, onRefused: (refused: Kind & { readonly count: number }) => void): RefusalNotes<Kind> {
  const windows = new Map<string, { readonly cancel: () => void; count: number; readonly tell: () => void }>()
  return {
    note: (kind) => {
      const name = JSON.stringify(Object.entries(kind).sort())
      const open = windows.get(name)
      if (open !== undefined) {
        open.count += 1
        return
      }
      const tell = (): void => {
        windows.delete(name)
        if (fresh.count > 0) onRefused({ ...kind, count: fresh.count })
      }
      const fresh = { count: 0, tell, cancel: schedule(tell, WINDOW_MS) }
      windows.set(name, fresh)
      onRefused({ ...kind, count: 1 })
    },
    close: () => {
      for (const { cancel, tell } of [...windows.values()]) {
        cancel()
        tell()
      }
    },
  }
}
