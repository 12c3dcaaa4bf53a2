import type { AppState } from '../contract/app-state'
import type { StatePatch } from '../contract/requests'
import { joinedPatch, type Store } from '../state/store'
import { createFeed, type FeedClock } from './feed'

export interface StateFeedsDeps {
  readonly store: Pick<Store, 'subscribe'>
  readonly clock: FeedClock
  /** Tells the window what has changed since it was told last. */
  readonly tellWindow: (patch: StatePatch) => void
  /** Draws the tray, which is seen also while the window is not. */
  readonly drawTray: (state: AppState) => void
}

export interface StateFeeds {
  readonly setWindowVisible: (visibility: 'visible' | 'hidden') => void
  /** Tells nothing any more. */
  readonly close: () => void
}

/**
 * Carries changes of the state to window and tray. Each call changes the state: a thousand in a second are ten changes for each of the
 * two, and none for a window that is hidden. One that missed too much is told of a gap, and asks for the whole state.
 */
export function createStateFeeds({ store, clock, tellWindow, drawTray }: StateFeedsDeps): StateFeeds {
  const patches = createFeed<StatePatch>({
    clock,
    emit: (changes) => {
      const patch = joinedPatch(changes)
      if (patch !== null) tellWindow(patch)
    },
  })
  const drawings = createFeed<AppState>({
    clock,
    emit: (states) => {
      const state = states[states.length - 1]
      if (state !== undefined) drawTray(state)
    },
  })
  const unsubscribe = store.subscribe((patch, state) => {
    patches.push(patch)
    drawings.push(state)
  })
  return {
    setWindowVisible: (visibility) => {
      if (visibility === 'hidden') patches.pause()
      else patches.resume()
    },
    close: () => {
      unsubscribe()
      patches.close()
      drawings.close()
    },
  }
}
