import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { draftOf, makeHome, openHouse, startClient, startRegisteredClient } from '../support/house/open-house'
import { formsOf, secretsBelow, secretsIn } from '../support/house/secret-search'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo } from '../support/sample-odoo/server'
import { hiding } from '../support/hiding'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

it.each([19, 17] as const)('after a full run with Odoo %i, no file and no process of a relay holds key, token or master key', async (version) => {
  const sample = await startSampleOdoo({ version })
  onTestFinished(() => sample.close())
  const home = await makeHome()
  const open = await openHouse(home, { relay: relay.path })
  const { handlers } = open.house
  const secrets: Record<string, string | Buffer> = { 'API key': sample.apiKey, 'refused key': 'e'.repeat(17) + sample.adminKey.slice(17) }
  const note = (): void => {
    for (const [account, text] of home.keychain.items) secrets[`${account} ${String(text.length)} ${text.slice(-4)}`] = text
    secrets['master key, raw'] = Buffer.from(home.keychain.items.get('master-key') ?? '', 'base64url')
  }

  await handlers.testConnection({ draft: draftOf(sample, { apiKey: String(secrets['refused key']) }) })
  await handlers.addConnection({ draft: draftOf(sample, { apiKey: String(secrets['refused key']) }) })
  await handlers.addConnection({ draft: draftOf(sample) })
  note()
  const connectionId = open.settings.get().activeConnectionId ?? ''
  const [first, second] = [await startClient(home, open), await startRegisteredClient(home)]
  const questions = [
    ['odoo_context', {}],
    ['odoo_find_models', { query: 'invoice' }],
    ['odoo_search', { model: 'res.partner', domain: [['name', 'ilike', sample.apiKey]] }],
    ['odoo_search', { model: 'res.users', fields: ['login'], limit: 1 }],
    ['odoo_read', { model: 'res.partner', ids: [1], fields: [sample.apiKey] }],
  ] as const
  const answers: string[] = []
  for (const [tool, args] of questions) answers.push((await first.ask(tool, args)).text)
  await handlers.replaceKey({ connectionId, apiKey: String(secrets['refused key']) })
  await handlers.replaceKey({ connectionId, apiKey: sample.apiKey })
  note()
  expect(await handlers.rotateMasterKey({})).toEqual({ ok: true })
  secrets['new master key, raw'] = Buffer.from(home.keychain.items.get('master-key') ?? '', 'base64url')
  for (const [account, text] of home.keychain.items) secrets[`${account} after rotation`] = text
  answers.push((await first.ask('odoo_context')).text)
  for (const fault of ['reset', 'html', 'garbage', 'bad-gateway'] as const) {
    sample.faults.set(fault)
    answers.push((await second.ask('odoo_search', { model: 'res.partner' })).text)
  }
  sample.faults.set(null)
  sample.revokeKey(sample.login)
  await handlers.connect({})
  answers.push((await second.ask('odoo_search', { model: 'res.partner' })).text)
  sample.restoreKey(sample.login)
  await handlers.connect({})
  await handlers.setPolicy({ policy: hiding({ fields: { '*': ['email'] } }) })

  expect(Object.keys(secrets).length).toBeGreaterThanOrEqual(5)
  const processes = await Promise.all(
    [first, second].flatMap(({ pid }) => ['cmdline', 'environ'].map((name) => readFile(`/proc/${String(pid)}/${name}`))),
  )
  expect(processes.map((bytes) => secretsIn(bytes, secrets))).toEqual(processes.map(() => []))
  expect(processes.map((bytes) => bytes.length > 0)).toEqual(processes.map(() => true))
  expect(secretsIn(Buffer.from(JSON.stringify([open.state(), open.tests, open.activity])), secrets)).toEqual([])
  // An error names the unknown field that a client asked for, whatever that is.
  expect(answers.flatMap((text) => secretsIn(Buffer.from(text), secrets)).filter((name) => name !== 'API key')).toEqual([])
  expect(await secretsBelow(home.root, secrets)).toEqual([])

  await handlers.removeConnection({ connectionId })
  await open.stop()
  expect(await secretsBelow(home.root, secrets)).toEqual([])
  const files = (await readdir(home.root, { recursive: true })).join('\n')
  for (const name of ['settings.json', 'journal.sqlite', 'vitrine.log', 'claude_desktop_config.json', 'claude-desktop.key']) expect(files).toContain(name)
})

it('the search would find what it looks for, in every form', async () => {
  const home = await makeHome()
  const secret = 'a7f3+/secret key=0123456789abcdef'
  for (const [index, form] of formsOf(secret).entries()) {
    await writeFile(join(home.host.tempDir, `${String(index)}.bin`), Buffer.concat([Buffer.from([1, 2, 3]), form, Buffer.from('\n')]))
  }
  const base64 = [0, 1, 2].map((ahead) => Buffer.concat([Buffer.alloc(ahead, 120), Buffer.from(secret), Buffer.from('tail')]).toString('base64'))
  await writeFile(join(home.host.homeDir, 'base64.txt'), base64[1] ?? '')
  for (const text of base64) expect(secretsIn(Buffer.from(text), { secret })).toEqual(['secret'])
  expect(await secretsBelow(home.root, { secret })).toHaveLength(formsOf(secret).length + 1)
  expect(await secretsBelow(home.root, { other: 'another secret' })).toEqual([])
})
