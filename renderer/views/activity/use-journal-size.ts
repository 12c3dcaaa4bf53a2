import { useEffect, useState } from 'react'
import type { JournalSize } from '../../../src/contract/activity'
import { useBridge } from '../../bridge/services'

/** How much the journal holds, asked for anew whenever `since` is another; null before it is known, and where it cannot be. */
export function useJournalSize(since: number | string): JournalSize | null {
  const bridge = useBridge()
  const [size, setSize] = useState<JournalSize | null>(null)
  useEffect(() => {
    let left = false
    bridge.getJournalSize({}).then((found) => {
      if (!left) setSize(found)
    }, () => undefined)
    return () => {
      left = true
    }
  }, [bridge, since])
  return size
}
