/** How many records each client read on each of its last days: what "unusual" is measured against. */
export interface DayVolume {
  readonly clientId: string
  /** The user's day, `2026-11-20`. */
  readonly day: string
  readonly records: number
}

/** Earlier days kept of each client. */
const DAYS_KEPT = 14

export function recordsOn(volumes: readonly DayVolume[], clientId: string, day: string): number {
  return volumes.find((one) => one.clientId === clientId && one.day === day)?.records ?? 0
}

export function earlierDays(volumes: readonly DayVolume[], clientId: string, day: string): readonly number[] {
  return volumes.filter((one) => one.clientId === clientId && one.day < day).map(({ records }) => records)
}

/** With more records on a day of a client; days before the last fourteen active ones go. */
export function withRecords(volumes: readonly DayVolume[], clientId: string, day: string, records: number): readonly DayVolume[] {
  const others = volumes.filter((one) => one.clientId !== clientId)
  const earlier = volumes.filter((one) => one.clientId === clientId && one.day !== day)
  const kept = [...earlier].sort((a, b) => (a.day < b.day ? -1 : 1)).slice(-DAYS_KEPT)
  return [...others, ...kept, { clientId, day, records: recordsOn(volumes, clientId, day) + records }]
}
