import type { Period } from './use-evidence'

export const PERIODS = ['all', 'month', 'quarter', 'year'] as const
export type PeriodName = (typeof PERIODS)[number]

const MONTHS: Readonly<Record<Exclude<PeriodName, 'all'>, number>> = { month: 1, quarter: 3, year: 12 }

/** Whole months before the present one, by the user's clock; `all` has no bounds. `now` is milliseconds since the epoch. */
export function periodOf(name: PeriodName, now: number): Period {
  if (name === 'all') return {}
  const today = new Date(now)
  const start = (months: number) => new Date(today.getFullYear(), today.getMonth() - months, 1).toISOString()
  return { since: start(MONTHS[name]), until: start(0) }
}
