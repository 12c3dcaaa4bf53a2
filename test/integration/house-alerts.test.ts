import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { clientKeyFile } from '../../src/endpoint/address'
import { draftOf, makeHome, openHouse, startClient, startRegisteredClient } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo } from '../support/sample-odoo/server'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

async function connected() {
  const sample = await startSampleOdoo({ version: 19 })
  onTestFinished(() => sample.close())
  const home = await makeHome()
  const open = await openHouse(home, { relay: relay.path })
  expect(await open.house.handlers.addConnection({ draft: draftOf(sample) })).toEqual({ ok: true })
  const client = await startClient(home, open)
  return { sample, home, open, client, handlers: open.house.handlers }
}

const orders = { model: 'sale.order', fields: ['name'], limit: 2 }
const kinds = (open: Awaited<ReturnType<typeof connected>>['open']) => open.state().alerts.map(({ kind }) => kind)

describe('an alert', () => {
  it('is given of a model that is read for the first time, once, and not again by the next run', async () => {
    const { home, open, client } = await connected()
    await client.ask('odoo_search', orders)
    await client.ask('odoo_search', orders)
    expect(open.state().alerts).toMatchObject([{ kind: 'new_model', model: 'sale.order', seen: false }])
    expect(open.state().alerts[0]?.message).toContain('read sale.order')
    expect(await open.house.handlers.getActivityNotes({ limit: 10 })).toMatchObject([{ kind: 'alert', detail: 'new_model', model: 'sale.order' }])
    await open.stop()
    const again = await openHouse(home, { relay: relay.path })
    expect(again.state().alerts).toMatchObject([{ kind: 'new_model', model: 'sale.order' }])
  })

  it('tells of those that come together in one notification, after a moment', async () => {
    const { home, open, client } = await connected()
    await client.ask('odoo_search', orders)
    await client.ask('odoo_search', { ...orders, model: 'res.partner' })
    expect(open.alertsTold).toEqual([])
    home.time.pass(1_000)
    expect(open.alertsTold).toEqual(['2 alerts'])
  })

  it('waits for the end of quiet hours to tell, and is listed at once', async () => {
    const { home, open, client, handlers } = await connected()
    const now = new Date(home.time.now())
    const local = (ms: number) => new Date(now.getTime() + ms).toLocaleTimeString('en-GB', { timeZone: 'Europe/Brussels', hour: '2-digit', minute: '2-digit' })
    await handlers.changeSettings({ change: { alerts: { off: [], quiet: { from: local(-3_600_000), to: local(3_600_000) } } } })
    await client.ask('odoo_search', orders)
    expect(kinds(open)).toEqual(['new_model'])
    home.time.pass(60_000)
    expect(open.alertsTold).toEqual([])
    home.time.pass(3_600_000)
    expect(open.alertsTold).toHaveLength(1)
  })

  it('of a kind that is switched off is neither listed nor told', async () => {
    const { home, open, client, handlers } = await connected()
    await handlers.changeSettings({ change: { alerts: { off: ['new_model'] } } })
    await client.ask('odoo_search', orders)
    home.time.pass(1_000)
    expect([kinds(open), open.alertsTold]).toEqual([[], []])
  })

  it('is given of a call outside working hours, and once of a client that asks too often', async () => {
    const { open, client, handlers } = await connected()
    const day = new Date(open.state().lastActivity?.time ?? Date.parse('2026-11-22')).getUTCDay() || 7
    const others = [1, 2, 3, 4, 5, 6, 7].filter((one) => one !== day && one !== (day % 7) + 1 && one !== ((day + 5) % 7) + 1)
    await handlers.changeSettings({
      change: { alerts: { off: ['new_model'], working: { hours: { from: '08:00', to: '18:00' }, days: others } }, limits: { callsPerMinute: 600, callsPerConnection: 300, callsPerClient: 1 } },
    })
    await client.ask('odoo_search', orders)
    await client.ask('odoo_search', orders)
    await client.ask('odoo_search', orders)
    expect(kinds(open)).toEqual(['rate_limit', 'outside_hours'])
  })

  it('is given of a key that Odoo rejects', async () => {
    const { sample, open, client } = await connected()
    sample.revokeKey(sample.users.reader.login)
    await client.ask('odoo_search', { ...orders, model: 'res.partner' })
    expect(kinds(open)).toContain('odoo_key_rejected')
  })

  it('is new until somebody has seen it, and gone when all activity is deleted', async () => {
    const { open, client, handlers } = await connected()
    await client.ask('odoo_search', orders)
    await client.ask('odoo_search', { ...orders, model: 'res.partner' })
    const [, first] = open.state().alerts
    expect(await handlers.markAlertsSeen({ ids: [first?.id ?? '', 'one-that-is-gone'] })).toEqual({ ok: true })
    expect(open.state().alerts.map(({ seen }) => seen)).toEqual([false, true])
    expect(open.settings.get().alerts.listed.map(({ seen }) => seen)).toEqual([false, true])
    expect(await handlers.deleteActivity({})).toEqual({ ok: true })
    expect(open.state().alerts).toEqual([])
    expect(open.settings.get().alerts.listed).toEqual([])
  })

  it('is given of a client that the relay brings with a wrong key', async () => {
    const { home, open } = await connected()
    await writeFile(clientKeyFile(home.host, 'claude-desktop'), `${'x'.repeat(43)}\n`)
    const late = await startRegisteredClient(home)
    await expect(late.ask('odoo_context')).rejects.toThrow('not valid any more')
    expect(kinds(open)).toContain('client_key_rejected')
  })
})
