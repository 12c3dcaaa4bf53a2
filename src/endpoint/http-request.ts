import type { IncomingMessage, ServerResponse } from 'node:http'
import { LARGEST_BODY, readJsonBody } from './http-body'
import { bearerKey, wrongRequest } from './http-checks'
import type { HttpAuthorization } from './http-endpoint'
import { sendRefusal, type Refusal, type RefusalReason, type RefusedRequests } from './http-refusals'
import type { HttpCaller, HttpSession, HttpSessions } from './http-sessions'

export interface RequestDeps {
  readonly port: number
  readonly authorize: (key: string, address: string) => Promise<HttpAuthorization>
  readonly sessions: HttpSessions
  /** Requests and streams of each client that are open now. */
  readonly requestsOf: Map<string, number>
  readonly note: (refused: Omit<RefusedRequests, 'count'>) => void
}

/** Requests and streams of one client at a time, so that one cannot take the place of all others. */
export const MOST_REQUESTS_PER_CLIENT = 64

/**
 * Nothing to tell of: after a restart every client with a good key comes with a session that has ended, and one that also speaks the
 * stateless protocol asks for that before it begins a session.
 */
const USUAL: ReadonlySet<RefusalReason> = new Set(['no_session', 'unknown_session'])

/** Serves one request: its head, its key and its session are looked at before a byte of its body counts. Never rejects. */
export async function serveRequest(request: IncomingMessage, response: ServerResponse, deps: RequestDeps): Promise<void> {
  const address = request.socket.remoteAddress ?? ''
  const refuse = (refusal: Refusal, clientId?: string): void => {
    if (!USUAL.has(refusal.reason)) deps.note({ reason: refusal.reason, address, ...(clientId === undefined ? {} : { clientId }) })
    sendRefusal(response, refusal)
  }
  try {
    const wrong = wrongRequest(request, deps.port)
    if (wrong !== null) return refuse(wrong)
    const key = bearerKey(request.headers.authorization)
    if (key === null) return refuse(NO_KEY)
    const verdict = await deps.authorize(key, address)
    if (!verdict.ok) return refuse(verdict.refusal, verdict.clientId)
    if (response.destroyed) return
    const { clientId, keyHash } = verdict
    if (!countIn(response, clientId, deps.requestsOf)) return refuse(TOO_MANY_REQUESTS, clientId)
    const refusal = await serveKnown(request, response, { clientId, keyHash, address }, deps.sessions)
    if (refusal !== null) refuse(refusal, clientId)
  } catch {
    refuse(INTERNAL)
  }
}

async function serveKnown(request: IncomingMessage, response: ServerResponse, caller: HttpCaller, sessions: HttpSessions): Promise<Refusal | null> {
  const id = request.headers['mcp-session-id']
  const known = typeof id === 'string' ? sessions.find(id) : undefined
  // Whether the session of another client exists is nothing to tell.
  if (known !== undefined && known.clientId !== caller.clientId) return { ...UNKNOWN_SESSION, reason: 'foreign_session' }
  if (id !== undefined && known === undefined) return UNKNOWN_SESSION
  if (request.method !== 'POST') {
    if (known === undefined) return NO_SESSION
    await handOver(known, request, response)
    return null
  }
  if (request.headers.expect !== undefined) response.writeContinue()
  const body = await readJsonBody(request)
  if (body.kind === 'gone') return null
  if (body.kind === 'too_large') return TOO_LARGE
  if (body.kind === 'not_json') return NOT_JSON
  if (known !== undefined) {
    await handOver(known, request, response, body.value)
    return null
  }
  if (!isInitialize(body.value)) return NO_SESSION
  const opened = await sessions.open(caller)
  if (opened === null) return TOO_MANY_SESSIONS
  await handOver(opened, request, response, body.value)
  // An `initialize` that was none after all has begun nothing.
  if (opened.transport.sessionId === undefined) await opened.transport.close()
  return null
}

async function handOver({ transport, use }: HttpSession, request: IncomingMessage, response: ServerResponse, body?: unknown): Promise<void> {
  if (response.destroyed) return
  response.once('close', use(request.method === 'GET' ? 'stream' : 'question'))
  await transport.handleRequest(request, response, body)
}

function countIn(response: ServerResponse, clientId: string, requestsOf: Map<string, number>): boolean {
  const before = requestsOf.get(clientId) ?? 0
  if (before >= MOST_REQUESTS_PER_CLIENT) return false
  requestsOf.set(clientId, before + 1)
  response.once('close', () => {
    const left = (requestsOf.get(clientId) ?? 1) - 1
    if (left === 0) requestsOf.delete(clientId)
    else requestsOf.set(clientId, left)
  })
  return true
}

function isInitialize(body: unknown): boolean {
  const message: unknown = Array.isArray(body) && body.length === 1 ? body[0] : body
  return typeof message === 'object' && message !== null && 'method' in message && message.method === 'initialize'
}

const NO_KEY: Refusal = {
  reason: 'no_key',
  status: 401,
  message: 'A client key is needed. Make one in Vitrine under Clients, and send it as "Authorization: Bearer KEY".',
  headers: { 'WWW-Authenticate': 'Bearer realm="Vitrine"' },
}
const NO_SESSION: Refusal = { reason: 'no_session', status: 400, message: 'A session begins with initialize, and its Mcp-Session-Id goes with every request after.' }
const UNKNOWN_SESSION: Refusal = { reason: 'unknown_session', status: 404, message: 'This session has ended. Begin a new one with initialize.' }
const TOO_LARGE: Refusal = { reason: 'too_large', status: 413, message: `A message may have ${String(LARGEST_BODY)} bytes at most.` }
const NOT_JSON: Refusal = { reason: 'malformed', status: 400, message: 'The body of the request is not JSON.' }
const TOO_MANY_REQUESTS: Refusal = {
  reason: 'too_many',
  status: 429,
  message: `A client may have ${String(MOST_REQUESTS_PER_CLIENT)} requests open at a time. Wait for answers, then ask again.`,
  headers: { 'Retry-After': '1' },
}
const TOO_MANY_SESSIONS: Refusal = {
  reason: 'too_many',
  status: 429,
  message: 'All sessions that a client may have are in use. End one, then begin again.',
  headers: { 'Retry-After': '5' },
}
const INTERNAL: Refusal = { reason: 'internal', status: 500, message: 'Something went wrong inside Vitrine.' }
