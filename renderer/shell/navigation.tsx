import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react'
import type { ViewName } from '../../src/contract/requests'

/** What to open inside a view, such as the form for a first connection. */
export type Intent =
  | { readonly kind: 'set_up' }
  | { readonly kind: 'add_connection' }
  | { readonly kind: 'replace_key'; readonly connectionId: string }
  | { readonly kind: 'register_claude' }
  | { readonly kind: 'rules_of'; readonly clientId: string }
  /** Activity with this filter. */
  | { readonly kind: 'calls_of'; readonly clientId: string | undefined; readonly model: string | undefined }
  /** Activity, where the journal can be checked. */
  | { readonly kind: 'verify' }

interface Place {
  readonly view: ViewName
  readonly intent: Intent | null
  /** Rises with every move, so that going to the same view again still opens it anew. */
  readonly visit: number
}

export interface Navigation {
  readonly view: ViewName
  readonly intent: Intent | null
  readonly visit: number
  readonly go: (view: ViewName, intent?: Intent) => void
  readonly back: () => void
}

const NavigationContext = createContext<Navigation | null>(null)
const REMEMBERED = 20

export function NavigationProvider({ children, first = 'overview' }: { readonly children: ReactNode; readonly first?: ViewName | undefined }) {
  const [trail, setTrail] = useState<readonly Place[]>([{ view: first, intent: null, visit: 0 }])
  const here = trail[trail.length - 1] ?? { view: first, intent: null, visit: 0 }

  const go = useCallback((view: ViewName, intent?: Intent) => {
    setTrail((before) => {
      const last = before[before.length - 1]
      if (last?.view === view && intent === undefined) return before
      return [...before, { view, intent: intent ?? null, visit: (last?.visit ?? 0) + 1 }].slice(-REMEMBERED)
    })
  }, [])
  const back = useCallback(() => {
    setTrail((before) => {
      const last = before[before.length - 1]
      const rest = before.slice(0, -1)
      const previous = rest[rest.length - 1]
      if (last === undefined || previous === undefined) return before
      return [...rest.slice(0, -1), { view: previous.view, intent: null, visit: last.visit + 1 }]
    })
  }, [])

  const navigation = useMemo(
    () => ({ view: here.view, intent: here.intent, visit: here.visit, go, back }),
    [here.view, here.intent, here.visit, go, back],
  )
  return <NavigationContext value={navigation}>{children}</NavigationContext>
}

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext)
  if (navigation === null) throw new Error('NavigationProvider is missing above this component')
  return navigation
}
