/** When a client may ask. Absent hours are the whole day, absent days every day. */
export interface WorkingTime {
  /** Local time, `08:00`; may cross midnight, and then belongs to the day it begins on. */
  readonly hours?: { readonly from: string; readonly to: string } | undefined
  /** 1 Monday … 7 Sunday. */
  readonly days?: readonly number[] | undefined
}

const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** `from 08:00 to 18:00 on Monday, Tuesday and Friday`. */
export function workingTimeInWords({ hours, days }: WorkingTime): string {
  const names = [...new Set(days ?? [])].sort((a, b) => a - b).flatMap((day) => DAY_NAMES[day - 1] ?? [])
  const [last = '', ...before] = names.reverse()
  const listed = before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`
  return [
    ...(hours === undefined ? [] : [`from ${hours.from} to ${hours.to}`]),
    ...(days === undefined ? [] : [listed === '' ? 'on no day' : `on ${listed}`]),
  ].join(' ')
}
