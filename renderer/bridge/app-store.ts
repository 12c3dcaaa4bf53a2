import type { AppState } from '../../src/contract/app-state'
import type { Bridge, StatePatch } from '../../src/contract/requests'

export type AppStoreView =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly state: AppState }
  | { readonly status: 'failed' }

/** The window's copy of the application's state, in the form `useSyncExternalStore` asks for. */
export interface AppStore {
  /** Starts listening and asks for the first snapshot; returns how to stop. Calling it again while started does nothing. */
  readonly start: () => () => void
  /** Asks for a new snapshot, after a failure for example. */
  readonly reload: () => void
  readonly read: () => AppStoreView
  readonly subscribe: (listener: () => void) => () => void
}

/**
 * Holds a snapshot and applies patches in the order of their revision. A patch that arrives before the snapshot waits
 * for it; one that leaves a gap makes the store ask again, because a missing part cannot be guessed.
 */
export function createAppStore(bridge: Pick<Bridge, 'getSnapshot' | 'on'>): AppStore {
  const listeners = new Set<() => void>()
  let view: AppStoreView = { status: 'loading' }
  let revision = -1
  let early: StatePatch[] = []
  let asking = false
  let stop: (() => void) | undefined

  function show(next: AppStoreView) {
    view = next
    for (const listener of listeners) listener()
  }

  /** Returns whether the patch continued the state, or was already part of it. */
  function apply(patch: StatePatch): boolean {
    if (view.status !== 'ready') return false
    if (patch.revision <= revision) return true
    // Parts come whole, so a patch that begins before what is known already does no harm.
    if ((patch.after ?? patch.revision - 1) > revision) return false
    revision = patch.revision
    show({ status: 'ready', state: { ...view.state, ...patch.changes } })
    return true
  }

  function onPatch(patch: StatePatch) {
    if (asking) {
      early.push(patch)
      return
    }
    if (!apply(patch)) ask()
  }

  function ask() {
    if (asking) return
    asking = true
    bridge.getSnapshot({}).then(
      (snapshot) => {
        asking = false
        const waiting = early
        early = []
        revision = snapshot.revision
        show({ status: 'ready', state: snapshot.state })
        const continued = waiting.every(apply)
        if (!continued) ask()
      },
      () => {
        asking = false
        early = []
        show({ status: 'failed' })
      },
    )
  }

  return {
    start() {
      if (stop === undefined) {
        stop = bridge.on('stateChanged', onPatch)
        ask()
      }
      return () => {
        stop?.()
        stop = undefined
      }
    },
    reload() {
      if (view.status === 'failed') show({ status: 'loading' })
      ask()
    },
    read: () => view,
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
