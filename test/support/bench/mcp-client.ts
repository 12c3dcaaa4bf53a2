import type { Program } from './programs'

/**
 * MCP over a program's standard input and output, as little of it as a measurement needs: the answer parsed once. Not the
 * SDK's client, because its checks of every answer are the client's own time: the plain HTTP client that is compared with
 * checks nothing either.
 */
export interface McpClient {
  readonly initialize: () => Promise<void>
  /** Resolves with the result, and the length of its line in bytes. Rejects on a JSON-RPC error. Calls may run side by side. */
  readonly ask: (method: string, params: object) => Promise<{ readonly result: unknown; readonly bytes: number }>
  /** A tool's answer; rejects when the tool answers with an error. */
  readonly callTool: (name: string, args: object) => Promise<ToolAnswer>
}

export interface ToolAnswer {
  readonly structuredContent: Readonly<Record<string, unknown>>
  /** What a model reads. */
  readonly text: string
  /** Of the whole line. */
  readonly bytes: number
}

interface Message {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

const lineFeed = 10

export function mcpClient({ child }: Program): McpClient {
  let pieces: Buffer[] = []
  let lastId = 0
  const waiting = new Map<number, (message: Message, bytes: number) => void>()

  const take = (line: string): void => {
    const message = JSON.parse(line) as Message
    // What has no id of ours is a notification.
    if (message.id === undefined) return
    waiting.get(message.id)?.(message, Buffer.byteLength(line) + 1)
    waiting.delete(message.id)
  }

  child.stdout.on('data', (piece: Buffer) => {
    pieces.push(piece)
    if (!piece.includes(lineFeed)) return
    const all = pieces.length === 1 ? piece : Buffer.concat(pieces)
    const end = all.lastIndexOf(lineFeed)
    pieces = end + 1 === all.length ? [] : [all.subarray(end + 1)]
    for (const line of all.toString('utf8', 0, end).split('\n')) take(line)
  })

  const ask: McpClient['ask'] = (method, params) =>
    new Promise((resolve, reject) => {
      lastId += 1
      const id = lastId
      waiting.set(id, ({ result, error }, bytes) => {
        if (error === undefined) resolve({ result, bytes })
        else reject(new Error(`${method}: ${error.message}`))
      })
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`)
    })

  return {
    ask,
    initialize: async () => {
      await ask('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bench', version: '1' } })
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`)
    },
    callTool: async (name, args) => {
      const { result, bytes } = await ask('tools/call', { name, arguments: args })
      const { isError, content, structuredContent } = result as {
        isError?: boolean
        content: { text: string }[]
        structuredContent: Record<string, unknown>
      }
      const text = content[0]?.text ?? ''
      if (isError) throw new Error(`${name}: ${text}`)
      return { structuredContent, text, bytes }
    },
  }
}
