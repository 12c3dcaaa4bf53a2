import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { EventRow } from './row'

/** What filters look into, of a row that is a call. */
export type CallForFilters = Pick<EventRow, 'id' | 'time' | (typeof COLUMNS)[number]>

/** Adds calls to what filters look into: the subject they have in common with others, and how many a day. */
export interface Subjects {
  /** Within a transaction. */
  readonly add: (call: CallForFilters) => void
  /** After a transaction was rolled back: what it had added is not there. */
  readonly forget: () => void
}

const MOST_KNOWN = 2_000
const COLUMNS = ['client_id', 'client_name', 'connection_id', 'tool', 'model', 'model_label', 'fields', 'hidden_fields', 'outcome'] as const

/**
 * Most calls are about something that was asked about before, so the numbers of subjects are remembered. Another process may have
 * deleted one since, with the last of its calls: its number is never given again, and adding to it shows that it is gone.
 */
export function createSubjects(database: DatabaseSyncInstance): Subjects {
  const known = new Map<string, number>()
  const find = database.prepare(`SELECT id FROM subjects WHERE ${COLUMNS.map((column) => `${column} = ?`).join(' AND ')}`)
  const insert = database.prepare(`INSERT INTO subjects (${COLUMNS.join(', ')}, words) VALUES (${COLUMNS.map(() => '?').join(', ')}, ?)`)
  const addCall = database.prepare('INSERT INTO subject_calls SELECT id, ?, ? FROM subjects WHERE id = ?')
  const count = database.prepare(`INSERT INTO tallies VALUES (?1, ?2, 1, ?3, ?3), (?1, '', 1, ?3, ?3), (0, ?2, 1, ?3, ?3), (0, '', 1, ?3, ?3)
    ON CONFLICT DO UPDATE SET calls = calls + 1, last_id = max(last_id, excluded.last_id)`)

  const numberOf = (key: string, values: readonly string[], row: CallForFilters): number => {
    const found = find.get(...values) as { readonly id: number } | undefined
    const number = found?.id ?? Number(insert.run(...values, wordsOf(row)).lastInsertRowid)
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(key, number)
    return number
  }

  return {
    add: (row) => {
      const values = COLUMNS.map((column) => row[column] ?? '')
      // Names hold no line breaks, so that no two lists of them give the same key.
      const key = values.join('\n')
      let number = known.get(key) ?? numberOf(key, values, row)
      if (addCall.run(row.id, row.time, number).changes === 0) {
        number = numberOf(key, values, row)
        addCall.run(row.id, row.time, number)
      }
      count.run(number, row.time.slice(0, 10), row.id)
    },
    forget: () => {
      known.clear()
    },
  }
}

/** What a text is looked for in. */
function wordsOf({ model, model_label: label, fields, hidden_fields: hidden, client_name: client, client_id: clientId }: CallForFilters): string {
  return [model, label, fields, hidden, client, clientId].filter((part) => part !== null).join('\n')
}
