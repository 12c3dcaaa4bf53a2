import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Head } from '../../src/activity/ledger'
import { draftOf, makeHome, openHouse, startClient, startRegisteredClient, type Home, type HouseClient, type OpenHouse } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo } from '../support/sample-odoo/server'
import { tamper } from '../support/tamper'

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
  return { home, open, client: await startClient(home, open) }
}

async function ask(client: HouseClient, times: number): Promise<void> {
  for (let asked = 0; asked < times; asked += 1) expect((await client.ask('odoo_search', { model: 'res.partner', fields: ['name'], limit: 1 })).isError).toBe(false)
}

async function closed({ open, client }: { readonly open: OpenHouse; readonly client: HouseClient }): Promise<void> {
  await client.client.close()
  await open.stop()
}

/** What somebody does who knows of the counter of rows, and not of the row that is kept elsewhere. */
function cutAfter(home: Home, id: number): void {
  tamper(home.journalPath, `DELETE FROM events WHERE id > ${String(id)}; UPDATE sqlite_sequence SET seq = ${String(id)} WHERE name = 'events'`)
}

const kept = ({ keychain }: Home): Head => JSON.parse(keychain.items.get('journal-head') ?? 'null') as Head
const isBroken = ({ alerts }: ReturnType<OpenHouse['state']>): boolean => alerts.some(({ kind }) => kind === 'chain_broken')

describe('a journal', () => {
  it('is checked once a day, nobody having asked, and what is found is an alert', async () => {
    const { home, open, client } = await connected()
    const { at: first } = (await open.until(({ journal }) => journal.checked !== null)).journal.checked ?? { at: '' }
    await ask(client, 3)
    tamper(home.journalPath, 'UPDATE events SET row_count = 7 WHERE id = 2')
    home.time.pass(DAY_MS - 1_000)
    expect([open.state().journal.checked?.at, isBroken(open.state())]).toEqual([first, false])
    home.time.pass(1_000)
    const { journal } = await open.until(isBroken)
    expect(journal.checked).toEqual({ at: new Date(home.time.now()).toISOString(), status: 'broken' })
  })

  it('whose end was cut off while Vitrine was closed, its counter of rows with it, is found out at the next start', async () => {
    const { home, open, client } = await connected()
    await ask(client, 6)
    await closed({ open, client })
    const last = kept(home)
    expect(last.id).toBeGreaterThan(6)
    cutAfter(home, 4)
    const again = await openHouse(home)
    await again.until(isBroken)
    // The note of the alert has taken the first number that was missing.
    expect(await again.house.handlers.verifyJournal({})).toMatchObject({ broken: { kind: 'cut', to: last.id } })
    await again.stop()
    // The row that shows it stays kept.
    expect(kept(home)).toEqual(last)
  })

  it('holds the row that is kept elsewhere although that was deleted because it is old, and another is kept then', async () => {
    const { home, open, client } = await connected()
    await ask(client, 5)
    await closed({ open, client })
    const { id: last } = kept(home)
    home.time.pass(100 * DAY_MS)
    const again = await openHouse(home, { relay: relay.path })
    await again.until(({ journal }) => journal.checked !== null)
    expect(await again.house.handlers.verifyJournal({})).toMatchObject({ status: 'intact', counts: { deleted: last, verified: 1 } })
    expect(isBroken(again.state())).toBe(false)
    const next = await startRegisteredClient(home)
    await ask(next, 3)
    await closed({ open: again, client: next })
    expect(kept(home).id).toBeGreaterThan(last + 3)
    cutAfter(home, last + 2)
    await (await openHouse(home)).until(isBroken)
  })

  it('is sound from its first row on after the master key was replaced, and its end cannot be cut off unseen', async () => {
    const { home, open, client } = await connected()
    await ask(client, 3)
    const before = home.keychain.items.get('master-key')
    expect(await open.house.handlers.rotateMasterKey({})).toEqual({ ok: true })
    expect(home.keychain.items.get('master-key')).not.toBe(before)
    await ask(client, 3)
    expect(await open.house.handlers.verifyJournal({})).toMatchObject({ status: 'intact', counts: { otherKey: 0 } })
    await closed({ open, client })
    const again = await openHouse(home)
    expect(await again.house.handlers.verifyJournal({})).toMatchObject({ status: 'intact', counts: { verified: kept(home).id, otherKey: 0 } })
    await again.stop()
    cutAfter(home, 4)
    await (await openHouse(home)).until(isBroken)
  })
})
