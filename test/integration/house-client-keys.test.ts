import { readFile, stat, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { hashClientKey } from '../../src/clients/client-keys'
import { clientKeyFile } from '../../src/endpoint/address'
import { OPEN_POLICY } from '../../src/policy/policy'
import { draftOf, makeHome, openHouse, startClient, startRegisteredClient, type Home } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

const DAY_MS = 86_400_000
const CLAUDE = { clientId: 'claude-desktop' }
const search = { model: 'sale.order', fields: ['name'], limit: 2 }

async function connected() {
  const sample: SampleOdoo = await startSampleOdoo({ version: 19 })
  onTestFinished(() => sample.close())
  const home = await makeHome()
  const open = await openHouse(home, { relay: relay.path })
  expect(await open.house.handlers.addConnection({ draft: draftOf(sample) })).toEqual({ ok: true })
  const client = await startClient(home, open)
  const { handlers } = open.house
  return { sample, home, open, client, handlers }
}

const keyOf = async (home: Home): Promise<string> => (await readFile(clientKeyFile(home.host, 'claude-desktop'), 'utf8')).trim()
const oneClient = (open: Awaited<ReturnType<typeof connected>>['open']) => open.state().clients[0]
const later = (home: Home, days: number): string => new Date(home.time.now() + days * DAY_MS).toISOString()

/** A key in the relay's file, for a client that begins now. */
async function withKey(home: Home, key: string) {
  await writeFile(clientKeyFile(home.host, 'claude-desktop'), `${key}\n`)
  return startRegisteredClient(home)
}

describe('a key that is made for a client over HTTP', () => {
  it('is told once, kept as a hash, and listed with its name and its end', async () => {
    const { handlers, open, home } = await connected()
    const expiresAt = later(home, 30)
    const made = await handlers.createClientKey({ name: '  Cursor   on Äpfel ', transport: 'http', expiresAt })
    if (!made.ok || made.key === undefined) throw new Error('No key was made.')
    expect(made.key).toMatch(/^[\w-]{43}$/)
    expect(open.state().clients[1]).toMatchObject({ id: 'cursor-on-a-pfel', name: 'Cursor on Äpfel', transport: 'http', expiresAt, paused: false, openSessions: 0 })
    const file = await readFile(home.settingsPath, 'utf8')
    expect(file).toContain(hashClientKey(made.key))
    for (const text of [file, JSON.stringify(open.state()), await readFile(home.logPath, 'utf8')]) expect(text).not.toContain(made.key)
    expect(JSON.stringify(open.state())).not.toContain(hashClientKey(made.key))
    const again = await handlers.createClientKey({ name: 'Cursor on Äpfel', transport: 'http' })
    expect(again).toMatchObject({ ok: true, clientId: 'cursor-on-a-pfel-2' })
  })

  it('lies in the private file of the relay for a client that starts it, and does not take the name of a client of the table', async () => {
    const { handlers, open, home } = await connected()
    const made = await handlers.createClientKey({ name: 'Cursor', transport: 'relay' })
    expect(made).toEqual({ ok: true, clientId: 'cursor-2' })
    expect(open.state().clients[1]).toMatchObject({ id: 'cursor-2', transport: 'relay' })
    const key = (await readFile(clientKeyFile(home.host, 'cursor-2'), 'utf8')).trim()
    expect(await readFile(home.settingsPath, 'utf8')).toContain(hashClientKey(key))
  })

  it('is not made without a name or with an end that has passed', async () => {
    const { handlers, open, home } = await connected()
    expect(await handlers.createClientKey({ name: '   ', transport: 'http' })).toMatchObject({ ok: false, message: 'The client needs a name.' })
    expect(await handlers.createClientKey({ name: 'Cursor', transport: 'http', expiresAt: later(home, -1) })).toMatchObject({ ok: false, message: 'This day has passed already.' })
    expect(open.state().clients).toHaveLength(1)
  })
})

describe('a key that is replaced', () => {
  it('goes on beside the new one for its days of grace, and not a moment longer', async () => {
    const { home, open, client, handlers } = await connected()
    const old = await keyOf(home)
    expect(await handlers.rotateClientKey({ ...CLAUDE, graceDays: 7 })).toEqual({ ok: true, ...CLAUDE })
    const fresh = await keyOf(home)
    expect(fresh).not.toBe(old)
    expect(oneClient(open)).toMatchObject({ oldKeyUntil: later(home, 7) })

    expect((await client.ask('odoo_search', search)).isError, 'the session that began with the old key').toBe(false)
    home.time.pass(7 * DAY_MS - 1)
    const late = await withKey(home, old)
    expect((await late.ask('odoo_search', search)).isError, 'a session that begins with the old key').toBe(false)
    home.time.pass(1)
    await expect((await withKey(home, old)).ask('odoo_context')).rejects.toThrow('not valid any more')
    await writeFile(clientKeyFile(home.host, 'claude-desktop'), `${fresh}\n`)
    const ended = await late.ask('odoo_search', search)
    expect(ended.answer).toMatchObject({ code: 'not_allowed_by_policy', message: 'The key that this session began with has been replaced and is not valid any more.' })
    await open.until(({ clients }) => clients[0]?.openSessions === 1)
    expect((await late.ask('odoo_search', search)).isError, 'its relay begins anew with the new key').toBe(false)
  })

  it('at once ends what runs with the old one, a call under way among it, and the next begins with the new one', async () => {
    const { sample, home, open, client, handlers } = await connected()
    const old = await keyOf(home)
    await client.ask('odoo_search', search)
    sample.faults.set('hang')
    const asked = nextCall(sample)
    const asking = client.ask('odoo_search', search)
    await asked
    sample.faults.set(null)
    expect(await handlers.rotateClientKey({ ...CLAUDE, graceDays: 0 })).toEqual({ ok: true, ...CLAUDE })
    expect((await asking).answer).toMatchObject({ code: 'not_allowed_by_policy', message: expect.stringContaining('has been replaced') })
    await open.until(({ clients }) => clients[0]?.openSessions === 0)
    expect((await (await startRegisteredClient(home)).ask('odoo_search', search)).isError).toBe(false)
    expect(oneClient(open)?.oldKeyUntil).toBeUndefined()
    await expect((await withKey(home, old)).ask('odoo_context')).rejects.toThrow('not valid any more')
  })

  it('is told to the user where the client holds it itself', async () => {
    const { handlers, open } = await connected()
    const made = await handlers.createClientKey({ name: 'Report', transport: 'http' })
    const rotated = await handlers.rotateClientKey({ clientId: 'report', graceDays: 1 })
    if (!made.ok || !rotated.ok) throw new Error('No key was made.')
    expect(rotated.key).toMatch(/^[\w-]{43}$/)
    expect(rotated.key).not.toBe(made.key)
    expect(open.settings.get().clients[1]).toMatchObject({ keyHash: hashClientKey(rotated.key ?? ''), former: { keyHash: hashClientKey(made.key ?? '') } })
  })

  it('leaves no hash of the old one once its days are over', async () => {
    const { home, open, handlers } = await connected()
    await handlers.rotateClientKey({ ...CLAUDE, graceDays: 1 })
    home.time.pass(2 * DAY_MS)
    await open.until(({ clients }) => clients[0]?.oldKeyUntil === undefined)
    expect(open.settings.get().clients[0]).not.toHaveProperty('former')
  })
})

describe('a client that is revoked', () => {
  it('gets an error for the call under way and none of its answer, and is let in no more, after a restart neither', async () => {
    const { sample, home, open, client, handlers } = await connected()
    const [key, config] = [await keyOf(home), await readFile(home.claudeConfig)]
    await client.ask('odoo_search', search)
    sample.faults.set('hang')
    const asked = nextCall(sample)
    const asking = client.ask('odoo_search', search)
    await asked
    expect(await handlers.revokeClient(CLAUDE)).toEqual({ ok: true })
    const { answer } = await asking
    expect(answer).toMatchObject({ code: 'not_allowed_by_policy', message: 'The access of this client was revoked in Vitrine.' })
    await open.until(({ claude, clients }) => claude.sessions.length === 0 && clients.length === 0)
    await expect(stat(clientKeyFile(home.host, 'claude-desktop'))).rejects.toMatchObject({ code: 'ENOENT' })
    const { events } = await handlers.getActivity({ filter: {}, limit: 1 })
    expect(events[0]).toMatchObject({ outcome: 'refused', code: 'not_allowed_by_policy', rows: 0 })

    sample.faults.set(null)
    sample.clearCalls()
    await expect(client.ask('odoo_search', search)).rejects.toThrow()
    await open.stop()
    await openHouse(home, { relay: relay.path })
    // Entry and key went with the access: somebody who kept both is let in no more either.
    await writeFile(home.claudeConfig, config)
    await expect((await startRegisteredClient(home)).ask('odoo_context')).rejects.toThrow()
    await expect((await withKey(home, key)).ask('odoo_context')).rejects.toThrow()
    expect(sample.calls.filter(({ model }) => model === 'sale.order')).toEqual([])
  })

  it('does not end what another client is doing', async () => {
    const { handlers, client } = await connected()
    await handlers.createClientKey({ name: 'Report', transport: 'http' })
    const asking = client.ask('odoo_search', search)
    await handlers.revokeClient({ clientId: 'report' })
    expect((await asking).isError).toBe(false)
  })
})

describe('a client that is paused', () => {
  it('gets no answer, not even the one under way, keeps its tools, and goes on where it was, also after a restart', async () => {
    const { sample, home, open, client, handlers } = await connected()
    await client.ask('odoo_search', search)
    sample.faults.set('hang')
    const asked = nextCall(sample)
    const asking = client.ask('odoo_search', search)
    await asked
    expect(await handlers.pauseClient(CLAUDE)).toEqual({ ok: true })
    const paused = { code: 'not_allowed_by_policy', message: 'The user has paused this client in Vitrine.' }
    expect((await asking).answer).toMatchObject(paused)
    sample.faults.set(null)
    sample.clearCalls()
    expect((await client.ask('odoo_search', search)).answer).toMatchObject(paused)
    expect((await client.client.listTools()).tools).toHaveLength(7)
    expect(oneClient(open)).toMatchObject({ paused: true, openSessions: 1 })

    await open.stop()
    const again = await openHouse(home, { relay: relay.path })
    expect((await client.ask('odoo_context')).answer).toMatchObject(paused)
    expect(sample.calls.filter(({ model }) => model === 'sale.order')).toEqual([])
    expect(await again.house.handlers.resumeClient(CLAUDE)).toEqual({ ok: true })
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
  })
})

describe('a client that expires', () => {
  it('is refused with its own sentence, in a running session and at the door, until it is renewed', async () => {
    const { home, open, client, handlers } = await connected()
    expect(await handlers.setClientExpiry({ ...CLAUDE, expiresAt: later(home, -1) })).toMatchObject({ ok: false, message: 'This day has passed already.' })
    const expiresAt = later(home, 2)
    expect(await handlers.setClientExpiry({ ...CLAUDE, expiresAt })).toEqual({ ok: true })
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    home.time.pass(2 * DAY_MS)
    const sentence = `The access of this client ended on ${expiresAt.slice(0, 10)}.`
    expect((await client.ask('odoo_search', search)).answer).toMatchObject({ code: 'not_allowed_by_policy', message: sentence })
    const second = await startRegisteredClient(home)
    await expect(second.ask('odoo_context')).rejects.toThrow(sentence)
    expect(await handlers.setClientExpiry({ ...CLAUDE, expiresAt: null })).toEqual({ ok: true })
    expect(oneClient(open)?.expiresAt).toBeUndefined()
    for (const one of [client, second]) expect((await one.ask('odoo_search', search)).isError).toBe(false)
  })

  it('is noted when it was last used, to the hour', async () => {
    const { home, open, client } = await connected()
    expect(oneClient(open)?.lastUsedAt).toBeUndefined()
    home.time.pass(3_600_000)
    await client.ask('odoo_context')
    await open.until(({ clients }) => clients[0]?.lastUsedAt === new Date(home.time.now()).toISOString())
  })
})

describe('a policy of its own', () => {
  it('holds for its client from the next call on, until it is taken back, and must be sound', async () => {
    const { open, client, handlers } = await connected()
    expect(await handlers.setPolicy({ ...CLAUDE, policy: { ...OPEN_POLICY, models: { ...OPEN_POLICY.models, hide: ['sale.order'] } } })).toEqual({ ok: true })
    expect(oneClient(open)?.policy?.models.hide).toEqual(['sale.order'])
    expect((await client.ask('odoo_search', search)).answer).toMatchObject({ code: 'not_allowed_by_policy' })
    expect(await handlers.setPolicy({ ...CLAUDE, policy: { ...OPEN_POLICY, version: 3 as 2 } })).toMatchObject({ ok: false, hint: 'Nothing was changed.' })
    expect((await client.ask('odoo_search', search)).answer).toMatchObject({ code: 'not_allowed_by_policy' })
    expect(await handlers.setPolicy({ ...CLAUDE, policy: null })).toEqual({ ok: true })
    expect(oneClient(open)?.policy).toBeUndefined()
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
  })
})

describe('what is asked of a client that is not there', () => {
  it('is refused in words', async () => {
    const { handlers } = await connected()
    const gone = { clientId: 'nobody' }
    const answers = [
      await handlers.rotateClientKey({ ...gone, graceDays: 7 }), await handlers.revokeClient(gone), await handlers.pauseClient(gone),
      await handlers.resumeClient(gone), await handlers.setClientExpiry({ ...gone, expiresAt: null }),
      await handlers.setPolicy({ ...gone, policy: null }),
    ]
    for (const answer of answers) expect(answer).toMatchObject({ ok: false, message: 'This client does not exist any more.' })
  })
})

/** Resolves when the next question has reached the sample. */
function nextCall(sample: SampleOdoo): Promise<void> {
  return new Promise((resolve) => {
    const stop = sample.onCall(() => {
      stop()
      resolve()
    })
  })
}
