import type { Journal } from '../../activity/journal'
import type { ActivityEvent } from '../../contract/activity'

export interface NewModels {
  /** Whether the row, which is in the journal already, is the first answer about its model in its connection of all that are kept. */
  readonly isNew: (event: ActivityEvent) => boolean
  /** All activity was deleted. */
  readonly clear: () => void
}

/** Asks the journal about each model once. */
export function createNewModels(journal: Pick<Journal, 'page'> | null): NewModels {
  const known = new Set<string>()
  return {
    isNew: ({ outcome, connectionId, model }) => {
      if (outcome !== 'answered' || model === undefined) return false
      const pair = `${connectionId} ${model}`
      if (known.has(pair)) return false
      known.add(pair)
      return journal !== null && journal.page({ connectionId, model, outcome }, { limit: 1 }).total <= 1
    },
    clear: () => {
      known.clear()
    },
  }
}
