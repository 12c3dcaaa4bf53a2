import type { KeyExpiry } from '../contract/key-care'
import { recordsIn } from './answers'
import type { RawRecord } from './port'

/** Before, an API key of Odoo had no end of its own. */
export const FIRST_WITH_KEY_EXPIRY = 18

/**
 * When the key that asks ends, out of the user's own keys: Odoo does not say which of them it is. Keys for something else than its
 * external API do not count, and neither do those that are over: one of them could not have asked. `nowMs` is the wall clock.
 */
export function keyExpiryIn(answer: unknown, nowMs: number): KeyExpiry {
  const keys = recordsIn(answer)
    .filter(({ scope }) => scope === false || scope === null || scope === '' || scope === 'rpc')
    .map((key) => ({ isNamed: isCalledVitrine(key), ends: endOf(key) }))
    .filter(({ ends }) => ends === null || ends > nowMs)
  const named = keys.filter(({ isNamed }) => isNamed)
  const [only, ...others] = named.length === 1 ? named : keys
  if (only === undefined) return { kind: 'unknown' }
  const ends = [only, ...others].map((key) => key.ends)
  const dates = ends.filter((end) => end !== null)
  if (dates.length === 0) return { kind: 'never' }
  const first = Math.min(...dates)
  const areAlike = ends.every((end) => end === first)
  const certainty = !areAlike ? 'one_of' : named.length === 1 && keys.length > 1 ? 'by_name' : 'sure'
  return { kind: 'on', at: new Date(first).toISOString(), certainty }
}

function isCalledVitrine({ name }: RawRecord): boolean {
  return typeof name === 'string' && /vitrine/i.test(name)
}

/** Odoo writes naive UTC, `2026-11-20 14:05:00`; false for none. */
function endOf({ expiration_date: text }: RawRecord): number | null {
  if (typeof text !== 'string') return null
  const match = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d))?/.exec(text)
  const ends = match === null ? NaN : Date.parse(`${match[1] ?? ''}T${match[2] ?? '23:59:59'}Z`)
  return Number.isNaN(ends) ? null : ends
}
