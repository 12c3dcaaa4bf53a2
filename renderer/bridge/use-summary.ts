import { useCallback, useEffect, useRef, useState } from 'react'
import type { ActivitySummary } from '../../src/contract/activity'
import { paced } from './paced'
import { useServices } from './services'
import { useVisibleAgain } from './use-visible-again'

export type SummaryView =
  | { readonly status: 'loading' }
  /** `at`: when the figures were taken, milliseconds since the epoch. */
  | { readonly status: 'ready'; readonly summary: ActivitySummary; readonly at: number }
  | { readonly status: 'failed' }

const MINUTE_MS = 60_000
/** Reading the figures is work for the process that answers clients too. */
const PACE_MS = 1_000

/**
 * The figures of the Overview, taken anew when something was asked, at most once a second, when a minute passed and when the window
 * comes back. Nothing is asked for a window that is not seen.
 */
export function useSummary(): { readonly view: SummaryView; readonly reload: () => void } {
  const { bridge, now } = useServices()
  const [view, setView] = useState<SummaryView>({ status: 'loading' })
  const asking = useRef(false)
  const askAgain = useRef(false)

  const reload = useCallback(() => {
    if (asking.current) {
      askAgain.current = true
      return
    }
    const ask = () => {
      asking.current = true
      askAgain.current = false
      bridge
        .getSummary({})
        .then(
          (summary) => {
            setView({ status: 'ready', summary, at: now() })
          },
          () => {
            setView((before) => (before.status === 'ready' ? before : { status: 'failed' }))
          },
        )
        .finally(() => {
          asking.current = false
          if (askAgain.current) ask()
        })
    }
    ask()
  }, [bridge, now])

  useEffect(() => {
    reload()
    const pace = paced(reload, PACE_MS)
    const stopListening = bridge.on('activityAdded', pace.call)
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload()
    }, MINUTE_MS)
    return () => {
      stopListening()
      pace.stop()
      clearInterval(timer)
    }
  }, [bridge, reload])
  useVisibleAgain(reload)
  return { view, reload }
}
