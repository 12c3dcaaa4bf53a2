import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ProvisionOffer } from '../../src/contract/provisioning'
import type { ActionResult } from '../../src/contract/requests'
import type { Keychain } from '../../src/credentials/keychain'
import { USUAL_POLICY } from '../../src/policy/policy'
import { parseProvision } from '../../src/provisioning/parse'
import { draftOf, makeHome, openHouse, type Home, type OpenHouse } from '../support/house/open-house'
import { createTestAuthority } from '../support/odoo/certificates'
import { startSampleOdoo, type SampleOdoo, type SampleOdooOptions } from '../support/sample-odoo/server'

async function sampleForTest(options: Partial<SampleOdooOptions> = {}): Promise<SampleOdoo> {
  const sample = await startSampleOdoo({ version: 19, ...options })
  onTestFinished(() => sample.close())
  return sample
}

const KEY = 'f'.repeat(40)
const STRICT = { version: 2, models: { presets: ['sales'], others: 'refuse' }, fields: { presets: ['cost_and_margin'] }, limits: { callsPerMinute: 20 } }
const WORDS = [{ word: 'open quotations', model: 'sale.order', domain: [['state', '=', 'draft']] }]

const documentFor = (sample: SampleOdoo, changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  version: 1, name: 'Northwind', url: sample.url, database: sample.db, login: sample.users.reader.login, policy: STRICT, glossary: WORDS, ...changes,
})

async function fileWith(home: Home, value: unknown): Promise<string> {
  const file = join(home.root, 'northwind.vitrine')
  await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value))
  return file
}

async function offered({ house, state }: OpenHouse, home: Home, value: unknown): Promise<ProvisionOffer> {
  await house.openProvision(await fileWith(home, value))
  const { provision } = state()
  if (provision?.kind !== 'offered') throw new Error(`Nothing is offered: ${JSON.stringify(provision)}`)
  return provision
}

const refused: ActionResult = { ok: false, message: expect.any(String) as string, hint: expect.any(String) as string }

/** What an acceptance may touch, on disk and in the keychain. */
const left = async (home: Home) => ({
  settings: await readFile(home.settingsPath, 'utf8').then((text): unknown => JSON.parse(text), () => null),
  items: [...home.keychain.items],
})

describe('a connection file that is opened', () => {
  it('is shown with all that it would do, and does nothing', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    const before = await left(home)
    expect(await offered(open, home, documentFor(sample))).toMatchObject({
      fileName: 'northwind.vitrine', name: 'Northwind', url: sample.url, database: sample.db, login: sample.users.reader.login, existing: null, authorities: [], otherConnections: 0,
      rules: { opens: [], narrows: expect.arrayContaining(['Every other model is refused. Until now it asks first.']) as string[] },
      glossary: { added: [{ word: 'open quotations' }], changed: [], same: 0 },
    })
    expect(await left(home)).toEqual(before)
    expect(open.state().settings.policy).toEqual(USUAL_POLICY)
  })

  it('changes nothing when it is cancelled', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    const before = await left(home)
    const { id } = await offered(open, home, documentFor(sample))
    await open.house.handlers.dismissProvision({})
    expect(open.state().provision).toBeNull()
    expect(await left(home)).toEqual(before)
    expect(await open.house.handlers.acceptProvision({ offerId: id, apiKey: sample.users.reader.key, rules: 'file' })).toEqual(refused)
    expect(sample.calls).toEqual([])
  })

  it('connects with the key that was typed, and brings rules and words with it', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    const { id } = await offered(open, home, documentFor(sample))
    expect(await open.house.handlers.acceptProvision({ offerId: id, apiKey: sample.users.reader.key, rules: 'file' })).toEqual({ ok: true })
    expect(open.state()).toMatchObject({ provision: null, connection: { kind: 'connected' }, connections: [{ name: 'Northwind', isActive: true, login: sample.users.reader.login }] })
    expect(open.settings.get()).toMatchObject({ policy: { models: { presets: ['sales'], others: 'refuse' } }, glossary: [{ word: 'open quotations', domain: '[["state","=","draft"]]' }] })
    expect(open.settings.get().addingConnectionId).toBeUndefined()
    expect([...home.keychain.items.keys()].sort()).toEqual([`connection:${open.settings.get().activeConnectionId ?? ''}`, 'master-key'])
    expect(open.tests.at(-1)).toMatchObject({ finished: true, ok: true })
    expect(await readFile(home.settingsPath, 'utf8')).not.toContain(sample.users.reader.key)
  })

  it('leaves the rules alone where the user keeps the present ones', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    const { id } = await offered(open, home, documentFor(sample))
    expect(await open.house.handlers.acceptProvision({ offerId: id, apiKey: sample.users.reader.key, rules: 'present' })).toEqual({ ok: true })
    expect(open.settings.get()).toMatchObject({ policy: USUAL_POLICY, glossary: [{ word: 'open quotations' }] })
  })

  it('trusts the authority that it brings, for this connection alone', async () => {
    const authority = createTestAuthority('Northwind CA')
    const [sample, home] = [await sampleForTest({ tls: authority.issue({ name: '127.0.0.1' }) }), await makeHome()]
    const open = await openHouse(home)
    const { key } = sample.users.reader
    const without = await offered(open, home, documentFor(sample))
    expect(await open.house.handlers.acceptProvision({ offerId: without.id, apiKey: key, rules: 'file' })).toEqual(refused)
    expect(open.tests.at(-1)?.stages.find(({ status }) => status === 'failed')?.name).toBe('tls')
    const withIt = await offered(open, home, documentFor(sample, { ca: authority.ca }))
    expect(withIt.authorities).toMatchObject([{ name: 'Northwind CA' }])
    expect(await open.house.handlers.acceptProvision({ offerId: withIt.id, apiKey: key, rules: 'file' })).toEqual({ ok: true })
    expect(open.state().connection.kind).toBe('connected')
    const [connection] = open.settings.get().connections
    expect(await open.house.handlers.replaceKey({ connectionId: connection?.id ?? '', apiKey: key })).toEqual({ ok: true })
  })

  it.each([
    ['the key is wrong', () => 'f'.repeat(40)],
    ['there is no key', () => ''],
    ['the key is of another user', (sample: SampleOdoo) => sample.adminKey],
  ] as const)('stores nothing when %s, and stays open', async (_why, key) => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    const before = await left(home)
    const { id } = await offered(open, home, documentFor(sample))
    expect(await open.house.handlers.acceptProvision({ offerId: id, apiKey: key(sample), rules: 'file' })).toEqual(refused)
    expect(await left(home)).toEqual(before)
    expect(open.state().provision).toMatchObject({ id })
  })

  it('stores nothing when it is cancelled while Odoo is asked or the keychain asks', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    const first = await offered(open, home, documentFor(sample))
    sample.faults.set('hang')
    const arrived = new Promise<void>((resolve) => { sample.onCall(() => { resolve() }) })
    const asking = open.house.handlers.acceptProvision({ offerId: first.id, apiKey: sample.users.reader.key, rules: 'file' })
    await arrived
    await open.house.handlers.dismissProvision({})
    expect(await asking).toEqual(refused)
    expect(home.keychain.items.size).toBe(0)
    sample.faults.set(null)

    const second = await offered(open, home, documentFor(sample))
    const held = home.keychain.hold()
    const keeping = open.house.handlers.acceptProvision({ offerId: second.id, apiKey: sample.users.reader.key, rules: 'file' })
    await held.asked
    await open.house.handlers.dismissProvision({})
    held.letGo()
    expect(await keeping).toEqual(refused)
    expect(open.settings.get()).toMatchObject({ connections: [], policy: USUAL_POLICY, glossary: [] })
    expect(open.settings.get().addingConnectionId).toBeUndefined()
    expect([...home.keychain.items.keys()]).toEqual(['master-key'])
  })

  it('stores nothing where something changed since it was shown, and is shown anew', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    const { id } = await offered(open, home, documentFor(sample))
    await open.house.handlers.setPolicy({ policy: { ...USUAL_POLICY, models: { ...USUAL_POLICY.models, presets: ['contacts'], others: 'refuse' } } })
    expect(open.state().provision).toMatchObject({ kind: 'offered', rules: { opens: [expect.stringContaining('The area Sales is allowed') as string] } })
    expect(await open.house.handlers.acceptProvision({ offerId: id, apiKey: sample.users.reader.key, rules: 'file' })).toMatchObject({ ok: false, message: expect.stringContaining('changed meanwhile') as string })
    expect(open.settings.get()).toMatchObject({ connections: [], policy: { models: { presets: ['contacts'] } } })
  })

  it.each(['opened', 'dropped'] as const)('is shown after the one that is being accepted when it is %s meanwhile', async (how) => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    const { id } = await offered(open, home, documentFor(sample))
    const accepting = open.house.handlers.acceptProvision({ offerId: id, apiKey: sample.users.reader.key, rules: 'present' })
    const next = JSON.stringify(documentFor(sample, { name: 'Elsewhere', url: 'https://elsewhere.example' }))
    if (how === 'opened') await open.house.openProvision(await fileWith(home, next))
    else expect(await open.house.handlers.offerProvision({ fileName: 'elsewhere.vitrine', text: next })).toEqual({ ok: true })
    expect(open.state().provision).toMatchObject({ name: 'Northwind' })
    expect(await accepting).toEqual({ ok: true })
    expect(open.state()).toMatchObject({ provision: { kind: 'offered', name: 'Elsewhere' }, connections: [{ name: 'Northwind' }] })
  })

  it('takes the name of no other connection', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    await open.house.handlers.addConnection({ draft: draftOf(sample, { name: 'Northwind', user: 'admin' }) })
    expect(await offered(open, home, documentFor(sample))).toMatchObject({ name: 'Northwind (127.0.0.1)', existing: null, otherConnections: 1 })
  })
})

describe('a connection file for what is connected already', () => {
  async function connected(): Promise<{ readonly sample: SampleOdoo; readonly home: Home; readonly open: OpenHouse }> {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    await open.house.handlers.addConnection({ draft: draftOf(sample, { name: 'Ours' }) })
    return { sample, home, open }
  }

  it('brings it up to date without a key and without a second one', async () => {
    const { sample, home, open } = await connected()
    await open.house.handlers.changeSettings({ change: { glossary: [{ word: 'Open Quotations', model: 'sale.order', domain: '' }, { word: 'rentals', model: 'x_rental', domain: '' }] } })
    const items = [...home.keychain.items]
    const offer = await offered(open, home, documentFor(sample, { login: sample.users.reader.login.toUpperCase(), url: `${sample.url}/odoo` }))
    expect(offer).toMatchObject({ existing: { name: 'Ours' }, name: 'Ours', otherConnections: 0, glossary: { added: [], changed: [{ before: { domain: '' }, after: { domain: '[["state","=","draft"]]' } }], same: 0 } })
    expect(await open.house.handlers.acceptProvision({ offerId: offer.id, apiKey: '', rules: 'file' })).toEqual({ ok: true })
    expect(open.settings.get().connections).toHaveLength(1)
    expect(open.settings.get()).toMatchObject({ policy: { models: { others: 'refuse' } }, glossary: [{ word: 'open quotations' }, { word: 'rentals' }] })
    expect([...home.keychain.items]).toEqual(items)
    expect(open.state()).toMatchObject({ provision: null, connection: { kind: 'connected' } })
    expect(await offered(open, home, documentFor(sample))).toMatchObject({ rules: { opens: [], narrows: [] }, glossary: { added: [], changed: [], same: 1 } })
  })

  it('brings new certificates, and connects anew with them', async () => {
    const [authority, next] = [createTestAuthority('Northwind CA'), createTestAuthority('Northwind CA 2027')]
    const [sample, home] = [await sampleForTest({ tls: authority.issue({ name: '127.0.0.1' }) }), await makeHome()]
    const open = await openHouse(home)
    const first = await offered(open, home, documentFor(sample, { ca: authority.ca }))
    await open.house.handlers.acceptProvision({ offerId: first.id, apiKey: sample.users.reader.key, rules: 'file' })
    expect(await offered(open, home, documentFor(sample, { ca: authority.ca }))).toMatchObject({ changesAuthorities: false })
    const both = await offered(open, home, documentFor(sample, { ca: `${authority.ca}${next.ca}` }))
    expect(both).toMatchObject({ changesAuthorities: true, authorities: [{ name: 'Northwind CA' }, { name: 'Northwind CA 2027' }] })
    expect(await open.house.handlers.acceptProvision({ offerId: both.id, apiKey: '', rules: 'present' })).toEqual({ ok: true })
    expect(open.kinds()).toEqual(['none', 'connecting', 'connected', 'connecting', 'connected'])
    // An authority that did not issue the server's certificate: then nothing is sent to it any more.
    const wrong = await offered(open, home, documentFor(sample, { ca: next.ca }))
    await open.house.handlers.acceptProvision({ offerId: wrong.id, apiKey: '', rules: 'present' })
    expect(open.state().connection).toMatchObject({ kind: 'problem', problem: { code: 'tls_failed' } })
  })

  it('says what it would open, and names whom its rules are not for', async () => {
    const { sample, home, open } = await connected()
    await open.house.handlers.setPolicy({ policy: { ...USUAL_POLICY, models: { ...USUAL_POLICY.models, hide: ['hr.employee'], others: 'refuse' } } })
    await open.house.handlers.createClientKey({ name: 'Report script', transport: 'http' })
    await open.house.handlers.setPolicy({ clientId: 'report-script', policy: USUAL_POLICY })
    const { rules } = await offered(open, home, documentFor(sample, { policy: { version: 2, models: { others: 'allow' }, limits: { callsPerMinute: 5_000 } } }))
    expect(rules?.opens).toEqual([
      'Every other model is allowed. Until now it is refused.',
      'No longer hidden by name: hr.employee.',
      expect.stringMatching(/^At most 5000 calls in any minute\. Until now \d+\.$/) as string,
    ])
    expect(rules?.notFor).toEqual(['Report script'])
  })
})

describe('a connection file that cannot be taken', () => {
  it('is refused with the reason, does nothing, and takes the place of the one before', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    await offered(open, home, documentFor(sample))
    const before = await left(home)
    await open.house.openProvision(await fileWith(home, documentFor(sample, { apiKey: sample.users.reader.key })))
    expect(open.state().provision).toMatchObject({ kind: 'refused', fileName: 'northwind.vitrine', message: expect.stringContaining('takes no secret') as string })
    expect(JSON.stringify(open.state())).not.toContain(sample.users.reader.key)
    await open.house.openProvision(join(home.root, 'missing.vitrine'))
    expect(open.state().provision).toMatchObject({ kind: 'refused', fileName: 'missing.vitrine', message: 'The file cannot be read.' })
    await open.house.openProvision(home.root)
    expect(open.state().provision).toMatchObject({ kind: 'refused', message: 'This is no file but a folder or a device.' })
    expect(await left(home)).toEqual(before)
    expect(await readFile(home.logPath, 'utf8')).not.toContain(sample.users.reader.key)
  })

  it('is refused when it comes as text from the window, just so', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    await open.house.handlers.offerProvision({ fileName: 'a\u202Eb.vitrine', text: JSON.stringify(documentFor(sample, { url: 'http://erp.northwind.example' })) })
    expect(open.state().provision).toMatchObject({ kind: 'refused', fileName: 'a b.vitrine', message: expect.stringContaining('unencrypted') as string })
  })

  it('is refused when its words are too many beside those that are there', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    await open.house.handlers.changeSettings({ change: { glossary: Array.from({ length: 200 }, (_, at) => ({ word: `word ${String(at)}`, model: 'sale.order', domain: '' })) } })
    await open.house.openProvision(await fileWith(home, documentFor(sample)))
    expect(open.state().provision).toMatchObject({ kind: 'refused', message: expect.stringContaining('more than 200') as string })
  })
})

describe('an application that ends while a file is being accepted', () => {
  /** What is on disk and in the keychain at the moment before or after the key is stored, as a kill there would leave it. */
  async function killedAt(moment: 'before the key' | 'after the key'): Promise<Home> {
    const [sample, home, later] = [await sampleForTest(), await makeHome(), await makeHome()]
    const keep = async (): Promise<void> => {
      await mkdir(join(later.settingsPath, '..'), { recursive: true })
      await copyFile(home.settingsPath, later.settingsPath)
      for (const [account, secret] of home.keychain.items) later.keychain.items.set(account, secret)
    }
    const keychain: Keychain = {
      ...home.keychain,
      set: async (account, secret) => {
        const isKey = account.startsWith('connection:')
        if (isKey && moment === 'before the key') await keep()
        await home.keychain.set(account, secret)
        if (isKey && moment === 'after the key') await keep()
      },
    }
    const open = await openHouse(home, { keychain })
    const { id } = await offered(open, home, documentFor(sample))
    expect(await open.house.handlers.acceptProvision({ offerId: id, apiKey: sample.users.reader.key, rules: 'file' })).toEqual({ ok: true })
    return later
  }

  it.each(['before the key', 'after the key'] as const)('%s was stored has changed nothing, and removes the key at its next start', async (moment) => {
    const home = await killedAt(moment)
    expect([...home.keychain.items.keys()].filter((account) => account.startsWith('connection:'))).toHaveLength(moment === 'after the key' ? 1 : 0)
    const open = await openHouse(home)
    expect([...home.keychain.items.keys()].filter((account) => account.startsWith('connection:'))).toEqual([])
    expect(open.settings.get()).toMatchObject({ connections: [], policy: USUAL_POLICY, glossary: [] })
    expect(open.settings.get().addingConnectionId).toBeUndefined()
  })

  it('tries again at a later start where the keychain does not let it', async () => {
    const home = await killedAt('after the key')
    home.keychain.mood = 'locked'
    const first = await openHouse(home)
    expect(first.settings.get().addingConnectionId).toBeDefined()
    await first.stop()
    home.keychain.mood = 'open'
    const second = await openHouse(home)
    expect(second.settings.get().addingConnectionId).toBeUndefined()
    expect([...home.keychain.items.keys()].filter((account) => account.startsWith('connection:'))).toEqual([])
  })
})

describe('a file for somebody else', () => {
  it('holds the connection, the rules and the words, under their login, and no secret', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    await open.house.handlers.addConnection({ draft: draftOf(sample, { name: 'Northwind & Sons' }) })
    await open.house.handlers.changeSettings({ change: { glossary: [{ word: 'drafts', model: 'sale.order', domain: '[["state", "=", "draft"]]' }] } })
    const connectionId = open.settings.get().activeConnectionId ?? ''
    const made = await open.house.handlers.getProvisionFile({ connectionId, login: ' jan@northwind.example ' })
    if (!made.ok) throw new Error(JSON.stringify(made.message))
    expect(made.fileName).toBe('northwind-sons.vitrine')
    const parsed = parseProvision(made.text)
    expect(parsed).toMatchObject({ ok: true, provision: { name: 'Northwind & Sons', url: sample.url, database: sample.db, login: 'jan@northwind.example', policy: USUAL_POLICY, glossary: [{ word: 'drafts' }] } })
    expect(made.text).not.toContain(sample.users.reader.key)
    expect(await offered(open, home, made.text)).toMatchObject({ existing: null, name: 'Northwind & Sons (127.0.0.1)' })
  })

  it('is not made where it would hold a key after all', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    await open.house.handlers.addConnection({ draft: draftOf(sample, { name: 'Northwind' }) })
    const connectionId = open.settings.get().activeConnectionId ?? ''
    const made = await open.house.handlers.getProvisionFile({ connectionId, login: KEY })
    expect(made).toMatchObject({ ok: false, message: expect.stringContaining('cannot be put into a file') as string })
    expect(JSON.stringify(made)).not.toContain(KEY)
  })
})
