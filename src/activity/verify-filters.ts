import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import { splitNames } from './row'
import { sameSubject } from './schema'

/** Numbers of rows that filters do not find as they are, or find where they are not. */
export interface Misfiled {
  readonly from: number
  readonly to: number
}

/** Checks what filters look into against the rows. Each answer is of one moment, whoever writes meanwhile. */
export interface FilterCheck {
  /** The first row of these numbers that a filter, a receipt or the list of notes would not find. */
  readonly missing: (from: number, to: number) => Misfiled | null
  /** Whatever else is wrong with the tables: what stands for no call, sums, words. Goes in small steps. */
  readonly astray: (rest: () => Promise<void>) => Promise<Misfiled | null>
}

const CALLS_AT_ONCE = 40
const SUMS_AT_ONCE = 4
const ENTRIES_AT_ONCE = 50
const WORK_MS = 2
const WORD_COLUMNS = ['model', 'model_label', 'fields', 'hidden_fields', 'client_name', 'client_id'] as const
/** As the index of words: it knows sequences of three characters. */
const SHORTEST_INDEXED = 3

/** A call is listed under its subject, and within the bounds of the four sums it is counted in. */
const IS_FILED = `EXISTS (
    SELECT 1 FROM subjects JOIN subject_calls AS c ON c.subject_id = subjects.id AND c.event_id = e.id AND c.time = e.time
    WHERE ${sameSubject('e')} AND 4 = (
      SELECT count(*) FROM tallies WHERE subject_id IN (0, subjects.id) AND day IN ('', substr(e.time, 1, 10)) AND e.id BETWEEN first_id AND last_id))`

const MISSING = `SELECT e.id FROM events AS e WHERE e.id BETWEEN ? AND ? AND NOT (
    EXISTS (SELECT 1 FROM events AS i INDEXED BY events_by_time WHERE i.time = e.time AND i.kind = e.kind AND i.id = e.id)
    AND (e.receipt IS NULL OR EXISTS (SELECT 1 FROM events AS i INDEXED BY events_by_receipt WHERE i.receipt = e.receipt))
    AND CASE WHEN e.kind <> 'call' THEN EXISTS (SELECT 1 FROM events AS i INDEXED BY notes WHERE i.kind <> 'call' AND i.id = e.id)
      ELSE e.id > (SELECT up_to FROM filtered) OR ${IS_FILED} END
  ) ORDER BY e.id LIMIT 1`

/** Looks a subject up by its number: what the index of subjects says of it was held against the calls already. */
const CALLS = `SELECT c.subject_id, c.event_id, EXISTS (
    SELECT 1 FROM events AS e NOT INDEXED JOIN subjects NOT INDEXED ON subjects.id = c.subject_id
    WHERE e.id = c.event_id AND e.kind = 'call' AND e.time = c.time AND e.id <= (SELECT up_to FROM filtered) AND ${sameSubject('e')}
  ) AS is_right
  FROM subject_calls AS c WHERE (c.subject_id, c.event_id) > (?, ?) ORDER BY c.subject_id, c.event_id LIMIT ${String(CALLS_AT_ONCE)}`

const SUMS = `SELECT subject_id, day, first_id, last_id, calls = CASE
    WHEN day = '' THEN (SELECT sum(d.calls) FROM tallies AS d WHERE d.subject_id = t.subject_id AND d.day <> '')
    WHEN subject_id = 0 THEN (SELECT count(*) FROM events WHERE time >= day AND time < day || '~' AND kind = 'call' AND id <= (SELECT up_to FROM filtered))
    ELSE (SELECT count(*) FROM subject_calls AS c WHERE c.subject_id = t.subject_id AND c.event_id BETWEEN first_id AND last_id AND substr(c.time, 1, 10) = day)
  END AND (day <> '' OR EXISTS (SELECT 1 FROM tallies AS i INDEXED BY totals WHERE i.day = '' AND i.subject_id = t.subject_id AND i.calls = t.calls AND i.last_id = t.last_id)) AS is_right
  FROM tallies AS t WHERE (subject_id, day) > (?, ?) ORDER BY subject_id, day LIMIT ${String(SUMS_AT_ONCE)}`

interface Walk {
  /** Ends with the number of the row to name. */
  readonly key: readonly string[]
  readonly from: string
  /** Whether the table has what the index says, under `row`. */
  readonly held: string
  readonly start: readonly (string | number)[]
}

/** Each entry of these indexes in its order, as whoever searches comes upon it. */
const INDEXES: readonly Walk[] = [
  { key: ['time', 'kind', 'id'], from: 'events AS i INDEXED BY events_by_time', held: 'events AS e NOT INDEXED WHERE e.id = i.id AND e.time = i.time AND e.kind = i.kind', start: ['', '', 0] },
  { key: ['receipt', 'id'], from: 'events AS i INDEXED BY events_by_receipt', held: 'events AS e NOT INDEXED WHERE e.id = i.id AND e.receipt = i.receipt', start: ['', 0] },
  { key: ['id'], from: "(SELECT * FROM events INDEXED BY notes WHERE kind <> 'call') AS i", held: "events AS e NOT INDEXED WHERE e.id = i.id AND e.kind <> 'call'", start: [0] },
  {
    key: ['subject_id', 'calls', 'last_id'], from: "(SELECT * FROM tallies INDEXED BY totals WHERE day = '') AS i", start: [0, 0, 0],
    held: "tallies AS t WHERE t.subject_id = i.subject_id AND t.day = '' AND t.calls = i.calls AND t.last_id = i.last_id",
  },
]

interface SumRow {
  readonly subject_id: number
  readonly day: string
  readonly first_id: number
  readonly last_id: number
  readonly is_right: number | null
}

interface CallRow {
  readonly subject_id: number
  readonly event_id: number
  readonly is_right: number
}

export function checkFilters(database: DatabaseSyncInstance): FilterCheck {
  const missing = database.prepare(MISSING)
  return {
    missing: (from, to) => {
      const row = missing.get(from, to) as { readonly id: number } | undefined
      return row === undefined ? null : { from: row.id, to: row.id }
    },
    astray: async (givenRest) => {
      const rest = afterWork(givenRest)
      return reachOf(database) ?? (await callsAstray(database, rest)) ?? (await sumsAstray(database, rest)) ?? (await entriesAstray(database, rest)) ?? (await wordsAstray(database, rest))
    },
  }
}

/** Most steps are too short to rest after each. */
function afterWork(rest: () => Promise<void>): () => Promise<void> {
  let began = performance.now()
  return async () => {
    if (performance.now() - began < WORK_MS) return
    await rest()
    began = performance.now()
  }
}

/** Up to where filters know the rows is said once, or rows are seen twice or not at all. */
function reachOf(database: DatabaseSyncInstance): Misfiled | null {
  const { said } = database.prepare('SELECT count(*) AS said FROM filtered').get() as { readonly said: number }
  return said === 1 ? null : { from: 1, to: 1 }
}

async function callsAstray(database: DatabaseSyncInstance, rest: () => Promise<void>): Promise<Misfiled | null> {
  const page = database.prepare(CALLS)
  for (let [subject, event] = [Number.MIN_SAFE_INTEGER, 0]; ; ) {
    const rows = page.all(subject, event) as unknown as readonly CallRow[]
    const wrong = rows.find(({ is_right: isRight }) => isRight === 0)
    if (wrong !== undefined) return { from: wrong.event_id, to: wrong.event_id }
    const last = rows.at(-1)
    if (last === undefined) return null
    subject = last.subject_id
    event = last.event_id
    await rest()
  }
}

async function sumsAstray(database: DatabaseSyncInstance, rest: () => Promise<void>): Promise<Misfiled | null> {
  const page = database.prepare(SUMS)
  for (let [subject, day] = [Number.MIN_SAFE_INTEGER, '']; ; ) {
    const rows = page.all(subject, day) as unknown as readonly SumRow[]
    const wrong = rows.find(({ is_right: isRight }) => isRight !== 1)
    if (wrong !== undefined) return { from: wrong.first_id, to: wrong.last_id }
    const last = rows.at(-1)
    if (last === undefined) return null
    subject = last.subject_id
    day = last.day
    await rest()
  }
}

async function entriesAstray(database: DatabaseSyncInstance, rest: () => Promise<void>): Promise<Misfiled | null> {
  for (const { key, from, held, start } of INDEXES) {
    const columns = key.join(', ')
    const page = database.prepare(`SELECT ${columns}, EXISTS (SELECT 1 FROM ${held}) AS is_right
      FROM ${from} WHERE (${columns}) > (${key.map(() => '?').join(', ')}) ORDER BY ${columns} LIMIT ${String(ENTRIES_AT_ONCE)}`)
    for (let place = start; ; ) {
      const rows = page.all(...place) as unknown as readonly Readonly<Record<string, string | number>>[]
      for (const row of rows) {
        const here = key.map((column) => row[column] ?? '')
        const id = Number(here.at(-1))
        // An index that goes back would never end.
        if (row['is_right'] !== 1 || !isAfter(here, place)) return { from: id, to: id }
        place = here
      }
      if (rows.length < ENTRIES_AT_ONCE) break
      await rest()
    }
  }
  return null
}

/** In the order of SQLite's keys. */
function isAfter(key: readonly (string | number)[], before: readonly (string | number)[]): boolean {
  for (const [at, value] of key.entries()) {
    const other = before[at]
    if (value === other) continue
    return typeof value === 'number' && typeof other === 'number' ? value > other : Buffer.compare(Buffer.from(String(value)), Buffer.from(String(other))) > 0
  }
  return false
}

/** Whatever is looked for lies within one of these parts, so a subject that is found by each of them whole is found by all that is in it. */
async function wordsAstray(database: DatabaseSyncInstance, rest: () => Promise<void>): Promise<Misfiled | null> {
  const callsOf = database.prepare('SELECT min(event_id) AS first, max(event_id) AS last FROM subject_calls WHERE subject_id = ?')
  for (const column of WORD_COLUMNS) {
    const isList = column === 'fields' || column === 'hidden_fields'
    const has = isList ? `instr(' ' || ${column} || ' ', ' ' || ?1 || ' ') > 0` : `${column} = ?1`
    const lost = database.prepare(`SELECT id FROM subjects WHERE ${has} AND (
        typeof(words) <> 'text' OR instr(words, ?1) = 0 OR (?2 <> '' AND id NOT IN (SELECT rowid FROM subject_words WHERE subject_words MATCH ?2))) LIMIT 1`)
    const texts = database.prepare(`SELECT DISTINCT ${column} AS text FROM subjects WHERE ${column} <> ''`).all() as unknown as readonly { readonly text: string }[]
    const parts = new Set(texts.flatMap(({ text }) => (isList ? splitNames(text) : [text])))
    for (const part of parts) {
      const phrase = Array.from(part).length < SHORTEST_INDEXED ? '' : `"${part.replaceAll('"', '""')}"`
      const subject = lost.get(part, phrase) as { readonly id: number } | undefined
      if (subject !== undefined) {
        const { first, last } = callsOf.get(subject.id) as { readonly first: number | null; readonly last: number | null }
        if (first !== null && last !== null) return { from: first, to: last }
      }
      await rest()
    }
  }
  return null
}
