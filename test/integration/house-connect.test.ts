import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openGate, type Gate } from '../support/house/gate'
import { draftOf, makeHome, openHouse, startClient, startRegisteredClient, type Home, type OpenHouse } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo, type RecordedCall, type SampleOdoo, type SampleOdooOptions } from '../support/sample-odoo/server'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

const HOUR_MS = 3_600_000
const search = { model: 'sale.order', fields: ['name'], limit: 2 }

async function sampleForTest(options: Partial<SampleOdooOptions> = {}): Promise<SampleOdoo> {
  const sample = await startSampleOdoo({ version: 19, ...options })
  onTestFinished(() => sample.close())
  return sample
}

interface Stage {
  readonly home: Home
  readonly open: OpenHouse
  readonly sample: SampleOdoo
  readonly gate: Gate
}

async function connected(): Promise<Stage> {
  const sample = await sampleForTest()
  const gate = await openGate(sample)
  onTestFinished(() => gate.shut())
  const home = await makeHome()
  const open = await openHouse(home, { relay: relay.path })
  expect(await open.house.handlers.addConnection({ draft: draftOf(sample, { url: gate.url }) })).toEqual({ ok: true })
  return { home, open, sample, gate }
}

/** Resolves when such a call has come to the server, and its answer has begun or never will. */
function arrival(sample: SampleOdoo, isIt: (call: RecordedCall) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = sample.onCall((call) => {
      if (!isIt(call)) return
      stop()
      resolve()
    })
  })
}

describe('Disconnect', () => {
  it('ends questions in flight, closes the sockets, and lets nothing more reach Odoo', async () => {
    const { home, open, sample, gate } = await connected()
    const client = await startClient(home, open)
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    sample.clearCalls()
    sample.faults.set({ fault: 'drip', on: { model: 'sale.order' } })
    const arrived = arrival(sample, ({ model }) => model === 'sale.order')
    const asked = [client.ask('odoo_search', search), client.ask('odoo_read', { model: 'sale.order', ids: [1] })]
    await arrived
    expect(await open.house.handlers.disconnect({})).toEqual({ ok: true })
    await gate.empty()
    for (const { answer } of await Promise.all(asked)) expect(answer).toMatchObject({ code: 'disconnected' })
    sample.faults.set(null)
    sample.clearCalls()

    for (const tool of ['odoo_context', 'odoo_find_models', 'odoo_search'] as const) {
      const { answer } = await client.ask(tool, tool === 'odoo_search' ? search : {})
      expect(answer).toMatchObject({ code: 'disconnected', hint: expect.stringContaining('Connect') as string })
    }
    expect(sample.calls).toEqual([])
    expect(gate.open()).toBe(0)
    expect(open.state().connection).toEqual({ kind: 'disconnected' })
    const { events } = await open.house.handlers.getActivity({ filter: {}, limit: 10 })
    expect(events.map(({ code }) => code)).toEqual([...Array.from({ length: 5 }, () => 'disconnected'), undefined])
  })

  it('forgets the master key: Connect has to ask the keychain again, and answers on the same session', async () => {
    const { home, open } = await connected()
    const client = await startClient(home, open)
    const readsBefore = home.keychain.reads.length
    await client.ask('odoo_search', search)
    expect(home.keychain.reads).toHaveLength(readsBefore)
    await open.house.handlers.disconnect({})
    await client.listChanged()
    expect(await open.house.handlers.connect({})).toEqual({ ok: true })
    await client.listChanged()
    expect(home.keychain.reads.slice(readsBefore)).toEqual(['master-key:next', 'master-key', 'journal-key', `connection:${open.settings.get().activeConnectionId ?? ''}`])
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    expect(client.unheard()).toBe(0)
  })

  it('is remembered at the next start, and so is Connect', async () => {
    const { home, open, sample } = await connected()
    await open.house.handlers.disconnect({})
    await open.stop()
    sample.clearCalls()
    const second = await openHouse(home)
    expect(second.state().connection).toEqual({ kind: 'disconnected' })
    expect(sample.calls).toEqual([])
    await second.house.handlers.connect({})
    await second.stop()
    const third = await openHouse(home)
    expect(third.state().connection.kind).toBe('connected')
  })

  it('holds also when it cannot be remembered, and says so', async () => {
    const { home, open } = await connected()
    await writeFile(home.settingsPath, JSON.stringify({ schemaVersion: 99 }))
    const outcome = await open.house.handlers.disconnect({})
    expect(outcome).toMatchObject({ ok: false, message: 'Vitrine is disconnected, but this could not be saved.' })
    expect(open.state().connection).toEqual({ kind: 'disconnected' })
    expect(await open.house.handlers.connect({})).toEqual({ ok: true })
  })

  it('calls off the next try to reach a server that is gone', async () => {
    const { home, open, gate } = await connected()
    await gate.shut()
    await open.house.handlers.connect({})
    expect(home.time.waiting()[0]).toBe(10_000)
    await open.house.handlers.disconnect({})
    expect(home.time.waiting().filter((ms) => ms < HOUR_MS)).toEqual([])
    await gate.reopen()
    home.time.pass(HOUR_MS)
    expect(open.state().connection).toEqual({ kind: 'disconnected' })
    expect(gate.open()).toBe(0)
  })
})

describe('Pause', () => {
  it('answers nothing until its end, and then goes on by itself', async () => {
    const { home, open, sample } = await connected()
    const client = await startClient(home, open)
    expect(await open.house.handlers.pause({ minutes: 60 })).toEqual({ ok: true })
    expect(open.state().connection).toEqual({ kind: 'paused', until: new Date(home.time.now() + HOUR_MS).toISOString() })
    sample.clearCalls()
    expect((await client.ask('odoo_context')).answer).toMatchObject({ code: 'disconnected', message: 'Vitrine is paused on this computer.' })
    home.time.pass(HOUR_MS - 1)
    expect(open.state().connection.kind).toBe('paused')
    expect(sample.calls).toEqual([])
    home.time.pass(1)
    await open.until(({ connection }) => connection.kind === 'connected')
    expect((await client.ask('odoo_context')).isError).toBe(false)
    expect(open.settings.get().pausedUntil).toBeUndefined()
  })

  it('lasts over a restart, and one that ended meanwhile is over', async () => {
    const { home, open, sample } = await connected()
    await open.house.handlers.pause({ minutes: 60 })
    await open.stop()
    home.time.pass(HOUR_MS / 2)
    sample.clearCalls()
    const second = await openHouse(home)
    expect(second.state().connection.kind).toBe('paused')
    expect(sample.calls).toEqual([])
    home.time.pass(HOUR_MS / 2)
    await second.until(({ connection }) => connection.kind === 'connected')
    await second.house.handlers.pause({ minutes: 60 })
    await second.stop()
    home.time.pass(2 * HOUR_MS)
    const third = await openHouse(home)
    expect(third.state().connection.kind).toBe('connected')
  })

  it('that the user ends, by Connect or Disconnect, does not end a second time', async () => {
    const { home, open } = await connected()
    await open.house.handlers.pause({ minutes: 60 })
    await open.house.handlers.connect({})
    const { connection } = open.state()
    home.time.pass(2 * HOUR_MS)
    expect(open.state().connection).toBe(connection)
    await open.house.handlers.pause({ minutes: 60 })
    await open.house.handlers.disconnect({})
    home.time.pass(2 * HOUR_MS)
    expect(open.state().connection).toEqual({ kind: 'disconnected' })
  })

  it('of nothing is refused', async () => {
    const open = await openHouse(await makeHome())
    expect(await open.house.handlers.pause({ minutes: 5 })).toMatchObject({ ok: false })
    expect(open.state().connection).toEqual({ kind: 'none' })
  })
})

describe('a question that is asked while the keychain is still being read', () => {
  async function askWhileOpening() {
    const stage = await connected()
    const { home, open } = stage
    const client = await startClient(home, open)
    await open.house.handlers.disconnect({})
    const prompt = home.keychain.hold()
    const connecting = open.house.handlers.connect({})
    await prompt.asked
    const asking = client.ask('odoo_search', search)
    // What is answered after it, has come after it.
    await client.client.ping()
    return { ...stage, prompt, connecting, asking }
  }

  it('waits for the connection and is answered', async () => {
    const { prompt, connecting, asking, home } = await askWhileOpening()
    prompt.letGo()
    expect((await asking).answer).toMatchObject({ rows: [expect.anything(), expect.anything()] })
    await connecting
    expect(home.time.waiting()).not.toContain(15_000)
  })

  it('waits as well when Vitrine has only just been started', async () => {
    const { home, open } = await connected()
    await startClient(home, open)
    await open.stop()
    const prompt = home.keychain.hold()
    const opening = openHouse(home, { relay: relay.path })
    await prompt.asked
    const client = await startRegisteredClient(home)
    const asking = client.ask('odoo_search', search)
    await client.client.ping()
    prompt.letGo()
    expect((await asking).isError).toBe(false)
    await opening
  })

  it('is sent away when the user disconnects meanwhile', async () => {
    const { open, prompt, connecting, asking, sample } = await askWhileOpening()
    sample.clearCalls()
    await open.house.handlers.disconnect({})
    expect((await asking).answer).toMatchObject({ code: 'disconnected', message: 'Vitrine is disconnected from Odoo.' })
    prompt.letGo()
    await connecting
    expect(sample.calls).toEqual([])
  })

  it('is sent away when nobody answers the keychain for long', async () => {
    const { home, prompt, connecting, asking } = await askWhileOpening()
    home.time.pass(15_000)
    expect((await asking).answer).toMatchObject({ code: 'disconnected', message: 'Vitrine is just connecting to Odoo.' })
    prompt.letGo()
    await connecting
  })

  it('is sent away with the reason when the keychain refuses', async () => {
    const { home, prompt, connecting, asking } = await askWhileOpening()
    home.keychain.mood = 'locked'
    prompt.letGo()
    expect((await asking).answer).toMatchObject({ code: 'disconnected', message: expect.stringContaining('Vitrine is not connected to Odoo:') as string })
    await connecting
  })
})

describe('whoever is faster', () => {
  it('Disconnect while the keychain asks wins over the Connect before it', async () => {
    const { home, open, sample, gate } = await connected()
    await open.house.handlers.disconnect({})
    sample.clearCalls()
    const prompt = home.keychain.hold()
    const connecting = open.house.handlers.connect({})
    await prompt.asked
    expect(open.state().connection).toEqual({ kind: 'connecting' })
    await open.house.handlers.disconnect({})
    prompt.letGo()
    await connecting
    expect(open.state().connection).toEqual({ kind: 'disconnected' })
    expect(open.kinds().slice(-3)).toEqual(['disconnected', 'connecting', 'disconnected'])
    expect(sample.calls).toEqual([])
    expect(gate.open()).toBe(0)
  })

  it('Disconnect right after Connect wins before anything is asked', async () => {
    const { open, sample } = await connected()
    await open.house.handlers.disconnect({})
    sample.clearCalls()
    await Promise.all([open.house.handlers.connect({}), open.house.handlers.disconnect({})])
    expect(open.state().connection).toEqual({ kind: 'disconnected' })
    expect(open.settings.get().connectEnabled).toBe(false)
    expect(sample.calls).toEqual([])
    await Promise.all([open.house.handlers.disconnect({}), open.house.handlers.connect({})])
    expect(open.state().connection.kind).toBe('connected')
    expect(open.settings.get().connectEnabled).toBe(true)
  })

  it('Disconnect while Odoo does not answer ends the waiting at once', async () => {
    const { open, sample, gate } = await connected()
    await open.house.handlers.disconnect({})
    sample.faults.set('hang')
    sample.clearCalls()
    const arrived = arrival(sample, () => true)
    const connecting = open.house.handlers.connect({})
    await arrived
    await open.house.handlers.disconnect({})
    expect(await connecting).toEqual({ ok: true })
    await gate.empty()
    expect(open.state().connection).toEqual({ kind: 'disconnected' })
  })

  it('Connect twice at once connects once', async () => {
    const { home, open, gate } = await connected()
    const client = await startClient(home, open)
    await open.house.handlers.disconnect({})
    await gate.empty()
    await Promise.all([open.house.handlers.connect({}), open.house.handlers.connect({})])
    await open.until(({ connection }) => connection.kind === 'connected')
    expect(open.kinds()).not.toContain('problem')
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    await open.house.handlers.disconnect({})
    await gate.empty()
  })

  it('the other connection, chosen while the keychain asks for the first, is the only one asked', async () => {
    const { home, open, sample } = await connected()
    const first = open.settings.get().activeConnectionId ?? ''
    const other = await sampleForTest({ version: 17 })
    await open.house.handlers.addConnection({ draft: draftOf(other) })
    const second = open.settings.get().activeConnectionId ?? ''
    sample.clearCalls()
    const prompt = home.keychain.hold()
    const choosing = open.house.handlers.activateConnection({ connectionId: first })
    await prompt.asked
    const choosingAgain = open.house.handlers.activateConnection({ connectionId: second })
    await open.until(({ connections }) => connections.some(({ id, isActive }) => id === second && isActive))
    prompt.letGo()
    await Promise.all([choosing, choosingAgain])
    expect(open.state().connection).toMatchObject({ kind: 'connected', protocol: 'jsonrpc' })
    expect(sample.calls).toEqual([])
  })

  it('removing the connection while it connects leaves none', async () => {
    const { home, open, sample, gate } = await connected()
    await open.house.handlers.disconnect({})
    sample.clearCalls()
    const connectionId = open.settings.get().activeConnectionId ?? ''
    const prompt = home.keychain.hold()
    const connecting = open.house.handlers.connect({})
    await prompt.asked
    const removing = open.house.handlers.removeConnection({ connectionId })
    const connectingAgain = open.house.handlers.connect({})
    prompt.letGo()
    expect(await removing).toEqual({ ok: true })
    await Promise.all([connecting, connectingAgain])
    expect(open.state()).toMatchObject({ connection: { kind: 'none' }, connections: [] })
    await gate.empty()
    expect([...home.keychain.items.keys()]).toEqual(['master-key'])
  })

  it('keeping the key in memory, chosen while the keychain asks, is not overtaken by its answer', async () => {
    const { home, open, sample } = await connected()
    await open.house.handlers.disconnect({})
    sample.clearCalls()
    const prompt = home.keychain.hold()
    const connecting = open.house.handlers.connect({})
    await prompt.asked
    await open.house.handlers.useMemoryUntilQuit({})
    prompt.letGo()
    await connecting
    expect(open.state().connection).toEqual({ kind: 'disconnected' })
    expect(sample.calls).toEqual([])
  })

  it('quitting while the keychain asks leaves no socket and asks Odoo nothing', async () => {
    const { home, open, sample, gate } = await connected()
    await open.house.handlers.disconnect({})
    sample.clearCalls()
    const prompt = home.keychain.hold()
    const connecting = open.house.handlers.connect({})
    await prompt.asked
    await open.stop()
    prompt.letGo()
    await connecting
    expect(sample.calls).toEqual([])
    expect(gate.open()).toBe(0)
    expect(home.time.waiting()).toEqual([])
  })

  it('quitting while a question waits for Odoo records it and ends', async () => {
    const { home, open, sample } = await connected()
    const client = await startClient(home, open)
    await client.ask('odoo_search', search)
    sample.faults.set('hang')
    sample.clearCalls()
    const arrived = arrival(sample, () => true)
    const asking = client.ask('odoo_search', search).catch(() => 'ended')
    await arrived
    await open.stop()
    expect(await asking).toBe('ended')
    sample.faults.set(null)
    const second = await openHouse(home)
    const { events } = await second.house.handlers.getActivity({ filter: {}, limit: 10 })
    expect(events).toHaveLength(2)
    expect(events[0]).toMatchObject({ rows: 0 })
    expect(events[0]?.outcome).not.toBe('answered')
  })
})
