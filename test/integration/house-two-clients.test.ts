import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { OPEN_POLICY, type Policy } from '../../src/policy/policy'
import { draftOf, makeHome, openHouse, startClient, type Answered, type HouseClient } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo, type OdooVersion, type SampleOdoo } from '../support/sample-odoo/server'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

const asking: Policy['models'] = { presets: [], allow: ['sale.order', 'res.partner', 'res.country'], hide: [], others: 'ask' }
/** The first sees no customers of an order and only confirmed ones, the second no amounts and only drafts. */
const FIRST: Policy = { ...OPEN_POLICY, models: asking, fields: { ...OPEN_POLICY.fields, hide: { 'sale.order': ['partner_id'] } }, rows: { 'sale.order': [['state', '=', 'sale']] } }
const SECOND: Policy = { ...OPEN_POLICY, models: asking, fields: { ...OPEN_POLICY.fields, hide: { 'sale.order': ['amount_total'] } }, rows: { 'sale.order': [['state', '=', 'draft']] } }

async function sampleOf(version: OdooVersion): Promise<SampleOdoo> {
  const sample = await startSampleOdoo({ version })
  onTestFinished(() => sample.close())
  return sample
}

type Ask = HouseClient['ask']

/** A port that nobody has at this moment. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A program that speaks HTTP, beside the one that comes through the relay. */
async function overHttp(port: number, key: string): Promise<Ask> {
  const client = new Client({ name: 'Second test', version: '1.0.0' })
  onTestFinished(() => client.close())
  await client.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${String(port)}/mcp`), { requestInit: { headers: { Authorization: `Bearer ${key}` } } }))
  return async (name, args = {}): Promise<Answered> => {
    const result = await client.callTool({ name, arguments: { ...args } })
    const [block] = result.content as readonly { readonly text: string }[]
    const text = block?.text ?? ''
    return { isError: result.isError === true, answer: JSON.parse(text) as Readonly<Record<string, unknown>>, text }
  }
}

async function twoOfEach() {
  const [shop, works, home] = [await sampleOf(17), await sampleOf(19), await makeHome()]
  const open = await openHouse(home, { relay: relay.path })
  const { handlers } = open.house
  const idOf = async (sample: SampleOdoo, name: string): Promise<string> => {
    expect(await handlers.addConnection({ draft: draftOf(sample, { name, user: 'admin' }) })).toEqual({ ok: true })
    return open.settings.get().activeConnectionId ?? ''
  }
  const ids = { Shop: await idOf(shop, 'Shop'), Works: await idOf(works, 'Works') }
  const { ask: first } = await startClient(home, open)
  const port = await freePort()
  expect(await handlers.changeSettings({ change: { http: { port } } })).toEqual({ ok: true })
  expect(await handlers.changeSettings({ change: { http: { enabled: true } } })).toEqual({ ok: true })
  await open.until(({ http }) => http.state === 'listening')
  const made = await handlers.createClientKey({ name: 'Second', transport: 'http' })
  if (!made.ok || made.key === undefined) throw new Error('No key was made.')
  expect(await handlers.setPolicy({ clientId: 'claude-desktop', policy: FIRST })).toEqual({ ok: true })
  expect(await handlers.setPolicy({ clientId: made.clientId, policy: SECOND })).toEqual({ ok: true })
  const second = await overHttp(port, made.key)
  return { samples: { Shop: shop, Works: works }, open, handlers, ids, first, second, secondId: made.clientId }
}

describe('two clients on two connections at once', () => {
  it('are each answered by their own policy, from the connection they name, and noted as themselves', async () => {
    const { samples, handlers, ids, first, second, secondId } = await twoOfEach()
    const fields = ['state', 'partner_id', 'amount_total']
    const ask = (client: Ask, connection: 'Shop' | 'Works') => client('odoo_search', { model: 'sale.order', fields, limit: 100, connection })
    const asked = Array.from({ length: 24 }, (_, index) => ({ isFirst: index % 2 === 0, connection: index % 4 < 2 ? ('Shop' as const) : ('Works' as const) }))
    const answers = await Promise.all(asked.map(({ isFirst, connection }) => ask(isFirst ? first : second, connection)))
    for (const [index, { answer }] of answers.entries()) {
      const { isFirst, connection } = asked[index] ?? { isFirst: false, connection: 'Shop' }
      const state = isFirst ? 'sale' : 'draft'
      expect(answer).toMatchObject({
        connection,
        columns: expect.arrayContaining(isFirst ? ['id', 'state', 'amount_total'] : ['id', 'state', 'partner_id']),
        restricted: [isFirst ? 'partner_id' : 'amount_total'],
        total: (samples[connection].data['sale.order'] ?? []).filter((row) => row['state'] === state).length,
      })
      for (const row of answer['rows'] as readonly (readonly unknown[])[]) expect(row[1]).toBe(state)
    }
    const { events } = await handlers.getActivity({ filter: {}, limit: 50 })
    expect(events.map(({ clientId, connectionId, hiddenFields }) => [clientId, connectionId, ...hiddenFields].join()).sort()).toEqual(
      asked.map(({ isFirst, connection }) => [isFirst ? 'claude-desktop' : secondId, ids[connection], isFirst ? 'partner_id' : 'amount_total'].join()).sort(),
    )
  })

  it('have each their own yes, which holds for one client on one connection', async () => {
    const { samples, open, handlers, first, second } = await twoOfEach()
    const leads = { model: 'crm.lead', fields: ['name'], limit: 1 }
    const waiting = first('odoo_search', { ...leads, connection: 'Works' })
    const { questions: [question] } = await open.until(({ questions }) => questions.length > 0)
    expect(await handlers.answerConsent({ questionId: question?.id ?? '', answer: 'session' })).toEqual({ ok: true })
    expect((await waiting).isError).toBe(false)
    expect((await first('odoo_search', { ...leads, connection: 'Works' })).isError).toBe(false)
    samples.Shop.clearCalls()
    samples.Works.clearCalls()
    const others = [first('odoo_search', { ...leads, connection: 'Shop' }), second('odoo_search', { ...leads, connection: 'Works' })]
    const { questions } = await open.until((state) => state.questions.length === 2)
    for (const one of questions) await handlers.answerConsent({ questionId: one.id, answer: 'never' })
    for (const { answer } of await Promise.all(others)) expect(answer).toMatchObject({ code: 'consent_denied' })
    for (const { calls } of Object.values(samples)) expect(calls.filter(({ model, odooMethod }) => model === 'crm.lead' && odooMethod === 'search_read')).toEqual([])
    expect((await first('odoo_search', { ...leads, connection: 'Works' })).isError).toBe(false)
  })
})
