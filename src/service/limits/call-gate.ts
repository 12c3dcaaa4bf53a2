import type { CallLimits } from '../../contract/client-keys'
import { VitrineError } from '../../errors/vitrine-error'
import type { Host } from '../../host/host'
import { workingTimeInWords, type WorkingTime } from '../../policy/working-time'
import { createCallBucket, type CallBucket } from './call-bucket'
import { closedUntil } from './working-time'

/** What the policy of one client says of when and how often it may ask. */
export interface ClientLimits extends WorkingTime {
  readonly callsPerMinute?: number | undefined
}

export interface CallGateDeps {
  readonly host: Pick<Host, 'now' | 'monotonicMs' | 'timeZone'>
  /** Asked for each call, so that a change holds at once. */
  readonly limits: () => CallLimits
}

/** Counts calls: of all clients, of each one, and to each connection. */
export interface CallGate {
  /** Lets a call through, or throws `rate_limited` or `not_allowed_by_policy`. A call that is refused counts nowhere. */
  readonly pass: (call: { readonly clientId: string; readonly connectionId: string; readonly limits: ClientLimits }) => void
}

export function createCallGate({ host, limits }: CallGateDeps): CallGate {
  const all = createCallBucket()
  const clients = new Map<string, CallBucket>()
  const connections = new Map<string, CallBucket>()

  return {
    pass: ({ clientId, connectionId, limits: own }) => {
      requireWorkingTime(own, host)
      const { callsPerMinute, callsPerConnection, callsPerClient } = limits()
      const now = host.monotonicMs()
      const counted: readonly (readonly [CallBucket, number, string])[] = [
        [bucketOf(clients, clientId), own.callsPerMinute ?? callsPerClient, 'This client may make'],
        ...(connectionId === '' ? [] : [[bucketOf(connections, connectionId), callsPerConnection, 'This connection takes'] as const]),
        [all, callsPerMinute, 'All clients together may make'],
      ]
      for (const [bucket, limit, who] of counted) {
        const waitMs = bucket.waitMs(limit, now)
        if (waitMs > 0) throw tooMany(who, limit, waitMs)
      }
      for (const [bucket] of counted) bucket.take(now)
    },
  }
}

function bucketOf(buckets: Map<string, CallBucket>, key: string): CallBucket {
  const known = buckets.get(key)
  if (known !== undefined) return known
  const made = createCallBucket()
  buckets.set(key, made)
  return made
}

function tooMany(who: string, limit: number, waitMs: number): VitrineError {
  const seconds = Math.ceil(waitMs / 1000)
  return new VitrineError('rate_limited', `${who} ${limit} ${limit === 1 ? 'call' : 'calls'} a minute, and ${limit === 1 ? 'it was' : 'they were'} made.`, {
    hint: `Ask again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}; the user can change the limit in Vitrine.`,
    retryAfterS: seconds,
  })
}

function requireWorkingTime(limits: ClientLimits, { now, timeZone }: CallGateDeps['host']): void {
  if (limits.hours === undefined && limits.days === undefined) return
  const until = closedUntil(limits, now(), timeZone)
  if (until === null) return
  throw new VitrineError('not_allowed_by_policy', `This client may ask only ${workingTimeInWords(limits)}, by the clock of this computer.`, {
    hint: 'Ask again then; only the user can change this, in Vitrine.',
    ...(Number.isFinite(until) && { retryAfterS: Math.ceil((until - now()) / 1000) }),
  })
}
