import { useCallback, useState } from 'react'
import type { ClientPlan } from '../../../src/contract/requests'
import { useAction, type ActionFailure } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'

export type RegistrationAction = 'register' | 'unregister'

export type PlanView =
  | { readonly status: 'none' }
  | { readonly status: 'asking'; readonly action: RegistrationAction }
  | { readonly status: 'shown'; readonly action: RegistrationAction; readonly plan: ClientPlan }
  | { readonly status: 'failed' }

export interface Registration {
  readonly view: PlanView
  /** What was written last, until something else begins. */
  readonly done: RegistrationAction | null
  readonly pending: boolean
  readonly failure: ActionFailure | null
  /** Reads the client's configuration and shows what would change; writes nothing. */
  readonly start: (action: RegistrationAction) => void
  /** Writes what was shown. */
  readonly confirm: (action: RegistrationAction) => void
  readonly drop: () => void
}

/** Registering a client, or the reverse, from the question what would change to the written file. */
export function useRegistration(clientId: string): Registration {
  const bridge = useBridge()
  const [view, setView] = useState<PlanView>({ status: 'none' })
  const [done, setDone] = useState<RegistrationAction | null>(null)
  const { pending, failure, run, clear } = useAction()
  const confirm = useCallback(
    (action: RegistrationAction) => {
      void run(() => bridge.applyClient({ clientId, action })).then((ok) => {
        if (!ok) return
        setView({ status: 'none' })
        setDone(action)
      })
    },
    [bridge, clientId, run],
  )
  const start = useCallback(
    (action: RegistrationAction) => {
      setDone(null)
      clear()
      setView({ status: 'asking', action })
      bridge.planClient({ clientId, action }).then(
        (plan) => {
          setView({ status: 'shown', action, plan })
          // The entry stands already: what there is to make is the key alone, and nothing to show.
          if (action === 'register' && plan.kind === 'unchanged') confirm(action)
        },
        () => {
          setView({ status: 'failed' })
        },
      )
    },
    [bridge, clear, clientId, confirm],
  )
  const drop = useCallback(() => {
    clear()
    setView({ status: 'none' })
  }, [clear])
  return { view, done, pending, failure, start, confirm, drop }
}
