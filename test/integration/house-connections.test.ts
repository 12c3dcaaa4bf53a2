import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { ActionResult } from '../../src/contract/requests'
import { draftOf, makeHome, openHouse, startClient, type OpenHouse } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo, type SampleOdoo, type SampleOdooOptions } from '../support/sample-odoo/server'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

async function sampleForTest(options: Partial<SampleOdooOptions> = {}): Promise<SampleOdoo> {
  const sample = await startSampleOdoo({ version: 19, ...options })
  onTestFinished(() => sample.close())
  return sample
}

const activeId = ({ settings }: OpenHouse): string => settings.get().activeConnectionId ?? ''
const refused: ActionResult = { ok: false, message: expect.any(String) as string, hint: expect.any(String) as string }

describe('adding a connection', () => {
  it.each([
    ['the key is wrong', { apiKey: 'f'.repeat(40) }, 'login'],
    ['the database is wrong', { database: 'elsewhere' }, 'database'],
    ['the key belongs to another user', { login: 'admin' }, 'login'],
    ['nobody answers', { url: 'http://127.0.0.1:1' }, 'address'],
    ['the address is none', { url: 'not an address' }, 'address'],
    ['the address holds a password', { url: 'http://user:password@127.0.0.1' }, 'address'],
  ] as const)('stores nothing when %s, and names the step', async (_name, changes, stage) => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    expect(await open.house.handlers.addConnection({ draft: draftOf(sample, changes) })).toEqual(refused)
    expect(open.tests.at(-1)?.stages.find(({ status }) => status === 'failed')?.name).toBe(stage)
    expect(open.settings.get().connections).toEqual([])
    expect(home.keychain.items.size).toBe(0)
    expect(open.state()).toMatchObject({ connection: { kind: 'none' }, connections: [] })
  })

  it('stores nothing when the test is cancelled', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    sample.faults.set('hang')
    const arrived = new Promise<void>((resolve) => {
      sample.onCall(() => resolve())
    })
    const adding = open.house.handlers.addConnection({ draft: draftOf(sample) })
    await arrived
    await open.house.handlers.cancelTest({})
    expect(await adding).toEqual(refused)
    expect(open.settings.get().connections).toEqual([])
  })

  it('leaves nothing in settings or keychain when the keychain does not keep what it took', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const forgetful = { ...home.keychain, get: (account: string) => (account.startsWith('connection:') ? Promise.resolve('something else') : home.keychain.get(account)) }
    const open = await openHouse(home, { keychain: forgetful })
    expect(await open.house.handlers.addConnection({ draft: draftOf(sample) })).toMatchObject({ ok: false, message: 'The keychain did not keep the key.' })
    expect(open.settings.get()).toMatchObject({ connections: [] })
    expect([...home.keychain.items.keys()]).toEqual(['master-key'])
  })

  it('refuses the same login twice, however it is written', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    expect(await open.house.handlers.addConnection({ draft: draftOf(sample) })).toEqual({ ok: true })
    for (const changes of [{}, { url: `${sample.url}/odoo/` }, { login: ` ${sample.login.toUpperCase()} ` }, { name: 'Another name' }]) {
      expect(await open.house.handlers.addConnection({ draft: draftOf(sample, changes) })).toMatchObject({
        ok: false,
        hint: expect.stringContaining('Replace key') as string,
      })
    }
    expect(open.settings.get().connections).toHaveLength(1)
    expect(home.keychain.items.size).toBe(2)
    expect(open.state().connection.kind).toBe('connected')
  })
})

describe('replacing a key', () => {
  it('keeps the old key in use when the new one is wrong', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home, { relay: relay.path })
    await open.house.handlers.addConnection({ draft: draftOf(sample) })
    const client = await startClient(home, open)
    const items = new Map(home.keychain.items)
    for (const apiKey of ['f'.repeat(40), sample.adminKey]) {
      expect(await open.house.handlers.replaceKey({ connectionId: activeId(open), apiKey })).toEqual(refused)
    }
    expect(home.keychain.items).toEqual(items)
    expect(open.kinds()).toEqual(['none', 'connecting', 'connected'])
    expect((await client.ask('odoo_context')).isError).toBe(false)
    await open.house.handlers.connect({})
    expect(open.state().connection.kind).toBe('connected')
  })

  it('does not connect what is disconnected', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    await open.house.handlers.addConnection({ draft: draftOf(sample) })
    await open.house.handlers.disconnect({})
    const before = home.keychain.items.get(`connection:${activeId(open)}`)
    expect(await open.house.handlers.replaceKey({ connectionId: activeId(open), apiKey: sample.apiKey })).toEqual({ ok: true })
    expect(home.keychain.items.get(`connection:${activeId(open)}`)).not.toBe(before)
    expect(open.state().connection).toEqual({ kind: 'disconnected' })
  })

  it('of a connection that is no more is refused', async () => {
    const open = await openHouse(await makeHome())
    expect(await open.house.handlers.replaceKey({ connectionId: 'gone', apiKey: 'x' })).toEqual(refused)
    expect(await open.house.handlers.removeConnection({ connectionId: 'gone' })).toEqual(refused)
    expect(await open.house.handlers.activateConnection({ connectionId: 'gone' })).toEqual(refused)
  })
})

describe('two connections', () => {
  async function two() {
    const [first, second, home] = [await sampleForTest(), await sampleForTest({ version: 17, now: '2025-03-01T12:00:00Z' }), await makeHome()]
    const open = await openHouse(home, { relay: relay.path })
    expect(await open.house.handlers.addConnection({ draft: draftOf(first, { name: 'First' }) })).toEqual({ ok: true })
    const firstId = activeId(open)
    expect(await open.house.handlers.addConnection({ draft: draftOf(second, { name: 'Second', user: 'admin' }) })).toEqual({ ok: true })
    const secondId = activeId(open)
    const client = await startClient(home, open)
    return { first, second, home, open, client, firstId, secondId }
  }

  it('are switched and never mixed: data, requests and journal rows', async () => {
    const { first, second, open, client, firstId, secondId } = await two()
    const ask = async (): Promise<unknown> => (await client.ask('odoo_search', { model: 'sale.order', fields: ['date_order'], order: 'id', limit: 3 })).answer['rows']
    second.clearCalls()
    const ofSecond = await ask()
    first.clearCalls()
    expect(await open.house.handlers.activateConnection({ connectionId: firstId })).toEqual({ ok: true })
    second.clearCalls()
    const ofFirst = await ask()
    expect(ofFirst).not.toEqual(ofSecond)
    expect(second.calls).toEqual([])
    expect(first.calls.map(({ login }) => login ?? first.login)).not.toContain('admin')
    first.clearCalls()
    await open.house.handlers.activateConnection({ connectionId: secondId })
    expect(await ask()).toEqual(ofSecond)
    expect(first.calls).toEqual([])
    const { events } = await open.house.handlers.getActivity({ filter: {}, limit: 10 })
    expect(events.map(({ connectionId }) => connectionId)).toEqual([secondId, firstId, secondId])
    expect(open.state().connections.map(({ name, isActive }) => [name, isActive])).toEqual([['First', false], ['Second', true]])
  })

  it('a question under way when the user switches gets no answer of either', async () => {
    const { first, second, open, client, firstId, secondId } = await two()
    second.faults.set({ fault: 'drip', on: { model: 'sale.order' } })
    const arrived = new Promise<void>((resolve) => {
      second.onCall(({ model }) => {
        if (model === 'sale.order') resolve()
      })
    })
    const asking = client.ask('odoo_search', { model: 'sale.order', limit: 3 })
    await arrived
    first.clearCalls()
    await open.house.handlers.activateConnection({ connectionId: firstId })
    expect((await asking).answer).toMatchObject({ code: 'disconnected' })
    expect(first.calls.filter(({ model }) => model === 'sale.order')).toEqual([])
    const { events } = await open.house.handlers.getActivity({ filter: {}, limit: 10 })
    expect(events).toMatchObject([{ connectionId: secondId, code: 'disconnected', rows: 0 }])
  })

  it('removing the active one deletes its key and leaves the other one disconnected; removing that leaves none', async () => {
    const { home, open, client, firstId, secondId, first, second } = await two()
    expect(await open.house.handlers.removeConnection({ connectionId: secondId })).toEqual({ ok: true })
    expect([...home.keychain.items.keys()].sort()).toEqual([`connection:${firstId}`, 'master-key'])
    expect(open.state()).toMatchObject({ connection: { kind: 'disconnected' }, connections: [{ id: firstId, isActive: true }] })
    first.clearCalls()
    second.clearCalls()
    expect((await client.ask('odoo_context')).answer).toMatchObject({ code: 'disconnected' })
    expect([...first.calls, ...second.calls]).toEqual([])
    await open.house.handlers.connect({})
    expect((await client.ask('odoo_context')).isError).toBe(false)
    expect(await open.house.handlers.removeConnection({ connectionId: firstId })).toEqual({ ok: true })
    expect([...home.keychain.items.keys()]).toEqual(['master-key'])
    expect(open.state()).toMatchObject({ connection: { kind: 'none' }, connections: [] })
    expect(open.settings.get().activeConnectionId).toBeUndefined()
  })

  it('removing the other one leaves the active one at work', async () => {
    const { home, open, client, firstId, secondId } = await two()
    const { connection } = open.state()
    const kinds = [...open.kinds()]
    expect(await open.house.handlers.removeConnection({ connectionId: firstId })).toEqual({ ok: true })
    expect(open.state().connection).toEqual(connection)
    expect(open.kinds()).toEqual(kinds)
    expect([...home.keychain.items.keys()].sort()).toEqual([`connection:${secondId}`, 'master-key'])
    expect((await client.ask('odoo_context')).isError).toBe(false)
  })

  it('a key that the keychain does not give up is said, and the connection stays listed', async () => {
    const { home, open, firstId } = await two()
    const set = home.keychain.items.delete.bind(home.keychain.items)
    home.keychain.items.delete = () => false
    expect(await open.house.handlers.removeConnection({ connectionId: firstId })).toMatchObject({ ok: false, message: 'The keychain still holds the key.' })
    home.keychain.items.delete = set
    expect(open.settings.get().connections).toHaveLength(2)
    expect(await open.house.handlers.removeConnection({ connectionId: firstId })).toEqual({ ok: true })
  })
})
