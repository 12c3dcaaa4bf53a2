import { afterEach, describe, expect, it } from 'vitest'
import type { StagedTest, TestStageName } from '../../src/contract/app-state'
import { runStagedTest, type StagedTestDraft } from '../../src/odoo/staged-test'
import { createTestAuthority } from '../support/odoo/certificates'
import { testHost } from '../support/odoo/reader-of'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'
import { asRead } from '../support/in-english'

const cleanups: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function sample(options: Parameters<typeof startSampleOdoo>[0]): Promise<SampleOdoo> {
  const odoo = await startSampleOdoo(options)
  cleanups.push(odoo.close)
  return odoo
}

const draftOf = (odoo: SampleOdoo, more: Partial<StagedTestDraft> = {}): StagedTestDraft => ({ url: odoo.url, database: odoo.db, login: odoo.login, apiKey: odoo.apiKey, ...more })

async function run(draft: StagedTestDraft, signal = new AbortController().signal): Promise<{ final: StagedTest; seen: StagedTest[] }> {
  const seen: StagedTest[] = []
  const final = asRead(await runStagedTest({ draft, host: testHost, signal, onProgress: (test) => seen.push(asRead(test)), tuning: { timeoutMs: 5_000 } }))
  return { final, seen }
}

const statuses = ({ stages }: StagedTest): string => stages.map(({ status }) => status).join(' ')

describe('testing a connection', () => {
  it.each([16, 17, 18, 19, 20] as const)('finds everything in order on Odoo %i, stage by stage', async (version) => {
    const odoo = await sample({ version })
    const { final, seen } = await run(draftOf(odoo))
    expect(final).toMatchObject({ ok: true, finished: true })
    expect(statuses(final)).toBe('passed skipped passed passed passed passed')
    expect(final.stages.map(({ message }) => message).join('\n')).toContain(`Odoo ${version}.0 was found`)
    expect(seen.map(statuses)[0]).toBe('running waiting waiting waiting waiting waiting')
    expect(seen.at(-1)).toEqual(final)
    expect(seen.slice(0, -1).every(({ finished, ok }) => !finished && !ok)).toBe(true)
    expect(JSON.stringify(seen)).not.toContain(odoo.apiKey)
  })

  it.each([16, 17, 18, 19] as const)('finds the only database of Odoo %i by itself', async (version) => {
    const odoo = await sample({ version })
    const { final } = await run(draftOf(odoo, { database: '' }))
    expect(final).toMatchObject({ ok: true, databases: [odoo.db] })
    expect(final.stages[3]?.message).toBe(`The database ${odoo.db} was found.`)
  })

  it('opens the only database of Odoo 20, which does not tell its name', async () => {
    const odoo = await sample({ version: 20 })
    const { final } = await run(draftOf(odoo, { database: '' }))
    expect(final).toMatchObject({ ok: true })
    expect(final.databases).toBeUndefined()
  })

  it.each([17, 18, 19] as const)('names the databases of Odoo %i to choose from when there are several', async (version) => {
    const odoo = await sample({ version, databases: ['archive'] })
    const { final } = await run(draftOf(odoo, { database: '' }))
    expect(final).toMatchObject({ ok: false, databases: [odoo.db, 'archive'] })
    expect(final.stages[3]).toMatchObject({ status: 'failed', hint: `Choose the one you sign in to: ${odoo.db}, archive.` })
    expect(odoo.calls.every(({ login }) => login === undefined)).toBe(true)
  })

  it('tests over TLS with the authority given', async () => {
    const authority = createTestAuthority()
    const odoo = await sample({ version: 19, tls: authority.issue({ name: '127.0.0.1' }) })
    expect(statuses((await run(draftOf(odoo, { ca: authority.ca }))).final)).toBe('passed passed passed passed passed passed')
    odoo.clearCalls()
    const { final } = await run(draftOf(odoo))
    expect(statuses(final)).toBe('passed failed waiting waiting waiting waiting')
    expect(odoo.calls).toEqual([])
  })

  it.each<[string, (odoo: SampleOdoo) => Partial<StagedTestDraft>, TestStageName, RegExp]>([
    ['an address that is none', () => ({ url: 'not an address' }), 'address', /https/],
    ['a server that is not there', () => ({ url: 'http://127.0.0.1:1' }), 'address', /running/],
    ['plain http to another computer', () => ({ url: 'http://odoo.example.com' }), 'tls', /https/],
    ['a wrong database', () => ({ database: 'nosuchdb' }), 'database', /database name/],
    ['a wrong key', () => ({ apiKey: '0'.repeat(40) }), 'login', /instead of the password/],
    ['the key of another user', ({ users }) => ({ login: users.sales.login }), 'login', /./],
  ])('says at which stage and what to do about %s', async (_what, change, stage, hint) => {
    for (const version of [17, 19] as const) {
      const odoo = await sample({ version })
      const { final } = await run(draftOf(odoo, change(odoo)))
      expect(final).toMatchObject({ ok: false, finished: true })
      const failed = final.stages.filter(({ status }) => status === 'failed')
      expect(failed).toEqual([{ name: stage, status: 'failed', message: expect.stringMatching(/^[A-Z].*\.$/) as string, hint: expect.stringMatching(hint) as string }])
      const after = final.stages.slice(final.stages.findIndex(({ status }) => status === 'failed') + 1)
      expect(after.every(({ status }) => status === 'waiting')).toBe(true)
    }
  })

  it('says at which stage a server misbehaves', async () => {
    const odoo = await sample({ version: 19 })
    const failedAt = async (): Promise<string | undefined> => (await run(draftOf(odoo))).final.stages.find(({ status }) => status === 'failed')?.name
    odoo.faults.set('html')
    expect(await failedAt()).toBe('odoo')
    odoo.faults.set('bad-gateway')
    expect(await failedAt()).toBe('odoo')
    odoo.faults.set('reset')
    expect(await failedAt()).toBe('address')
    odoo.faults.set({ fault: 'too-many', on: { method: 'get_available_models' } })
    expect(await failedAt()).toBe('rights')
  })

  it('ends when it is cancelled', async () => {
    const odoo = await sample({ version: 19 })
    odoo.faults.set('hang')
    const abort = new AbortController()
    const pending = run(draftOf(odoo), abort.signal)
    await expect.poll(() => odoo.calls.length).toBe(1)
    abort.abort()
    const { final } = await pending
    expect(final).toMatchObject({ ok: false, finished: true })
    expect(final.stages[0]).toMatchObject({ status: 'failed', message: 'The request was cancelled.' })
  })
})
