import type { Json } from '../engine/model'

/** One HTTP call that reached the server; secrets are struck out. */
export interface RecordedCall {
  /** Sequence number, from 1, since the start or the last `clearCalls`. */
  at: number
  method: string
  path: string
  headers: Record<string, string>
  protocol: 'json2' | 'jsonrpc' | 'other'
  service?: string
  model?: string
  odooMethod?: string
  args?: Json[]
  kwargs?: Json
  body?: Json
  /** The login that was recognised. */
  login?: string
  status: number
}

const SECRET_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization'])

export function safeHeaders(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const safe: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    safe[name] = SECRET_HEADERS.has(name) ? '<removed>' : Array.isArray(value) ? value.join(', ') : value
  }
  return safe
}

/** The calls that arrived, and whoever wants to hear of them as they are answered. */
export class CallLog {
  readonly calls: RecordedCall[] = []
  readonly #listeners = new Set<(call: RecordedCall) => void>()
  #count = 0

  begin(call: Omit<RecordedCall, 'at' | 'status'>): RecordedCall {
    this.#count += 1
    const recorded: RecordedCall = { ...call, at: this.#count, status: 0 }
    this.calls.push(recorded)
    return recorded
  }

  finish(call: RecordedCall, status: number): void {
    call.status = status
    for (const listener of this.#listeners) listener(call)
  }

  listen(listener: (call: RecordedCall) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  clear(): void {
    this.calls.length = 0
    this.#count = 0
  }
}
