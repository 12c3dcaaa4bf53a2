import type { Answer } from './question'

/** One row of a table by the names of its columns. */
export type TableRow = Readonly<Record<string, unknown>>

export const cents = (value: number): number => Math.round((value + Number.EPSILON) * 100) / 100

export function answerAt(answers: readonly Answer[], index: number): Answer {
  const answer = answers[index]
  if (answer === undefined) throw new Error(`There is no answer ${String(index + 1)}.`)
  return answer
}

/** The rows of `odoo_search`, `odoo_read`, `odoo_aggregate`, or of one expanded table. */
export function rowsIn(answer: Answer): readonly TableRow[] {
  const columns = answer['columns'] as readonly string[]
  return (answer['rows'] as readonly (readonly unknown[])[]).map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])))
}

/** The id of a many2one, 0 for none. */
export function idIn(value: unknown): number {
  return Array.isArray(value) ? Number(value[0]) : 0
}

export function nameIn(value: unknown): string {
  return Array.isArray(value) ? String(value[1]) : 'none'
}

/** The first day of a date group. */
export function startIn(value: unknown): string {
  return (value as { readonly from: string }).from.slice(0, 10)
}

/** The id that `odoo_resolve` found for the name, the exact one where several are alike. */
export function resolvedId(answer: Answer, name: string): number {
  const [result] = answer['results'] as readonly { readonly matches: readonly (readonly [id: number, name: string])[] }[]
  const match = result?.matches.find(([, found]) => found === name) ?? result?.matches[0]
  if (match === undefined) throw new Error('The customer was not found.')
  return match[0]
}

/** Adds up amounts by key; both sides of a comparison end in this form. */
export function sums<T>(items: readonly T[], keyOf: (item: T) => string, amountOf: (item: T) => number): Record<string, number> {
  const found = new Map<string, number>()
  for (const item of items) found.set(keyOf(item), (found.get(keyOf(item)) ?? 0) + amountOf(item))
  return Object.fromEntries([...found].map(([key, value]) => [key, cents(value)]))
}

/** Whole days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Where a debt of this due date stands in a list of receivables by age. */
export function ageOf(due: string, today: string): string {
  const days = daysBetween(due, today)
  if (days <= 0) return 'not due'
  if (days <= 30) return '1 to 30 days'
  if (days <= 60) return '31 to 60 days'
  return days <= 90 ? '61 to 90 days' : 'over 90 days'
}
