import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openJournal } from '../../src/activity/journal'
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

const environment = (profile: string, more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: profile,
  VITRINE_URL: sample.url,
  VITRINE_DB: sample.db,
  VITRINE_LOGIN: sample.login,
  VITRINE_API_KEY: sample.apiKey,
  VITRINE_PROFILE: path.join(profile, 'profile'),
  ...more,
})

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the program on an input that ends, to its own end. */
async function run(env: Readonly<Record<string, string>>, input: readonly unknown[] = []): Promise<Ended> {
  const child = spawn(process.execPath, [script.path], { env, stdio: 'pipe' })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text })
  child.stdin.end(input.map((message) => `${JSON.stringify(message)}\n`).join(''))
  const [code] = await once(child, 'close') as [number | null]
  return { code, out, err }
}

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'pipe', version: '1' } },
}

describe('the headless server', () => {
  it('answers over standard input and output, and keeps a journal without the key', async () => {
    const home = await temporaryDirectory()
    const transport = new StdioClientTransport({ command: process.execPath, args: [script.path], env: environment(home), stderr: 'pipe' })
    const client = new Client({ name: 'headless test', version: '4.5' })
    await client.connect(transport)
    const partners = (sample.data['res.partner'] ?? []).filter((row) => row['active'] !== false && (row['company_id'] === false || [1, 2].includes(row['company_id'] as number)))
    const { structuredContent } = await client.callTool({ name: 'odoo_search', arguments: { model: 'res.partner', limit: 0 } })
    expect(structuredContent).toMatchObject({ total: partners.length })
    const refused = await client.callTool({ name: 'odoo_search', arguments: { model: 'ir.config_parameter' } })
    expect(refused).toMatchObject({ isError: true, structuredContent: { code: 'not_allowed_by_policy' } })
    await client.close()

    const profile = path.join(home, 'profile')
    expect((await stat(profile)).mode & 0o777).toBe(0o700)
    const { journal } = openJournal(path.join(profile, 'journal.sqlite'), { now: Date.now })
    const { events } = journal.page({}, { limit: 10 })
    journal.close()
    expect(events).toMatchObject([
      { clientName: 'headless test', clientId: 'headless', connectionId: 'headless', model: 'ir.config_parameter', outcome: 'refused', code: 'not_allowed_by_policy' },
      { clientName: 'headless test', clientVersion: '4.5', model: 'res.partner', total: partners.length, outcome: 'answered' },
    ])
    for (const name of await readdir(profile)) {
      expect(await readFile(path.join(profile, name), 'latin1')).not.toContain(sample.apiKey)
    }
  })

  it('answers what was asked before its input ended, says nothing but an alert, and ends', async () => {
    const home = await temporaryDirectory()
    const ended = await run(environment(home), [
      initialize,
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'odoo_resolve', arguments: { model: 'res.partner', names: ['Amber'] } } },
    ])
    expect(ended).toMatchObject({ code: 0, err: 'vitrine headless: The client read res.partner in Odoo for the first time.\n' })
    const lines = ended.out.trimEnd().split('\n').map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    expect(lines).toMatchObject([{ id: 1, result: { serverInfo: { name: 'vitrine' } } }, { id: 2, result: { structuredContent: { model: 'res.partner' } } }])
  })

  it('ends at once on an empty input', async () => {
    expect(await run(environment(await temporaryDirectory()))).toEqual({ code: 0, out: '', err: '' })
  })

  it.each(['VITRINE_URL', 'VITRINE_DB', 'VITRINE_LOGIN', 'VITRINE_API_KEY'])('says that %s is missing, with exit code 2', async (name) => {
    const { code, out, err } = await run(environment(await temporaryDirectory(), { [name]: ' ' }), [initialize])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(`${name} is missing`)
    expect(err).not.toContain(sample.apiKey)
  })

  it.each([
    ['no address', 'ftp://example.com'],
    ['an address in clear text', 'http://odoo.example.com'],
    ['an address with a password in it', 'https://me:hunter2@odoo.example.com'],
  ])('refuses %s, with exit code 2', async (_what, url) => {
    const { code, out, err } = await run(environment(await temporaryDirectory(), { VITRINE_URL: url }), [initialize])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).not.toMatch(/hunter2|at .*\(/)
  })

  it.each([
    ['is not there', undefined],
    ['is no JSON', '{'],
    ['is no policy', '{"version":1,"hiddenModels":"all","hiddenFields":{}}'],
    ['is of a later version', '{"version":3,"models":{"others":"allow"}}'],
  ])('does not start with a policy that %s', async (_what, text) => {
    const home = await temporaryDirectory()
    const file = path.join(home, 'policy.json')
    if (text !== undefined) await writeFile(file, text)
    const { code, out, err } = await run(environment(home, { VITRINE_POLICY: file }), [initialize])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('VITRINE_POLICY')
  })

  it.each([
    ['is not there', undefined],
    ['is no JSON', '['],
    ['is no list', '{"word":"lamp","model":"product.template"}'],
    ['names no model', '[{"word":"lamp","model":"Lamps"}]'],
    ['says more than it may', '[{"word":"lamp","model":"product.template","hint":"x"}]'],
  ])('does not start with a glossary that %s', async (_what, text) => {
    const home = await temporaryDirectory()
    const file = path.join(home, 'glossary.json')
    if (text !== undefined) await writeFile(file, text)
    const { code, out, err } = await run(environment(home, { VITRINE_GLOSSARY: file }), [initialize])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('VITRINE_GLOSSARY')
  })

  it('knows the words it was given', async () => {
    const home = await temporaryDirectory()
    const file = path.join(home, 'glossary.json')
    await writeFile(file, JSON.stringify([{ word: 'bright ideas', model: 'crm.lead', domain: [['type', '=', 'lead']] }]))
    const { out } = await run(environment(home, { VITRINE_GLOSSARY: file }), [
      initialize,
      { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'odoo_find_models', arguments: { query: 'bright ideas' } } },
    ])
    const [first, second] = out.trimEnd().split('\n').map((line) => JSON.parse(line) as { readonly result: Readonly<Record<string, unknown>> })
    expect(first?.result['instructions']).toContain('- bright ideas: crm.lead, filtered')
    expect(second?.result['structuredContent']).toMatchObject({ models: [{ model: 'crm.lead', glossary: 'bright ideas', domain: [['type', '=', 'lead']] }] })
  })

  it('holds to the policy it was given', async () => {
    const home = await temporaryDirectory()
    const file = path.join(home, 'policy.json')
    await writeFile(file, JSON.stringify({ version: 2, models: { others: 'allow', hide: ['res.partner'] } }))
    const { out } = await run(environment(home, { VITRINE_POLICY: file }), [
      initialize,
      { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'odoo_search', arguments: { model: 'res.partner' } } },
    ])
    expect(out).toContain('not_allowed_by_policy')
  })

  it('lets no more calls through in a minute than its policy says', async () => {
    const home = await temporaryDirectory()
    const file = path.join(home, 'policy.json')
    await writeFile(file, JSON.stringify({ version: 2, models: { others: 'allow' }, limits: { callsPerMinute: 2 } }))
    const call = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'odoo_search', arguments: { model: 'res.partner', limit: 1 } } })
    const { out } = await run(environment(home, { VITRINE_POLICY: file }), [initialize, call(2), call(3), call(4)])
    const codes = out.trimEnd().split('\n').map((line) => (JSON.parse(line) as { readonly result: { readonly structuredContent?: { readonly code?: string } } }).result.structuredContent?.code)
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(1)
  })

  it('does not start where it cannot keep its journal', async () => {
    const home = await temporaryDirectory()
    await writeFile(path.join(home, 'profile'), 'a file stands where the directory should be')
    const { code, out, err } = await run(environment(home), [initialize])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('VITRINE_PROFILE')
  })
})
