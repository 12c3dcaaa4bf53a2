import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { draftOf, makeHome, openHouse, startClient } from '../support/house/open-house'
import { secretsBelow } from '../support/house/secret-search'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo, type OdooVersion, type SampleOdoo } from '../support/sample-odoo/server'

const DAY_MS = 86_400_000
const search = { model: 'sale.order', limit: 3 }

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

async function connected(version: OdooVersion = 19) {
  const sample = await startSampleOdoo({ version })
  onTestFinished(() => sample.close())
  const home = await makeHome()
  const open = await openHouse(home, { relay: relay.path })
  expect(await open.house.handlers.addConnection({ draft: draftOf(sample, { name: 'Lumen' }) })).toEqual({ ok: true })
  return { sample, home, open, handlers: open.house.handlers, connectionId: open.settings.get().activeConnectionId ?? '' }
}

/** Resolves when sales orders are being searched. */
function arrival(sample: SampleOdoo): Promise<void> {
  return new Promise((resolve) => {
    sample.onCall(({ model, odooMethod }) => {
      if (model === 'sale.order' && odooMethod === 'search_read') resolve()
    })
  })
}

describe('replacing the master key', () => {
  it('goes on without a break for the clients, and holds at the next start', async () => {
    const { sample, home, open, handlers, connectionId } = await connected()
    const client = await startClient(home, open)
    const before = new Map(home.keychain.items)
    sample.faults.set({ fault: { delayMs: 1_000 }, on: { model: 'sale.order', method: 'search_read' } })
    const arrived = arrival(sample)
    const asking = client.ask('odoo_search', search)
    await arrived
    expect(await handlers.rotateMasterKey({})).toEqual({ ok: true })
    expect((await asking).isError).toBe(false)
    sample.faults.set(null)
    expect([...home.keychain.items.keys()].sort()).toEqual([`connection:${connectionId}`, 'journal-key', 'master-key'])
    for (const [account, text] of before) expect(home.keychain.items.get(account)).not.toBe(text)
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    expect(open.kinds()).toEqual(['none', 'connecting', 'connected'])
    expect(open.state().settings.masterKeyRotatedAt).toBe('2026-06-15T09:30:00.000Z')
    const secrets = Object.fromEntries([...before, ...home.keychain.items].map(([account, text]) => [`${account} ${text.slice(-4)}`, text]))
    expect(await secretsBelow(home.root, { ...secrets, key: sample.apiKey })).toEqual([])
    await open.stop()
    const again = await openHouse(home)
    expect(again.state().connection.kind).toBe('connected')
  })

  it('that is cut short is finished at the next connect, and nobody notices', async () => {
    const { home, open, handlers } = await connected()
    home.keychain.mood = 'denied'
    home.keychain.moodFor = new Set(['delete'])
    expect(await handlers.rotateMasterKey({})).toMatchObject({ ok: false, hint: expect.stringContaining('No Odoo key is lost') as string })
    expect(home.keychain.items.has('master-key:next')).toBe(true)
    expect(open.state().connection.kind).toBe('connected')
    await handlers.disconnect({})
    expect(await handlers.connect({})).toEqual({ ok: true })
    home.keychain.mood = 'open'
    await handlers.disconnect({})
    expect(await handlers.connect({})).toEqual({ ok: true })
    expect(home.keychain.items.has('master-key:next')).toBe(false)
  })

  it('says that there is none before anything is stored', async () => {
    const open = await openHouse(await makeHome())
    expect(await open.house.handlers.rotateMasterKey({})).toMatchObject({ ok: false, message: 'There is no master key in the keychain.' })
  })
})

describe('replacing an Odoo key', () => {
  it.each([17, 19] as const)('lets a call under way to Odoo %i end with the former key, and the next one take the new', async (version) => {
    const { sample, home, open, handlers, connectionId } = await connected(version)
    const client = await startClient(home, open)
    const apiKey = sample.makeKey(sample.login, { name: 'Vitrine', ends: '2026-09-01 12:00:00' })
    sample.faults.set({ fault: { delayMs: 3_000 }, on: { model: 'sale.order', method: 'search_read' } })
    const arrived = arrival(sample)
    const asking = client.ask('odoo_search', search)
    await arrived
    expect(await handlers.replaceKey({ connectionId, apiKey })).toEqual({ ok: true })
    sample.faults.set(null)
    expect((await asking).isError).toBe(false)
    expect(open.kinds()).toEqual(['none', 'connecting', 'connected'])
    sample.revokeFirstKey(sample.login)
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    expect(open.state().connections[0]?.keyReplacedAt).toBe('2026-06-15T09:30:00.000Z')
    expect(await handlers.dismissRevokeReminder({ connectionId })).toEqual({ ok: true })
    expect(open.state().connections[0]).not.toHaveProperty('keyReplacedAt')
  })

  it('loses nothing when the keychain keeps half of the new one', async () => {
    const { sample, home, open, handlers, connectionId } = await connected()
    const token = home.keychain.items.get(`connection:${connectionId}`)
    const set = home.keychain.items.set.bind(home.keychain.items)
    home.keychain.items.set = (account, text) => set(account, text === token ? text : text.slice(0, 30))
    const apiKey = sample.makeKey(sample.login, { name: 'Vitrine', ends: false })
    expect(await handlers.replaceKey({ connectionId, apiKey })).toMatchObject({ ok: false })
    home.keychain.items.set = set
    expect(home.keychain.items.get(`connection:${connectionId}`)).toBe(token)
    expect(open.state().connections[0]).not.toHaveProperty('keyReplacedAt')
    await handlers.disconnect({})
    expect(await handlers.connect({})).toEqual({ ok: true })
  })
})

describe('the end of an Odoo key', () => {
  it('is read when it connects and announced 14, 3 and 0 days ahead, each once', async () => {
    const { home, open, handlers } = await connected()
    expect(open.state().connections[0]?.keyExpiry).toEqual({ kind: 'on', at: '2026-08-24T09:00:00.000Z', certainty: 'sure' })
    expect(open.keyWarnings).toEqual([])
    const settled = async (days: number): Promise<void> => {
      home.time.pass(days * DAY_MS)
      await handlers.connect({})
    }
    await settled(50)
    expect(open.keyWarnings).toEqual([])
    await settled(6)
    expect(open.keyWarnings).toEqual(['The Odoo key of Lumen expires in 13 days.'])
    await settled(5)
    expect(open.keyWarnings).toHaveLength(1)
    await open.stop()
    const again = await openHouse(home)
    expect(again.keyWarnings).toEqual([])
    home.time.pass(6 * DAY_MS)
    await again.house.handlers.connect({})
    expect(again.keyWarnings).toEqual(['The Odoo key of Lumen expires in 2 days.'])
    home.time.pass(2 * DAY_MS)
    await again.house.handlers.connect({})
    expect(again.keyWarnings.at(-1)).toBe('The Odoo key of Lumen expires within a day.')
    expect(again.keyWarnings).toHaveLength(2)
  })

  it('can be said by the user where Odoo does not know it, until that is taken back', async () => {
    const { open, handlers, connectionId } = await connected(17)
    expect(open.state().connections[0]?.keyExpiry).toEqual({ kind: 'unknown' })
    expect(await handlers.setKeyExpiry({ connectionId, expiresAt: '2026-06-16T21:59:59.000Z' })).toEqual({ ok: true })
    expect(open.state().connections[0]?.keyExpiry).toEqual({ kind: 'on', at: '2026-06-16T21:59:59.000Z', certainty: 'user' })
    expect(open.keyWarnings).toEqual(['The Odoo key of Lumen expires in one day.'])
    await handlers.connect({})
    expect(open.state().connections[0]?.keyExpiry).toMatchObject({ certainty: 'user' })
    expect(open.keyWarnings).toHaveLength(1)
    await handlers.setKeyExpiry({ connectionId, expiresAt: null })
    await handlers.disconnect({})
    await handlers.connect({})
    expect(open.state().connections[0]?.keyExpiry).toEqual({ kind: 'unknown' })
    expect(await handlers.setKeyExpiry({ connectionId: 'gone', expiresAt: null })).toMatchObject({ ok: false })
  })
})

describe('what the Odoo user could change', () => {
  it('is known once it was tested, and again when it is asked for', async () => {
    const { open, handlers, connectionId } = await connected()
    const found = open.state().connections[0]?.rights
    expect(found?.models.map(({ model }) => model)).toContain('sale.order')
    expect(open.tests.at(-1)?.stages.at(-1)?.message).toContain(`change ${String(found?.models.length)} of the usual kinds`)
    const progress: number[] = []
    open.house.store.subscribe(({ changes }) => progress.push(changes.rightsProbe?.done ?? -1))
    expect(await handlers.probeRights({ connectionId })).toEqual({ ok: true })
    expect(Math.max(...progress)).toBeGreaterThan(10)
    expect(open.state()).toMatchObject({ rightsProbe: null, connections: [{ rights: { models: found?.models } }] })
  })

  it('is not looked at further when it is called off, and needs a connection', async () => {
    const { sample, open, handlers, connectionId } = await connected()
    const before = open.state().connections[0]?.rights
    sample.faults.set({ fault: 'hang', on: { method: 'has_access' } })
    const asked = new Promise<void>((resolve) => {
      sample.onCall(({ odooMethod }) => {
        if (odooMethod === 'has_access') resolve()
      })
    })
    const looking = handlers.probeRights({ connectionId })
    await asked
    await handlers.cancelProbe({})
    expect(await looking).toEqual({ ok: true })
    expect(open.state()).toMatchObject({ rightsProbe: null, connections: [{ rights: before }] })
    sample.faults.set(null)
    await handlers.disconnect({})
    expect(await handlers.probeRights({ connectionId })).toMatchObject({ ok: false })
  })
})
