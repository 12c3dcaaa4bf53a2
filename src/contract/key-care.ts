/** What is known of a connection's own Odoo key, and of what its Odoo user could change. Times are ISO 8601 in UTC. */

/**
 * How sure a date is to be the one of the key in use. Odoo shows its user's keys by name and date and never says which of them
 * asked: `sure` when there is one only or all end alike, `by_name` when just one is called Vitrine, `one_of` for the first of several to
 * end, `user` when a person said it.
 */
export type ExpiryCertainty = 'sure' | 'by_name' | 'one_of' | 'user'

export type KeyExpiry =
  /** Odoo does not tell, and neither did the user. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'never' }
  | { readonly kind: 'on'; readonly at: string; readonly certainty: ExpiryCertainty }

/** Days ahead at which the end of a key is announced, each once. */
export const EXPIRY_WARNINGS = [14, 3, 0] as const
export type ExpiryWarning = (typeof EXPIRY_WARNINGS)[number]

const DAY_MS = 86_400_000

/** Whole days until then, at least 0; the day itself is 0. `nowMs` is the wall clock. */
export function daysUntil(at: string, nowMs: number): number {
  return Math.max(0, Math.floor((Date.parse(at) - nowMs) / DAY_MS))
}

/** The most urgent warning that is due, if one is. */
export function warningDue(expiry: KeyExpiry, nowMs: number): ExpiryWarning | null {
  if (expiry.kind !== 'on') return null
  const days = daysUntil(expiry.at, nowMs)
  return EXPIRY_WARNINGS.filter((ahead) => days <= ahead).at(-1) ?? null
}

export const CHANGE_RIGHTS = ['write', 'create', 'unlink'] as const
export type ChangeRight = (typeof CHANGE_RIGHTS)[number]

/** Which of the models that were looked at the Odoo user could change. Vitrine never does. */
export interface RightsReport {
  readonly checkedAt: string
  readonly checked: number
  readonly models: readonly { readonly model: string; readonly label: string; readonly rights: readonly ChangeRight[] }[]
}

/** A look at the rights that is under way. */
export interface RightsProbe {
  readonly connectionId: string
  readonly done: number
  readonly total: number
}
