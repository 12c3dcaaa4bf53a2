import { verifyClientKey } from '../clients/client-keys'
import { VitrineError } from '../errors/vitrine-error'
import type { Settings } from '../settings/schema'

export type ClientSettings = Settings['clients'][number]

/** Whether a key lets a client in, and as whom. `keyHash` says which of its two keys it was. */
export type Authorization =
  | { readonly ok: true; readonly clientId: string; readonly keyHash: string }
  | { readonly ok: false; readonly code: 'unknown_client' | 'wrong_key' | 'client_expired'; readonly message: string }

/**
 * Judges a key that somebody shows. Both keys of a client count while a rotation's grace lasts; all are compared in constant time.
 * A client that is paused is let in: it is told why with each call, and keeps its tools.
 */
export function authorizeKey(clients: readonly ClientSettings[], key: string, nowMs: number): Authorization {
  const match = verifyClientKey(key, clients.flatMap((client) => validKeys(client, nowMs).map((keyHash) => ({ client, keyHash }))))
  if (match === null) {
    return { ok: false, code: 'wrong_key', message: 'The key of this client is not valid any more. Register it again in Vitrine.' }
  }
  const { client, keyHash } = match
  if (isExpired(client, nowMs)) return { ok: false, code: 'client_expired', message: `${expiredSentence(client)} Renew it in Vitrine.` }
  return { ok: true, clientId: client.id, keyHash }
}

/** The same for a client that says who it is. */
export function authorizeClient(clients: readonly ClientSettings[], clientId: string, key: string, nowMs: number): Authorization {
  const client = clients.find(({ id }) => id === clientId)
  if (client === undefined) {
    return { ok: false, code: 'unknown_client', message: 'Vitrine does not know this client. Register it again in Vitrine.' }
  }
  return authorizeKey([client], key, nowMs)
}

/** Why a client that was let in may not go on, and whether its session has an end with it. */
export interface AccessRefusal {
  readonly error: VitrineError
  readonly session: 'stays' | 'ends'
}

/** Null while a client may go on that was let in by the key with this hash. */
export function accessRefusal(clients: readonly ClientSettings[], clientId: string, keyHash: string, nowMs: number): AccessRefusal | null {
  const client = clients.find(({ id }) => id === clientId)
  if (client === undefined) return { error: revoked(), session: 'ends' }
  // With the new key, a new session can begin.
  if (!validKeys(client, nowMs).includes(keyHash)) return { error: keyReplaced(), session: 'ends' }
  if (isExpired(client, nowMs)) return { error: expired(client), session: 'stays' }
  return client.paused === true ? { error: paused(), session: 'stays' } : null
}

const expired = (client: ClientSettings): VitrineError =>
  new VitrineError('not_allowed_by_policy', expiredSentence(client), { hint: 'Only the user can renew it, in Vitrine under Clients.' })

export const revoked = (): VitrineError =>
  new VitrineError('not_allowed_by_policy', 'The access of this client was revoked in Vitrine.', {
    hint: 'Only the user can give it access again, in Vitrine under Clients.',
  })

export const paused = (): VitrineError =>
  new VitrineError('not_allowed_by_policy', 'The user has paused this client in Vitrine.', {
    hint: 'Only the user can let it go on, in Vitrine under Clients.',
  })

export const keyReplaced = (): VitrineError =>
  new VitrineError('not_allowed_by_policy', 'The key that this session began with has been replaced and is not valid any more.', {
    hint: 'Ask again, which begins a new session where the client has the new key; otherwise the user enters it there.',
  })

export function isExpired({ expiresAt }: Pick<ClientSettings, 'expiresAt'>, nowMs: number): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) <= nowMs
}

function validKeys({ keyHash, former }: ClientSettings, nowMs: number): readonly string[] {
  return former !== undefined && Date.parse(former.until) > nowMs ? [keyHash, former.keyHash] : [keyHash]
}

function expiredSentence({ expiresAt = '' }: ClientSettings): string {
  return `The access of this client ended on ${expiresAt.slice(0, 10)}.`
}
