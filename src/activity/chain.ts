import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The chain: each row carries an HMAC over all of its columns and over the HMAC of the row before it. Whoever does not have the key
 * can neither change a row nor take one out without the sums showing it. JOURNAL.md describes the form for others to check.
 */
export interface ChainKey {
  readonly bytes: Buffer
  /** Tells keys from each other and nothing else about them: sixteen hexadecimal digits. */
  readonly id: string
}

/** The record that stands for deleted rows, as it is stored. */
export interface GapRow {
  readonly first_id: number
  readonly last_id: number
  readonly last_mac: Uint8Array | null
  readonly key_id: string | null
  readonly mac: Uint8Array | null
}

type Value = string | number | null

export function chainKey(bytes: Buffer): ChainKey {
  return { bytes, id: createHmac('sha256', bytes).update('vitrine journal key').digest('hex').slice(0, 16) }
}

/** HMAC of a row whose columns stand in the order of `ROW_COLUMNS`. */
export function rowMac(key: ChainKey, before: Uint8Array | null, columns: readonly Value[]): Buffer {
  return mac(key, 'row', [hex(before), ...columns])
}

/** HMAC of the record that stands for deleted rows; `lastMac` is what the row after them builds on. */
export function gapMac(key: ChainKey, gap: { readonly firstId: number; readonly lastId: number; readonly lastMac: Uint8Array | null }): Buffer {
  return mac(key, 'gap', [gap.firstId, gap.lastId, hex(gap.lastMac)])
}

/** Whether this key sealed the record, as it stands. */
export function isSealedGap(key: ChainKey, gap: GapRow): boolean {
  return gap.mac !== null && gap.key_id === key.id && isSameMac(gap.mac, gapMac(key, { firstId: gap.first_id, lastId: gap.last_id, lastMac: gap.last_mac }))
}

export function isSameMac(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : a.byteLength === b.byteLength && timingSafeEqual(a, b)
}

/** Each value with its length in bytes before it, so that no two lists of values give the same text. */
function mac(key: ChainKey, what: 'row' | 'gap', values: readonly Value[]): Buffer {
  let text = `vitrine journal ${what} 2\n`
  for (const value of values) {
    if (value === null) text += '-\n'
    else {
      const written = String(value)
      text += `${String(Buffer.byteLength(written))}:${written}\n`
    }
  }
  return createHmac('sha256', key.bytes).update(text).digest()
}

function hex(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('hex')
}
