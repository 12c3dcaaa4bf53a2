import { useCallback, useEffect, useRef, useState } from 'react'
import type { ActivityFilter, ModelActivity } from '../../../src/contract/activity'
import { paced } from '../../bridge/paced'
import { useBridge } from '../../bridge/services'
import { useVisibleAgain } from '../../bridge/use-visible-again'

export type ModelsView =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly models: readonly ModelActivity[] }
  | { readonly status: 'failed' }

/** Counting all models takes longer than one page of calls. */
const PACE_MS = 5_000

/** What was asked about each model, of the calls that a filter matches; kept up to date while calls come in. */
export function useModels(filter: ActivityFilter): { readonly view: ModelsView; readonly reload: () => void } {
  const bridge = useBridge()
  const [view, setView] = useState<ModelsView>({ status: 'loading' })
  const newest = useRef(0)

  const reload = useCallback(() => {
    newest.current += 1
    const mine = newest.current
    bridge.getModelActivity({ filter }).then(
      (models) => {
        if (mine === newest.current) setView({ status: 'ready', models })
      },
      () => {
        if (mine === newest.current) setView({ status: 'failed' })
      },
    )
  }, [bridge, filter])

  useEffect(() => {
    const pace = paced(reload, PACE_MS)
    pace.call()
    const stopListening = bridge.on('activityAdded', pace.call)
    return () => {
      stopListening()
      pace.stop()
      newest.current += 1
    }
  }, [bridge, reload])
  useVisibleAgain(reload)
  return { view, reload }
}
