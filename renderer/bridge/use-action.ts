import { useCallback, useRef, useState } from 'react'
import type { ActionResult } from '../../src/contract/requests'
import type { Said } from '../../src/i18n/sentence'
import { useText } from '../i18n/text'

/** A failure as people see it. */
export interface ActionFailure {
  readonly message: Said
  readonly hint: Said
}

export interface Action {
  readonly pending: boolean
  readonly failure: ActionFailure | null
  /** Runs one request at a time; a second call while one is pending is ignored and resolves to false. */
  readonly run: (request: () => Promise<ActionResult>) => Promise<boolean>
  readonly clear: () => void
}

/** Runs actions of the user, remembers whether one is under way and how the last one failed. */
export function useAction(): Action {
  const t = useText()
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<ActionFailure | null>(null)
  const busy = useRef(false)

  const run = useCallback(
    async (request: () => Promise<ActionResult>) => {
      if (busy.current) return false
      busy.current = true
      setPending(true)
      setFailure(null)
      try {
        const result = await request()
        if (!result.ok) setFailure({ message: result.message, hint: result.hint })
        return result.ok
      } catch {
        setFailure({ message: t('failure.message'), hint: t('failure.hint') })
        return false
      } finally {
        busy.current = false
        setPending(false)
      }
    },
    [t],
  )
  const clear = useCallback(() => {
    setFailure(null)
  }, [])
  return { pending, failure, run, clear }
}
