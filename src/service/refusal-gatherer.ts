import type { NewActivityEvent } from '../contract/activity'
import type { Schedule } from './connection-control'

export interface RefusalGatherer {
  /**
   * Takes every row of a call; what it does not gather it passes on at once, and throws what that throws. Gives the receipt that
   * finds a row of the call: of a gathered one, that of the row before it, which is written already.
   */
  readonly record: (event: NewActivityEvent) => string
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
  /** Of the refusal that was written before these. */
  readonly receipt: string
  last: NewActivityEvent | null
  count: number
  readonly cancel: () => void
}

/**
 * A client that floods must not flood the journal with it: it would fill the disk, and take the time of all others. Of the calls that
 * the gate refuses for their number, the first is a row at once; the further ones of a second are one row, that of the last of
 * them, whose `total` says how many it stands for. Their answers go out before it is written, so they have the
 * receipt of the row before it, which is there even after a kill. Every other call is a row of its own.
 */
export function createRefusalGatherer({ record, schedule }: RefusalGathererDeps): RefusalGatherer {
  const gatherings = new Map<string, Gathering>()

  const begin = (clientId: string, receipt: string): void => {
    gatherings.set(clientId, { receipt, last: null, count: 0, cancel: schedule(GATHER_MS, () => { end(clientId) }) })
  }

  /** Gives the receipt of the newest row of the flood; null where nothing was gathered. */
  const write = ({ receipt, last, count }: Gathering): string | null => {
    if (last === null) return null
    try {
      record({ ...last, total: count })
      return last.receipt
    } catch {
      // Nobody waits for this row; whoever keeps the journal has said what is wrong with it.
      return receipt
    }
  }

  const end = (clientId: string): void => {
    const gathering = gatherings.get(clientId)
    gatherings.delete(clientId)
    const newest = gathering === undefined ? null : write(gathering)
    if (newest !== null) begin(clientId, newest)
  }

  return {
    record: (event) => {
      const gathering = isRefusedByNumber(event) ? gatherings.get(event.clientId) : undefined
      if (gathering === undefined) {
        record(event)
        if (isRefusedByNumber(event)) begin(event.clientId, event.receipt)
        return event.receipt
      }
      gathering.last = event
      gathering.count += 1
      return gathering.receipt
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
