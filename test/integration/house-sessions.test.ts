import { readFile, stat, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { clientKeyFile, vitrinePaths } from '../../src/endpoint/address'
import { draftOf, makeHome, openHouse, startClient, startRegisteredClient } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'
import { hiding } from '../support/hiding'
import { USUAL_POLICY } from '../../src/policy/policy'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

async function connected() {
  const sample: SampleOdoo = await startSampleOdoo({ version: 19 })
  onTestFinished(() => sample.close())
  const home = await makeHome()
  const open = await openHouse(home, { relay: relay.path })
  expect(await open.house.handlers.addConnection({ draft: draftOf(sample) })).toEqual({ ok: true })
  return { sample, home, open }
}

describe('sessions of clients', () => {
  it('are listed in the state as they named themselves, and leave it when they end', async () => {
    const { home, open } = await connected()
    const first = await startClient(home, open)
    const second = await startRegisteredClient(home)
    const one = { clientId: 'claude-desktop', name: 'Claude test', version: '3.2.1' }
    await open.until(({ claude }) => claude.sessions.length === 2)
    expect(open.state().claude).toMatchObject({ kind: 'registered', sessions: [one, one] })
    await first.client.close()
    await open.until(({ claude }) => claude.sessions.length === 1)
    expect((await second.ask('odoo_context')).isError).toBe(false)
    await second.client.close()
    await open.until(({ claude }) => claude.sessions.length === 0)
  })

  it('tell seven tools, and who the user is from the first word on', async () => {
    const { home, open } = await connected()
    const { client } = await startClient(home, open)
    expect((await client.listTools()).tools).toHaveLength(7)
    const { connection } = open.state()
    expect(client.getInstructions()).toContain(connection.kind === 'connected' ? connection.userName : 'a connected state')
  })

  it('are not opened for a wrong key or for a client that nobody knows', async () => {
    const { home, open, sample } = await connected()
    await (await startClient(home, open)).client.close()
    const file = clientKeyFile(home.host, 'claude-desktop')
    const key = await readFile(file, 'utf8')
    sample.clearCalls()

    await writeFile(file, `${'A'.repeat(43)}\n`)
    const stranger = await startRegisteredClient(home)
    await expect(stranger.ask('odoo_context')).rejects.toThrow('not valid any more')
    await writeFile(file, key)
    const { clients } = open.settings.get()
    await open.settings.update((before) => ({ ...before, clients: [] }))
    await expect(stranger.ask('odoo_context')).rejects.toThrow('does not know this client')
    expect(open.state().claude.sessions).toEqual([])
    expect(sample.calls).toEqual([])

    await open.settings.update((before) => ({ ...before, clients }))
    expect((await stranger.ask('odoo_context')).isError).toBe(false)
  })

  it('end when the client is unregistered, and no later one is let in', async () => {
    const { home, open, sample } = await connected()
    const client = await startClient(home, open)
    await client.ask('odoo_context')
    await open.house.handlers.planClient({ clientId: 'claude-desktop', action: 'unregister' })
    expect(await open.house.handlers.applyClient({ clientId: 'claude-desktop', action: 'unregister' })).toEqual({ ok: true })
    await open.until(({ claude }) => claude.sessions.length === 0)
    sample.clearCalls()
    await expect(client.ask('odoo_context')).rejects.toThrow()
    expect(sample.calls).toEqual([])
    expect(open.settings.get().clients).toEqual([])
    await expect(stat(clientKeyFile(home.host, 'claude-desktop'))).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await readFile(home.claudeConfig, 'utf8')).not.toContain('vitrine')
  })

  it('end when Vitrine quits, which leaves neither socket nor endpoint file', async () => {
    const { home, open } = await connected()
    const client = await startClient(home, open)
    const { endpointFile } = vitrinePaths(home.host)
    const { address } = JSON.parse(await readFile(endpointFile, 'utf8')) as { address: string }
    await stat(address)
    await open.stop()
    for (const path of [endpointFile, address]) await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' })
    const again = await openHouse(home, { relay: relay.path })
    expect((await client.ask('odoo_context')).isError).toBe(false)
    await again.until(({ claude }) => claude.sessions.length === 1)
  })
})

describe('what the user hides', () => {
  it('is refused from the next call of an open session on, and shown again', async () => {
    const { home, open, sample } = await connected()
    const client = await startClient(home, open)
    const partners = { model: 'res.partner', fields: ['name', 'email'], limit: 1 }
    expect((await client.ask('odoo_search', partners)).isError).toBe(false)

    expect(await open.house.handlers.setPolicy({ policy: hiding({ fields: { 'res.partner': ['email'] } }) })).toEqual({ ok: true })
    await client.listChanged()
    expect((await client.ask('odoo_search', partners)).answer).toMatchObject({ columns: ['id', 'name'], restricted: ['email'] })
    const filtered = { ...partners, domain: [['email', 'ilike', 'a']] }
    expect((await client.ask('odoo_search', filtered)).answer).toMatchObject({ code: 'restricted_field' })
    await open.house.handlers.setPolicy({ policy: hiding({ models: ['res.partner'] }) })
    await client.listChanged()
    sample.clearCalls()
    expect((await client.ask('odoo_search', partners)).answer).toMatchObject({ code: 'not_allowed_by_policy' })
    expect(sample.calls).toEqual([])
    await open.house.handlers.setPolicy({ policy: hiding({}) })
    expect((await client.ask('odoo_search', partners)).isError).toBe(false)
    const { events } = await open.house.handlers.getActivity({ filter: {}, limit: 10 })
    expect(events.map(({ outcome }) => outcome)).toEqual(['answered', 'refused', 'refused', 'answered', 'answered'])
  })

  it('is refused as a setting where it would hide nothing', async () => {
    const { open } = await connected()
    for (const policy of [hiding({ models: ['Payslips'] }), hiding({ fields: { 'res.partner': ['e mail'] } }), { ...hiding({}), version: 3 as 2 }]) {
      expect(await open.house.handlers.setPolicy({ policy })).toMatchObject({ ok: false, hint: 'Nothing was changed.' })
    }
    expect(open.state().settings.policy).toEqual(USUAL_POLICY)
  })
})
