import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { ActivityNote, NewActivityNote } from '../contract/activity'
import { chainKey, gapMac, isSealedGap, rowMac, type ChainKey, type GapRow } from './chain'
import { cleanNote } from './clean-note'
import { ROW_COLUMNS, rowOfNote, valuesOf, type EventRow, type NewRow, type Seal } from './row'

/** The newest row: what whoever keeps it elsewhere can hold the journal against. */
export interface Head {
  readonly id: number
  /** Hexadecimal. */
  readonly mac: string
  readonly keyId: string
}

/** Writes rows into the chain and takes them out of it. All of it happens in transactions: a row and its seal are there together. */
export interface Ledger {
  readonly key: () => ChainKey | null
  /** Seals with this key from now on, and what was written without one. */
  readonly setKey: (bytes: Buffer) => void
  /** Gives the new row's number, and what to keep of it. */
  readonly write: (row: NewRow) => { readonly id: number; readonly head: Head | null }
  readonly note: (note: Omit<NewActivityNote, 'time' | 'offsetMinutes'>) => ActivityNote
  /** Deletes rows, and leaves sealed records in their place; only with a key. */
  readonly remove: (ids: readonly number[]) => void
  /** Leaves one sealed record in the place of all rows, which `empty` deletes, and says how many they were. */
  readonly removeAll: (empty: () => void) => void
  readonly head: () => Head | null
  /** Whether a row that was known elsewhere is there as it was, or was deleted with a record of it; true of any while there is no key. */
  readonly holds: (head: Head) => boolean
  readonly transaction: <Result>(action: () => Result) => Result
}

type Last = Pick<EventRow, 'id' | 'mac' | 'seal' | 'key_id'>

export interface LedgerClock {
  readonly now: () => number
  /** Minutes east of UTC. */
  readonly offsetMinutes: () => number
}

export function createLedger(database: DatabaseSyncInstance, clock: LedgerClock): Ledger {
  const columns = [...ROW_COLUMNS, 'mac']
  const insert = database.prepare(`INSERT INTO events (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
  const sequence = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'events'")
  const lastRow = database.prepare('SELECT id, mac, seal, key_id FROM events ORDER BY id DESC LIMIT 1')
  const gapUpTo = database.prepare('SELECT * FROM gaps WHERE last_id = ?')
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const version = database.prepare('PRAGMA data_version')
  let key: ChainKey | null = null
  /** What the next row builds on, as long as nothing else was written since the last one, by us or by others. */
  let tip: { readonly number: number; readonly mac: Uint8Array | null; readonly version: number } | null = null

  const transaction = <Result>(action: () => Result): Result => {
    if (database.isTransaction) return action()
    begin.run()
    try {
      const result = action()
      commit.run()
      return result
    } catch (error) {
      tip = null
      // SQLite has rolled back by itself after some errors, such as a full disk.
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }

  const last = (): Last | undefined => lastRow.get() as Last | undefined
  /**
   * Highest number given so far. It goes on rising over deletions, so that rows that vanish leave a hole; somebody who turned the
   * counter back does not keep rows from being written.
   */
  const highest = (newest: Last | undefined): number => Math.max((sequence.get() as { readonly seq: number } | undefined)?.seq ?? 0, newest?.id ?? 0)

  const macBefore = (newest: Last | undefined, number: number): Uint8Array | null => {
    if (newest !== undefined && newest.id === number) return newest.mac
    const gap = gapUpTo.get(number) as GapRow | undefined
    return gap === undefined ? (newest?.mac ?? null) : gap.last_mac
  }

  /** Tells changes by other processes, and by other connections of this one, from our own. */
  const versionNow = (): number => (version.get() as { readonly data_version: number }).data_version

  const foundTip = (now: number): NonNullable<typeof tip> => {
    const newest = last()
    const number = highest(newest)
    return { number, mac: macBefore(newest, number), version: now }
  }

  const put = (row: NewRow): { readonly id: number; readonly head: Head | null } => {
    const now = versionNow()
    const before = tip?.version === now ? tip : foundTip(now)
    const seal: Seal = key === null ? 'open' : 'direct'
    const whole = { ...row, id: before.number + 1, seal, key_id: key?.id ?? null }
    const values = valuesOf(whole)
    const mac = key === null ? null : rowMac(key, before.mac, values)
    insert.run(...values, mac)
    tip = { number: whole.id, mac, version: now }
    return { id: whole.id, head: mac === null ? null : { id: whole.id, mac: mac.toString('hex'), keyId: whole.key_id ?? '' } }
  }

  /**
   * Only rows after the last sealed one can have been written without a key, and only an emptied journal has a record of deletion
   * without a seal: whatever else has none was robbed of it, and is left for `verify` to find.
   */
  const sealOpen = (sealing: ChainKey): void => {
    tip = null
    const sealedUpTo = database.prepare('SELECT id FROM events WHERE mac IS NOT NULL ORDER BY id DESC LIMIT 1').get() as { readonly id: number } | undefined
    const update = database.prepare("UPDATE events SET seal = 'late', key_id = ?, mac = ? WHERE id = ?")
    const open = database.prepare("SELECT * FROM events WHERE seal = 'open' AND id > ? ORDER BY id LIMIT 500")
    const gap = database.prepare(
      `SELECT gaps.* FROM gaps JOIN events ON events.id = gaps.last_id + 1
      WHERE gaps.first_id = 1 AND gaps.mac IS NULL AND events.kind = 'deleted_all' AND events.seal = 'open'`,
    ).get() as GapRow | undefined
    if (gap !== undefined) putGap(gap.first_id, gap.last_id, gap.last_mac, sealing)
    let count = 0
    let mac: Uint8Array | null | undefined
    for (let afterId = sealedUpTo?.id ?? 0; ; ) {
      const rows = open.all(afterId) as unknown as readonly EventRow[]
      for (const row of rows) {
        const values = valuesOf({ ...row, seal: 'late', key_id: sealing.id })
        mac = rowMac(sealing, mac ?? macBefore(undefined, row.id - 1) ?? macOf(row.id - 1), values)
        update.run(sealing.id, mac, row.id)
        afterId = row.id
      }
      count += rows.length
      if (rows.length < 500) break
    }
    if (count > 0) note({ kind: 'sealed_late', count })
  }

  const macOf = (id: number): Uint8Array | null =>
    (database.prepare('SELECT mac FROM events WHERE id = ?').get(id) as { readonly mac: Uint8Array | null } | undefined)?.mac ?? null

  const putGap = (firstId: number, lastId: number, lastMac: Uint8Array | null, sealing: ChainKey | null): void => {
    database.prepare('INSERT OR REPLACE INTO gaps (first_id, last_id, last_mac, key_id, mac) VALUES (?, ?, ?, ?, ?)')
      .run(firstId, lastId, lastMac, sealing?.id ?? null, sealing === null ? null : gapMac(sealing, { firstId, lastId, lastMac }))
  }

  /** A record that is not sealed as it should be is not sealed anew together with its neighbours: `verify` is to find it. */
  const ours = (gap: unknown): GapRow | undefined => {
    const found = gap as GapRow | undefined
    return found !== undefined && key !== null && isSealedGap(key, found) ? found : undefined
  }

  const note: Ledger['note'] = (given) => {
    const clean = cleanNote({ ...given, time: new Date(clock.now()).toISOString(), offsetMinutes: clock.offsetMinutes() })
    return transaction(() => ({ id: put(rowOfNote(clean)).id, ...clean }))
  }

  return {
    key: () => key,
    transaction,
    note,
    write: (row) => transaction(() => put(row)),

    setKey: (bytes) => {
      const next = chainKey(Buffer.from(bytes))
      if (key?.id === next.id) return
      transaction(() => {
        const sealed = database.prepare('SELECT id, mac, seal, key_id FROM events WHERE mac IS NOT NULL ORDER BY id DESC LIMIT 1').get() as Last | undefined
        const old = key
        // The old key, where it is at hand, says which one follows; the new one says which one it followed.
        if (old !== null && sealed?.key_id === old.id) note({ kind: 'key_changed', detail: next.id })
        try {
          key = next
          sealOpen(next)
          if (sealed !== undefined && sealed.key_id !== null && sealed.key_id !== next.id) {
            resealGaps(database, old, sealed.key_id, (gap) => { putGap(gap.first_id, gap.last_id, gap.last_mac, next) })
            note({ kind: 'key_changed', detail: sealed.key_id })
          }
        } catch (error) {
          key = old
          throw error
        }
      })
    },

    remove: (ids) => {
      if (key === null) throw new Error('Rows were to be deleted without a key to seal the record of it.')
      transaction(() => {
        tip = null
        for (const [firstId, lastId] of runs(ids)) {
          const { mac } = database.prepare('SELECT mac FROM events WHERE id = ?').get(lastId) as { readonly mac: Uint8Array | null }
          database.prepare('DELETE FROM events WHERE id BETWEEN ? AND ?').run(firstId, lastId)
          const left = ours(gapUpTo.get(firstId - 1))
          const right = ours(database.prepare('SELECT * FROM gaps WHERE first_id = ?').get(lastId + 1))
          if (right !== undefined) database.prepare('DELETE FROM gaps WHERE first_id = ?').run(right.first_id)
          putGap(left?.first_id ?? firstId, right?.last_id ?? lastId, right === undefined ? mac : right.last_mac, key)
        }
      })
    },

    removeAll: (empty) => {
      transaction(() => {
        const { count } = database.prepare("SELECT count(*) AS count FROM events WHERE kind = 'call'").get() as { readonly count: number }
        const newest = last()
        const number = highest(newest)
        const mac = macBefore(newest, number)
        tip = null
        empty()
        database.exec('DELETE FROM gaps')
        if (number > 0) putGap(1, number, mac, key)
        note({ kind: 'deleted_all', count })
      })
    },

    holds: ({ id, mac, keyId }) => {
      if (key === null) return true
      const row = database.prepare('SELECT mac, key_id FROM events WHERE id = ?').get(id) as Pick<EventRow, 'mac' | 'key_id'> | undefined
      if (row !== undefined) return row.mac !== null && Buffer.from(row.mac).toString('hex') === mac && row.key_id === keyId
      const gap = database.prepare('SELECT * FROM gaps WHERE first_id <= ?1 AND last_id >= ?1').get(id) as GapRow | undefined
      return gap !== undefined && isSealedGap(key, gap)
    },

    head: () => {
      const newest = last()
      return newest === undefined || newest.mac === null || newest.key_id === null ? null : { id: newest.id, mac: Buffer.from(newest.mac).toString('hex'), keyId: newest.key_id }
    },
  }
}

/**
 * A new key takes over the records of deleted rows: those that the old one can vouch for, or all of its records where it is lost. Those
 * are believed as its rows are, once: from here on, every record must have the seal of the present key.
 */
function resealGaps(database: DatabaseSyncInstance, old: ChainKey | null, oldId: string, reseal: (gap: GapRow) => void): void {
  for (const gap of database.prepare('SELECT * FROM gaps WHERE key_id = ? AND mac IS NOT NULL').all(oldId) as unknown as readonly GapRow[]) {
    if (old?.id !== oldId || isSealedGap(old, gap)) reseal(gap)
  }
}

/** Numbers as ranges without holes, in rising order. */
function runs(ids: readonly number[]): readonly (readonly [first: number, last: number])[] {
  const found: [number, number][] = []
  for (const id of [...ids].sort((a, b) => a - b)) {
    const run = found.at(-1)
    if (run !== undefined && run[1] === id - 1) run[1] = id
    else found.push([id, id])
  }
  return found
}
