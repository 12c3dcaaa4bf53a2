import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import { JournalError } from './journal-error'
import { readValue } from './read-value'

/** What filters ask for, of a row that is called so: rows that agree in all of it are one subject. */
function subjectValues(row: string): string {
  return `${row}.client_id, ${row}.client_name, ${row}.connection_id, ${row}.tool, coalesce(${row}.model, ''), coalesce(${row}.model_label, ''),
    ${row}.fields, ${row}.hidden_fields, ${row}.outcome,
    ${wordsOf(row)}`
}

/** What a text is looked for in. */
export function wordsOf(row: string): string {
  return `concat_ws(char(10), ${row}.model, ${row}.model_label, ${row}.fields, ${row}.hidden_fields, ${row}.client_name, ${row}.client_id)`
}

/** Whether a row belongs to a subject. */
export function sameSubject(row: string): string {
  return `subjects.model = coalesce(${row}.model, '') AND subjects.client_id = ${row}.client_id AND subjects.client_name = ${row}.client_name
    AND subjects.connection_id = ${row}.connection_id AND subjects.tool = ${row}.tool AND subjects.model_label = coalesce(${row}.model_label, '')
    AND subjects.fields = ${row}.fields AND subjects.hidden_fields = ${row}.hidden_fields AND subjects.outcome = ${row}.outcome`
}

export const SUBJECT_REMOVED = `
  CREATE TRIGGER subject_removed AFTER DELETE ON subjects BEGIN
    INSERT INTO subject_words (subject_words, rowid, words) VALUES ('delete', old.id, old.words);
  END;`

/**
 * For a call that filters know already. Of use elsewhere too: emptying a journal does without it, since a thousand rows are quicker
 * deleted together than one by one.
 */
export const CALL_REMOVED = `
  CREATE TRIGGER call_removed AFTER DELETE ON events WHEN old.kind = 'call' AND old.id <= (SELECT up_to FROM filtered) BEGIN
    DELETE FROM subject_calls WHERE event_id = old.id AND subject_id = (SELECT id FROM subjects WHERE ${sameSubject('old')});
    UPDATE tallies SET calls = calls - 1
      WHERE subject_id IN (0, (SELECT id FROM subjects WHERE ${sameSubject('old')})) AND day IN ('', substr(old.time, 1, 10));
    DELETE FROM tallies
      WHERE subject_id IN (0, (SELECT id FROM subjects WHERE ${sameSubject('old')})) AND day IN ('', substr(old.time, 1, 10)) AND calls = 0;
    DELETE FROM subjects WHERE ${sameSubject('old')} AND NOT EXISTS (SELECT 1 FROM subject_calls WHERE subject_id = subjects.id);
  END;`

/** What filters look into, of all calls at once. */
export const ADD_CALLS = `
  INSERT OR IGNORE INTO subjects (client_id, client_name, connection_id, tool, model, model_label, fields, hidden_fields, outcome, words)
  SELECT ${subjectValues('events')} FROM events WHERE kind = 'call';
  INSERT INTO subject_calls SELECT subjects.id, events.id, time FROM events JOIN subjects ON ${sameSubject('events')} WHERE kind = 'call';
  INSERT INTO tallies SELECT subject_id, substr(time, 1, 10), count(*), min(event_id), max(event_id) FROM subject_calls GROUP BY 1, 2;`

/** From the days of each subject: all days of it, all subjects of a day, and all of both. */
export const ADD_SUMS = `
  INSERT INTO tallies SELECT subject_id, '', sum(calls), min(first_id), max(last_id) FROM tallies GROUP BY 1;
  INSERT INTO tallies SELECT 0, day, sum(calls), min(first_id), max(last_id) FROM tallies GROUP BY 2;`

/**
 * The journal's schema, one step a version; a file's version is its `PRAGMA user_version`. A step that was released is
 * never changed. Times are text, so that the file can be read with any SQLite tool.
 *
 * From version 2 on the rows of `events` form a chain, `gaps` stands for those that were deleted (see chain.ts), and the other
 * tables only serve filters: `subjects` lists what rows agree in, `subject_calls` which rows that are, `tallies` how many a day. Of a
 * million rows there are some thousand subjects, so that a text is looked for in these alone and a total is added up from few numbers.
 * Subject 0 stands for all of them, and no day for all days. `filtered` says up to which row they go: see upkeep.ts.
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
  ALTER TABLE events ADD COLUMN kind TEXT NOT NULL DEFAULT 'call';
  ALTER TABLE events ADD COLUMN receipt TEXT;
  ALTER TABLE events ADD COLUMN odoo_user TEXT;
  ALTER TABLE events ADD COLUMN methods TEXT NOT NULL DEFAULT '';
  ALTER TABLE events ADD COLUMN companies TEXT NOT NULL DEFAULT '';
  ALTER TABLE events ADD COLUMN consent TEXT;
  ALTER TABLE events ADD COLUMN address TEXT;
  ALTER TABLE events ADD COLUMN detail TEXT;
  ALTER TABLE events ADD COLUMN seal TEXT NOT NULL DEFAULT 'before';
  ALTER TABLE events ADD COLUMN key_id TEXT;
  ALTER TABLE events ADD COLUMN mac BLOB;
  DROP INDEX events_by_client;
  DROP INDEX events_by_model;
  DROP INDEX events_by_outcome;
  CREATE UNIQUE INDEX events_by_receipt ON events (receipt);
  CREATE INDEX notes ON events (id) WHERE kind <> 'call';
  CREATE INDEX open_rows ON events (id) WHERE seal = 'open';

  CREATE TABLE gaps (
    first_id INTEGER PRIMARY KEY,
    last_id INTEGER NOT NULL,
    last_mac BLOB,
    key_id TEXT,
    mac BLOB
  ) STRICT;

  CREATE TABLE subjects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    client_id TEXT NOT NULL,
    client_name TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    tool TEXT NOT NULL,
    model TEXT NOT NULL,
    model_label TEXT NOT NULL,
    fields TEXT NOT NULL,
    hidden_fields TEXT NOT NULL,
    outcome TEXT NOT NULL,
    words TEXT NOT NULL,
    UNIQUE (model, client_id, client_name, connection_id, tool, model_label, fields, hidden_fields, outcome)
  ) STRICT;
  CREATE TABLE subject_calls (
    subject_id INTEGER NOT NULL,
    event_id INTEGER NOT NULL,
    time TEXT NOT NULL,
    PRIMARY KEY (subject_id, event_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE tallies (
    subject_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    calls INTEGER NOT NULL,
    first_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    PRIMARY KEY (subject_id, day)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX tallies_by_day ON tallies (day);
  CREATE VIRTUAL TABLE subject_words USING fts5 (words, content = 'subjects', content_rowid = 'id', tokenize = 'trigram');
  INSERT INTO subject_words (subject_words, rank) VALUES ('secure-delete', 1);
  CREATE TRIGGER subject_added AFTER INSERT ON subjects BEGIN
    INSERT INTO subject_words (rowid, words) VALUES (new.id, new.words);
  END;
  ${SUBJECT_REMOVED}

  ${ADD_CALLS}
  `,
  `
  CREATE TABLE filtered (up_to INTEGER NOT NULL) STRICT;
  INSERT INTO filtered SELECT coalesce(max(id), 0) FROM events;
  ${ADD_SUMS}
  DROP INDEX tallies_by_day;
  DROP INDEX events_by_time;
  CREATE INDEX events_by_time ON events (time, kind);
  DROP TRIGGER IF EXISTS call_removed;
  ${CALL_REMOVED}
  `,
  // The sums over all days of each subject, which lie a page apart among its days.
  `
  CREATE INDEX totals ON tallies (subject_id, calls, last_id) WHERE day = '';
  `,
]

export const SCHEMA_VERSION = MIGRATIONS.length

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
