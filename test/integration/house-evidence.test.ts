import { execFile } from 'node:child_process'
import { createHash, hkdfSync } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { OPEN_POLICY } from '../../src/policy/policy'
import { hiding } from '../support/hiding'
import { draftOf, makeHome, openHouse, startClient, type Home } from '../support/house/open-house'
import { secretsBelow } from '../support/house/secret-search'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo } from '../support/sample-odoo/server'
import { inEnglish } from '../../src/i18n/english'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

/** A house in which marked values were asked for, with secrets of every kind, and what a pack of it must never hold. */
async function usedHouse() {
  const sample = await startSampleOdoo({ version: 19 })
  onTestFinished(() => sample.close())
  const home = await makeHome()
  const target = join(home.root, 'evidence')
  let chosen: string | null = target
  const open = await openHouse(home, { relay: relay.path, chooseExportPath: () => Promise.resolve(chosen) })
  const { handlers } = open.house
  expect(await handlers.addConnection({ draft: draftOf(sample) })).toEqual({ ok: true })
  const client = await startClient(home, open)
  const made = await handlers.createClientKey({ name: 'Report script', transport: 'http' })
  const rotated = await handlers.rotateClientKey({ clientId: 'report-script', graceDays: 7 })
  const webhook = await handlers.setWebhook({ url: 'https://hooks.example/T0MARKEDPATH', network: 'internet', caFile: '' })
  await handlers.changeSettings({ change: { glossary: [{ word: 'markedword', model: 'res.partner', domain: '[["name","=","MARKEDDOMAIN"]]' }] } })
  await handlers.setPolicy({ policy: hiding({ fields: { '*': ['email'] } }) })
  await handlers.setPolicy({ clientId: 'report-script', policy: { ...OPEN_POLICY, limits: { callsPerMinute: 60 } } })
  await client.ask('odoo_search', { model: 'res.partner', domain: [['name', 'ilike', 'MARKEDVALUE']] })
  const read = await client.ask('odoo_search', { model: 'res.partner', fields: ['name'], limit: 3 })
  const names = (read.answer['rows'] as readonly (readonly unknown[])[]).flatMap((row) => row.filter((cell): cell is string => typeof cell === 'string' && cell.length > 5))
  expect(names.length).toBeGreaterThan(0)
  const secrets: Record<string, string> = { 'API key': sample.apiKey, 'value of a filter': 'MARKEDVALUE', 'path of the webhook': 'T0MARKEDPATH', 'word': 'markedword', 'filter of a word': 'MARKEDDOMAIN' }
  for (const [index, name] of names.entries()) secrets[`record ${String(index)}`] = name
  for (const [account, text] of home.keychain.items) secrets[account] = text
  for (const result of [made, rotated]) if (result.ok && result.key !== undefined) secrets[`key ${String(Object.keys(secrets).length)}`] = result.key
  if (webhook.ok) secrets['secret of the webhook'] = webhook.secret
  for (const { id, keyHash, former } of open.settings.get().clients) {
    secrets[`hash of ${id}`] = keyHash
    if (former !== undefined) secrets[`former hash of ${id}`] = former.keyHash
  }
  return { home, open, handlers, target, secrets, choose: (path: string | null) => { chosen = path } }
}

/** The program that the pack's own JOURNAL.md gives, as an auditor with the key would run it. */
async function checkedByHand(pack: string, home: Home, key: Buffer): Promise<{ readonly code: number; readonly out: string }> {
  const program = /```js\n(.*?)```/s.exec(await readFile(join(pack, 'documents/JOURNAL.md'), 'utf8'))?.[1] ?? ''
  await writeFile(join(home.root, 'verify.mjs'), program)
  const env = { PATH: process.env['PATH'], VITRINE_JOURNAL_KEY: key.toString('hex') }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [join(home.root, 'verify.mjs'), join(pack, 'journal/journal.jsonl')], { env }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, out: stdout + stderr })
    })
  })
}

describe('an evidence pack', () => {
  it('is shown whole before anything is written, and is then what was shown', async () => {
    const { home, handlers, target } = await usedHouse()
    const before = await readdir(home.root)
    const preview = await handlers.prepareEvidence({})
    if (!preview.ok) throw new Error(inEnglish(preview.message))
    expect(await readdir(home.root)).toEqual(before)
    const paths = preview.files.map(({ path }) => path)
    expect(paths).toEqual([
      'README.md', 'controls.md', 'configuration.json', 'permissions/all-clients.md', 'permissions/claude-desktop.md', 'permissions/report-script.md',
      'policies/all-clients.json', 'policies/report-script.json', 'journal/journal.jsonl', 'journal/calls.csv', 'journal/verify.json',
      'documents/PRIVACY.md', 'documents/SECURITY.md', 'documents/JOURNAL.md', 'documents/POLICY.md', 'manifest.json', 'SHA256SUMS',
    ])
    const shown = await Promise.all(paths.map((path) => handlers.readEvidence({ path })))
    expect(await handlers.writeEvidence({})).toEqual({ ok: true, path: target })
    for (const [index, { path, bytes }] of preview.files.entries()) {
      const written = await readFile(join(target, path), 'utf8')
      expect([path, Buffer.byteLength(written)]).toEqual([path, bytes])
      expect([path, shown[index]]).toEqual([path, { text: written, cut: false }])
    }
    const sums = (await readFile(join(target, 'SHA256SUMS'), 'utf8')).trimEnd().split('\n').map((line) => line.split('  '))
    for (const [sum, path = ''] of sums) expect([path, createHash('sha256').update(await readFile(join(target, path))).digest('hex')]).toEqual([path, sum])
    expect(sums).toHaveLength(paths.length - 1)
  })

  it('holds no key, no hash, no secret, no value of a record and no word of the user', async () => {
    const { handlers, target, secrets } = await usedHouse()
    await handlers.prepareEvidence({})
    await handlers.writeEvidence({})
    expect(Object.keys(secrets).length).toBeGreaterThan(12)
    expect((await readFile(join(target, 'journal/calls.csv'), 'utf8')).trimEnd().split('\r\n')).toHaveLength(3)
    expect(await secretsBelow(target, secrets)).toEqual([])
  })

  it('has a journal whose chain its own document checks, and finds changed', async () => {
    const { home, handlers, target } = await usedHouse()
    await handlers.prepareEvidence({})
    await handlers.writeEvidence({})
    const key = Buffer.from(hkdfSync('sha256', Buffer.from(home.keychain.items.get('master-key') ?? '', 'base64url'), '', 'vitrine journal chain, version 1', 32))
    const file = join(target, 'journal/journal.jsonl')
    const text = await readFile(file, 'utf8')
    expect(text.split('\n').filter((line) => line.includes('"kind":"call"'))).toHaveLength(2)
    expect(await checkedByHand(target, home, key)).toMatchObject({ code: 0 })
    expect(JSON.parse(await readFile(join(target, 'journal/verify.json'), 'utf8'))).toMatchObject({ status: 'intact' })
    await writeFile(file, text.replace('"outcome":"answered"', '"outcome":"refused"'))
    expect(await checkedByHand(target, home, key)).toMatchObject({ code: 1 })
  })

  it('says in words and in JSON what holds for each client', async () => {
    const { handlers } = await usedHouse()
    await handlers.prepareEvidence({})
    const text = async (path: string): Promise<string> => (await handlers.readEvidence({ path })).text
    expect(await text('permissions/report-script.md')).toContain('At most 60 calls')
    expect(JSON.parse(await text('policies/report-script.json'))).toMatchObject({ limits: { callsPerMinute: 60 } })
    expect(JSON.parse(await text('policies/all-clients.json'))).toMatchObject({ fields: { hide: { '*': ['email'] } } })
    expect(await text('README.md')).toContain('Webhook: alerts, without values, go to hooks.example.')
    expect(JSON.parse(await text('manifest.json'))).toMatchObject({ timeZone: 'Europe/Brussels', appVersion: '0.0.0', since: null })
  })

  it('over a period has the rows of it alone', async () => {
    const { handlers, home } = await usedHouse()
    await handlers.prepareEvidence({ since: new Date(home.host.now() - 2 * 86_400_000).toISOString(), until: new Date(home.host.now() - 86_400_000).toISOString() })
    expect(await handlers.readEvidence({ path: 'journal/journal.jsonl' })).toEqual({ text: '', cut: false })
    expect((await handlers.readEvidence({ path: 'journal/calls.csv' })).text.trimEnd().split('\r\n')).toHaveLength(1)
  })

  it('that nobody looks at any more is given up, and one over another period takes its place', async () => {
    const { handlers } = await usedHouse()
    const first = handlers.prepareEvidence({})
    const second = handlers.prepareEvidence({})
    expect(await first).toMatchObject({ ok: false, message: 'The evidence pack was given up.' })
    expect(await second).toMatchObject({ ok: true })
    await handlers.cancelEvidence({})
    expect(await handlers.writeEvidence({})).toMatchObject({ ok: false })
  })

  it('is not written when the user thinks better of it, and never over something', async () => {
    const { handlers, target, choose } = await usedHouse()
    expect(await handlers.writeEvidence({})).toMatchObject({ ok: false, message: 'There is no evidence pack to write.' })
    await handlers.prepareEvidence({})
    choose(null)
    expect(await handlers.writeEvidence({})).toEqual({ ok: true, path: null })
    await writeFile(target, 'mine')
    choose(target)
    expect(await handlers.writeEvidence({})).toMatchObject({ ok: false, message: 'There is already a file or folder of that name.' })
    expect(await readFile(target, 'utf8')).toBe('mine')
  })
})
