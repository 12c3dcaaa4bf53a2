import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { writeClientKeyFile } from '../../src/clients/client-keys'
import { SocketTransport } from '../../src/endpoint/socket-transport'
import { USUAL_POLICY, type Policy } from '../../src/policy/policy'
import { connectToApp } from '../../src/relay/app-connection'
import { draftOf, makeHome, openHouse, startClient, startRegisteredClient, type Home, type OpenHouse } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

const search = { model: 'sale.order', fields: ['name'], limit: 2 }

async function connected() {
  const sample: SampleOdoo = await startSampleOdoo({ version: 19 })
  onTestFinished(() => sample.close())
  const made = await makeHome()
  // Both clocks of the house go only when the test says so.
  const home: Home = { ...made, host: { ...made.host, monotonicMs: made.time.now } }
  const open = await openHouse(home, { relay: relay.path })
  expect(await open.house.handlers.addConnection({ draft: draftOf(sample) })).toEqual({ ok: true })
  const client = await startClient(home, open)
  await client.ask('odoo_search', search)
  home.time.pass(60_000)
  sample.clearCalls()
  const limit = (limits: Partial<Policy['limits']>) =>
    open.settings.update((before) => ({ ...before, policy: { ...USUAL_POLICY, limits } }))
  return { sample, home, open, client, limit, handlers: open.house.handlers }
}

/** Another client with a key of its own, in this process; answers whether a call failed. */
async function secondClient(home: Home, { house }: OpenHouse) {
  const made = await house.handlers.createClientKey({ name: 'Calm', transport: 'http' })
  if (!made.ok || made.key === undefined) throw new Error('No key was made.')
  await writeClientKeyFile(home.host, made.clientId, made.key)
  const attempt = await connectToApp(home.host, made.clientId)
  if (attempt.kind !== 'connected') throw new Error(attempt.message)
  const client = new Client({ name: 'Calm', version: '1' })
  await client.connect(new SocketTransport(attempt.socket))
  onTestFinished(() => client.close())
  return async (name: string, args: Readonly<Record<string, unknown>>) => (await client.callTool({ name, arguments: { ...args } })).isError === true
}

const searches = ({ calls }: SampleOdoo): number => calls.filter(({ model, odooMethod }) => model === 'sale.order' && odooMethod === 'search_read').length

describe('calls a minute', () => {
  it('of one client reach Odoo exactly as often as allowed, while another client goes on', async () => {
    const { sample, home, open, client, handlers } = await connected()
    await handlers.changeSettings({ change: { limits: { callsPerMinute: 600, callsPerConnection: 300, callsPerClient: 10 } } })
    expect(open.state().settings.limits.callsPerClient).toBe(10)
    const other = await secondClient(home, open)
    const flood = Promise.all(Array.from({ length: 10_000 }, () => client.ask('odoo_search', search)))
    const calm = Promise.all(Array.from({ length: 5 }, () => other('odoo_search', search)))
    const found = await flood
    expect(found.filter(({ isError }) => !isError)).toHaveLength(10)
    expect((await calm).filter((isError) => isError)).toEqual([])
    expect(searches(sample)).toBe(15)
    // One row for the first refusal, and one for all the others of that second.
    home.time.pass(1_000)
    const { events, total } = await handlers.getActivity({ filter: { outcome: 'failed' }, limit: 10 })
    expect(total).toBe(2)
    expect(events.map((event) => [event.code, event.clientId, event.total])).toEqual([['rate_limited', 'claude-desktop', 9_989], ['rate_limited', 'claude-desktop', undefined]])
    // The answers of all of them lead to the first, which was written before they went out.
    const receipts = new Set(found.filter(({ isError }) => isError).map(({ answer }) => String(answer['receipt'])))
    expect([...receipts]).toEqual([events[1]?.receipt])
    expect(await handlers.getActivity({ filter: { receipt: [...receipts].join() }, limit: 10 })).toMatchObject({ total: 1, events: [{ code: 'rate_limited' }] })
    const [refused] = found.filter(({ isError }) => isError)
    expect(refused?.answer).toMatchObject({
      code: 'rate_limited', message: 'This client may make 10 calls a minute, and they were made.', retry_after_s: 60,
      hint: 'Ask again in 60 seconds; the user can change the limit in Vitrine.',
    })
    home.time.pass(58_999)
    expect((await client.ask('odoo_search', search)).answer).toMatchObject({ code: 'rate_limited', retry_after_s: 1 })
    home.time.pass(1)
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
  })

  it('of a policy hold for its client; those of all and of the connection hold besides', async () => {
    const { client, limit, handlers } = await connected()
    await limit({ callsPerMinute: 2 })
    const ask = async (): Promise<unknown> => (await client.ask('odoo_search', search)).answer['message'] ?? 'answered'
    expect([await ask(), await ask(), await ask()]).toEqual(['answered', 'answered', 'This client may make 2 calls a minute, and they were made.'])
    await limit({ callsPerMinute: 100 })
    await handlers.changeSettings({ change: { limits: { callsPerMinute: 600, callsPerConnection: 2, callsPerClient: 1 } } })
    expect(await ask()).toBe('This connection takes 2 calls a minute, and they were made.')
    await handlers.changeSettings({ change: { limits: { callsPerMinute: 2, callsPerConnection: 300, callsPerClient: 1 } } })
    expect(await ask()).toBe('All clients together may make 2 calls a minute, and they were made.')
  })

  it('hold for all sessions of a client together', async () => {
    const { home, client, limit } = await connected()
    await limit({ callsPerMinute: 3 })
    const second = await startRegisteredClient(home)
    const found = await Promise.all([client, second, client, second].map((one) => one.ask('odoo_search', search)))
    expect(found.filter(({ isError }) => !isError)).toHaveLength(3)
  })
})

describe('hours and days', () => {
  it('outside which nothing is answered, with when it may be asked again', async () => {
    const { sample, home, client, limit } = await connected()
    // The sample's day is Monday, 15 June 2026, half past eleven in Brussels.
    await limit({ hours: { from: '08:00', to: '11:00' }, days: [1, 2] })
    expect((await client.ask('odoo_search', search)).answer).toMatchObject({
      code: 'not_allowed_by_policy',
      message: 'This client may ask only from 08:00 to 11:00 on Monday and Tuesday, by the clock of this computer.',
      retry_after_s: Math.ceil((Date.parse('2026-06-16T06:00:00Z') - home.time.now()) / 1000),
    })
    expect(sample.calls).toEqual([])
    home.time.pass(Date.parse('2026-06-16T06:00:00Z') - home.time.now())
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    home.time.pass(3 * 3_600_000)
    expect((await client.ask('odoo_search', search)).answer).toMatchObject({ code: 'not_allowed_by_policy' })
  })
})
