import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { KeychainProblem } from '../../src/credentials/keychain'
import type { ConnectionStatus } from '../../src/contract/app-state'
import { draftOf, makeHome, openHouse, startClient } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

async function sampleForTest(): Promise<SampleOdoo> {
  const sample = await startSampleOdoo({ version: 19 })
  onTestFinished(() => sample.close())
  return sample
}

const problemOf = (connection: ConnectionStatus) => (connection.kind === 'problem' ? connection.problem : null)

async function filesBelow(root: string): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const texts = await Promise.all(entries.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')))
  return texts.join('\n')
}

describe.each(['absent', 'locked', 'denied', 'failed'] satisfies KeychainProblem[])('with a keychain that is %s', (problem) => {
  it('adding a connection stores nothing, says so, and works once the key may be kept until the end', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    home.keychain.mood = problem
    const open = await openHouse(home, { relay: relay.path })
    expect(open.state().connection).toEqual({ kind: 'none' })

    const refused = await open.house.handlers.addConnection({ draft: draftOf(sample) })
    expect(refused).toMatchObject({ ok: false })
    expect(problemOf(open.state().connection)).toMatchObject({ code: `keychain_${problem}` })
    expect(problemOf(open.state().connection)?.hint).not.toBe('')
    expect(open.settings.get().connections).toEqual([])
    expect(home.keychain.items.size).toBe(0)

    expect(await open.house.handlers.useMemoryUntilQuit({})).toEqual({ ok: true })
    expect(open.state().connection).toEqual({ kind: 'none' })
    expect(open.state().notices.map(({ id }) => id)).toEqual(['memory_only'])
    expect(await open.house.handlers.addConnection({ draft: draftOf(sample) })).toEqual({ ok: true })
    expect(open.state().connection.kind).toBe('connected')
    const client = await startClient(home, open)
    expect((await client.ask('odoo_search', { model: 'res.partner', limit: 1 })).isError).toBe(false)
    expect(home.keychain.items.size).toBe(0)
    expect(await filesBelow(home.root)).not.toContain(sample.apiKey)

    await open.stop()
    home.keychain.mood = 'open'
    const again = await openHouse(home)
    expect(problemOf(again.state().connection)).toMatchObject({ code: 'key_missing' })
  })

  it('the start ends in that state, questions say so, and a new key in memory mends it', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const before = await openHouse(home, { relay: relay.path })
    await before.house.handlers.addConnection({ draft: draftOf(sample) })
    const kept = new Map(home.keychain.items)
    await before.stop()

    home.keychain.mood = problem
    const open = await openHouse(home, { relay: relay.path })
    expect(problemOf(open.state().connection)).toMatchObject({ code: `keychain_${problem}` })
    const client = await startClient(home, open)
    sample.clearCalls()
    const { answer } = await client.ask('odoo_search', { model: 'res.partner' })
    expect(answer).toMatchObject({ code: 'disconnected', message: expect.stringContaining('keychain') as string })
    expect(sample.calls).toEqual([])

    await open.house.handlers.useMemoryUntilQuit({})
    const [connection] = open.settings.get().connections
    expect(await open.house.handlers.connect({})).toMatchObject({ ok: false })
    expect(problemOf(open.state().connection)).toMatchObject({ code: 'key_missing', hint: expect.stringContaining('Replace key') as string })
    expect(await open.house.handlers.replaceKey({ connectionId: connection?.id ?? '', apiKey: sample.apiKey })).toEqual({ ok: true })
    expect((await client.ask('odoo_search', { model: 'res.partner', limit: 1 })).isError).toBe(false)
    expect(home.keychain.items).toEqual(kept)
  })

  it('connecting fails in that state, and connecting again works once the keychain serves', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    await open.house.handlers.addConnection({ draft: draftOf(sample) })
    await open.house.handlers.disconnect({})
    home.keychain.mood = problem
    expect(await open.house.handlers.connect({})).toMatchObject({ ok: false })
    expect(problemOf(open.state().connection)).toMatchObject({ code: `keychain_${problem}` })
    expect(home.time.waiting().filter((ms) => ms < 3_600_000)).toEqual([])
    home.keychain.mood = 'open'
    expect(await open.house.handlers.connect({})).toEqual({ ok: true })
    expect(open.state().connection.kind).toBe('connected')
  })
})

describe('a keychain that fails while a connection works', () => {
  it('leaves that connection alone when another one cannot be added', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    await open.house.handlers.addConnection({ draft: draftOf(sample) })
    const { activeConnectionId } = open.settings.get()
    home.keychain.mood = 'locked'
    home.keychain.moodFor = new Set(['set'])
    expect(await open.house.handlers.addConnection({ draft: draftOf(sample, { user: 'admin' }) })).toMatchObject({ ok: false })
    expect(open.state().connection.kind).toBe('connected')
    expect(open.settings.get()).toMatchObject({ activeConnectionId, connections: [{ id: activeConnectionId }] })
  })

  it('keeps the old key in use when the new one cannot be stored', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home, { relay: relay.path })
    await open.house.handlers.addConnection({ draft: draftOf(sample) })
    const client = await startClient(home, open)
    const items = new Map(home.keychain.items)
    home.keychain.mood = 'denied'
    const connectionId = open.settings.get().activeConnectionId ?? ''
    expect(await open.house.handlers.replaceKey({ connectionId, apiKey: sample.apiKey })).toMatchObject({ ok: false })
    expect(home.keychain.items).toEqual(items)
    expect(open.state().connection.kind).toBe('connected')
    expect((await client.ask('odoo_context')).isError).toBe(false)
  })

  it('does not let a connection be removed whose key it may still hold, in memory mode either', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    await open.house.handlers.addConnection({ draft: draftOf(sample) })
    const connectionId = open.settings.get().activeConnectionId ?? ''
    home.keychain.mood = 'locked'
    expect(await open.house.handlers.removeConnection({ connectionId })).toMatchObject({ ok: false })
    await open.house.handlers.useMemoryUntilQuit({})
    expect(await open.house.handlers.removeConnection({ connectionId })).toMatchObject({ ok: false })
    expect(open.settings.get().connections).toHaveLength(1)
    home.keychain.mood = 'open'
    expect(await open.house.handlers.removeConnection({ connectionId })).toEqual({ ok: true })
    expect([...home.keychain.items.keys()]).toEqual(['master-key'])
    expect(open.state()).toMatchObject({ connections: [], connection: { kind: 'none' } })
  })

  it('keeping the key until the end lets go of the connection that was open', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home, { relay: relay.path })
    await open.house.handlers.addConnection({ draft: draftOf(sample) })
    const client = await startClient(home, open)
    await open.house.handlers.useMemoryUntilQuit({})
    expect(open.state().connection).toEqual({ kind: 'disconnected' })
    sample.clearCalls()
    expect((await client.ask('odoo_context')).answer).toMatchObject({ code: 'disconnected' })
    expect(sample.calls).toEqual([])
  })
})

describe('what the keychain and the settings disagree about', () => {
  it('a connection whose key was never stored says that it is missing, and a new key mends it', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    await open.house.handlers.addConnection({ draft: draftOf(sample) })
    const connectionId = open.settings.get().activeConnectionId ?? ''
    await open.stop()
    home.keychain.items.delete(`connection:${connectionId}`)

    const again = await openHouse(home)
    expect(problemOf(again.state().connection)).toMatchObject({ code: 'key_missing' })
    expect(await again.house.handlers.replaceKey({ connectionId, apiKey: sample.apiKey })).toEqual({ ok: true })
    expect(again.state().connection.kind).toBe('connected')
  })

  it('a missing master key is said and not made anew', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    await open.house.handlers.addConnection({ draft: draftOf(sample) })
    const connectionId = open.settings.get().activeConnectionId ?? ''
    await open.stop()
    home.keychain.items.delete('master-key')

    const again = await openHouse(home)
    expect(problemOf(again.state().connection)).toMatchObject({ code: 'key_missing' })
    await again.house.handlers.connect({})
    expect([...home.keychain.items.keys()]).toEqual([`connection:${connectionId}`])
    expect(await again.house.handlers.replaceKey({ connectionId, apiKey: sample.apiKey })).toEqual({ ok: true })
    expect(again.state().connection.kind).toBe('connected')
  })

  it('a token that another master key sealed says that the key is missing', async () => {
    const [sample, home] = [await sampleForTest(), await makeHome()]
    const open = await openHouse(home)
    await open.house.handlers.addConnection({ draft: draftOf(sample) })
    await open.house.handlers.disconnect({})
    home.keychain.items.set('master-key', Buffer.alloc(32, 7).toString('base64url') + '=')
    expect(await open.house.handlers.connect({})).toMatchObject({ ok: false })
    expect(problemOf(open.state().connection)).toMatchObject({ code: 'key_missing' })
  })
})
