import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openJournal, type Journal } from '../../src/activity/journal'
import { ROW_COLUMNS } from '../../src/activity/row'
import type { ActivityFilter, ExportFormat } from '../../src/contract/activity'
import { writeManyRows } from '../support/bench/many-rows'
import { sampleEvent } from '../support/sample-event'
import { temporaryDirectory } from '../support/temporary-directory'

const KEY = createHash('sha256').update('a key').digest()
const at = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T10:00:00.000Z`

async function newJournal(): Promise<Journal> {
  const { journal } = openJournal(join(await temporaryDirectory(), 'journal.sqlite'), { now: () => Date.parse('2026-11-22T12:00:00Z') })
  onTestFinished(() => { journal.close() })
  journal.setKey(KEY)
  return journal
}

async function exported(journal: Journal, format: ExportFormat, filter: ActivityFilter = {}): Promise<string> {
  let text = ''
  for await (const piece of journal.exported(format, filter)) text += piece
  return text
}

/** A journal with deleted rows at its beginning and in its middle, and a note of it. */
async function aged(): Promise<Journal> {
  const journal = await newJournal()
  for (let index = 0; index < 30; index += 1) {
    const isOld = index < 5 || (index > 10 && index < 14)
    journal.append(sampleEvent({ time: isOld ? '2026-01-01T00:00:00.000Z' : at(20), total: index, ms: index + 0.3, clientName: 'Größe "x"', consent: 'once', address: '::1' }))
  }
  expect(await journal.purge('2026-06-01T00:00:00Z')).toBe(8)
  return journal
}

/** The program that the documentation gives, as a reader would run it. */
async function checkedByHand(text: string): Promise<{ readonly code: number; readonly out: string }> {
  const directory = await temporaryDirectory()
  const documentation = await readFile(join(import.meta.dirname, '..', '..', 'JOURNAL.md'), 'utf8')
  const program = /```js\n(.*?)```/s.exec(documentation)?.[1] ?? ''
  await writeFile(join(directory, 'verify.mjs'), program)
  await writeFile(join(directory, 'journal.jsonl'), text)
  const env = { PATH: process.env['PATH'], VITRINE_JOURNAL_KEY: KEY.toString('hex') }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [join(directory, 'verify.mjs'), join(directory, 'journal.jsonl')], { env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, out: stdout + stderr })
    })
  })
}

describe('an export as JSON Lines', () => {
  it('is found sound by the program in the documentation, deleted rows and notes included', async () => {
    const text = await exported(await aged(), 'jsonl')
    expect(await checkedByHand(text)).toEqual({ code: 0, out: '23 rows are as they were written, up to row 31.\n' })
  })

  it('of a part of the time is sound from its second row on', async () => {
    const journal = await newJournal()
    for (let day = 1; day <= 9; day += 1) journal.append(sampleEvent({ time: at(day) }))
    const text = await exported(journal, 'jsonl', { since: at(4), until: at(8) })
    expect(await checkedByHand(text)).toEqual({ code: 0, out: '4 rows are as they were written, up to row 7.\n' })
    const tampered = text.replace('"id":6,"kind":"call"', '"id":6,"kind":"alert"')
    expect(await checkedByHand(tampered)).toEqual({ code: 1, out: 'Row 6 is not as it was written.\n' })
  })

  it('of a part of the time is sound where a long call lies among others, and where rows before it were deleted', async () => {
    const journal = await aged()
    for (const time of ['2026-11-21T10:00:01.000Z', '2026-11-21T09:59:58.000Z', '2026-11-21T10:00:03.000Z']) journal.append(sampleEvent({ time }))
    const text = await exported(journal, 'jsonl', { since: '2026-11-21T10:00:00.000Z' })
    expect(await checkedByHand(text)).toEqual({ code: 0, out: expect.stringMatching(/^\d+ rows are as they were written, up to row 34\.\n$/) as string })
    expect(text).toContain('"time":"2026-11-21T09:59:58.000Z"')
  })

  const lineOf = (lines: readonly string[], id: number): number => lines.findIndex((line) => line.startsWith(`{"id":${String(id)},`))
  const tamperings: Readonly<Record<string, readonly [(lines: string[]) => void, string]>> = {
    'a total changed': [(lines) => { lines[lineOf(lines, 8)] = (lines[lineOf(lines, 8)] ?? '').replace('"total":7', '"total":9') }, 'Row 8 is not'],
    'a row removed': [(lines) => { lines.splice(lineOf(lines, 9), 1) }, 'missing or were put in at 9'],
    'two rows exchanged': [(lines) => { lines.splice(lineOf(lines, 9), 2, lines[lineOf(lines, 10)] ?? '', lines[lineOf(lines, 9)] ?? '') }, 'missing or were put in at 9'],
    'a row repeated': [(lines) => { lines.splice(lineOf(lines, 9), 0, lines[lineOf(lines, 9)] ?? '') }, 'missing or were put in at 9'],
    'a longer deletion': [(lines) => { lines[0] = (lines[0] ?? '').replace('"last_id":5', '"last_id":6') }, 'forged'],
    'no record of a deletion': [(lines) => { lines.splice(1, 1) }, 'missing or were put in at 12'],
  }
  it.each(Object.entries(tamperings))('with %s is not', async (_, [tamper, words]) => {
    const lines = (await exported(await aged(), 'jsonl')).trimEnd().split('\n')
    const before = [...lines]
    tamper(lines)
    expect(lines).not.toEqual(before)
    const { code, out } = await checkedByHand(`${lines.join('\n')}\n`)
    expect([code, out.includes(words), out]).toEqual([1, true, out])
  })

  it('is documented column by column', async () => {
    const documentation = await readFile(join(import.meta.dirname, '..', '..', 'JOURNAL.md'), 'utf8')
    const table = documentation.slice(documentation.indexOf('## A row'), documentation.indexOf('## The chain'))
    const documented = [...table.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name))
    expect(documented).toEqual([...ROW_COLUMNS])
  })

  it('that is narrowed down has the matching calls alone, each as it was sealed', async () => {
    const journal = await newJournal()
    for (let index = 0; index < 1_200; index += 1) journal.append(sampleEvent({ model: index % 3 === 0 ? 'res.partner' : 'sale.order' }))
    journal.note('alert')
    const rows = (await exported(journal, 'jsonl', { model: 'res.partner' })).trimEnd().split('\n').map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    expect([rows.length, new Set(rows.map(({ model }) => model)), rows.every(({ mac }) => typeof mac === 'string' && mac.length === 64)]).toEqual([400, new Set(['res.partner']), true])
    expect(Object.keys(rows[0] ?? {})).toEqual([...ROW_COLUMNS, 'mac'])
  })
})

describe('an export of a journal that somebody changed', () => {
  it('holds a number that is too large as it stands in the file, by which its row is found out', async () => {
    const path = join(await temporaryDirectory(), 'journal.sqlite')
    const { journal } = openJournal(path, { now: () => Date.parse('2026-11-22T12:00:00Z') })
    onTestFinished(() => { journal.close() })
    journal.setKey(KEY)
    for (let index = 0; index < 3; index += 1) journal.append(sampleEvent())
    const database = new DatabaseSync(path)
    database.exec('UPDATE events SET total = 9223372036854775807 WHERE id = 2')
    database.close()
    const text = await exported(journal, 'jsonl')
    expect(text).toContain('"total":"9223372036854775807"')
    expect(await checkedByHand(text)).toEqual({ code: 1, out: 'Row 2 is not as it was written.\n' })
    expect((await exported(journal, 'csv', { model: 'sale.order' })).split('\r\n')[2]).toContain('9223372036854775807')
  })
})

describe('an export of a long journal', () => {
  const NOW_MS = Date.parse('2026-11-22T12:00:00Z')
  const COUNT = 5_000

  /** Spread over ninety days, with their filters forgotten: an export is made from the rows alone. */
  async function long(): Promise<{ readonly journal: Journal; readonly rows: readonly Readonly<Record<string, string | number>>[] }> {
    const path = join(await temporaryDirectory(), 'journal.sqlite')
    writeManyRows(path, { count: COUNT, key: KEY, nowMs: NOW_MS })
    const database = new DatabaseSync(path)
    database.exec('DELETE FROM subject_calls; DELETE FROM tallies')
    const rows = database.prepare('SELECT id, time, model, outcome, fields FROM events ORDER BY id').all() as unknown as readonly Readonly<Record<string, string | number>>[]
    database.close()
    const { journal } = openJournal(path, { now: () => NOW_MS })
    onTestFinished(() => { journal.close() })
    return { journal, rows }
  }

  const since = '2026-09-20T00:00:00.000Z'
  const until = '2026-11-10T00:00:00.000Z'
  const cases: readonly (readonly [ActivityFilter, (row: Readonly<Record<string, string | number>>) => boolean])[] = [
    [{}, () => true],
    [{ model: 'model.number.3' }, ({ model }) => model === 'model.number.3'],
    [{ text: 'AMOUNT_TOT' }, ({ fields }) => String(fields).includes('amount_tot')],
    [{ outcome: 'refused', since }, ({ outcome, time = '' }) => outcome === 'refused' && time >= since],
    [{ since, until }, ({ time = '' }) => time >= since && time < until],
    [{ until: '2026-01-01T00:00:00Z' }, () => false],
  ]

  it.each(cases)('filtered by %j holds every row that matches, in pieces of a few rows', async (filter, matches) => {
    const { journal, rows } = await long()
    const wanted = rows.filter(matches).map(({ id }) => id)
    for (const format of ['csv', 'jsonl'] as const) {
      const ids: number[] = []
      for await (const piece of journal.exported(format, filter)) {
        const lines = piece.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('\uFEFF'))
        expect(lines.length).toBeLessThanOrEqual(200)
        ids.push(...lines.map((line) => (format === 'csv' ? Number(line.split(',', 1)[0]) : (JSON.parse(line) as { readonly id: number }).id)))
      }
      expect([format, ids.length, ids]).toEqual([format, wanted.length, wanted])
    }
  })

  it('does not go on to rows that are written meanwhile', async () => {
    const { journal } = await long()
    let lines = 0
    for await (const piece of journal.exported('jsonl', {})) {
      lines += piece.trimEnd().split('\n').length
      journal.append(sampleEvent())
    }
    expect(lines).toBe(COUNT)
  })
})

describe('an export as CSV', () => {
  it.each(['=HYPERLINK("http://x.example")', '+1+cmd', '-2+3', '@SUM(A1)', ' =1', '\uFF1D1', '\uFF0B1', '\uFF0D1', '\uFF201'])('does not let a spreadsheet take %j for a formula', async (name) => {
    const journal = await newJournal()
    journal.append(sampleEvent({ clientName: name, clientVersion: name, modelLabel: name, odooUser: name }))
    const [, row = ''] = (await exported(journal, 'csv')).trimEnd().split('\r\n')
    const cells = cellsOf(row)
    expect(cells.filter((cell) => /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u.test(cell))).toEqual([])
    expect(cells.filter((cell) => cell === `'${name.trim()}`)).toHaveLength(4)
  })

  it('keeps commas, quotes and letters of all kinds, negative numbers as numbers, and leaves notes out', async () => {
    const journal = await newJournal()
    journal.append(sampleEvent({ clientName: 'Größe, "gut"; 名前', offsetMinutes: -300 }))
    journal.note('alert')
    const text = await exported(journal, 'csv')
    const [head = '', row = '', ...more] = text.slice(1).trimEnd().split('\r\n')
    const byName = Object.fromEntries(cellsOf(head).map((name, index) => [name, cellsOf(row)[index]]))
    expect([text.startsWith('\uFEFF'), more]).toEqual([true, []])
    expect(byName).toMatchObject({ client_name: 'Größe, "gut"; 名前', offset_minutes: '-300', model: 'sale.order', total: '143', ms: '31.4', code: '' })
  })
})

/** RFC 4180, for one line. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
}
