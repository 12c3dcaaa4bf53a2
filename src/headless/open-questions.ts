import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'

/** The requests on a transport that have no answer yet: so that the end of the input need not cut off the last of them. */
export interface OpenQuestions {
  /** Resolves when none is left. */
  readonly settled: () => Promise<void>
}

/** Watches a transport that is connected already. */
export function watchQuestions(transport: Transport): OpenQuestions {
  const open = new Set<string | number>()
  const waiting: (() => void)[] = []
  const settle = (): void => {
    if (open.size === 0) for (const resolve of waiting.splice(0)) resolve()
  }

  const receive = transport.onmessage
  transport.onmessage = (message, extra) => {
    if ('method' in message && 'id' in message) open.add(message.id)
    // A cancelled request is never answered.
    const cancelled = cancelledId(message)
    if (cancelled !== undefined) open.delete(cancelled)
    receive?.(message, extra)
    settle()
  }
  const send = transport.send.bind(transport)
  transport.send = async (message, options) => {
    await send(message, options)
    if (!('method' in message) && message.id !== undefined) open.delete(message.id)
    settle()
  }
  return {
    settled: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        settle()
      }),
  }
}

function cancelledId(message: JSONRPCMessage): string | number | undefined {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined
  const id = message.params?.['requestId']
  return typeof id === 'string' || typeof id === 'number' ? id : undefined
}
