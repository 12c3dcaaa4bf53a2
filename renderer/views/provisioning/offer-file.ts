import { useEffect } from 'react'
import { MOST_SENT } from '../../../src/contract/provisioning'
import type { ActionResult, Bridge } from '../../../src/contract/requests'
import { useBridge } from '../../bridge/services'

/** Hands a connection file to the main process, which says in the state what it would do. Of a file that is too large only so much that it is seen. */
export async function offerFile(bridge: Bridge, file: File): Promise<ActionResult> {
  return bridge.offerProvision({ fileName: file.name.slice(0, 300), text: await file.slice(0, MOST_SENT).text() })
}

/** A connection file can be dropped anywhere on the window. Without this the page would go to the file, and be held back from it. */
export function useFileDrop(): void {
  const bridge = useBridge()
  useEffect(() => {
    const hover = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      const [file] = event.dataTransfer?.files ?? []
      if (file === undefined) return
      event.preventDefault()
      // What is wrong with the file stands in the state; a folder cannot be read at all.
      offerFile(bridge, file).catch(() => undefined)
    }
    window.addEventListener('dragover', hover)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', hover)
      window.removeEventListener('drop', drop)
    }
  }, [bridge])
}
