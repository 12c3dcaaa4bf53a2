const TIME = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/

/** What is wrong with `--since` and `--until`, as a sentence; null for nothing. */
export function wrongTimes(since: string | undefined, until: string | undefined): string | null {
  if (![since, until].every((time) => time === undefined || isTime(time))) return 'A time is written as 2026-11-01 or 2026-11-01T08:30Z.'
  if (since !== undefined && until !== undefined && Date.parse(since) >= Date.parse(until)) return 'The time after --since must come before the one after --until.'
  return null
}

/** JavaScript takes 30 February for a day in March. */
function isTime(text: string): boolean {
  const [, day = ''] = TIME.exec(text) ?? []
  const start = Date.parse(day)
  return !Number.isNaN(start) && new Date(start).toISOString().startsWith(day) && !Number.isNaN(Date.parse(text))
}
