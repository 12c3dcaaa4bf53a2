import type { AppState } from '../contract/app-state'
import type { StatePatch, Snapshot } from '../contract/requests'
import { reduce, type AppAction } from './reducer'

/** The one holder of the application's state in the main process. */
export interface Store {
  readonly state: () => AppState
  readonly snapshot: () => Snapshot
  readonly dispatch: (action: AppAction) => void
  /** Called after each change with the parts that differ. Returns how to stop listening. */
  readonly subscribe: (listener: (patch: StatePatch, state: AppState) => void) => () => void
}

/** Creates the store. An action that changes nothing is not announced and does not raise the revision. */
export function createStore(initial: AppState): Store {
  let state = initial
  let revision = 0
  const listeners = new Set<(patch: StatePatch, state: AppState) => void>()

  return {
    state: () => state,
    snapshot: () => ({ revision, state }),
    dispatch: (action) => {
      const next = reduce(state, action)
      const changes = changedParts(state, next)
      if (changes === null) return
      state = next
      revision += 1
      const patch = { revision, changes }
      for (const listener of listeners) listener(patch, next)
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Changes in a row as one, or null for none. */
export function joinedPatch(patches: readonly StatePatch[]): StatePatch | null {
  const [first] = patches
  const last = patches[patches.length - 1]
  if (first === undefined || last === undefined) return null
  return { revision: last.revision, after: first.revision - 1, changes: Object.assign({}, ...patches.map(({ changes }) => changes)) as Partial<AppState> }
}

/** The top-level parts of `after` that are not those of `before`, or null when none differs. */
export function changedParts(before: AppState, after: AppState): Partial<AppState> | null {
  if (before === after) return null
  const keys = Object.keys(after) as (keyof AppState)[]
  const changed = keys.filter((key) => before[key] !== after[key]).map((key) => [key, after[key]])
  return changed.length === 0 ? null : (Object.fromEntries(changed) as Partial<AppState>)
}
