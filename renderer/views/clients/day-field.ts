/** The last second of a day as a date field gives it, on the clock of this computer; null for anything else. */
export function endOfDay(day: string): string | null {
  const end = new Date(`${day}T23:59:59`)
  return Number.isNaN(end.getTime()) ? null : end.toISOString()
}
