import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openJournal } from '../../src/activity/journal'
import { bundledScript, type BundledScript } from '../support/bundled-script'
import { sampleEvent } from '../support/sample-event'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'
import { tamper } from '../support/tamper'
import { temporaryDirectory } from '../support/temporary-directory'

const KEY = createHash('sha256').update('a key').digest()
const OTHER_KEY = createHash('sha256').update('another key').digest()
const HEX = { VITRINE_JOURNAL_KEY: KEY.toString('hex') }

let script: BundledScript
let sample: SampleOdoo

beforeAll(async () => {
  ;[script, sample] = await Promise.all([bundledScript('src/headless/main.ts'), startSampleOdoo({ version: 19 })])
})
afterAll(async () => {
  await Promise.all([script.remove(), sample.close()])
})

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

type Environment = Readonly<Record<string, string>>

async function run(args: readonly string[], env: Environment = {}, input: readonly unknown[] = []): Promise<Ended> {
  const child = spawn(process.execPath, [script.path, ...args], { env: { PATH: process.env['PATH'] ?? '', HOME: '/nowhere', ...env }, stdio: 'pipe' })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text })
  child.stdin.end(input.map((message) => `${JSON.stringify(message)}\n`).join(''))
  const [code] = await once(child, 'close') as [number | null]
  return { code, out, err }
}

const serving = (profile: string, more: Environment = {}): Environment => ({
  VITRINE_URL: sample.url,
  VITRINE_DB: sample.db,
  VITRINE_LOGIN: sample.login,
  VITRINE_API_KEY: sample.apiKey,
  VITRINE_PROFILE: profile,
  ...more,
})

const OPENING = [
  { jsonrpc: '2.0', id: 0, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'pipe', version: '1' } } },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
]
const search = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'odoo_search', arguments: { model: 'res.partner', fields: ['name'], limit: 1 } } })
/** About no model, so that no alert tells of a first look at one. */
const question = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'odoo_context', arguments: {} } })

const journalIn = (profile: string): string => path.join(profile, 'journal.sqlite')

async function newProfile(): Promise<string> {
  return path.join(await temporaryDirectory(), 'profile')
}

/** A profile with a sealed journal of so many calls, one a day from 1 November on. */
async function profileWith(calls: number): Promise<string> {
  const profile = await newProfile()
  const { journal } = openJournal(journalIn(profile), { now: () => Date.parse('2026-11-22T12:00:00Z') })
  journal.setKey(KEY)
  for (let day = 1; day <= calls; day += 1) journal.append(sampleEvent({ time: `2026-11-${String(day).padStart(2, '0')}T10:00:00.000Z`, total: day }))
  journal.close()
  return profile
}

describe('the headless server', () => {
  it('makes a key of its own that only its user can read, seals every row with it, and verifies', async () => {
    const profile = await newProfile()
    expect(await run([], serving(profile), [...OPENING, question(1), question(2)])).toMatchObject({ code: 0, err: '' })
    const key = await readFile(path.join(profile, 'journal.key'), 'utf8')
    expect([/^[0-9a-f]{64}\n$/.test(key), (await stat(path.join(profile, 'journal.key'))).mode & 0o777]).toEqual([true, 0o600])
    expect(await run([], serving(profile), [...OPENING, question(1)])).toMatchObject({ code: 0, err: '' })
    expect(await readFile(path.join(profile, 'journal.key'), 'utf8')).toBe(key)
    expect(await run(['journal', 'verify', '--profile', profile])).toEqual({ code: 0, out: 'The journal is sound: 3 rows as written.\n', err: '' })
    expect((await readdir(profile)).filter((name) => !name.startsWith('journal.sqlite'))).toEqual(['journal.key'])
  })

  it('gets one key when several begin at the same moment', async () => {
    const profile = await newProfile()
    const ended = await Promise.all([1, 2, 3].map((id) => run([], serving(profile), [...OPENING, question(id)])))
    expect(ended.map(({ code, err }) => [code, err])).toEqual([[0, ''], [0, ''], [0, '']])
    expect(await run(['journal', 'verify', '--profile', profile])).toMatchObject({ code: 0, out: 'The journal is sound: 3 rows as written.\n' })
  })

  it('takes the key from the environment instead, and writes it nowhere', async () => {
    const profile = await newProfile()
    expect(await run([], serving(profile, HEX), [...OPENING, question(1)])).toMatchObject({ code: 0, err: '' })
    for (const name of await readdir(profile)) {
      const bytes = await readFile(path.join(profile, name))
      expect([name, bytes.includes(KEY), bytes.includes(HEX.VITRINE_JOURNAL_KEY)]).toEqual([name, false, false])
    }
    expect(await readdir(profile)).not.toContain('journal.key')
    expect((await run(['journal', 'verify', '--profile', profile], HEX)).code).toBe(0)
    expect((await run(['journal', 'verify', '--profile', profile])).code).toBe(2)
  })

  it.each([
    ['a key that is none', { VITRINE_JOURNAL_KEY: 'hunter2' }, 'VITRINE_JOURNAL_KEY'],
    ['a retention of nothing', { VITRINE_RETENTION_DAYS: '0' }, 'VITRINE_RETENTION_DAYS'],
    ['a retention without end', { VITRINE_RETENTION_DAYS: '3651' }, 'VITRINE_RETENTION_DAYS'],
    ['a retention that is no number', { VITRINE_RETENTION_DAYS: 'ten' }, 'VITRINE_RETENTION_DAYS'],
  ])('does not start with %s', async (_, more, words) => {
    const { code, out, err } = await run([], serving(await newProfile(), more), OPENING)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(words)
    expect(err).not.toContain('hunter2')
  })

  it('does not start with a key file that holds no key, and leaves it', async () => {
    const profile = await newProfile()
    await mkdir(profile)
    await writeFile(path.join(profile, 'journal.key'), 'half a k')
    const { code, err } = await run([], serving(profile), OPENING)
    expect([code, err.includes('journal.key'), await readFile(path.join(profile, 'journal.key'), 'utf8')]).toEqual([2, true, 'half a k'])
  })

  it('deletes what is older than it keeps when it starts, and the chain holds', async () => {
    const profile = await newProfile()
    const { journal } = openJournal(journalIn(profile), { now: Date.now })
    journal.setKey(KEY)
    const daysAgo = (days: number) => sampleEvent({ time: new Date(Date.now() - days * 86_400_000).toISOString(), total: days })
    for (const days of [400, 100, 91, 89, 11, 9]) journal.append(daysAgo(days))
    journal.close()
    const kept = async (): Promise<readonly unknown[]> => {
      const { out } = await run(['journal', 'export', '--format', 'jsonl', '--profile', profile])
      return out.trimEnd().split('\n').map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>).flatMap((row) => (row['kind'] === 'call' ? [row['total']] : []))
    }
    await run([], serving(profile, HEX), [...OPENING])
    expect(await kept()).toEqual([89, 11, 9])
    await run([], serving(profile, { ...HEX, VITRINE_RETENTION_DAYS: '10' }), [...OPENING])
    expect(await kept()).toEqual([9])
    expect(await run(['journal', 'verify', '--profile', profile], HEX)).toMatchObject({ code: 0, out: expect.stringContaining('deleted, which is recorded') })
  })

  it.each([1, 260, 700])('killed after %i answers to a thousand calls at once has a row for each that was answered, and the chain holds', async (answersBefore) => {
    const profile = await newProfile()
    const child = spawn(process.execPath, [script.path], { env: { PATH: process.env['PATH'] ?? '', HOME: '/nowhere', ...serving(profile) }, stdio: ['pipe', 'pipe', 'ignore'] })
    onTestFinished(() => void child.kill('SIGKILL'))
    const receipts: string[] = []
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { result } = JSON.parse(line) as { readonly result?: { readonly structuredContent?: { readonly receipt?: string } } }
      const receipt = result?.structuredContent?.receipt
      if (receipt === undefined) return
      receipts.push(receipt)
      if (receipts.length === answersBefore) child.kill('SIGKILL')
    })
    child.stdin.on('error', () => undefined)
    child.stdin.write([...OPENING, ...Array.from({ length: 1_000 }, (_, index) => search(index + 1))].map((message) => `${JSON.stringify(message)}\n`).join(''))
    await once(child, 'close')
    expect([child.signalCode, receipts.length >= answersBefore, receipts.length < 1_000]).toEqual(['SIGKILL', true, true])

    expect(await run(['journal', 'verify', '--profile', profile])).toMatchObject({ code: 0, err: '' })
    const { out } = await run(['journal', 'export', '--format', 'jsonl', '--profile', profile])
    const recorded = new Set(out.trimEnd().split('\n').map((line) => (JSON.parse(line) as { readonly receipt: string | null }).receipt))
    expect(receipts.filter((receipt) => !recorded.has(receipt))).toEqual([])
  })
})

describe('journal verify', () => {
  it.each([
    ['changed', 'UPDATE events SET total = 4000 WHERE id = 4', 'Row 4 is not as written'],
    ['removed', 'DELETE FROM events WHERE id IN (2, 3)', 'Rows 2 to 3 were removed.'],
    ['cut off', 'DELETE FROM events WHERE id > 5', 'rows 6 to 8 are missing'],
  ])('names the first row that was %s, with exit code 1', async (_, statement, words) => {
    const profile = await profileWith(8)
    tamper(journalIn(profile), statement)
    const { code, out } = await run(['journal', 'verify', '--profile', profile], HEX)
    expect(code).toBe(1)
    expect(out).toContain(words)
  })

  it('with another key finds no row as written, says what that may mean, and changes nothing', async () => {
    const profile = await profileWith(3)
    const { code, out, err } = await run(['journal', 'verify'], { VITRINE_PROFILE: profile, VITRINE_JOURNAL_KEY: OTHER_KEY.toString('hex') })
    expect([code, out.includes('Rows 1 to 3'), err.includes('another journal')]).toEqual([1, true, true])
    expect((await run(['journal', 'verify'], { VITRINE_PROFILE: profile, ...HEX })).out).toBe('The journal is sound: 3 rows as written.\n')
  })

  it('sees a journal whole while its program goes on writing', async () => {
    const profile = await profileWith(2)
    const { journal } = openJournal(journalIn(profile), { now: Date.now })
    onTestFinished(() => { journal.close() })
    journal.setKey(KEY)
    journal.append(sampleEvent())
    expect((await run(['journal', 'verify', '--profile', profile], HEX)).out).toBe('The journal is sound: 3 rows as written.\n')
  })

  it('tells a damaged file, one of another version and a place without one from each other', async () => {
    const damaged = await profileWith(3)
    const file = journalIn(damaged)
    await writeFile(file, (await readFile(file)).fill(0xff, 100, 20_000))
    expect(await run(['journal', 'verify', '--profile', damaged], HEX)).toMatchObject({ code: 1, err: expect.stringContaining('damaged') })
    const newer = await profileWith(3)
    tamper(journalIn(newer), 'PRAGMA user_version = 99')
    expect(await run(['journal', 'verify', '--profile', newer], HEX)).toMatchObject({ code: 2, err: expect.stringContaining('newer version') })
    tamper(journalIn(newer), 'PRAGMA user_version = 1')
    expect(await run(['journal', 'verify', '--profile', newer], HEX)).toMatchObject({ code: 2, err: expect.stringContaining('older version') })
    const empty = await temporaryDirectory()
    expect(await run(['journal', 'verify', '--profile', empty], HEX)).toMatchObject({ code: 2, err: expect.stringContaining('no journal') })
    expect(await readdir(empty)).toEqual([])
  })
})

describe('journal export', () => {
  it('prints the rows of a time, oldest first, in either format', async () => {
    const profile = await profileWith(8)
    const csv = await run(['journal', 'export', '--format', 'csv', '--since', '2026-11-03', '--until', '2026-11-05T10:00Z', '--profile', profile])
    expect([csv.code, csv.err, csv.out.startsWith('\uFEFFid,time,')]).toEqual([0, '', true])
    expect(csv.out.trimEnd().split('\r\n').slice(1).map((line) => line.split(',')[1])).toEqual(['2026-11-03T10:00:00.000Z', '2026-11-04T10:00:00.000Z'])
    const jsonl = await run(['journal', 'export', '--format', 'jsonl', '--since', '2026-11-07T11:00+01:00', '--profile', profile])
    expect(jsonl.out.trimEnd().split('\n').map((line) => (JSON.parse(line) as { readonly total: number }).total)).toEqual([7, 8])
  })

  it('comes to an end with a reader that has seen enough', async () => {
    const profile = await newProfile()
    const { journal } = openJournal(journalIn(profile), { now: Date.now })
    for (let index = 0; index < 3_000; index += 1) journal.append(sampleEvent())
    journal.close()
    const child = spawn(process.execPath, [script.path, 'journal', 'export', '--format', 'jsonl', '--profile', profile], { stdio: ['ignore', 'pipe', 'pipe'] })
    let err = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text })
    child.stdout.once('data', () => { child.stdout.destroy() })
    const [code] = await once(child, 'exit') as [number | null]
    expect([code, err]).toEqual([0, ''])
  })
})

describe('the journal command', () => {
  it('explains itself', async () => {
    const { code, out } = await run(['journal', '--help'])
    expect([code, out.includes('journal verify'), out.includes('journal export'), out.includes('keychain')]).toEqual([0, true, true, true])
  })

  it.each([
    [[]], [['mend']], [['verify', '--all']], [['verify', 'now']], [['verify', '--since', '2026-11-01']], [['export']], [['export', '--format', 'xml']],
    [['export', '--format', 'csv', '--since', 'yesterday']], [['export', '--format', 'csv', '--until', '2026-13-01']], [['export', '--format', 'csv', '--since', '2026-11-01T08:30']],
    [['export', '--format', 'csv', '--since', '2026-02-30']], [['export', '--format', 'csv', '--since', '2026-12-01', '--until', '2026-11-01']],
  ])('used wrongly with %j ends with 2 and says how it is used', async (args) => {
    const { code, out, err } = await run(['journal', ...args], HEX)
    expect([code, out, err.includes('Usage:')]).toEqual([2, '', true])
  })
})

describe('journal summary', () => {
  it('prints the page of a month, with the chain checked, and the same as JSON', async () => {
    const profile = await profileWith(20)
    const page = await run(['journal', 'summary', '--month', '2026-11', '--profile', profile], HEX)
    expect(page).toMatchObject({ code: 0, err: '' })
    expect(page.out).toContain('# Activity of November 2026')
    expect(page.out).toContain('| Sales Order (sale.order) · new | 20 | 400 | 41 kB |')
    expect(page.out).toContain('As written up to row 20, the last of this month')
    const json = await run(['journal', 'summary', '--month', '2026-11', '--json', '--profile', profile], HEX)
    expect(JSON.parse(json.out)).toMatchObject({ month: '2026-11', activity: { calls: 20, records: 400 }, chain: { status: 'intact' } })
  })

  it('says that nothing was asked, and that the chain was not checked without its key', async () => {
    const { code, out } = await run(['journal', 'summary', '--month', '2025-01', '--profile', await profileWith(2)])
    expect([code, out.includes('Nothing was asked in this month.'), out.includes('Not checked')]).toEqual([0, true, true])
  })

  it("takes names and keys from the application's settings, and never a hash", async () => {
    const profile = await profileWith(2)
    const keyHash = 'ab'.repeat(32)
    await writeFile(path.join(profile, 'settings.json'), JSON.stringify({ schemaVersion: 2, clients: [{ id: 'claude-desktop', name: 'My Claude', keyHash, createdAt: '2026-11-01T00:00:00.000Z' }] }))
    const { code, out } = await run(['journal', 'summary', '--month', '2026-11', '--json', '--profile', profile], HEX)
    expect([code, JSON.parse(out).keys, out.includes(keyHash)]).toMatchObject([0, [{ kind: 'client', name: 'My Claude' }], false])
  })

  it.each([
    ['a month that is none', ['--month', '2026-13'], 'A month is written as 2026-10.'],
    ['an option it does not know', ['--year', '2026'], 'These options are not understood.'],
  ])('refuses %s', async (_, args, message) => {
    const { code, out, err } = await run(['journal', 'summary', ...args])
    expect([code, out, err.split('\n')[0]]).toEqual([2, '', message])
  })

  it('says that there is no journal', async () => {
    expect(await run(['journal', 'summary', '--profile', await newProfile()])).toMatchObject({ code: 2, out: '' })
  })
})
