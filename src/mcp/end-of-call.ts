import { setMaxListeners } from 'node:events'

/** What may end a call before it is done: the client calls it off, or whoever owns the house stops it. */
export interface EndOfCall {
  /** Aborts for either; its reason is the one of whichever came first. */
  readonly signal: AbortSignal
  /** Rejects as soon as the signal aborts, so that nobody waits for a tool that does not listen. */
  readonly reached: Promise<never>
  /** The call is done: nothing listens any more. */
  readonly release: () => void
}

// `AbortSignal.any` would be shorter, but Node 18 has no such thing.
export function endOf(cancelled: AbortSignal, stopped: AbortSignal | undefined): EndOfCall {
  const controller = new AbortController()
  const { signal } = controller
  const sources = stopped === undefined ? [cancelled] : [cancelled, stopped]
  const removals = sources.map((source) => {
    const pass = (): void => {
      controller.abort(source.reason)
    }
    if (source.aborted) pass()
    else source.addEventListener('abort', pass)
    return () => {
      source.removeEventListener('abort', pass)
    }
  })
  // Each request of a call listens for its end, one call may make dozens, and many calls may be stopped at once: Node would warn of a leak at eleven.
  for (const one of [signal, ...sources]) setMaxListeners(0, one)
  const reached = new Promise<never>((_resolve, reject) => {
    const end = (): void => {
      reject(signal.reason as Error)
    }
    if (signal.aborted) end()
    else signal.addEventListener('abort', end)
  })
  // Whoever still races against it hears of it; nobody else has to.
  reached.catch(() => undefined)
  return {
    signal,
    reached,
    release: () => {
      for (const remove of removals) remove()
    },
  }
}
