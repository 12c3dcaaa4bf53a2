import { randomBytes } from 'node:crypto'
import * as fsPromises from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ConsentQuestion } from '../../../src/contract/consent'
import type { FileSteps } from '../../../src/files/file-steps'
import { createConsent } from '../../../src/service/consent'
import { createSettingsStore } from '../../../src/settings/store'
import { createStore } from '../../../src/state/store'
import { manualTime } from '../../support/house/manual-time'
import { temporaryDirectory } from '../../support/temporary-directory'
import { emptyState } from '../state/states'
import { asRead } from '../../support/in-english'

const PAYSLIPS: ConsentQuestion = { connectionId: 'c1', model: 'hr.payslip', modelLabel: 'Payslip', fields: ['name', 'employee_id'], records: 12 }
const CREATED = '2026-01-01T00:00:00.000Z'
const client = (id: string, name: string) => ({ id, name, keyHash: 'ab'.repeat(32), createdAt: CREATED })
const connection = (id: string, name: string) => ({ id, name, url: 'https://erp.example', login: 'maria', createdAt: CREATED })

async function opened(path?: string, fs: FileSteps = fsPromises) {
  const time = manualTime(Date.parse('2026-11-20T10:00:00Z'))
  const file = path ?? join(await temporaryDirectory(), 'settings.json')
  const settings = await createSettingsStore({ path: file, now: time.now, fs })
  if (path === undefined) {
    await settings.update((before) => ({
      ...before,
      clients: [client('claude', 'Claude Desktop'), client('cursor', 'Cursor')],
      connections: [connection('c1', 'Northwind'), connection('c2', 'Southwind')],
    }))
  }
  const store = createStore(emptyState)
  const consent = createConsent({ host: { now: time.now, randomBytes }, settings, store, schedule: time.schedule })
  settings.onChange(consent.settingsChanged)
  consent.settingsChanged()
  const ask = (clientId = 'claude', question = PAYSLIPS, signal = new AbortController().signal) => {
    const outcome = consent.ask(clientId, question, signal)
    // Looked at later; that it rejects meanwhile is no fault of the test.
    outcome.catch(() => undefined)
    return outcome
  }
  const questions = () => store.state().questions
  const decisions = () => store.state().decisions.map(({ clientId, model, answer }) => `${clientId} ${model} ${answer}`)
  const answerAll = async (answer: 'once' | 'session' | 'always' | 'never') => {
    for (const { id } of questions()) expect(await consent.answer(id, answer)).toEqual({ ok: true })
  }
  return { file, time, settings, store, consent, ask, questions, decisions, answerAll }
}

describe('a question to the user', () => {
  it('says who wants what, where, and until when it is waited for', async () => {
    const { ask, questions } = await opened()
    void ask()
    expect(questions()).toEqual([{
      ...PAYSLIPS, id: expect.stringMatching(/^[\w-]{12}$/), clientId: 'claude', clientName: 'Claude Desktop', connectionName: 'Northwind',
      askedAt: '2026-11-20T10:00:00.000Z', deadline: '2026-11-20T10:01:00.000Z',
    }])
  })

  it('is shared by all calls of a client about a model, and by no other client, connection or model', async () => {
    const { ask, questions, answerAll } = await opened()
    const waiting = [
      ask(), ask('claude', { ...PAYSLIPS, fields: ['net_wage'], records: 40 }),
      ask('cursor'), ask('claude', { ...PAYSLIPS, connectionId: 'c2' }), ask('claude', { ...PAYSLIPS, model: 'hr.contract' }),
    ]
    expect(questions()).toHaveLength(4)
    expect(questions()[0]).toMatchObject({ fields: ['name', 'employee_id', 'net_wage'], records: 40 })
    await answerAll('once')
    expect(await Promise.all(waiting)).toEqual(Array.from({ length: 5 }, () => 'once'))
    expect(questions()).toEqual([])
  })

  it('ends after a minute without an answer, for each call in its own minute', async () => {
    const { ask, time, answerAll } = await opened()
    const first = ask()
    time.pass(40_000)
    const second = ask()
    time.pass(19_999)
    expect(await Promise.race([first, 'waiting'])).toBe('waiting')
    time.pass(1)
    await expect(first).rejects.toMatchObject({ code: 'waiting_for_consent', hint: 'Ask again once the user has answered in Vitrine.' })
    await answerAll('once')
    expect(await second).toBe('once')
  })

  it('stays for five minutes after that, and a late yes holds for one next try that wants nothing more', async () => {
    const { ask, time, questions, answerAll } = await opened()
    void ask()
    time.pass(60_000)
    expect(questions()).toHaveLength(1)
    time.pass(299_999)
    await answerAll('once')
    void ask('claude', { ...PAYSLIPS, fields: ['name', 'net_wage'] })
    expect(questions(), 'more fields than the user saw').toHaveLength(1)
    void ask('claude', { ...PAYSLIPS, connectionId: 'c2' })
    expect(questions(), 'another connection').toHaveLength(2)
    expect(await ask('claude', { ...PAYSLIPS, fields: ['name'] })).toBe('once')
    void ask('claude', { ...PAYSLIPS, fields: ['name'] })
    expect(questions()[0]?.fields, 'the yes was used up').toEqual(['name', 'net_wage'])
  })

  it('is gone after that, and so is a late yes that nobody came back for', async () => {
    const { ask, time, questions, answerAll } = await opened()
    void ask()
    time.pass(60_000 + 300_000)
    expect(questions()).toEqual([])
    void ask()
    time.pass(60_000)
    await answerAll('once')
    time.pass(300_000)
    void ask()
    expect(questions()).toHaveLength(1)
  })

  it('is withdrawn when nobody waits for it any more', async () => {
    const { ask, questions, consent } = await opened()
    const [one, other] = [new AbortController(), new AbortController()]
    const waiting = [ask('claude', PAYSLIPS, one.signal), ask('claude', PAYSLIPS, other.signal)]
    const [id = ''] = questions().map((question) => question.id)
    one.abort(new Error('called off'))
    expect(questions()).toHaveLength(1)
    other.abort(new Error('called off'))
    for (const each of waiting) await expect(each).rejects.toThrow('called off')
    expect(questions()).toEqual([])
    expect(asRead(await consent.answer(id, 'always'))).toMatchObject({ ok: false, message: 'This question is not open any more.' })
  })

  it('that was not answered in time goes with the session of its client', async () => {
    const { ask, time, questions, consent } = await opened()
    void ask()
    void ask('cursor')
    time.pass(60_000)
    consent.endSession('claude')
    expect(questions().map(({ clientId }) => clientId)).toEqual(['cursor'])
  })

  it('is not asked for a call that was over before', async () => {
    const { ask, questions } = await opened()
    await expect(ask('claude', PAYSLIPS, AbortSignal.abort(new Error('called off')))).rejects.toThrow('called off')
    expect(questions()).toEqual([])
  })

  it('is one of eight at most: a client cannot bury the user', async () => {
    const { ask, questions } = await opened()
    for (let at = 0; at < 8; at += 1) void ask('claude', { ...PAYSLIPS, model: `x_model.${at}` })
    await expect(ask('claude', { ...PAYSLIPS, model: 'x_model.8' })).rejects.toMatchObject({ code: 'waiting_for_consent' })
    void ask('cursor')
    expect(questions()).toHaveLength(9)
  })

  it('leaves nothing waiting when Vitrine quits', async () => {
    const { ask, consent, time } = await opened()
    const waiting = ask()
    consent.stop()
    await expect(waiting).rejects.toMatchObject({ code: 'waiting_for_consent' })
    expect(time.waiting()).toEqual([])
  })
})

describe('an answer', () => {
  it('for the session holds until the client has none any more, and for nobody else', async () => {
    const { ask, consent, decisions, answerAll, questions, settings } = await opened()
    const waiting = ask()
    await answerAll('session')
    expect([await waiting, await ask()]).toEqual(['session', 'session'])
    expect(decisions()).toEqual(['claude hr.payslip session'])
    expect(consent.granted('claude', 'hr.payslip', 'c1')).toBe(true)
    expect([consent.granted('cursor', 'hr.payslip', 'c1'), consent.granted('claude', 'hr.payslip', 'c2'), consent.granted('claude', 'hr.contract', 'c1')]).toEqual([false, false, false])
    expect(settings.get().consent).toEqual([])
    consent.endSession('claude')
    void ask()
    expect(questions()).toHaveLength(1)
    expect(decisions()).toEqual([])
  })

  it('for always outlives a restart, and can be undone', async () => {
    const first = await opened()
    const waiting = first.ask()
    await first.answerAll('always')
    expect(await waiting).toBe('always')
    const second = await opened(first.file)
    expect(await second.ask()).toBe('always')
    expect(second.consent.granted('claude', 'hr.payslip', 'c1')).toBe(true)
    const [decision] = second.store.state().decisions
    expect(decision).toMatchObject({ clientName: 'Claude Desktop', connectionName: 'Northwind', modelLabel: 'Payslip', answer: 'always' })
    expect(await second.consent.undo(decision?.id ?? '')).toEqual({ ok: true })
    expect(second.decisions()).toEqual([])
    void second.ask()
    expect(second.questions()).toHaveLength(1)
  })

  it('of never denies what waits and what comes, without asking again, until it is undone', async () => {
    const { ask, answerAll, questions, store, consent } = await opened()
    const waiting = ask()
    await answerAll('never')
    await expect(waiting).rejects.toMatchObject({ code: 'consent_denied' })
    await expect(ask()).rejects.toMatchObject({ code: 'consent_denied' })
    expect(questions()).toEqual([])
    expect(consent.granted('claude', 'hr.payslip', 'c1')).toBe(false)
    await consent.undo(store.state().decisions[0]?.id ?? '')
    void ask()
    expect(questions()).toHaveLength(1)
  })

  it('is forgotten with the client or the connection it is about, also where the client comes back under its name', async () => {
    const { ask, answerAll, decisions, settings, time, questions } = await opened()
    void ask()
    void ask('cursor', { ...PAYSLIPS, connectionId: 'c2' })
    await answerAll('always')
    expect(decisions()).toHaveLength(2)
    time.pass(1_000)
    const again = { ...client('claude', 'Claude Desktop'), createdAt: new Date(time.now()).toISOString() }
    await settings.update((before) => ({ ...before, clients: [again, client('cursor', 'Cursor')], connections: [connection('c1', 'Northwind')] }))
    expect(decisions()).toEqual([])
    void ask()
    expect(questions()).toHaveLength(1)
    // The hashes of answers that hold nothing any more go with the next write.
    await settings.update((before) => before)
    expect(settings.get().consent).toEqual([])
  })
})

describe('an answer that cannot be written down', () => {
  it('is not taken: the question stays open, and the calls go on waiting', async () => {
    let disk: 'sound' | 'full' = 'sound'
    const rename: FileSteps['rename'] = (...paths) => (disk === 'sound' ? fsPromises.rename(...paths) : Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })))
    const { ask, questions, decisions, consent, answerAll } = await opened(undefined, { ...fsPromises, rename })
    const waiting = ask()
    disk = 'full'
    for (const answer of ['always', 'never'] as const) {
      expect(asRead(await consent.answer(questions()[0]?.id ?? '', answer))).toMatchObject({ ok: false, message: 'Vitrine could not write its files.' })
    }
    expect([questions().length, decisions()]).toEqual([1, []])
    expect(await Promise.race([waiting, 'waiting'])).toBe('waiting')
    disk = 'sound'
    await answerAll('always')
    expect(await waiting).toBe('always')
  })
})
