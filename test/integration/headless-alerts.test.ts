import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openJournal } from '../../src/activity/journal'
import type { ActivityNote } from '../../src/contract/activity'
import { OPEN_POLICY, type Policy } from '../../src/policy/policy'
import { bundledScript, type BundledScript } from '../support/bundled-script'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'
import { temporaryDirectory } from '../support/temporary-directory'

let script: BundledScript
let sample: SampleOdoo

beforeAll(async () => {
  ;[script, sample] = await Promise.all([bundledScript('src/headless/main.ts'), startSampleOdoo({ version: 19 })])
})
afterAll(async () => {
  await Promise.all([script.remove(), sample.close()])
})

/** A run of the program that asks these searches and ends; answers what it has said on standard error. */
async function run(home: string, searches: readonly Readonly<Record<string, unknown>>[], more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    VITRINE_URL: sample.url,
    VITRINE_DB: sample.db,
    VITRINE_LOGIN: sample.login,
    VITRINE_API_KEY: sample.apiKey,
    VITRINE_PROFILE: path.join(home, 'profile'),
    ...more,
  }
  const transport = new StdioClientTransport({ command: process.execPath, args: [script.path], env, stderr: 'pipe' })
  let said = ''
  transport.stderr?.on('data', (piece: Buffer) => {
    said += piece.toString('utf8')
  })
  const client = new Client({ name: 'headless test', version: '1' })
  onTestFinished(() => client.close())
  await client.connect(transport)
  for (const search of searches) await client.callTool({ name: 'odoo_search', arguments: { ...search } })
  const ended = new Promise((resolve) => transport.stderr?.once('end', resolve))
  await client.close()
  await ended
  return said.split('\n').filter((line) => line !== '')
}

function alertsIn(home: string): readonly ActivityNote[] {
  const { journal } = openJournal(path.join(home, 'profile', 'journal.sqlite'), { now: Date.now })
  try {
    return journal.notes({ limit: 50 }).filter(({ kind }) => kind === 'alert')
  } finally {
    journal.close()
  }
}

async function withLimits(home: string, limits: Policy['limits']): Promise<Readonly<Record<string, string>>> {
  const file = path.join(home, 'policy.json')
  await writeFile(file, JSON.stringify({ ...OPEN_POLICY, limits }))
  return { VITRINE_POLICY: file }
}

describe('an alert of the headless server', () => {
  it('of a model that is read for the first time is a note and one sentence, and none the next time', async () => {
    const home = await temporaryDirectory()
    const secret = 'A value of the filter'
    const searches = [{ model: 'res.partner', domain: [['name', '!=', secret]], limit: 1 }, { model: 'res.partner', limit: 1 }]
    expect(await run(home, searches)).toEqual(['vitrine headless: The client read res.partner in Odoo for the first time.'])
    expect(alertsIn(home)).toMatchObject([{ detail: 'new_model', clientId: 'headless', connectionId: 'headless', model: 'res.partner' }])
    expect(await run(home, searches)).toEqual([])
    expect(alertsIn(home)).toHaveLength(1)
  })

  it('of a client that asks more often than its policy allows is told once an hour, over restarts', async () => {
    const home = await temporaryDirectory()
    const policy = await withLimits(home, { ...OPEN_POLICY.limits, callsPerMinute: 1 })
    const searches = Array.from({ length: 4 }, () => ({ model: 'res.partner', limit: 0 }))
    expect(await run(home, searches, policy)).toContain('vitrine headless: The client asked more often than it may.')
    expect(await run(home, searches, policy)).toEqual([])
    expect(alertsIn(home).filter(({ detail }) => detail === 'rate_limit')).toHaveLength(1)
  })

  it('of calls outside the hours of its policy is told, and of a key that Odoo rejects', async () => {
    const home = await temporaryDirectory()
    // Days are the user's; three days from now is another one in every time zone.
    const policy = await withLimits(home, { ...OPEN_POLICY.limits, days: [((new Date().getUTCDay() + 2) % 7) + 1] })
    const said = await run(home, [{ model: 'res.partner', limit: 1 }], { ...policy, VITRINE_API_KEY: 'not-a-key-of-anybody' })
    expect(said).toContain('vitrine headless: The client asked outside working hours.')
    expect(await run(home, [{ model: 'res.partner', limit: 1 }], { VITRINE_API_KEY: 'not-a-key-of-anybody' })).toEqual(['vitrine headless: Odoo rejected the key of Odoo.'])
    expect(alertsIn(home).map(({ detail }) => detail)).toEqual(['odoo_key_rejected', 'outside_hours'])
  })
})
