import { createHmac, timingSafeEqual } from 'node:crypto'

/*
 * The handshake before the first byte of MCP, one line of JSON each, so that each side knows the other has read the
 * endpoint file, and so that the client key is told to nobody else:
 *
 *   relay → { vitrine: 1, nonce }
 *   app   → { nonce, proof }           proof = HMAC-SHA256(run key, 'app' and both nonces)
 *   relay → { proof, client, key }     proof = HMAC-SHA256(run key, 'relay' and both nonces)
 *   app   → { ok: true } or { error: { code, message } }
 *
 * Both nonces are new for each connection, so a recorded handshake is worth nothing, and the word in front keeps one
 * side's proof from being handed back as the other's. What this does not buy: a program of the same user can read the
 * endpoint file and the client key, as the relay does.
 *
 * The relay imports this file: Node built-ins only, no package. Both sides are values without a socket or a clock.
 */

export const NONCE_BYTES = 32
/** No line of a handshake is longer; a longer one ends it. */
export const LONGEST_HANDSHAKE_LINE = 2048
/** Longer client keys are refused unread. */
const longestClientKey = 512

export type RelayStep =
  | { readonly kind: 'send'; readonly line: string }
  | { readonly kind: 'done' }
  /** The other side is not the application that wrote the endpoint file. Nothing it said may be shown to anybody. */
  | { readonly kind: 'untrusted' }
  /** The application, proved, does not let this client in; `message` is its sentence for people. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }

export interface RelayHandshake {
  /** The line that opens the conversation. */
  readonly hello: string
  /** Takes a line of the application, without its line feed. */
  readonly next: (line: string) => RelayStep
}

export type AppStep =
  | { readonly kind: 'send'; readonly line: string }
  /** The relay, proved, names a client; whether it may in is not decided here. */
  | { readonly kind: 'claim'; readonly clientId: string; readonly key: string }
  | { readonly kind: 'untrusted' }

export interface AppHandshake {
  /** Takes a line of the relay, without its line feed. */
  readonly next: (line: string) => AppStep
}

/** The relay's side. `key` is the client's key; it leaves in the third line, after the application has proved itself. */
export function relayHandshake(facts: {
  readonly runKey: Buffer
  readonly nonce: Buffer
  readonly clientId: string
  readonly key: string
}): RelayHandshake {
  const ours = facts.nonce.toString('base64url')
  let expecting: 'challenge' | 'verdict' | 'nothing' = 'challenge'

  const challenge = (message: Readonly<Record<string, unknown>>): RelayStep => {
    const { nonce, proof } = message
    if (!isNonce(nonce) || nonce === ours || !isProof(proof, facts.runKey, 'app', ours, nonce)) return { kind: 'untrusted' }
    expecting = 'verdict'
    const answer = { proof: proofOf(facts.runKey, 'relay', ours, nonce), client: facts.clientId, key: facts.key }
    return { kind: 'send', line: `${JSON.stringify(answer)}\n` }
  }

  const verdict = ({ ok, error }: Readonly<Record<string, unknown>>): RelayStep => {
    if (ok === true) return { kind: 'done' }
    const { code, message } = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {}
    return typeof code === 'string' && typeof message === 'string' ? { kind: 'refused', code, message } : { kind: 'untrusted' }
  }

  return {
    hello: `${JSON.stringify({ vitrine: 1, nonce: ours })}\n`,
    next: (line) => {
      const message = parseLine(line)
      const turn = expecting
      expecting = 'nothing'
      if (message === null || turn === 'nothing') return { kind: 'untrusted' }
      return turn === 'challenge' ? challenge(message) : verdict(message)
    },
  }
}

/** The application's side. Its last line is `acceptance` or `refusal`. */
export function appHandshake(facts: { readonly runKey: Buffer; readonly nonce: Buffer }): AppHandshake {
  const ours = facts.nonce.toString('base64url')
  let theirs: string | null = null
  let expecting: 'hello' | 'claim' | 'nothing' = 'hello'

  const hello = ({ vitrine, nonce }: Readonly<Record<string, unknown>>): AppStep => {
    if (vitrine !== 1 || !isNonce(nonce) || nonce === ours) return { kind: 'untrusted' }
    theirs = nonce
    expecting = 'claim'
    return { kind: 'send', line: `${JSON.stringify({ nonce: ours, proof: proofOf(facts.runKey, 'app', nonce, ours) })}\n` }
  }

  const claim = ({ proof, client, key }: Readonly<Record<string, unknown>>): AppStep => {
    if (theirs === null || !isProof(proof, facts.runKey, 'relay', theirs, ours)) return { kind: 'untrusted' }
    if (typeof client !== 'string' || typeof key !== 'string' || key.length > longestClientKey) return { kind: 'untrusted' }
    return { kind: 'claim', clientId: client, key }
  }

  return {
    next: (line) => {
      const message = parseLine(line)
      const turn = expecting
      expecting = 'nothing'
      if (message === null || turn === 'nothing') return { kind: 'untrusted' }
      return turn === 'hello' ? hello(message) : claim(message)
    },
  }
}

export const acceptance = `${JSON.stringify({ ok: true })}\n`

/** `message` is shown to people by the client. */
export function refusal(code: string, message: string): string {
  return `${JSON.stringify({ error: { code, message } })}\n`
}

type Side = 'app' | 'relay'

function proofOf(runKey: Buffer, side: Side, relayNonce: string, appNonce: string): string {
  return createHmac('sha256', runKey).update(`vitrine 1 ${side}\n${relayNonce}\n${appNonce}`).digest('base64url')
}

function isProof(given: unknown, runKey: Buffer, side: Side, relayNonce: string, appNonce: string): boolean {
  if (typeof given !== 'string') return false
  const actual = Buffer.from(given)
  const expected = Buffer.from(proofOf(runKey, side, relayNonce, appNonce))
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

function isNonce(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{43}$/.test(value)
}

function parseLine(line: string): Readonly<Record<string, unknown>> | null {
  if (line.length > LONGEST_HANDSHAKE_LINE) return null
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
