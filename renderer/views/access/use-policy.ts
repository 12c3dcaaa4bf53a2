import { createContext, useContext } from 'react'
import type { Policy } from '../../../src/contract/access'

/** The rules that the view shows now, and how to change them. */
export interface ShownPolicy {
  readonly policy: Policy
  /** The client they are for; absent for those of all clients. */
  readonly clientId?: string | undefined
  /** Saves the rules; resolves with whether that worked. Failures are shown once, at the head of the view. */
  readonly save: (policy: Policy) => Promise<boolean>
}

export const PolicyContext = createContext<ShownPolicy | null>(null)

export function usePolicy(): ShownPolicy {
  const shown = useContext(PolicyContext)
  if (shown === null) throw new Error('PolicyContext is missing above this component')
  return shown
}
