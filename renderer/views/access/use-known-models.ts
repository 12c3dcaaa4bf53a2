import { useMemo } from 'react'
import type { ActivitySummary } from '../../../src/contract/activity'
import { useSummary } from '../../bridge/use-summary'

export type KnownModel = ActivitySummary['byModel'][number]

/** Models asked for today, to choose from while typing; any other name can be typed as well. */
export function useKnownModels(): readonly KnownModel[] {
  const { view } = useSummary()
  return useMemo(() => (view.status === 'ready' ? view.summary.byModel : []), [view])
}
