import { copyFile } from 'node:fs/promises'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { draftOf, makeHome, openHouse, startClient, startRegisteredClient, type HouseClient } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo } from '../support/sample-odoo/server'
import { startReceiver } from '../support/webhook-receiver'

const DAY_MS = 86_400_000

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
  return { home, open, client, handlers: open.house.handlers, alerts: (kind: string) => open.state().alerts.filter((alert) => alert.kind === kind) }
}

/** Reads this many records in calls of at most twenty. */
async function readRecords(client: HouseClient, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 20) {
    const { isError } = await client.ask('odoo_search', { model: 'res.partner', fields: ['name'], limit: Math.min(20, left) })
    expect(isError).toBe(false)
  }
}

describe('a client that reads far more than on its other days', () => {
  it('is an alert once that day, with how many it read, and again on another day', async () => {
    const { home, client, alerts } = await connected()
    for (const count of [20, 60, 40]) {
      await readRecords(client, count)
      home.time.pass(DAY_MS)
    }
    await readRecords(client, 200)
    expect(alerts('unusual_volume')).toEqual([])
    await readRecords(client, 40)
    expect(alerts('unusual_volume')).toMatchObject([{ clientId: 'claude-desktop', count: 220 }])
    home.time.pass(DAY_MS)
    await readRecords(client, 20)
    expect(alerts('unusual_volume')).toHaveLength(1)
    // The median of 20, 60, 40 and 240 is 50: more than 250 is unusual now.
    await readRecords(client, 240)
    expect(alerts('unusual_volume')).toMatchObject([{ count: 260 }, { count: 220 }])
  })

  it('is none while it has hardly any days to compare with', async () => {
    const { home, client, alerts } = await connected()
    for (const count of [20, 20, 400]) {
      await readRecords(client, count)
      home.time.pass(DAY_MS)
    }
    expect(alerts('unusual_volume')).toEqual([])
  })
})

describe('a window that is hidden', () => {
  it('is told of no call, and of those it missed when it is shown', async () => {
    const { home, open, client } = await connected()
    open.house.setWindowVisible('hidden')
    await readRecords(client, 60)
    home.time.pass(10_000)
    expect(open.activity).toEqual([])
    open.house.setWindowVisible('visible')
    home.time.pass(1_000)
    expect(open.activity).toHaveLength(3)
  })
})

describe('a journal that is not as it was written', () => {
  it('is an alert when it is checked, and a journal that is as written is none', async () => {
    const { home, open, client, handlers, alerts } = await connected()
    await readRecords(client, 60)
    expect(await handlers.verifyJournal({})).toMatchObject({ status: 'intact' })
    expect(alerts('chain_broken')).toEqual([])
    const database = new DatabaseSync(home.journalPath)
    database.exec('UPDATE events SET row_count = 1 WHERE id = 3')
    database.close()
    expect(await handlers.verifyJournal({})).toMatchObject({ status: 'broken', broken: { kind: 'changed', from: 3 } })
    expect(open.state().journal.checked).toMatchObject({ status: 'broken' })
    expect(alerts('chain_broken')).toHaveLength(1)
    expect(await handlers.getActivityNotes({ limit: 10 })).toContainEqual(expect.objectContaining({ kind: 'alert', detail: 'chain_broken' }))
    await handlers.verifyJournal({})
    expect(alerts('chain_broken')).toHaveLength(1)
    home.time.pass(1_000)
    expect(open.alertsTold).toContain('2 alerts')
  })
})

describe('a journal that an older copy was put in place of', () => {
  it('is an alert of the next start, nobody having checked it, and stays found out however it goes on, until all is deleted', async () => {
    const { home, open, client } = await connected()
    await readRecords(client, 20)
    await client.client.close()
    await open.stop()
    await copyFile(home.journalPath, `${home.journalPath}.older`)
    const second = await openHouse(home, { relay: relay.path })
    await readRecords(await startRegisteredClient(home), 40)
    await second.stop()
    await copyFile(`${home.journalPath}.older`, home.journalPath)

    const third = await openHouse(home, { relay: relay.path })
    await third.until(({ alerts }) => alerts.some(({ kind }) => kind === 'chain_broken'))
    await readRecords(await startRegisteredClient(home), 100)
    await third.stop()
    const last = await openHouse(home, { relay: relay.path })
    const { verifyJournal, deleteActivity } = last.house.handlers
    expect(await verifyJournal({})).toMatchObject({ status: 'broken', broken: { kind: 'changed' } })
    expect(await deleteActivity({})).toEqual({ ok: true })
    expect(await verifyJournal({})).toMatchObject({ status: 'intact' })
  })
})

describe('what a webhook is told of a call', () => {
  it('holds names and times, and nothing of what was asked or answered', async () => {
    const { home, open, client, handlers } = await connected()
    const receiver = await startReceiver(home.root)
    expect(await handlers.setWebhook({ url: receiver.url, network: 'any', caFile: receiver.caFile })).toMatchObject({ ok: true })
    const { text } = await client.ask('odoo_search', { model: 'res.partner', fields: ['name', 'email'], domain: [['name', '!=', 'A value of the filter']], limit: 5 })
    const message = await receiver.message(1)
    expect(JSON.parse(message.body)).toEqual({
      id: expect.any(String) as string,
      type: 'alert',
      createdAt: expect.any(String) as string,
      alert: { id: expect.any(String) as string, kind: 'new_model', time: expect.any(String) as string, clientId: 'claude-desktop', connectionId: open.settings.get().activeConnectionId, model: 'res.partner' },
    })
    expect(text).toContain('@')
    expect(message.body).not.toContain('@')
    expect(message.body).not.toContain('A value of the filter')
  })
})
