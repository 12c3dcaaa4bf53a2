import { DatabaseSync } from '@photostructure/sqlite'

/** What somebody does to a journal's file with any SQLite tool, and without the key. */
export function tamper(path: string, statements: string): void {
  const database = new DatabaseSync(path)
  try {
    database.exec(statements)
  } finally {
    database.close()
  }
}
