import type { NewActivityEvent } from '../contract/activity'
import type { Schedule } from './connection-control'

export interface RefusalGatherer {
  /** Takes every row of a call; what it does not gather it passes on at once, and throws what that throws. */
  readonly record: (event: NewActivityEvent) => void
  /** Writes down what was gathered: before the journal closes. */
  readonly flush: () => void
}

export interface RefusalGathererDeps {
  readonly record: (event: NewActivityEvent) => void
  readonly schedule: Schedule
}

/** Refusals of one client are gathered for this long after one that was written. */
const GATHER_MS = 1_000

interface Gathering {
  last: NewActivityEvent | null
  count: number
  readonly cancel: () => void
}

/**
 * A client that floods must not flood the journal with it: it would fill the disk, and take the time of all others. Of the calls that
 * the gate refuses for their number, the first is a row at once; the further ones of a second are one row, that of the last of
 * them, whose `total` says how many it stands for. Every other call is a row of its own.
 */
export function createRefusalGatherer({ record, schedule }: RefusalGathererDeps): RefusalGatherer {
  const gatherings = new Map<string, Gathering>()

  const begin = (clientId: string): void => {
    gatherings.set(clientId, { last: null, count: 0, cancel: schedule(GATHER_MS, () => { end(clientId) }) })
  }

  const write = ({ last, count }: Gathering): boolean => {
    if (last === null) return false
    try {
      record({ ...last, total: count })
    } catch {
      // Nobody waits for this row; whoever keeps the journal has said what is wrong with it.
    }
    return true
  }

  const end = (clientId: string): void => {
    const gathering = gatherings.get(clientId)
    gatherings.delete(clientId)
    if (gathering !== undefined && write(gathering)) begin(clientId)
  }

  return {
    record: (event) => {
      const gathering = isRefusedByNumber(event) ? gatherings.get(event.clientId) : undefined
      if (gathering === undefined) {
        record(event)
        if (isRefusedByNumber(event)) begin(event.clientId)
        return
      }
      gathering.last = event
      gathering.count += 1
    },
    flush: () => {
      for (const gathering of gatherings.values()) {
        gathering.cancel()
        write(gathering)
      }
      gatherings.clear()
    },
  }
}

/** By our gate, and not by an Odoo that was asked. */
function isRefusedByNumber({ code, methods, odooMs }: NewActivityEvent): boolean {
  return code === 'rate_limited' && methods.length === 0 && odooMs === 0
}
