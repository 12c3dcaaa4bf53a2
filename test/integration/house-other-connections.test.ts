import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { draftOf, makeHome, openHouse, startClient, type Answered } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo, type SampleOdoo, type SampleOdooOptions } from '../support/sample-odoo/server'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

async function sampleForTest(options: SampleOdooOptions): Promise<SampleOdoo> {
  const sample = await startSampleOdoo(options)
  onTestFinished(() => sample.close())
  return sample
}

/** A shop on Odoo 17 and, added last and therefore active, a works on Odoo 19, with data of other years. */
async function shopAndWorks() {
  const [shop, works, home] = [await sampleForTest({ version: 17, now: '2025-03-01T12:00:00Z' }), await sampleForTest({ version: 19 }), await makeHome()]
  const open = await openHouse(home, { relay: relay.path })
  const idOf = async (sample: SampleOdoo, name: string, user: 'reader' | 'admin'): Promise<string> => {
    expect(await open.house.handlers.addConnection({ draft: draftOf(sample, { name, user }) })).toEqual({ ok: true })
    return open.settings.get().activeConnectionId ?? ''
  }
  const shopId = await idOf(shop, 'Shop', 'reader')
  const worksId = await idOf(works, 'Works', 'reader')
  const client = await startClient(home, open)
  shop.clearCalls()
  works.clearCalls()
  return { shop, works, home, open, client, shopId, worksId, handlers: open.house.handlers }
}

const orders = { model: 'sale.order', fields: ['name', 'date_order'], order: 'id', limit: 3 }
const datesOf = (sample: SampleOdoo): unknown => [...(sample.data['sale.order'] ?? [])]
  .filter((row) => [1, 2].includes(row['company_id'] as number))
  .sort((a, b) => a.id - b.id)
  .slice(0, 3)
  .map((row) => String(row['date_order']).slice(0, 7))
const answeredDates = ({ answer }: Answered): unknown => (answer['rows'] as readonly (readonly unknown[])[]).map((row) => String(row[2]).slice(0, 7))

describe('a connection named by the client', () => {
  it('answers beside the active one, with its own data, key, version and journal rows', async () => {
    const { shop, works, open, client, shopId, worksId, handlers } = await shopAndWorks()
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => client.ask('odoo_search', index % 2 === 0 ? orders : { ...orders, connection: 'Shop' })),
    )
    for (const [index, found] of answers.entries()) {
      const [sample, name] = index % 2 === 0 ? [works, 'Works'] : [shop, 'Shop']
      expect(found.answer['connection']).toBe(name)
      expect(answeredDates(found)).toEqual(datesOf(sample))
    }
    expect(datesOf(shop)).not.toEqual(datesOf(works))
    expect((await client.ask('odoo_context', { connection: 'Shop' })).answer).toMatchObject({
      connection: 'Shop', connections: ['Works', 'Shop'], odoo_version: expect.stringMatching(/^17/),
    })
    expect((await client.ask('odoo_context')).answer).toMatchObject({ connection: 'Works', odoo_version: expect.stringMatching(/^19/) })
    expect(new Set(shop.calls.map(({ protocol }) => protocol))).not.toContain('json2')
    expect(shop.connections).toBeLessThanOrEqual(12)
    const { events } = await handlers.getActivity({ filter: {}, limit: 50 })
    expect(events.map(({ connectionId }) => connectionId).sort()).toEqual([...Array<string>(7).fill(shopId), ...Array<string>(7).fill(worksId)].sort())
    expect(open.state().connection).toMatchObject({ kind: 'connected', odooVersion: expect.stringMatching(/^19/) as string })
  })

  it('is opened when it is first asked, and asks Odoo who the user is once', async () => {
    const { shop, client } = await shopAndWorks()
    await client.ask('odoo_search', orders)
    expect(shop.calls).toEqual([])
    for (let times = 0; times < 3; times += 1) await client.ask('odoo_search', { ...orders, connection: 'shop' })
    expect(shop.calls.filter(({ model }) => model === 'res.users').length).toBeLessThanOrEqual(2)
  })

  it('is said with its error too, and the active one goes on', async () => {
    const { shop, open, client, shopId, handlers } = await shopAndWorks()
    await client.ask('odoo_context', { connection: 'Shop' })
    const before = open.state().connection
    shop.revokeKey(shop.login)
    expect((await client.ask('odoo_search', { ...orders, connection: 'Shop' })).answer).toMatchObject({ connection: 'Shop', code: 'key_rejected' })
    shop.clearCalls()
    // A refused key goes out no more.
    expect((await client.ask('odoo_search', { ...orders, connection: 'Shop' })).answer).toMatchObject({ code: 'key_rejected' })
    expect(shop.calls).toEqual([])
    expect((await client.ask('odoo_search', orders)).isError).toBe(false)
    expect(open.state().connection).toBe(before)
    const { events } = await handlers.getActivity({ filter: { outcome: 'failed' }, limit: 10 })
    expect(events.map(({ connectionId, code }) => [connectionId, code])).toEqual([[shopId, 'key_rejected'], [shopId, 'key_rejected']])
    shop.restoreKey(shop.login)
    expect(await handlers.replaceKey({ connectionId: shopId, apiKey: shop.apiKey })).toEqual({ ok: true })
    expect((await client.ask('odoo_search', { ...orders, connection: 'Shop' })).isError).toBe(false)
    expect(open.state().connection).toBe(before)
  })

  it('without a key in the keychain says so, and the active one goes on', async () => {
    const { home, open, client, shopId, handlers } = await shopAndWorks()
    home.keychain.items.delete(`connection:${shopId}`)
    const before = open.state().connection
    const { answer } = await client.ask('odoo_context', { connection: 'Shop' })
    expect(answer).toMatchObject({ code: 'disconnected', message: expect.stringContaining('not in the keychain') })
    expect((await client.ask('odoo_context')).isError).toBe(false)
    expect(open.state().connection).toBe(before)
    const { events } = await handlers.getActivity({ filter: { outcome: 'failed' }, limit: 10 })
    expect(events.map(({ connectionId }) => connectionId)).toEqual([shopId])
  })

  it('that there is none of is refused with the names there are, and asks nobody', async () => {
    const { shop, works, client, handlers } = await shopAndWorks()
    for (const tool of ['odoo_search', 'odoo_read', 'odoo_describe_model', 'odoo_aggregate']) {
      const { answer } = await client.ask(tool, { model: 'sale.order', connection: 'Shopp', ...(tool === 'odoo_read' && { ids: [1] }) })
      expect(answer).toMatchObject({ code: 'invalid_domain', message: expect.stringContaining("'connection'"), suggestions: ['Shop', 'Works'] })
    }
    expect([...shop.calls, ...works.calls]).toEqual([])
    const { events } = await handlers.getActivity({ filter: {}, limit: 10 })
    expect(new Set(events.map(({ connectionId }) => connectionId))).toEqual(new Set(['unknown']))
  })

  it('whose name another has too is not guessed', async () => {
    const { shop, works, client, handlers } = await shopAndWorks()
    expect(await handlers.addConnection({ draft: draftOf(shop, { name: 'Works', user: 'admin' }) })).toEqual({ ok: true })
    shop.clearCalls()
    works.clearCalls()
    const { answer } = await client.ask('odoo_search', { ...orders, connection: 'Works' })
    expect(answer).toMatchObject({ code: 'invalid_domain', message: expect.stringContaining('ambiguous') })
    expect([...shop.calls, ...works.calls]).toEqual([])
    expect((await client.ask('odoo_context', { connection: 'Shop' })).isError).toBe(false)
  })

  it('is closed by Disconnect, by a switch and by its removal, with whatever is under way', async () => {
    const { shop, open, client, shopId, worksId, handlers } = await shopAndWorks()
    const underWay = async (act: () => Promise<unknown>): Promise<unknown> => {
      shop.faults.set({ fault: 'drip', on: { model: 'sale.order' } })
      const arrived = new Promise<void>((resolve) => {
        shop.onCall(({ model }) => {
          if (model === 'sale.order') resolve()
        })
      })
      const asking = client.ask('odoo_search', { ...orders, connection: 'Shop' })
      await arrived
      await act()
      shop.faults.set(null)
      return (await asking).answer
    }
    expect(await underWay(() => handlers.disconnect({}))).toMatchObject({ code: 'disconnected' })
    shop.clearCalls()
    expect((await client.ask('odoo_search', { ...orders, connection: 'Shop' })).answer).toMatchObject({ code: 'disconnected' })
    expect(shop.calls).toEqual([])
    await handlers.connect({})
    expect(await underWay(() => handlers.pause({ minutes: 60 }))).toMatchObject({ code: 'disconnected' })
    await handlers.connect({})
    expect(await underWay(() => handlers.activateConnection({ connectionId: shopId }))).toMatchObject({ code: 'disconnected' })
    await handlers.activateConnection({ connectionId: worksId })
    const announced = client.listChanged()
    expect(await underWay(() => handlers.removeConnection({ connectionId: shopId }))).toMatchObject({ code: 'disconnected' })
    await announced
    expect((await client.ask('odoo_context', { connection: 'Shop' })).answer).toMatchObject({ code: 'invalid_domain' })
    expect((await client.ask('odoo_context')).answer).not.toHaveProperty('connections.1')
    expect(open.state().connection).toMatchObject({ kind: 'connected' })
  })

  it('still answers while the active one is in trouble', async () => {
    const { works, client } = await shopAndWorks()
    works.revokeKey(works.login)
    expect((await client.ask('odoo_search', orders)).answer).toMatchObject({ code: 'key_rejected' })
    expect((await client.ask('odoo_search', { ...orders, connection: 'Shop' })).isError).toBe(false)
  })

  it('has its resources and completions under its name', async () => {
    const { client } = await shopAndWorks()
    for (const [name, is17] of [['Shop', true], ['Works', false]] as const) {
      const { contents } = await client.client.readResource({ uri: `odoo://${name}/res.users/schema` })
      const { text } = contents[0] as { readonly text: string }
      expect(JSON.parse(text)).toMatchObject({ connection: name, model: 'res.users' })
      const record = await client.client.readResource({ uri: `odoo://${name}/res.partner/1` })
      expect((record.contents[0] as { readonly text: string }).text.includes('/web#id=1')).toBe(is17)
    }
    const { completion } = await client.client.complete({
      ref: { type: 'ref/resource', uri: 'odoo://{connection}/{model}/{id}' }, argument: { name: 'connection', value: '' },
    })
    expect(completion.values).toEqual(['Shop', 'Works'])
    const models = await client.client.complete({
      ref: { type: 'ref/resource', uri: 'odoo://{connection}/{model}/{id}' },
      argument: { name: 'model', value: 'sale.order' },
      context: { arguments: { connection: 'Shop' } },
    })
    expect(models.completion.values).toContain('sale.order')
    expect(models.completion).not.toHaveProperty('connection')
    await expect(client.client.readResource({ uri: 'odoo://Nowhere/res.partner/1' })).rejects.toThrow(/does not have/)
  })
})
