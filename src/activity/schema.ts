import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import { JournalError } from './journal-error'
import { readValue } from './read-value'

/**
 * The journal's schema, one step a version; a file's version is its `PRAGMA user_version`. A step that was released is
 * never changed. Times are text, so that the file can be read with any SQLite tool.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time TEXT NOT NULL,
    offset_minutes INTEGER NOT NULL,
    client_name TEXT NOT NULL,
    client_version TEXT NOT NULL,
    client_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    tool TEXT NOT NULL,
    model TEXT,
    model_label TEXT,
    fields TEXT NOT NULL,
    hidden_fields TEXT NOT NULL,
    filter_shape TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    total INTEGER,
    bytes INTEGER NOT NULL,
    ms REAL NOT NULL,
    odoo_ms REAL NOT NULL,
    outcome TEXT NOT NULL,
    code TEXT
  ) STRICT;
  CREATE INDEX events_by_time ON events (time);
  CREATE INDEX events_by_client ON events (client_id, id);
  CREATE INDEX events_by_model ON events (model, id);
  CREATE INDEX events_by_outcome ON events (outcome, id);
  `,
  `
  ALTER TABLE events ADD COLUMN receipt TEXT;
  ALTER TABLE events ADD COLUMN odoo_user TEXT;
  ALTER TABLE events ADD COLUMN methods TEXT NOT NULL DEFAULT '';
  ALTER TABLE events ADD COLUMN companies TEXT NOT NULL DEFAULT '';
  ALTER TABLE events ADD COLUMN consent TEXT;
  ALTER TABLE events ADD COLUMN address TEXT;
  CREATE UNIQUE INDEX events_by_receipt ON events (receipt);
  `,
]

const SCHEMA_VERSION = MIGRATIONS.length

/**
 * Brings a file up to the present version, all steps or none, also when two processes start at once. Throws JournalError
 * `newer` for a file of a later version, `broken` for a database that is not a journal.
 */
export function migrate(database: DatabaseSyncInstance): void {
  if (versionOf(database) === SCHEMA_VERSION) return
  database.exec('BEGIN IMMEDIATE')
  try {
    const version = versionOf(database)
    if (version > SCHEMA_VERSION) throw new JournalError('newer')
    if (version === 0 && countTables(database) > 0) throw new JournalError('broken')
    for (const step of MIGRATIONS.slice(version)) database.exec(step)
    database.exec(`PRAGMA user_version = ${String(SCHEMA_VERSION)}`)
    database.exec('COMMIT')
  } catch (error) {
    // SQLite has rolled back by itself after some errors, such as a full disk.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function versionOf(database: DatabaseSyncInstance): number {
  return Number(readValue(database, 'SELECT user_version FROM pragma_user_version'))
}

function countTables(database: DatabaseSyncInstance): number {
  return Number(readValue(database, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"))
}
