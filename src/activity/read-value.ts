import type { DatabaseSyncInstance } from '@photostructure/sqlite'

/**
 * The one value that a query gives, without a prepared statement.
 *
 * The binding (1.2.1) has no way to end a prepared statement but garbage collection, and until then a closed database keeps
 * its file open. While it is not yet decided whether a file is sound, none may be prepared: Windows does not rename a file
 * that is open. May go when the binding ends its statements on `close()`, as Node's own module does.
 */
export function readValue(database: DatabaseSyncInstance, query: string): unknown {
  let value: unknown = null
  database.function('take_value', (given: unknown) => {
    value = given
    return null
  })
  database.exec(`SELECT take_value((${query}))`)
  return value
}
