import type { IncomingMessage, ServerResponse } from 'node:http'
import { OdooError } from '../engine/errors'
import { describeError, jsonReply, type Reply } from './reply'
import type { RecordedCall } from './calls'

/** A way for an answer to go wrong. */
export type FaultKind =
  | 'reset' | 'cut-body' | 'garbage' | 'html' | 'redirect' | 'too-many' | 'bad-gateway' | 'drip' | 'hang'
  | 'translated-error' | 'wrong-shape' | 'empty' | 'close'
  | { huge: number } | { delayMs: number } | { status: number; body?: string; contentType?: string }

/** Which calls a fault befalls; without a matcher, every one. */
interface FaultMatcher {
  model?: string
  /** The Odoo method, or for `common` calls the method of the service. */
  method?: string
  path?: string
}

export type Fault = FaultKind | { fault: FaultKind; on: FaultMatcher }

export interface FaultSwitch {
  /** Every matching call fails so, until set to `null`. */
  set(fault: Fault | null): void
  /** The next matching call fails so, and only that; several wait in line. */
  next(fault: Fault): void
}

interface Armed { kind: FaultKind; on: FaultMatcher }

const armed = (fault: Fault): Armed =>
  (typeof fault === 'object' && 'fault' in fault ? { kind: fault.fault, on: fault.on } : { kind: fault, on: {} })

export class Faults implements FaultSwitch {
  #standing: Armed | undefined
  #queue: Armed[] = []

  set(fault: Fault | null): void {
    this.#standing = fault === null ? undefined : armed(fault)
  }

  next(fault: Fault): void {
    this.#queue.push(armed(fault))
  }

  /** The fault that befalls this call, taken out of the line. */
  take(call: RecordedCall): FaultKind | undefined {
    const hits = ({ on }: Armed): boolean => (on.model === undefined || on.model === call.model)
      && (on.method === undefined || on.method === call.odooMethod) && (on.path === undefined || on.path === call.path)
    const index = this.#queue.findIndex(hits)
    if (index >= 0) return this.#queue.splice(index, 1)[0]?.kind
    return this.#standing && hits(this.#standing) ? this.#standing.kind : undefined
  }
}

/** The reply in place of the true one, for faults that are whole replies. */
export function faultyReply(kind: FaultKind, call: RecordedCall): Reply | undefined {
  if (typeof kind === 'object') {
    if ('status' in kind) return { status: kind.status, contentType: kind.contentType ?? 'text/html; charset=utf-8', body: kind.body ?? '' }
    return undefined
  }
  switch (kind) {
    case 'garbage': return { status: 200, contentType: 'application/json; charset=utf-8', body: '{"jsonrpc": "2.0", "result": [{"id": \u0000}, ]]' }
    case 'empty': return { status: 200, contentType: 'application/json; charset=utf-8', body: '' }
    case 'wrong-shape': return jsonReply(call.protocol === 'jsonrpc' ? { jsonrpc: '2.0', id: 1, result: { surprise: 'an object' } } : { surprise: 'an object' })
    case 'html': return { status: 200, contentType: 'text/html; charset=utf-8', body: '<!DOCTYPE html><html><head><title>Maintenance</title></head><body>Back soon.</body></html>' }
    case 'redirect': return { status: 302, contentType: 'text/html; charset=utf-8', body: '', headers: { location: 'https://elsewhere.invalid/web/login' } }
    case 'too-many': return { status: 429, contentType: 'text/html; charset=utf-8', body: '<html><body><h1>429 Too Many Requests</h1></body></html>', headers: { 'retry-after': '7' } }
    case 'bad-gateway': return { status: 502, contentType: 'text/html', body: '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>' }
    case 'translated-error': return translated(call)
    default: return undefined
  }
}

/** A refusal whose words are not English: clients must go by the name. */
function translated(call: RecordedCall): Reply {
  const error = new OdooError('odoo.exceptions.AccessError',
    "Vous n'êtes pas autorisé à accéder à ces enregistrements.\n\nContactez votre administrateur pour demander l'accès si nécessaire.", 403)
  return call.protocol === 'jsonrpc'
    ? jsonReply({ jsonrpc: '2.0', id: 1, error: { code: 200, message: 'Odoo Server Error', data: describeError(error) } })
    : jsonReply(describeError(error), 403)
}

/** Faults below HTTP: true when the connection was dealt with here. */
export function misbehave(kind: FaultKind, request: IncomingMessage, response: ServerResponse, reply: Reply): boolean {
  const body = Buffer.from(reply.body)
  if (typeof kind === 'object' && 'huge' in kind) {
    sendHuge(response, kind.huge)
    return true
  }
  switch (kind) {
    case 'reset':
      request.socket.resetAndDestroy()
      return true
    case 'close':
      request.socket.destroy()
      return true
    case 'hang':
      return true
    case 'cut-body':
      response.writeHead(reply.status, { 'content-type': reply.contentType, 'content-length': body.length + 1_000 })
      response.write(body.subarray(0, Math.ceil(body.length / 2)), () => request.socket.destroy())
      return true
    case 'drip':
      drip(response, reply, body)
      return true
    default:
      return false
  }
}

/** A valid start of an answer, then bytes and bytes, at the pace the reader takes them. */
function sendHuge(response: ServerResponse, bytes: number): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
  response.write('[{"id": 1, "name": "')
  const chunk = Buffer.alloc(65_536, 'x')
  let left = bytes
  const pump = (): void => {
    while (left > 0) {
      left -= chunk.length
      if (!response.write(chunk)) {
        response.once('drain', pump)
        return
      }
    }
    response.end('"}]')
  }
  response.on('error', () => undefined)
  pump()
}

/** One byte every 50 ms: an answer that never quite stops arriving. */
function drip(response: ServerResponse, reply: Reply, body: Buffer): void {
  response.writeHead(reply.status, { 'content-type': reply.contentType, 'content-length': body.length })
  let sent = 0
  const timer = setInterval(() => {
    if (sent >= body.length) {
      clearInterval(timer)
      response.end()
      return
    }
    response.write(body.subarray(sent, sent + 1))
    sent += 1
  }, 50)
  response.on('close', () => {
    clearInterval(timer)
  })
}
