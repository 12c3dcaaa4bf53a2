import { execFile } from 'node:child_process'
import { closeSync, openSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openJournal, type Journal, type JournalOptions } from '../../src/activity/journal'
import { JournalError } from '../../src/activity/journal-error'
import type { ActivityFilter } from '../../src/contract/activity'
import { writeManyRows } from '../support/bench/many-rows'
import { bundledScript, type BundledScript } from '../support/bundled-script'
import { sampleEvent } from '../support/sample-event'
import { temporaryDirectory } from '../support/temporary-directory'
import { asRead } from '../support/in-english'

const run = promisify(execFile)
const NOW = Date.parse('2026-11-22T12:00:00.000Z')
const at = (minutesAgo: number): string => new Date(NOW - minutesAgo * 60_000).toISOString()

async function journalPath(): Promise<string> {
  return join(await temporaryDirectory(), 'profile', 'journal.sqlite')
}

function opened(path: string, options: Partial<JournalOptions> = {}) {
  const result = openJournal(path, { now: () => NOW, ...options })
  onTestFinished(() => { result.journal.close() })
  return result
}

function troubleOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    if (error instanceof JournalError) return error.trouble
    throw error
  }
  return 'none'
}

describe('the journal', () => {
  it('gives back what was written, newest first, numbered', async () => {
    const { journal } = opened(await journalPath())
    expect([journal.last(), journal.page({}, { limit: 10 })]).toEqual([null, { events: [], total: 0 }])
    const sample = sampleEvent()
    const first = journal.append(sample)
    const second = journal.append(sampleEvent({ tool: 'odoo_context', model: undefined, modelLabel: undefined, fields: [], filterShape: '', total: undefined, outcome: 'failed', code: 'timeout' }))
    expect([first.id, second.id]).toEqual([1, 2])
    expect(journal.page({}, { limit: 10 })).toEqual({ events: [second, first], total: 2 })
    expect(journal.last()).toEqual(second)
    expect(first).toEqual({ id: 1, ...sample })
  })

  it('has kept it when it is opened again', async () => {
    const path = await journalPath()
    const { journal } = opened(path)
    const event = journal.append(sampleEvent())
    journal.close()
    journal.close()
    const again = opened(path)
    expect([again.problem, again.journal.last()]).toEqual([undefined, event])
    expect(again.journal.append(sampleEvent()).id).toBe(2)
  })

  it('gives pages that follow each other without gap or double', async () => {
    const { journal } = opened(await journalPath())
    for (let index = 0; index < 25; index += 1) journal.append(sampleEvent({ model: index % 2 === 0 ? 'sale.order' : 'res.partner' }))
    const ids: number[] = []
    let beforeId: number | undefined
    for (;;) {
      const { events, total } = journal.page({ model: 'sale.order' }, { beforeId, limit: 5 })
      expect(total).toBe(13)
      if (events.length === 0) break
      ids.push(...events.map(({ id }) => id))
      beforeId = ids.at(-1)
    }
    expect(ids).toEqual([25, 23, 21, 19, 17, 15, 13, 11, 9, 7, 5, 3, 1])
  })

  it.each<readonly [ActivityFilter, readonly number[]]>([
    [{}, [4, 3, 2, 1]],
    [{ model: 'res.partner' }, [2]],
    [{ clientId: 'cursor' }, [3]],
    [{ outcome: 'refused' }, [4]],
    [{ since: at(15) }, [4, 3]],
    [{ since: '2026-11-22T12:45:00+01:00' }, [4, 3]],
    [{ text: 'PARTNER' }, [2]],
    [{ text: 'société' }, [2]],
    [{ text: 'SOCIÉTÉ' }, [2]],
    [{ text: 'AMOUNT' }, [4, 1]],
    [{ text: 'passport' }, [4]],
    [{ text: 'cursor' }, [3]],
    [{ text: '%' }, []],
    [{ text: '_' }, [4, 2, 1]],
    [{ text: "' OR 1=1 --" }, []],
    [{ text: '  ' }, [4, 3, 2, 1]],
    [{ text: 'amount', outcome: 'refused', clientId: 'claude-desktop', model: 'sale.order', since: at(60) }, [4]],
    [{ text: 'amount', outcome: 'failed' }, []],
  ])('filtered by %j gives rows %j', async (filter, ids) => {
    const { journal } = opened(await journalPath())
    journal.append(sampleEvent({ time: at(30), fields: ['amount_total'] }))
    journal.append(sampleEvent({ time: at(20), model: 'res.partner', modelLabel: 'Société', fields: ['customer_rank'] }))
    journal.append(sampleEvent({ time: at(10), model: 'x', modelLabel: 'Thing', fields: [], clientId: 'cursor', clientName: 'Cursor' }))
    journal.append(sampleEvent({ time: at(5), fields: ['amount_total'], hiddenFields: ['passport_id'], outcome: 'refused', code: 'restricted_field' }))
    const page = journal.page(filter, { limit: 10 })
    expect([page.events.map(({ id }) => id), page.total]).toEqual([ids, ids.length])
  })

  it('sums up the user\'s day and the last hour', async () => {
    const { journal } = opened(await journalPath())
    // Midnight in Brussels was at 23:00 UTC.
    journal.append(sampleEvent({ time: '2026-11-21T22:59:59.999Z', rows: 1000 }))
    journal.append(sampleEvent({ time: '2026-11-21T23:00:00.000Z', rows: 1 }))
    journal.append(sampleEvent({ time: at(60), model: 'res.partner', modelLabel: 'Old label', rows: 2 }))
    journal.append(sampleEvent({ time: at(59.5), model: 'res.partner', modelLabel: 'Contact', rows: 3 }))
    journal.append(sampleEvent({ time: at(0.5), model: 'ir.rule', modelLabel: undefined, rows: 0, outcome: 'refused', code: 'not_allowed_by_policy' }))
    journal.append(sampleEvent({ time: at(0), tool: 'odoo_context', model: undefined, modelLabel: undefined, rows: 5 }))
    const { lastHour, ...figures } = journal.summary(NOW, 60)
    expect(figures).toEqual({
      questions: 5,
      models: 2,
      // Neither what was refused counts as read, nor what is no record.
      records: 6,
      refused: 1,
      byModel: [{ model: 'res.partner', label: 'Contact', questions: 2 }, { model: 'sale.order', label: 'Sales Order', questions: 1 }],
    })
    expect([lastHour.length, lastHour[0], lastHour[59], lastHour.slice(1, 59).every((count) => count === 0)]).toEqual([60, 1, 2, true])
    expect(journal.summary(NOW, -600).questions).toBe(4)
  })

  it('deletes what is old, and all, for good', async () => {
    const path = await journalPath()
    const { journal } = opened(path)
    journal.setKey(Buffer.alloc(32, 1))
    for (let index = 0; index < 5_000; index += 1) journal.append(sampleEvent({ time: at(1000), model: 'x_old_marker' }))
    journal.append(sampleEvent({ time: at(1), model: 'x_new_marker' }))
    expect(await journal.purge(at(100))).toBe(5_000)
    expect(journal.page({}, { limit: 10 }).total).toBe(1)
    expect(bytesBeside(path)).not.toContain('x_old_marker')
    journal.deleteAll()
    expect(journal.page({}, { limit: 10 })).toEqual({ events: [], total: 0 })
    expect(bytesBeside(path)).not.toContain('x_new_marker')
    expect(statSync(path).size).toBeLessThan(100_000)
    // A number is never given twice, so that a deletion shows; two went to the notes that tell of these.
    expect(journal.notes({ limit: 10 })).toMatchObject([{ id: 5_003, kind: 'deleted_all', count: 1 }])
    expect(journal.append(sampleEvent()).id).toBe(5_004)
  })

  it('is readable by its owner alone, its side files as well', async () => {
    const path = await journalPath()
    const { journal } = opened(path)
    journal.append(sampleEvent())
    const folder = join(path, '..')
    const modes = readdirSync(folder).sort().map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)])
    expect(modes).toEqual([['journal.sqlite', '600'], ['journal.sqlite-shm', '600'], ['journal.sqlite-wal', '600']])
    expect((statSync(folder).mode & 0o777).toString(8)).toBe('700')
  })

  it('holds these columns and no others', async () => {
    const path = await journalPath()
    opened(path).journal.close()
    const database = new DatabaseSync(path)
    onTestFinished(() => { database.close() })
    const columns = database.prepare("SELECT name FROM pragma_table_info('events')").all() as { readonly name: string }[]
    expect(columns.map(({ name }) => name)).toEqual([
      'id', 'time', 'offset_minutes', 'client_name', 'client_version', 'client_id', 'connection_id', 'tool', 'model', 'model_label', 'fields',
      'hidden_fields', 'filter_shape', 'row_count', 'total', 'bytes', 'ms', 'odoo_ms', 'outcome', 'code', 'kind', 'receipt', 'odoo_user', 'methods',
      'companies', 'consent', 'address', 'detail', 'seal', 'key_id', 'mac',
    ])
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all() as { readonly name: string }[]
    expect(tables.map(({ name }) => name)).toEqual([
      'events', 'filtered', 'gaps', 'sqlite_sequence', 'subject_calls', 'subject_words', 'subject_words_config', 'subject_words_data', 'subject_words_docsize',
      'subject_words_idx', 'subjects', 'tallies',
    ])
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 4 })
  })

  it('lets no value of a filter in, whoever hands it over', async () => {
    const path = await journalPath()
    const { journal } = opened(path)
    journal.append(sampleEvent({ model: 'Geheim GmbH', fields: ['Geheim GmbH', 'name=Geheim'], hiddenFields: ['Geheim@example.com'], filterShape: 'name = Geheim', clientId: 'Geheim GmbH' }))
    journal.close()
    expect(bytesBeside(path)).not.toContain('Geheim')
  })

  it('refuses everything once it is closed', async () => {
    const { journal } = opened(await journalPath())
    journal.close()
    const calls: ((closed: Journal) => unknown)[] = [
      (closed) => closed.append(sampleEvent()), (closed) => closed.page({}, { limit: 1 }), (closed) => closed.summary(NOW, 0),
      (closed) => closed.last(), (closed) => { closed.deleteAll() },
    ]
    for (const call of calls) expect(troubleOf(() => call(journal))).toBe('closed')
    await expect(journal.purge(at(1))).resolves.toBe(0)
  })
})

describe('a journal file', () => {
  let script: BundledScript
  beforeAll(async () => {
    script = await bundledScript(join(import.meta.dirname, '..', 'support', 'journal-script.ts'))
  })
  afterAll(() => script.remove())

  /** Written by a process that has ended, so that nothing holds the file any more. */
  async function written(): Promise<string> {
    const path = await journalPath()
    await run(process.execPath, [script.path, path, 'append', '500'])
    return path
  }

  const damages: Readonly<Record<string, (path: string) => void>> = {
    'is no database': (path) => { writeFileSync(path, 'not a database '.repeat(1000)) },
    'was cut off': (path) => { truncateSync(path, Math.floor(statSync(path).size / 2)) },
    'was overwritten in the middle': (path) => {
      const bytes = readFileSync(path)
      bytes.fill(0xff, 8192, 40_000)
      writeFileSync(path, bytes)
    },
    'is another program\'s database': (path) => {
      rmSync(path)
      const database = new DatabaseSync(path)
      database.exec('CREATE TABLE notes (text TEXT)')
      database.close()
    },
  }

  it.each(Object.entries(damages))('that %s is set aside whole, and said', async (_, damage) => {
    const path = await written()
    damage(path)
    const size = statSync(path).size
    const { journal, problem } = opened(path)
    expect(asRead(problem)).toEqual({
      message: 'The journal file was damaged, and a new one was begun.',
      hint: 'The damaged file was kept beside it as journal.broken-20261122T120000.sqlite.',
    })
    expect(statSync(join(path, '..', 'journal.broken-20261122T120000.sqlite')).size).toBe(size)
    expect([journal.page({}, { limit: 1 }).total, journal.append(sampleEvent()).id]).toEqual([0, 1])
    journal.close()
    // It happens again within the same second.
    writeFileSync(path, 'not a database '.repeat(1000))
    expect(asRead(opened(path).problem)?.hint).toContain('journal.broken-20261122T120000-2.sqlite')
  })

  it('of length zero is a new journal', async () => {
    const path = await written()
    writeFileSync(path, '')
    const { journal, problem } = opened(path)
    expect([problem, journal.page({}, { limit: 1 }).total]).toEqual([undefined, 0])
  })

  it('of a newer version is refused and left as it is', async () => {
    const path = await written()
    const database = new DatabaseSync(path)
    database.exec('PRAGMA user_version = 99')
    database.close()
    const before = readFileSync(path)
    expect(troubleOf(() => opened(path))).toBe('newer')
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(readdirSync(join(path, '..'))).toEqual(['journal.sqlite'])
  })

  it('that cannot be opened is a typed error', async () => {
    const directory = await temporaryDirectory()
    writeFileSync(join(directory, 'file'), '')
    expect(troubleOf(() => opened(directory))).toBe('failed')
    expect(troubleOf(() => opened(join(directory, 'file', 'journal.sqlite')))).toBe('failed')
  })

  it('on a full disk is a typed error, and goes on once there is space', async () => {
    const path = await journalPath()
    const { journal } = opened(path, { maxPages: 30 })
    let kept = 0
    const trouble = troubleOf(() => {
      for (;;) {
        journal.append(sampleEvent())
        kept += 1
      }
    })
    expect([trouble, kept > 50, journal.page({}, { limit: 1 }).total]).toEqual(['full', true, kept])
    journal.deleteAll()
    // The note of the deletion comes between.
    expect(journal.append(sampleEvent()).id).toBe(kept + 2)
  })

  it('that cannot be created on a full disk is not taken for a damaged one', async () => {
    const path = await journalPath()
    expect(troubleOf(() => opened(path, { maxPages: 2 }))).toBe('full')
    expect(opened(path).journal.append(sampleEvent()).id).toBe(1)
    expect(readdirSync(join(path, '..')).filter((name) => name.includes('broken'))).toEqual([])
  })

  it('that another program keeps locked is a typed error after the wait', async () => {
    const path = await written()
    const { journal } = opened(path, { busyTimeoutMs: 20 })
    const other = new DatabaseSync(path)
    onTestFinished(() => { other.close() })
    other.exec('BEGIN IMMEDIATE')
    expect(troubleOf(() => journal.append(sampleEvent()))).toBe('busy')
    expect(journal.page({}, { limit: 1 }).total).toBe(500)
    other.exec('ROLLBACK')
    expect(journal.append(sampleEvent()).id).toBe(501)
  })
})

describe('a long journal file', () => {
  const KEY = Buffer.alloc(32, 1)

  /** Longer than what is read whole at each start. */
  async function long(): Promise<{ readonly path: string; readonly size: number }> {
    const path = await journalPath()
    writeManyRows(path, { count: 24_000, key: KEY, nowMs: NOW })
    const { size } = statSync(path)
    expect(size).toBeGreaterThan(8 * 1024 * 1024)
    return { path, size }
  }

  function overwrite(path: string, from: number, pages: number): void {
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.alloc(pages * 4096, 0xff), 0, pages * 4096, Math.floor(from / 4096) * 4096)
    closeSync(file)
  }

  it('that is damaged in the middle takes rows, is found out by the check of the chain, and set aside whole at the next start', async () => {
    const { path, size } = await long()
    overwrite(path, size / 4, 8)
    const { journal, problem } = opened(path)
    journal.setKey(KEY)
    expect([problem, journal.append(sampleEvent()).id]).toEqual([undefined, 24_001])
    await expect(journal.verify()).rejects.toMatchObject({ trouble: 'broken' })
    expect(journal.append(sampleEvent()).id).toBe(24_002)
    journal.close()
    const again = opened(path)
    expect(asRead(again.problem)?.hint).toContain('journal.broken-20261122T120000.sqlite')
    expect(statSync(join(path, '..', 'journal.broken-20261122T120000.sqlite')).size).toBeGreaterThanOrEqual(size)
    expect(again.journal.append(sampleEvent()).id).toBe(1)
    again.journal.close()
    expect(opened(path).problem).toBeUndefined()
  })

  it('that is damaged where a page of rows is read is set aside at the next start', async () => {
    const { path, size } = await long()
    overwrite(path, size / 4, 8)
    const { journal } = opened(path)
    expect(troubleOf(() => {
      for (let beforeId = 24_000; beforeId > 0; beforeId -= 500) journal.page({}, { beforeId, limit: 500 })
    })).toBe('broken')
    journal.close()
    expect(opened(path).problem).toBeDefined()
  })

  it.each<readonly [string, (path: string, size: number) => void]>([
    ['was cut off', (path, size) => { truncateSync(path, Math.floor(size * 0.9)) }],
    ['was overwritten at its beginning', (path) => { overwrite(path, 4096, 9) }],
    ['was overwritten at its end', (path, size) => { overwrite(path, size - 40 * 4096, 40) }],
  ])('that %s is set aside at once', async (_, damage) => {
    const { path, size } = await long()
    damage(path, size)
    expect(asRead(opened(path).problem)?.message).toBe('The journal file was damaged, and a new one was begun.')
  })

  it('that is said to be damaged, and is not, stays in use', async () => {
    const { path } = await long()
    const database = new DatabaseSync(path)
    database.exec('PRAGMA application_id = 1')
    database.close()
    const { journal, problem } = opened(path)
    expect([problem, journal.page({}, { limit: 1 }).total]).toEqual([undefined, 24_000])
    journal.close()
    const after = new DatabaseSync(path)
    onTestFinished(() => { after.close() })
    expect(after.prepare('PRAGMA application_id').get()).toEqual({ application_id: 0 })
  })
})

function bytesBeside(path: string): string {
  const folder = join(path, '..')
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1')).join('')
}
