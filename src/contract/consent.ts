/** What a client wants to read of a model that is neither allowed nor refused. Names and a number, never a value. */
export interface ConsentQuestion {
  readonly connectionId: string
  /** Technical name. */
  readonly model: string
  /** As Odoo calls it in the user's language; absent where that is not known yet. */
  readonly modelLabel?: string | undefined
  /** Names of the fields that the call would read, filter on, sort or group by. */
  readonly fields: readonly string[]
  /** How many records it would be about, where that can be told before they are read. */
  readonly records?: number | undefined
}

/** Where a grant comes from: this call alone, the session of the client, or for good. */
export type ConsentGrant = 'once' | 'session' | 'always'

export const CONSENT_ANSWERS = ['once', 'session', 'always', 'never'] as const
export type ConsentAnswer = (typeof CONSENT_ANSWERS)[number]

/** A question that the user has not answered. Times are ISO 8601 in UTC. */
export interface OpenQuestion extends ConsentQuestion {
  readonly id: string
  readonly clientId: string
  /** As the user knows the client, such as `Claude Desktop`. */
  readonly clientName: string
  readonly connectionName: string
  readonly askedAt: string
  /** Until when calls wait for the answer. A later one holds for the next try. */
  readonly deadline: string
}

/** An answer that holds for more than one call. It can be undone. */
export interface ConsentDecision {
  readonly id: string
  readonly clientId: string
  readonly clientName: string
  readonly connectionId: string
  readonly connectionName: string
  readonly model: string
  readonly modelLabel?: string | undefined
  readonly answer: Exclude<ConsentAnswer, 'once'>
  readonly decidedAt: string
}
