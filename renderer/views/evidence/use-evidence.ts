import { useCallback, useEffect, useRef, useState } from 'react'
import type { EvidenceFile, EvidencePreview } from '../../../src/contract/evidence'
import { useBridge } from '../../bridge/services'

export interface Period {
  readonly since?: string | undefined
  readonly until?: string | undefined
}

export type EvidenceView =
  | { readonly status: 'preparing' }
  | { readonly status: 'ready'; readonly files: readonly EvidenceFile[] }
  /** Words of the main process; null where it did not answer. */
  | { readonly status: 'failed'; readonly failure: Extract<EvidencePreview, { ok: false }> | null }

/** A pack over a period, as it would be written; prepared anew when another period is chosen. */
export function useEvidence(): { readonly view: EvidenceView; readonly prepare: (period: Period) => void } {
  const bridge = useBridge()
  const [view, setView] = useState<EvidenceView>({ status: 'preparing' })
  const newest = useRef(0)

  const load = useCallback(
    async (period: Period) => {
      newest.current += 1
      const mine = newest.current
      const result = await bridge.prepareEvidence(period).catch(() => null)
      if (mine !== newest.current) return
      setView(result?.ok === true ? { status: 'ready', files: result.files } : { status: 'failed', failure: result })
    },
    [bridge],
  )
  useEffect(() => {
    void load({})
    return () => {
      newest.current += 1
      // Of many rows it takes long, and nobody waits for it any more. What cannot be given up does no harm.
      bridge.cancelEvidence({}).catch(() => undefined)
    }
  }, [load, bridge])

  const prepare = useCallback(
    (period: Period) => {
      setView({ status: 'preparing' })
      void load(period)
    },
    [load],
  )
  return { view, prepare }
}
