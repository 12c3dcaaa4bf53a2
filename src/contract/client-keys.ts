import type { Policy } from '../policy/policy'

/** A client that Vitrine knows by a key of its own, as the window sees it: neither key nor hash. Times are ISO 8601 in UTC. */
export interface ClientSummary {
  /** As the journal names it. */
  readonly id: string
  readonly name: string
  /** Whether it comes through the relay, whose key file Vitrine writes, or over HTTP with a key that the user gave it. */
  readonly transport: ClientTransport
  readonly createdAt: string
  readonly lastUsedAt?: string | undefined
  /** From then on it is refused. */
  readonly expiresAt?: string | undefined
  /** After a rotation: until when the key before this one works too. */
  readonly oldKeyUntil?: string | undefined
  readonly paused: boolean
  /** Its own; absent where the common one holds. */
  readonly policy?: Policy | undefined
  readonly openSessions: number
}

export const CLIENT_TRANSPORTS = ['relay', 'http'] as const
export type ClientTransport = (typeof CLIENT_TRANSPORTS)[number]

/** Days for which the old key still works after a rotation; 0 ends it at once. */
export const GRACE_DAYS = [0, 1, 7, 30] as const
export type GraceDays = (typeof GRACE_DAYS)[number]
export const USUAL_GRACE_DAYS: GraceDays = 7

/** A key that was just made. It is told here once and kept nowhere but as a hash. */
export interface NewKey {
  readonly clientId: string
  /** Absent where Vitrine has put it into the key file of a relay. */
  readonly key?: string | undefined
}

/** How many calls may be made in any minute. */
export interface CallLimits {
  /** By all clients together. */
  readonly callsPerMinute: number
  /** To each connection, by all clients together. */
  readonly callsPerConnection: number
  /** By each client whose policy does not say otherwise. */
  readonly callsPerClient: number
}

/** Far more than a conversation needs, and less than what keeps a small Odoo from its other users. */
export const USUAL_LIMITS: CallLimits = { callsPerMinute: 1_200, callsPerConnection: 900, callsPerClient: 600 }

export const MOST_CALLS_PER_MINUTE = 100_000
