import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import type { McpServer } from '../../../src/mcp/server'

export type Message = Readonly<Record<string, unknown>>

/** A client that sends just what a test says, unlike the SDK's, which would correct it. */
export interface RawClient {
  /** The answer, with `result` or `error`. */
  readonly ask: (method: string, params?: unknown) => Promise<Message>
  readonly notify: (method: string, params?: unknown) => Promise<void>
  /** Everything that the server has sent, in order. */
  readonly received: readonly Message[]
  readonly close: () => Promise<void>
}

export async function rawClient(server: McpServer): Promise<RawClient> {
  const [ours, theirs] = InMemoryTransport.createLinkedPair()
  const received: Message[] = []
  const waiting = new Map<unknown, (message: Message) => void>()
  theirs.onmessage = (message) => {
    const one = message as unknown as Message
    received.push(one)
    waiting.get(one['id'])?.(one)
  }
  await server.connect(ours)
  await theirs.start()
  let lastId = 0
  const send = (message: Message): Promise<void> => theirs.send({ jsonrpc: '2.0', ...message } as unknown as JSONRPCMessage)
  return {
    received,
    ask: (method, params) =>
      new Promise((resolve, reject) => {
        lastId += 1
        waiting.set(lastId, resolve)
        send({ id: lastId, method, ...(params !== undefined && { params }) }).catch(reject)
      }),
    notify: (method, params) => send({ method, ...(params !== undefined && { params }) }),
    close: () => theirs.close(),
  }
}
