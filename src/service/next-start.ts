import type { ClientRow } from '../clients/client-table'
import { processesOf, type RunningProgram } from '../clients/running'
import type { NextStart } from '../contract/registration'
import type { Host } from '../host/host'
import type { Schedule } from './connection-control'

/**
 * Looks at a registration again once its client has started: a client that ran while its file was written may have put its
 * old one back, and one that starts may reset it.
 */
export interface NextStartCheck {
  /** Our entry was written: from now on the client's next start is waited for. */
  readonly expect: (client: ClientRow) => Promise<void>
  /** Nothing is waited for any more; what came of it is forgotten. */
  readonly forget: (clientId: string) => void
  readonly outcome: (clientId: string) => NextStart | null
  readonly stop: () => void
}

export interface NextStartDeps {
  readonly host: Pick<Host, 'platform'>
  readonly schedule: Schedule
  readonly running: () => Promise<readonly RunningProgram[] | 'unknown'>
  /** Looks at the client's file: whether our entry stands in it. */
  readonly isRegistered: (client: ClientRow) => Promise<boolean>
  /** An outcome is there. */
  readonly onOutcome: (client: ClientRow, outcome: Exclude<NextStart, 'awaited'>) => void
}

const firstLookMs = 10_000
/** Whoever does not start the client at once may not for days, and listing what runs is work. */
const longestWaitMs = 120_000
/** A client that resets its file does so in its first seconds. */
const settleMs = 30_000

interface Watched {
  outcome: NextStart
  cancel: () => void
}

export function createNextStartCheck({ host, schedule, running, isRegistered, onOutcome }: NextStartDeps): NextStartCheck {
  const watched = new Map<string, Watched>()

  const processes = async (client: ClientRow): Promise<readonly number[] | 'unknown'> => {
    const programs = await running()
    return programs === 'unknown' ? programs : processesOf(client, host.platform, programs)
  }

  const after = (ms: number, client: ClientRow, one: Watched, task: () => Promise<void>): void => {
    if (watched.get(client.id) === one) one.cancel = schedule(ms, () => void task())
  }

  /** `before`: the processes that had read the file before our entry was in it. */
  const look = async (client: ClientRow, one: Watched, before: readonly number[], waitedMs: number): Promise<void> => {
    const now = await processes(client)
    if (watched.get(client.id) !== one) return
    const hasStarted = now !== 'unknown' && now.length > 0 && !now.some((pid) => before.includes(pid))
    if (!hasStarted) {
      const waitMs = Math.min(2 * waitedMs, longestWaitMs)
      after(waitMs, client, one, () => look(client, one, before, waitMs))
      return
    }
    await verify(client, one, 'again')
  }

  const verify = async (client: ClientRow, one: Watched, then: 'again' | 'settled'): Promise<void> => {
    const isThere = await isRegistered(client)
    if (watched.get(client.id) !== one) return
    if (isThere && then === 'again') {
      after(settleMs, client, one, () => verify(client, one, 'settled'))
      return
    }
    one.outcome = isThere ? 'kept' : 'lost'
    onOutcome(client, one.outcome)
  }

  const forget = (clientId: string): void => {
    watched.get(clientId)?.cancel()
    watched.delete(clientId)
  }

  return {
    forget,
    outcome: (clientId) => watched.get(clientId)?.outcome ?? null,
    stop: () => {
      for (const id of [...watched.keys()]) forget(id)
    },
    expect: async (client) => {
      forget(client.id)
      if (client.program === undefined) return
      const before = await processes(client)
      // A system that does not tell what runs will not tell of a start either.
      if (before === 'unknown') return
      const one: Watched = { outcome: 'awaited', cancel: () => undefined }
      watched.set(client.id, one)
      after(firstLookMs, client, one, () => look(client, one, before, firstLookMs))
    },
  }
}
