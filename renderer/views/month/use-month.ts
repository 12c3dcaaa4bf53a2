import { useCallback, useEffect, useRef, useState } from 'react'
import type { JournalVerdict } from '../../../src/contract/activity'
import type { MonthSummary } from '../../../src/contract/month'
import type { Said } from '../../../src/i18n/sentence'
import { useBridge } from '../../bridge/services'

export type MonthView =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly summary: MonthSummary; readonly verdict: JournalVerdict | 'checking' | null }
  /** Words of the main process; null where it did not answer. */
  | { readonly status: 'failed'; readonly failure: { readonly message: Said; readonly hint: Said } | null }

interface Month {
  readonly view: MonthView
  /** Shows another month, or the usual one anew. */
  readonly choose: (month: string | undefined) => void
}

/** One month, counted when the page is opened; the chain is checked meanwhile, which takes longer. */
export function useMonth(): Month {
  const bridge = useBridge()
  const [view, setView] = useState<MonthView>({ status: 'loading' })
  const newest = useRef(0)

  const load = useCallback(
    async (month: string | undefined) => {
      newest.current += 1
      const mine = newest.current
      const show = (next: MonthView) => {
        if (mine === newest.current) setView(next)
      }
      try {
        const result = await bridge.getMonth({ month })
        if (!result.ok) {
          show({ status: 'failed', failure: result })
          return
        }
        show({ status: 'ready', summary: result.summary, verdict: 'checking' })
        const verdict = await bridge.verifyJournal({}).catch(() => null)
        show({ status: 'ready', summary: result.summary, verdict })
      } catch {
        show({ status: 'failed', failure: null })
      }
    },
    [bridge],
  )

  useEffect(() => {
    void load(undefined)
    return () => {
      newest.current += 1
    }
  }, [load])

  const choose = useCallback(
    (month: string | undefined) => {
      setView({ status: 'loading' })
      void load(month)
    },
    [load],
  )
  return { view, choose }
}
