import type { VitrineError } from '../errors/vitrine-error'

/** Stops calls under way: those of one client when it is revoked or paused, all of them when the user disconnects. */
export interface Stops {
  /** Aborts with the error that the call is answered with. Good for calls that begin now. */
  readonly signal: (clientId: string) => AbortSignal
  readonly stopClient: (clientId: string, why: VitrineError) => void
  readonly stopAll: (why: VitrineError) => void
}

export function createStops(): Stops {
  const controllers = new Map<string, AbortController>()

  const stopClient: Stops['stopClient'] = (clientId, why) => {
    const controller = controllers.get(clientId)
    // First out of the list: what begins from now on is not stopped.
    controllers.delete(clientId)
    controller?.abort(why)
  }

  return {
    signal: (clientId) => {
      const known = controllers.get(clientId) ?? new AbortController()
      controllers.set(clientId, known)
      return known.signal
    },
    stopClient,
    stopAll: (why) => {
      for (const clientId of [...controllers.keys()]) stopClient(clientId, why)
    },
  }
}
