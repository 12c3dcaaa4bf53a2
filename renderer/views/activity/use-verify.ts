import { useCallback, useState } from 'react'
import type { JournalVerdict } from '../../../src/contract/activity'
import type { ActionResult } from '../../../src/contract/requests'
import { useBridge } from '../../bridge/services'

interface Verifying {
  /** What the last check has found; null before one. */
  readonly verdict: JournalVerdict | null
  readonly verify: () => Promise<ActionResult>
  readonly forget: () => void
}

export function useVerify(): Verifying {
  const bridge = useBridge()
  const [verdict, setVerdict] = useState<JournalVerdict | null>(null)
  const forget = useCallback(() => {
    setVerdict(null)
  }, [])
  const verify = useCallback(async (): Promise<ActionResult> => {
    setVerdict(null)
    setVerdict(await bridge.verifyJournal({}))
    return { ok: true }
  }, [bridge])
  return { verdict, verify, forget }
}
