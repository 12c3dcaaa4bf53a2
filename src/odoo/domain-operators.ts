import type { OdooVersion } from './port'

/** What an operator does with its value; decides which fields it suits and which values it takes. */
type OperatorKind = 'equal' | 'optional' | 'compare' | 'member' | 'text' | 'hierarchy' | 'nested'

export interface Operator {
  /** As it is sent. */
  readonly name: string
  readonly kind: OperatorKind
}

interface OperatorRow {
  readonly kind: OperatorKind
  /** First major version of Odoo that knows it. */
  readonly since?: number
  /** The name sent instead, of exactly the same meaning in every version. */
  readonly sentAs?: string
}

/**
 * Odoo's operators. `==` and upper case are missing although some versions take them: others refuse or guess. `any!` is
 * Odoo's own way around access rights and must never be sent.
 */
const OPERATORS: ReadonlyMap<string, OperatorRow> = new Map<string, OperatorRow>([
  ['=', { kind: 'equal' }],
  ['!=', { kind: 'equal' }],
  ['<>', { kind: 'equal', sentAs: '!=' }],
  ['=?', { kind: 'optional' }],
  ['<', { kind: 'compare' }],
  ['<=', { kind: 'compare' }],
  ['>', { kind: 'compare' }],
  ['>=', { kind: 'compare' }],
  ['in', { kind: 'member' }],
  ['not in', { kind: 'member' }],
  ['like', { kind: 'text' }],
  ['not like', { kind: 'text' }],
  ['ilike', { kind: 'text' }],
  ['not ilike', { kind: 'text' }],
  ['=like', { kind: 'text' }],
  ['=ilike', { kind: 'text' }],
  ['not =like', { kind: 'text', since: 19 }],
  ['not =ilike', { kind: 'text', since: 19 }],
  ['child_of', { kind: 'hierarchy' }],
  ['parent_of', { kind: 'hierarchy' }],
  ['any', { kind: 'nested', since: 17 }],
  ['not any', { kind: 'nested', since: 17 }],
])

export type OperatorLookup =
  | { readonly ok: true; readonly operator: Operator }
  | { readonly ok: false; readonly since: number | null }

/** `since` is the first version that knows the operator, null when none does. */
export function findOperator(name: string, version: OdooVersion): OperatorLookup {
  const row = OPERATORS.get(name)
  if (row === undefined) return { ok: false, since: null }
  if (row.since !== undefined && version.major < row.since) return { ok: false, since: row.since }
  return { ok: true, operator: { name: row.sentAs ?? name, kind: row.kind } }
}

export function operatorNames(version: OdooVersion): string[] {
  return [...OPERATORS].filter(([, row]) => row.since === undefined || version.major >= row.since).map(([name]) => name)
}

/** Parts of a date that a path may end in, such as `date_order.month_number`, from Odoo 18 on. */
export const DATE_PARTS_SINCE = 18
export const DATE_PARTS: ReadonlyMap<string, { readonly min: number; readonly max: number; readonly ofTime: boolean }> = new Map([
  ['year_number', { min: 1, max: 9999, ofTime: false }],
  ['quarter_number', { min: 1, max: 4, ofTime: false }],
  ['month_number', { min: 1, max: 12, ofTime: false }],
  ['iso_week_number', { min: 1, max: 53, ofTime: false }],
  ['day_of_year', { min: 1, max: 366, ofTime: false }],
  ['day_of_month', { min: 1, max: 31, ofTime: false }],
  // Sunday is 0.
  ['day_of_week', { min: 0, max: 6, ofTime: false }],
  ['hour_number', { min: 0, max: 23, ofTime: true }],
  ['minute_number', { min: 0, max: 59, ofTime: true }],
  ['second_number', { min: 0, max: 59, ofTime: true }],
])
