import type { StatementSyncInstance } from '@photostructure/sqlite'
import type { EventRow } from './row'

/**
 * Rows of `events` although somebody put a number into one that is larger than JavaScript's own, which ends a plain `all()`: that number
 * is given as text. What Vitrine writes has none.
 */
export function exactRows(statement: StatementSyncInstance, parameters: Parameters<StatementSyncInstance['all']>): readonly EventRow[] {
  try {
    return statement.all(...parameters) as unknown as readonly EventRow[]
  } catch (error) {
    // The binding (1.2.1) has no code for it.
    if (!(error instanceof Error && error.message.startsWith('Value is too large'))) throw error
  }
  // Slower by half, and hardly ever needed.
  statement.setReadBigInts(true)
  const rows = statement.all(...parameters) as unknown as readonly Readonly<Record<string, unknown>>[]
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, typeof value === 'bigint' ? asNumber(value) : value]))) as unknown as readonly EventRow[]
}

function asNumber(value: bigint): number | string {
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
}
