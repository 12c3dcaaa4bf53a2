import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openJournal } from '../../src/activity/journal'
import { bundledScript, type BundledScript } from '../support/bundled-script'
import { sampleEvent } from '../support/sample-event'
import { temporaryDirectory } from '../support/temporary-directory'

const KEY = createHash('sha256').update('a key').digest()
const HASH = 'ab'.repeat(32)

let script: BundledScript
beforeAll(async () => {
  script = await bundledScript('src/headless/main.ts')
})
afterAll(() => script.remove())

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [script.path, 'evidence', ...args], { env: { PATH: process.env['PATH'] ?? '', HOME: '/nowhere', ...env }, stdio: 'pipe' })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text })
  const [code] = await once(child, 'close') as [number | null]
  return { code, out, err }
}

async function usedProfile(): Promise<{ readonly profile: string; readonly out: string }> {
  const root = await temporaryDirectory()
  const profile = path.join(root, 'profile')
  await mkdir(profile)
  const { journal } = openJournal(path.join(profile, 'journal.sqlite'), { now: () => Date.parse('2026-11-22T12:00:00Z') })
  journal.setKey(KEY)
  for (let day = 1; day <= 9; day += 1) journal.append(sampleEvent({ time: `2026-11-0${String(day)}T10:00:00.000Z` }))
  journal.close()
  return { profile, out: path.join(root, 'pack') }
}

const jsonIn = async (pack: string, name: string): Promise<unknown> => JSON.parse(await readFile(path.join(pack, name), 'utf8'))

describe('evidence without a desktop', () => {
  it('writes the pack of a profile, with the chain checked by the key of the environment', async () => {
    const { profile, out } = await usedProfile()
    const policy = path.join(path.dirname(out), 'policy.json')
    await writeFile(policy, JSON.stringify({ version: 2, models: { others: 'refuse', hide: ['hr.payslip'] } }))
    const ended = await run(['--out', out, '--profile', profile], { VITRINE_JOURNAL_KEY: KEY.toString('hex'), VITRINE_POLICY: policy })
    expect(ended).toMatchObject({ code: 0, err: '' })
    expect((await readdir(out)).sort()).toEqual(['README.md', 'SHA256SUMS', 'configuration.json', 'controls.md', 'documents', 'journal', 'manifest.json', 'permissions', 'policies'])
    expect(await jsonIn(out, 'journal/verify.json')).toMatchObject({ status: 'intact' })
    expect(await jsonIn(out, 'policies/all-clients.json')).toMatchObject({ models: { others: 'refuse', hide: ['hr.payslip'] } })
    for (const name of await readdir(out, { recursive: true })) {
      const bytes = await readFile(path.join(out, name)).catch(() => Buffer.alloc(0))
      expect([name, bytes.includes(KEY.toString('hex')), bytes.includes(KEY)]).toEqual([name, false, false])
    }
  })

  it('says that the chain was not checked without its key, and takes a period', async () => {
    const { profile, out } = await usedProfile()
    expect(await run(['--out', out, '--profile', profile, '--since', '2026-11-03', '--until', '2026-11-06'])).toMatchObject({ code: 0, err: '' })
    expect(await jsonIn(out, 'journal/verify.json')).toMatchObject({ status: 'not checked' })
    expect(await jsonIn(out, 'manifest.json')).toMatchObject({ since: '2026-11-03T00:00:00.000Z', until: '2026-11-06T00:00:00.000Z' })
    expect((await readFile(path.join(out, 'journal/journal.jsonl'), 'utf8')).trimEnd().split('\n')).toHaveLength(3)
  })

  it("takes clients and rules from the application's settings, and no hash", async () => {
    const { profile, out } = await usedProfile()
    await writeFile(path.join(profile, 'settings.json'), JSON.stringify({ schemaVersion: 2, clients: [{ id: 'cursor', name: 'Cursor', keyHash: HASH, createdAt: '2026-11-01T00:00:00.000Z' }] }))
    expect(await run(['--out', out, '--profile', profile])).toMatchObject({ code: 0 })
    expect(await readFile(path.join(out, 'permissions/cursor.md'), 'utf8')).toContain('**Client:** Cursor')
    expect(await readFile(path.join(out, 'configuration.json'), 'utf8')).not.toContain(HASH)
  })

  it('takes the place of nothing, and leaves nothing behind', async () => {
    const { profile, out } = await usedProfile()
    await mkdir(out)
    const ended = await run(['--out', out, '--profile', profile])
    expect([ended.code, ended.out, ended.err]).toEqual([1, '', 'There is already a file or folder of that name. Choose another name: a pack never takes the place of something else.\n'])
    expect((await readdir(path.dirname(out))).sort()).toEqual(['pack', 'profile'])
  })

  it.each([
    ['without a place', [], 'Say where to, with --out and a folder that is not there yet.'],
    ['with an option it does not know', ['--zip'], 'These options are not understood.'],
    ['with a day that no month has', ['--out', 'x', '--until', '2026-11-31'], 'A time is written as 2026-11-01 or 2026-11-01T08:30Z.'],
    ['with an end before its beginning', ['--out', 'x', '--since', '2026-11-02', '--until', '2026-11-01'], 'The time after --since must come before the one after --until.'],
    ['with a time that is none', ['--out', 'x', '--since', 'yesterday'], 'A time is written as 2026-11-01 or 2026-11-01T08:30Z.'],
  ])('is refused %s', async (_, args, message) => {
    const { code, out, err } = await run(args)
    expect([code, out, err.split('\n')[0]]).toEqual([2, '', message])
  })

  it('is refused with a policy or settings that cannot be understood', async () => {
    const { profile, out } = await usedProfile()
    expect(await run(['--out', out, '--profile', profile], { VITRINE_POLICY: '/nowhere/policy.json' })).toMatchObject({ code: 2, out: '' })
    await writeFile(path.join(profile, 'settings.json'), '{')
    expect(await run(['--out', out, '--profile', profile])).toMatchObject({ code: 2, out: '' })
    expect(await readdir(path.dirname(out))).toEqual(['profile'])
  })
})
