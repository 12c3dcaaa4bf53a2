/** Middle and tail of a series of measurements, in its unit. */
export interface Spread {
  readonly n: number
  readonly median: number
  readonly p95: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { n: sorted.length, median: at(0.5), p95: at(0.95) }
}

/** Of the medians, to three digits behind the point: more would be noise. */
export function ratio(ours: Spread, reference: Spread): number {
  return round(ours.median / reference.median)
}

export function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
