import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { AppState } from '../../src/contract/app-state'
import { openGate, type Gate } from '../support/house/gate'
import { draftOf, makeHome, openHouse, startClient, type Home, type OpenHouse, type OpenHouseOptions } from '../support/house/open-house'
import { createTestAuthority } from '../support/odoo/certificates'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo, type Fault, type SampleOdoo, type SampleOdooOptions } from '../support/sample-odoo/server'
import { inEnglish } from '../../src/i18n/english'

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

async function gateForTest(sample: SampleOdoo): Promise<Gate> {
  const gate = await openGate(sample)
  onTestFinished(() => gate.shut())
  return gate
}

interface Stage {
  readonly home: Home
  readonly open: OpenHouse
  readonly sample: SampleOdoo
  readonly gate: Gate
}

/** A house that is connected, through a gate, to a sample. */
async function connected(version: 17 | 19, options: OpenHouseOptions = {}): Promise<Stage> {
  const sample = await sampleForTest({ version })
  const gate = await gateForTest(sample)
  const home = await makeHome()
  // Nobody can say what runs, so nothing waits for the next start of a client: the timers are Odoo's.
  const open = await openHouse(home, { relay: relay.path, machine: { list: () => Promise.resolve([]) }, ...options })
  expect(await open.house.handlers.addConnection({ draft: draftOf(sample, { url: gate.url }) })).toEqual({ ok: true })
  return { home, open, sample, gate }
}

const search = { model: 'sale.order', fields: ['name'], limit: 2 }
const codeOf = ({ connection }: AppState): string => (connection.kind === 'problem' ? connection.problem.code : connection.kind)

/** What people and models are told: one sentence of our own, and nothing that is nobody's business. */
function expectClean(text: string, { home, sample, gate }: Stage): void {
  expect(text).not.toBe('')
  expect(text).not.toMatch(/\.\s+[A-Z]/)
  expect(text).not.toMatch(/Traceback|<html|nginx|SELECT|psycopg|at \w+ \(|Error:|ECONN|undefined/)
  for (const secret of [sample.apiKey, home.root, gate.url, String(gate.port), '127.0.0.1']) expect(text).not.toContain(secret)
}

function expectCleanState(stage: Stage): void {
  const { connection } = stage.open.state()
  if (connection.kind !== 'problem') return
  expectClean(inEnglish(connection.problem.message), stage)
  expect(connection.problem.hint).not.toContain(stage.sample.apiKey)
  expect(connection.problem.hint).not.toBe('')
}

interface Trouble {
  readonly name: string
  readonly fault: Fault
  /** Of the question that meets it, and of connecting. */
  readonly code: string
  /** The state that follows a question: a code, or that nothing has changed. */
  readonly state: string
  readonly odooTuning?: NonNullable<OpenHouseOptions['odooTuning']>
}

const TROUBLES: readonly Trouble[] = [
  { name: 'the connection is reset', fault: 'reset', code: 'unreachable', state: 'unreachable' },
  { name: 'the connection is closed', fault: 'close', code: 'unreachable', state: 'unreachable' },
  { name: 'the connection is cut in the middle of the body', fault: 'cut-body', code: 'unreachable', state: 'unreachable' },
  { name: 'a gateway answers for Odoo', fault: 'bad-gateway', code: 'unreachable', state: 'unreachable' },
  { name: 'a web page comes instead of JSON', fault: 'html', code: 'odoo_error', state: 'odoo_error' },
  { name: 'the answer is no JSON', fault: 'garbage', code: 'odoo_error', state: 'odoo_error' },
  { name: 'the answer is empty', fault: 'empty', code: 'odoo_error', state: 'odoo_error' },
  { name: 'the address leads elsewhere', fault: 'redirect', code: 'odoo_error', state: 'odoo_error' },
  { name: 'the answer has 200 MB', fault: { huge: 200 * 1024 * 1024 }, code: 'answer_too_large', state: 'connected' },
  { name: 'Odoo asks for fewer requests', fault: 'too-many', code: 'rate_limited', state: 'connected' },
  { name: 'Odoo never answers', fault: 'hang', code: 'timeout', state: 'timeout', odooTuning: { timeoutMs: 1_500 } },
]

describe.each([19, 17] as const)('Odoo %i in trouble', (version) => {
  it.each(TROUBLES)('when $name, the question says so, the state too, and the next one is answered', async ({ fault, code, state, odooTuning = {} }) => {
    const stage = await connected(version, { odooTuning })
    const { home, open, sample } = stage
    const client = await startClient(home, open)
    expect((await client.ask('odoo_search', search)).isError).toBe(false)

    sample.faults.set(fault)
    const { answer, text } = await client.ask('odoo_search', search)
    expect(answer).toMatchObject({ code })
    expectClean(String(answer['message']), stage)
    expect(text).not.toContain(sample.apiKey)
    await open.until((now) => codeOf(now) === state)
    expectCleanState(stage)

    sample.faults.set(null)
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    await open.until(({ connection }) => connection.kind === 'connected')
    const { events } = await open.house.handlers.getActivity({ filter: {}, limit: 10 })
    expect(events.map(({ outcome }) => outcome)).toEqual(['answered', 'failed', 'answered'])
  })

  it.each(TROUBLES)('when $name, connecting says so, and works once that is over', async ({ fault, code, odooTuning = {} }) => {
    const stage = await connected(version, { odooTuning })
    const { open, sample } = stage
    await open.house.handlers.disconnect({})
    sample.faults.set(fault)
    const failed = await open.house.handlers.connect({})
    expect(failed).toMatchObject({ ok: false })
    expect(codeOf(open.state())).toBe(code)
    expectCleanState(stage)
    sample.faults.set(null)
    expect(await open.house.handlers.connect({})).toEqual({ ok: true })
    expect(open.state().connection.kind).toBe('connected')
  })

  it('a server that is gone is unreachable, and is found again by itself when it is back', async () => {
    const stage = await connected(version)
    const { home, open, gate } = stage
    const client = await startClient(home, open)
    await client.ask('odoo_search', search)
    await gate.shut()
    expect((await client.ask('odoo_search', search)).answer).toMatchObject({ code: 'unreachable' })
    await open.until((now) => codeOf(now) === 'unreachable')
    expectCleanState(stage)
    const retry = home.time.waiting()[0] ?? 0
    expect(retry).toBe(10_000)
    home.time.pass(retry)
    await open.until(() => home.time.waiting()[0] === 20_000)
    await gate.reopen()
    home.time.pass(20_000)
    await open.until(({ connection }) => connection.kind === 'connected')
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    expect(open.kinds()).toEqual(['none', 'connecting', 'connected', 'problem', 'connected'])
  })

  it('a key that is revoked midway is said to be refused, goes out no more, and a new one mends it', async () => {
    const stage = await connected(version)
    const { home, open, sample } = stage
    const client = await startClient(home, open)
    await client.ask('odoo_search', search)
    sample.revokeKey(sample.login)
    const { answer } = await client.ask('odoo_search', search)
    expect(answer).toMatchObject({ code: 'key_rejected' })
    expectClean(String(answer['message']), stage)
    await open.until((now) => codeOf(now) === 'key_rejected')
    expectCleanState(stage)

    sample.clearCalls()
    const next = await client.ask('odoo_search', search)
    expect(next.answer).toMatchObject({ code: 'key_rejected' })
    expectClean(String(next.answer['message']), stage)
    expect(sample.calls).toEqual([])
    expect(home.time.waiting().filter((ms) => ms < 3_600_000)).toEqual([])

    const connectionId = open.settings.get().activeConnectionId ?? ''
    expect(await open.house.handlers.replaceKey({ connectionId, apiKey: sample.apiKey })).toMatchObject({ ok: false })
    sample.restoreKey(sample.login)
    expect(await open.house.handlers.replaceKey({ connectionId, apiKey: sample.apiKey })).toEqual({ ok: true })
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
  })

  it('a database that is gone is said to be unknown, and the next question is answered when it is back', async () => {
    const stage = await connected(version)
    const { home, open, sample, gate } = stage
    const client = await startClient(home, open)
    await client.ask('odoo_search', search)
    const other = await sampleForTest({ version, db: 'other' })
    await gate.shut()
    await gate.reopen(other)
    const { answer } = await client.ask('odoo_search', search)
    expect(answer).toMatchObject({ code: 'database_not_found' })
    expectClean(String(answer['message']), stage)
    await open.until((now) => codeOf(now) === 'database_not_found')
    expectCleanState(stage)
    await gate.shut()
    await gate.reopen(sample)
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    await open.until(({ connection }) => connection.kind === 'connected')
  })

  it('many failures at once ask once who we are, and do not make the state flap', async () => {
    const { home, open, sample, gate } = await connected(version)
    const client = await startClient(home, open)
    await client.ask('odoo_search', search)
    await gate.shut()
    await Promise.all(Array.from({ length: 6 }, () => client.ask('odoo_search', search)))
    await open.until((now) => codeOf(now) === 'unreachable')
    await gate.reopen()
    sample.clearCalls()
    await Promise.all(Array.from({ length: 6 }, () => client.ask('odoo_search', search)))
    await open.until(({ connection }) => connection.kind === 'connected')
    expect(open.kinds()).toEqual(['none', 'connecting', 'connected', 'problem', 'connected'])
  })

  it('one question that takes too long leaves the connection as it was', async () => {
    const { home, open, sample } = await connected(version, { odooTuning: { timeoutMs: 1_500 } })
    const client = await startClient(home, open)
    await client.ask('odoo_search', search)
    const before = open.state().connection
    sample.faults.set({ fault: 'hang', on: { model: 'res.partner' } })
    const announced = client.unheard()
    expect((await client.ask('odoo_search', { model: 'res.partner', limit: 0 })).answer).toMatchObject({ code: 'timeout' })
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    expect(open.kinds()).toEqual(['none', 'connecting', 'connected'])
    expect(open.state().connection).toEqual(before)
    expect(client.unheard()).toBe(announced)
  })
})

describe('encryption', () => {
  const authority = createTestAuthority('Company authority')
  const tls = authority.issue({ name: '127.0.0.1' })

  it('a certificate of an unknown authority sends nothing, and its own authority makes it work', async () => {
    const sample = await sampleForTest({ version: 19, tls })
    const home = await makeHome()
    const open = await openHouse(home, { relay: relay.path })
    const refused = await open.house.handlers.addConnection({ draft: draftOf(sample) })
    expect(refused).toMatchObject({ ok: false, message: expect.stringContaining('authority') as string, hint: expect.stringContaining('PEM') as string })
    expect(open.settings.get().connections).toEqual([])
    expect(sample.calls).toEqual([])

    const caFile = join(home.root, 'company.pem')
    for (const [content, message] of [[undefined, 'read'], ['no certificate', 'certificate']] as const) {
      if (content !== undefined) await writeFile(caFile, content)
      expect(await open.house.handlers.addConnection({ draft: draftOf(sample, { caFile }) })).toMatchObject({
        ok: false,
        message: expect.stringContaining(message) as string,
      })
    }
    expect(sample.calls).toEqual([])
    await writeFile(caFile, authority.ca)
    expect(await open.house.handlers.addConnection({ draft: draftOf(sample, { caFile }) })).toEqual({ ok: true })
    const client = await startClient(home, open)
    expect((await client.ask('odoo_search', search)).isError).toBe(false)

    await rm(caFile)
    expect(await open.house.handlers.connect({})).toMatchObject({ ok: false })
    expect(codeOf(open.state())).toBe('tls_failed')
    await writeFile(caFile, authority.ca)
    expect(await open.house.handlers.connect({})).toEqual({ ok: true })
  })

  it('a certificate that changes midway to one that is not trusted stops all questions before a byte is sent', async () => {
    const sample = await sampleForTest({ version: 19, tls })
    const impostor = await sampleForTest({ version: 19, tls: createTestAuthority('Impostor').issue({ name: '127.0.0.1' }) })
    const gate = await gateForTest(sample)
    const home = await makeHome()
    const open = await openHouse(home, { relay: relay.path })
    const caFile = join(home.root, 'company.pem')
    await writeFile(caFile, authority.ca)
    await open.house.handlers.addConnection({ draft: draftOf(sample, { url: gate.url, caFile }) })
    const client = await startClient(home, open)
    await client.ask('odoo_search', search)
    await gate.shut()
    await gate.reopen(impostor)
    const { answer } = await client.ask('odoo_search', search)
    expect(answer).toMatchObject({ code: 'tls_failed' })
    expectClean(String(answer['message']), { home, open, sample, gate })
    await open.until((now) => codeOf(now) === 'tls_failed')
    expect(impostor.calls).toEqual([])
    await gate.shut()
    await gate.reopen(sample)
    expect((await client.ask('odoo_search', search)).isError).toBe(false)
    await open.until(({ connection }) => connection.kind === 'connected')
  })
})
