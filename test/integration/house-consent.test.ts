import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { OpenQuestion } from '../../src/contract/consent'
import { english } from '../../src/i18n/english'
import { trayModel } from '../../src/state/tray-model'
import { draftOf, makeHome, openHouse, startClient, startRegisteredClient, type OpenHouse } from '../support/house/open-house'
import { bundleRelay } from '../support/relay/relay-bundle'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

let relay: Awaited<ReturnType<typeof bundleRelay>>
beforeAll(async () => {
  relay = await bundleRelay()
})
afterAll(() => relay.remove())

const payslips = { model: 'hr.payslip', fields: ['name', 'employee_id'], limit: 2 }

async function connected(version: 17 | 19 = 19) {
  const sample: SampleOdoo = await startSampleOdoo({ version })
  onTestFinished(() => sample.close())
  const home = await makeHome()
  const open = await openHouse(home, { relay: relay.path })
  expect(await open.house.handlers.addConnection({ draft: draftOf(sample, { user: 'payroll', name: 'Northwind' }) })).toEqual({ ok: true })
  const client = await startClient(home, open)
  return { sample, home, open, client, handlers: open.house.handlers }
}

async function question({ until }: Pick<OpenHouse, 'until'>): Promise<OpenQuestion> {
  const { questions: [first] } = await until(({ questions }) => questions.length > 0)
  if (first === undefined) throw new Error('There is no question.')
  return first
}

const reads = ({ calls }: SampleOdoo): number =>
  calls.filter(({ model, odooMethod = '' }) => model === 'hr.payslip' && odooMethod !== 'search_count' && odooMethod !== 'fields_get').length

describe.each([19, 17] as const)('a model that asks first, over Odoo %i', (version) => {
  it('is asked about with who, what and how much, before a single record is read; the answer is in the journal', async () => {
    const { sample, open, client, handlers } = await connected(version)
    const asking = client.ask('odoo_search', payslips)
    const asked = await question(open)
    expect(asked).toMatchObject({ clientName: 'Claude Desktop', connectionName: 'Northwind', model: 'hr.payslip', fields: ['name', 'employee_id'] })
    expect(asked.modelLabel).toMatch(/pay/i)
    expect(trayModel(open.state(), { translator: english, time: (iso) => iso }).icon).toBe('asking')
    expect(reads(sample)).toBe(0)
    expect(await handlers.answerConsent({ questionId: asked.id, answer: 'once' })).toEqual({ ok: true })
    const found = await asking
    expect(found.isError).toBe(false)
    expect(asked.records).toBe(found.answer['total'])
    expect(trayModel(open.state(), { translator: english, time: (iso) => iso }).icon).toBe('connected')
    const { events: [event] } = await handlers.getActivity({ filter: {}, limit: 1 })
    expect(event).toMatchObject({ model: 'hr.payslip', outcome: 'answered', consent: 'once' })
  })

  it('gives waiting_for_consent after a minute, and the answer that comes late to the next try', async () => {
    const { sample, home, open, client, handlers } = await connected(version)
    const asking = client.ask('odoo_search', payslips)
    const { id } = await question(open)
    home.time.pass(60_000)
    expect((await asking).answer).toMatchObject({ code: 'waiting_for_consent', hint: 'Ask again once the user has answered in Vitrine.' })
    expect(reads(sample)).toBe(0)
    await handlers.answerConsent({ questionId: id, answer: 'once' })
    expect((await client.ask('odoo_search', payslips)).isError).toBe(false)
    const third = client.ask('odoo_search', payslips)
    await question(open)
    home.time.pass(60_000)
    expect((await third).answer).toMatchObject({ code: 'waiting_for_consent' })
  })

  it('gives consent_denied for a no, which holds until it is undone', async () => {
    const { sample, open, client, handlers } = await connected(version)
    const asking = client.ask('odoo_search', payslips)
    await handlers.answerConsent({ questionId: (await question(open)).id, answer: 'never' })
    for (const { answer } of [await asking, await client.ask('odoo_search', payslips)]) expect(answer).toMatchObject({ code: 'consent_denied' })
    expect(reads(sample)).toBe(0)
    const [decision] = open.state().decisions
    expect(decision).toMatchObject({ answer: 'never', model: 'hr.payslip', clientName: 'Claude Desktop', connectionName: 'Northwind' })
    expect(await handlers.undoDecision({ decisionId: decision?.id ?? '' })).toEqual({ ok: true })
    const again = client.ask('odoo_search', payslips)
    await handlers.answerConsent({ questionId: (await question(open)).id, answer: 'session' })
    expect((await again).isError).toBe(false)
  })
})

describe('a yes', () => {
  it('for the session holds for all sessions of the client, and ends with the last of them', async () => {
    const { home, open, client, handlers } = await connected()
    const second = await startRegisteredClient(home)
    const waiting = [client.ask('odoo_search', payslips), second.ask('odoo_search', payslips)]
    await handlers.answerConsent({ questionId: (await question(open)).id, answer: 'session' })
    for (const each of waiting) expect((await each).isError).toBe(false)
    await client.client.close()
    await open.until(({ claude }) => claude.sessions.length === 1)
    expect((await second.ask('odoo_search', payslips)).isError).toBe(false)
    await second.client.close()
    await open.until(({ decisions }) => decisions.length === 0)
    const third = (await startRegisteredClient(home)).ask('odoo_search', payslips)
    await question(open)
    home.time.pass(60_000)
    expect((await third).answer).toMatchObject({ code: 'waiting_for_consent' })
  })

  it('for always holds after a restart, and goes with the client that it was given to', async () => {
    const { home, open, client, handlers } = await connected()
    const asking = client.ask('odoo_search', payslips)
    await handlers.answerConsent({ questionId: (await question(open)).id, answer: 'always' })
    expect((await asking).isError).toBe(false)
    await open.stop()
    const again = await openHouse(home, { relay: relay.path })
    expect((await client.ask('odoo_search', payslips)).isError).toBe(false)
    expect(again.state().decisions).toHaveLength(1)
    await again.house.handlers.revokeClient({ clientId: 'claude-desktop' })
    await again.until(({ decisions }) => decisions.length === 0)
    home.time.pass(1_000)
    const anew = await startClient(home, again)
    const third = anew.ask('odoo_search', payslips)
    await question(again)
    home.time.pass(60_000)
    expect((await third).answer).toMatchObject({ code: 'waiting_for_consent' })
  })
})

describe('a question that is open', () => {
  it('goes when the client calls it off or is gone', async () => {
    const { open, client } = await connected()
    const controller = new AbortController()
    const asking = client.ask('odoo_search', payslips, controller.signal)
    await question(open)
    controller.abort()
    await expect(asking).rejects.toThrow()
    await open.until(({ questions }) => questions.length === 0)
    const second = client.ask('odoo_search', payslips)
    await question(open)
    await client.client.close()
    await expect(second).rejects.toThrow()
    await open.until(({ questions }) => questions.length === 0)
  })

  it('goes when the user disconnects, pauses or revokes the client, whose call ends with that', async () => {
    const { open, client, handlers } = await connected()
    const endings = [
      ['disconnected', () => handlers.disconnect({})],
      ['not_allowed_by_policy', () => handlers.pauseClient({ clientId: 'claude-desktop' })],
      ['not_allowed_by_policy', () => handlers.revokeClient({ clientId: 'claude-desktop' })],
    ] as const
    for (const [code, end] of endings) {
      const asking = client.ask('odoo_search', payslips)
      const { id } = await question(open)
      expect(await end()).toEqual({ ok: true })
      expect((await asking).answer).toMatchObject({ code })
      expect(open.state().questions).toEqual([])
      expect(await handlers.answerConsent({ questionId: id, answer: 'always' })).toMatchObject({ ok: false })
      await handlers.connect({})
      await handlers.resumeClient({ clientId: 'claude-desktop' })
    }
  })
})
