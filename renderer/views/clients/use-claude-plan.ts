import { useCallback, useState } from 'react'
import type { ClientPlan } from '../../../src/contract/requests'
import { useBridge } from '../../bridge/services'

export type ClaudeAction = 'register' | 'unregister'

export type PlanView =
  | { readonly status: 'none' }
  | { readonly status: 'asking'; readonly action: ClaudeAction }
  | { readonly status: 'shown'; readonly action: ClaudeAction; readonly plan: ClientPlan }
  | { readonly status: 'failed' }

export interface ClaudePlanning {
  readonly view: PlanView
  /** Reads Claude's configuration and shows what would change; writes nothing. */
  readonly ask: (action: ClaudeAction) => void
  readonly drop: () => void
}

export function useClaudePlan(): ClaudePlanning {
  const bridge = useBridge()
  const [view, setView] = useState<PlanView>({ status: 'none' })
  const ask = useCallback(
    (action: ClaudeAction) => {
      setView({ status: 'asking', action })
      bridge.planClient({ clientId: 'claude-desktop', action }).then(
        (plan) => {
          setView({ status: 'shown', action, plan })
        },
        () => {
          setView({ status: 'failed' })
        },
      )
    },
    [bridge],
  )
  const drop = useCallback(() => {
    setView({ status: 'none' })
  }, [])
  return { view, ask, drop }
}
