import { STATUS_CODES, type OutgoingHttpHeaders, type ServerResponse } from 'node:http'

/** Why a request over HTTP was not served. */
export type RefusalReason =
  | 'foreign_host'
  | 'foreign_origin'
  | 'wrong_path'
  | 'wrong_method'
  | 'no_key'
  | 'wrong_key'
  | 'expired_key'
  | 'relay_key'
  | 'disallowed_address'
  | 'too_large'
  | 'half_sent'
  | 'malformed'
  | 'no_session'
  | 'unknown_session'
  | 'foreign_session'
  | 'too_many'
  | 'internal'

export interface Refusal {
  readonly reason: RefusalReason
  readonly status: number
  /** What is wrong and what to do, for the person who set up the client. Nothing of what was sent stands in it. */
  readonly message: string
  readonly headers?: OutgoingHttpHeaders
}

/** How often a kind of request was refused since it was last told of. */
export interface RefusedRequests {
  readonly reason: RefusalReason
  /** Whose key it was, where that is known. */
  readonly clientId?: string
  readonly address: string
  readonly count: number
}

const PLAIN_HEADERS = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }

/** Answers a request with a refusal that an MCP client can read as an error of the protocol. */
export function sendRefusal(response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent) return void response.end()
  const body = bodyOf(refusal)
  response.writeHead(refusal.status, { ...PLAIN_HEADERS, 'Content-Length': Buffer.byteLength(body), ...refusal.headers })
  response.end(body)
}

/** The same for a connection whose request could not be read, which ends with it. */
export function rawRefusal(refusal: Refusal): string {
  const body = bodyOf(refusal)
  const headers = { ...PLAIN_HEADERS, 'Content-Length': Buffer.byteLength(body), Connection: 'close' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`)
  return `HTTP/1.1 ${String(refusal.status)} ${STATUS_CODES[refusal.status] ?? ''}\r\n${lines.join('')}\r\n${body}`
}

function bodyOf({ reason, message }: Refusal): string {
  return JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32000, message, data: { reason } } })
}
