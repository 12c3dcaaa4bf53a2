import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

async function run(...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [script.path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text })
  const [code] = await once(child, 'close') as [number | null]
  return { code, out, err }
}

async function fileWith(text: string): Promise<string> {
  const file = path.join(await temporaryDirectory(), 'policy.json')
  await writeFile(file, text)
  return file
}

async function withPolicy(text: string, use: (client: Client) => Promise<void>): Promise<void> {
  const home = await temporaryDirectory()
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    VITRINE_URL: sample.url,
    VITRINE_DB: sample.db,
    VITRINE_LOGIN: sample.login,
    VITRINE_API_KEY: sample.apiKey,
    VITRINE_PROFILE: path.join(home, 'profile'),
    VITRINE_POLICY: await fileWith(text),
  }
  const client = new Client({ name: 'policy test', version: '1' })
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [script.path], env, stderr: 'pipe' }))
  try {
    await use(client)
  } finally {
    await client.close()
  }
}

describe('policy example', () => {
  it('hides just what it is told, in a file that the server takes as it is', async () => {
    const { code, out, err } = await run('policy', 'example', '--hide', 'res.partner.email', '--hide', '*.phone', '--hide=crm.team')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      version: 2,
      models: { presets: [], allow: [], hide: ['crm.team'], others: 'allow' },
      fields: { presets: [], hide: { 'res.partner': ['email'], '*': ['phone'] } },
    })
    expect(err.trim().split('\n')).toEqual(['Hidden: the field email of res.partner.', 'Hidden: the field phone of every model.', 'Hidden: the model crm.team.'])

    await withPolicy(out, async (client) => {
      const emails = (sample.data['res.partner'] ?? []).flatMap(({ email }) => (typeof email === 'string' ? [email] : []))
      expect(emails.length).toBeGreaterThan(5)
      const call = async (name: string, args: Readonly<Record<string, unknown>>): Promise<string> => JSON.stringify(await client.callTool({ name, arguments: args }))
      const answers = await Promise.all([
        call('odoo_search', { model: 'res.partner', fields: ['name', 'email', 'parent_id.email'], limit: 100 }),
        call('odoo_search', { model: 'res.partner', limit: 100 }),
        call('odoo_read', { model: 'res.partner', ids: [1, 2, 3, 7, 8, 9], fields: ['name', 'email'] }),
        call('odoo_search', { model: 'sale.order', fields: ['name', 'partner_id', 'partner_id.email'], limit: 100 }),
        call('odoo_search', { model: 'res.users', fields: ['name', 'email'], limit: 100 }),
        call('odoo_resolve', { model: 'res.partner', names: ['a'] }),
        call('odoo_describe_model', { model: 'res.partner', limit: 60 }),
      ])
      for (const answer of answers) for (const email of emails) expect(answer).not.toContain(email)
      expect(answers[0]).toContain('restricted')
      for (const args of [
        { domain: [['email', 'ilike', 'a']] }, { domain: [['parent_id.email', '!=', false]] }, { order: 'email' }, { fields: ['email'] },
      ]) expect(await call('odoo_search', { model: 'res.partner', ...args })).toContain('restricted_field')
      expect(await call('odoo_aggregate', { model: 'res.partner', group_by: ['email'] })).toContain('restricted_field')
      expect(await call('odoo_search', { model: 'crm.team' })).toContain('not_allowed_by_policy')
      // Just those: the rest is open.
      expect(await call('odoo_search', { model: 'res.partner', fields: ['name', 'vat'], limit: 3 })).not.toContain('restricted')
    })
  })

  it('can be read although npm has written its lines before it', async () => {
    const { out } = await run('policy', 'example', '--hide', 'crm.team')
    const banner = '\n> vitrine-odoo@0.1.0 headless\n> node build/scripts/headless.mjs policy example --hide crm.team\n\n'
    await withPolicy(`${banner}${out}`, async (client) => {
      expect(JSON.stringify(await client.callTool({ name: 'odoo_search', arguments: { model: 'crm.team' } }))).toContain('not_allowed_by_policy')
    })
  })

  it.each([
    ['sale.order.line', { models: { hide: ['sale.order.line'] } }],
    ['hr.payslip', { models: { hide: ['hr.payslip'] } }],
    ['hr.payslip.line.*', { models: { hide: ['hr.payslip.line'] } }],
    ['hr.payslip:line', { fields: { hide: { 'hr.payslip': ['line'] } } }],
    ['x_rental.price', { fields: { hide: { x_rental: ['price'] } } }],
    ['sale.order.x_studio_margin', { fields: { hide: { 'sale.order': ['x_studio_margin'] } } }],
  ])('takes %s for what it is', async (name, part) => {
    const { code, out } = await run('policy', 'example', '--hide', name)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject(part)
  })

  it.each([
    [['--hide', 'hr.payslip.line'], 'can be a field or a model'],
    [['--hide', 'Contacts'], 'is no technical name'],
    [['--hide', '*.*'], 'is no technical name'],
    [['--hide', ''], 'is no technical name'],
    [['--hide'], 'Usage:'],
    [['--show', 'res.partner'], 'Usage:'],
    [['res.partner.email'], 'Usage:'],
  ])('says what is wrong with %j, and prints nothing else', async (args, words) => {
    const { code, out, err } = await run('policy', 'example', ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(words)
  })
})

describe('policy check', () => {
  it('says in words what a sound policy allows', async () => {
    const file = await fileWith('{"version": 2, "models": {"others": "refuse", "presets": ["crm"]}, "rows": {"crm.lead": [["company_id", "=", 4711]]}}')
    const { code, out, err } = await run('policy', 'check', file)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const part of ['The policy is sound.', 'CRM are allowed', 'Every other model is refused.', 'Of crm.lead, only records may be read that pass a filter on company_id.']) expect(out).toContain(part)
    expect(out).not.toContain('4711')
  })

  it.each([
    ['{', 'The file is not JSON.'],
    ['{"version": 3}', 'The policy was written by a newer version of Vitrine.'],
    ['{"version": 2, "models": {"others": "allow"}, "fields": {"deny": {}}}', '"fields" has the unknown part "deny".'],
  ])('says what is not sound in %s, with exit code 1', async (text, words) => {
    const { code, out, err } = await run('policy', 'check', await fileWith(text))
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(words)
  })

  it.each([[[]], [['--all']], [['one.json', 'two.json']], [['/there/is/no/such/file.json']]])('used wrongly with %j ends with 2', async (args) => {
    const { code, out } = await run('policy', 'check', ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })

  it('explains itself', async () => {
    expect(await run('policy', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('policy check FILE') })
    for (const args of [['policy'], ['policy', 'write'], ['nonsense']]) expect((await run(...args)).code).toBe(2)
  })
})
