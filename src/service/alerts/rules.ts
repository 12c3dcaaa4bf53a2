import type { ActivityEvent } from '../../contract/activity'
import type { Alert, AlertKind } from '../../contract/alerts'
import type { RefusalReason } from '../../endpoint/http-refusals'

/**
 * When a call is worth an alert. The rules look at one row of the journal and at facts that were gathered for it; nothing here
 * reads a clock, a file or a value of a record.
 */
export interface CallFacts {
  /** No earlier row of the journal read this model in this connection. */
  readonly isNewModel: boolean
  /** The time lies outside the hours in which somebody is expected to ask. */
  readonly isOutsideHours: boolean
  /** Records the client has read today, this call included. */
  readonly recordsToday: number
  /** From how many records on a day is unusual for this client; infinite while that cannot be said. */
  readonly unusualFrom: number
}

export type FoundAlert = Omit<Alert, 'id' | 'time' | 'seen'>

export function alertsOfCall(event: ActivityEvent, facts: CallFacts): readonly FoundAlert[] {
  const { clientId, connectionId, model } = event
  const found: FoundAlert[] = []
  if (event.code === 'rate_limited' && event.methods.length === 0) found.push({ kind: 'rate_limit', clientId })
  if (event.code === 'key_rejected') found.push({ kind: 'odoo_key_rejected', connectionId })
  if (facts.isNewModel && model !== undefined) found.push({ kind: 'new_model', clientId, connectionId, model })
  if (facts.isOutsideHours) found.push({ kind: 'outside_hours', clientId })
  if (facts.recordsToday > facts.unusualFrom) found.push({ kind: 'unusual_volume', clientId, count: facts.recordsToday })
  return found
}

/** Records that a call took out of Odoo. Groups, names of fields and models are none. */
export function recordsIn({ outcome, tool, rows }: Pick<ActivityEvent, 'outcome' | 'tool' | 'rows'>): number {
  return outcome === 'answered' && (tool === 'odoo_search' || tool === 'odoo_read') ? rows : 0
}

const USUAL_AT_LEAST = 200
const TIMES_THE_MEDIAN = 5
const DAYS_NEEDED = 3

/**
 * More than 200 records and more than five times the median of the client's last 14 active days is unusual. The median, because one
 * day of a large report must not make the next one look usual; three active days first, because before them nothing is.
 */
export function unusualFrom(earlierDays: readonly number[]): number {
  if (earlierDays.length < DAYS_NEEDED) return Infinity
  const sorted = [...earlierDays].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
  return Math.max(USUAL_AT_LEAST, TIMES_THE_MEDIAN * median)
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** One alert for a cause in this time: who floods does so all the while, and the hundredth alert says nothing that the first did not. */
const PERIOD_MS: Readonly<Record<AlertKind, number>> = {
  rate_limit: HOUR_MS,
  client_key_rejected: HOUR_MS,
  http_refused: HOUR_MS,
  odoo_key_rejected: DAY_MS,
  new_model: Infinity,
  outside_hours: DAY_MS,
  unusual_volume: DAY_MS,
  chain_broken: DAY_MS,
}

/** Whether an alert of the same cause is listed within the period. The cause is all of it but the count and the time. */
export function isRepeated(found: FoundAlert, listed: readonly Alert[], nowMs: number): boolean {
  const cause = causeOf(found)
  return listed.some((one) => causeOf(one) === cause && nowMs - Date.parse(one.time) < PERIOD_MS[found.kind])
}

function causeOf({ kind, clientId = '', connectionId = '', model = '', address = '' }: FoundAlert): string {
  // Who reads a model first matters less than that it is read: a second client's first look is no new cause.
  return JSON.stringify([kind, kind === 'new_model' ? '' : clientId, connectionId, model, address])
}

/** The alert that a refused request over HTTP is worth; none for what clients do by mistake. */
export function alertOfRefusal(reason: RefusalReason): AlertKind | undefined {
  switch (reason) {
    case 'wrong_key':
    case 'expired_key':
      return 'client_key_rejected'
    case 'foreign_host':
    case 'foreign_origin':
    case 'disallowed_address':
    case 'foreign_session':
      return 'http_refused'
    default:
      return undefined
  }
}
