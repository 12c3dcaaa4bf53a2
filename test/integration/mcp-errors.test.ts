import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ERROR_CODES, type ErrorCode } from '../../src/contract/error-codes'
import { VitrineError } from '../../src/errors/vitrine-error'
import { nodeHost } from '../../src/host/node-host'
import type { McpDeps } from '../../src/mcp/deps'
import type { ReaderTuning } from '../../src/odoo/connection'
import type { ReaderConfig } from '../../src/odoo/port'
import { createOdooReader } from '../../src/odoo/reader'
import { OPEN_POLICY, type Policy } from '../../src/policy/policy'
import { hiding } from '../support/hiding'
import { createConsent } from '../../src/service/consent'
import { createCallGate } from '../../src/service/limits/call-gate'
import { createSettingsStore } from '../../src/settings/store'
import { createStore } from '../../src/state/store'
import { manualTime } from '../support/house/manual-time'
import { openSession, sampleHost, type CallOutcome, type McpSession } from '../support/mcp/open-session'
import { withResolvers } from '../support/mcp/with-resolvers'
import { createTestAuthority } from '../support/odoo/certificates'
import { startScriptedServer } from '../support/odoo/scripted-server'
import { SAMPLE_NOW, startSampleOdoo, type Fault, type SampleOdoo } from '../support/sample-odoo/server'
import { temporaryDirectory } from '../support/temporary-directory'
import { emptyState } from '../unit/state/states'

const search = { model: 'sale.order', fields: ['name'], limit: 2 }

const provoked = new Set<string>()

/** All that must never get out, however a server words it. */
const SECRETS = {
  path: '/opt/odoo/src/odoo/addons/base/models/ir_model.py',
  windowsPath: 'C:\\Program Files\\Odoo 17\\server\\odoo\\http.py',
  traceback: 'Traceback (most recent call last):',
  sql: 'SELECT "res_users"."password" FROM "res_users" WHERE id = 2',
  host: 'db-primary.internal.example',
  address: '10.20.30.40',
}
const LEAKS = /Traceback|File "|\/opt\/odoo|Program Files|http\.py|SELECT|res_users|internal\.example|10\.20\.30\.40|psycopg|\bat .*\.ts:|node_modules/

function expectSentence({ answer, text, structured, isError }: CallOutcome, code: ErrorCode, key: string): void {
  expect(isError).toBe(true)
  expect(answer['code']).toBe(code)
  expect(structured).toEqual(answer)
  const message = String(answer['message'])
  expect(message).toMatch(/^[A-Z][^\n]*\.$/)
  expect(message, 'one sentence').not.toMatch(/[.!?] [A-Z]/)
  expect(String(answer['hint'])).toMatch(/^\S[^\n]*$/)
  expect(text).not.toMatch(LEAKS)
  expect(text).not.toContain(key)
  provoked.add(code)
}

describe.each([19, 17] as const)('every error over Odoo %i', (version) => {
  let sample: SampleOdoo
  const cleanups: (() => void | Promise<void>)[] = []

  beforeAll(async () => {
    sample = await startSampleOdoo({ version })
  })
  afterAll(() => sample.close())
  afterEach(async () => {
    sample.faults.set(null)
    sample.restoreKey(sample.login)
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  })

  async function open(
    changes: Partial<McpDeps> & { readonly allowed?: Policy } = {},
    config: Partial<ReaderConfig> = {},
    tuning: ReaderTuning = {},
  ): Promise<McpSession> {
    const reader = createOdooReader(
      { url: sample.url, database: sample.db, login: sample.login, withSecret: (use) => use(sample.apiKey), ...config },
      { ...nodeHost(), ...sampleHost() },
      tuning,
    )
    const session = await openSession(reader, changes)
    cleanups.push(session.close)
    return session
  }

  const policy = hiding({ models: ['crm.team'], fields: { 'sale.order': ['amount_total'] } })

  it.each<[ErrorCode, string, Readonly<Record<string, unknown>>]>([
    ['not_allowed_by_policy', 'odoo_search', { model: 'crm.team' }],
    ['restricted_field', 'odoo_search', { model: 'sale.order', order: 'amount_total' }],
    ['invalid_domain', 'odoo_search', { model: 'sale.order', domain: [['name', '~', 'x']] }],
    ['invalid_domain', 'odoo_read', { model: 'sale.order', ids: ['1'] }],
    ['unknown_model', 'odoo_search', { model: 'sale.oder' }],
    ['unknown_field', 'odoo_search', { model: 'sale.order', fields: ['nmae'] }],
    ['access_denied_by_odoo', 'odoo_search', { model: 'hr.payslip' }],
    ['record_not_found', 'odoo_read', { model: 'sale.order', ids: [999_999] }],
  ])('%s, by %s with %j', async (code, tool, args) => {
    const session = await open({ allowed: policy })
    expectSentence(await session.call(tool, args), code, sample.apiKey)
    expect(session.events.at(-1)).toMatchObject({ code, rows: 0 })
  })

  it.each<[ErrorCode, Fault]>([
    ['unreachable', 'bad-gateway'],
    ['unreachable', 'reset'],
    ['rate_limited', 'too-many'],
    ['odoo_error', 'garbage'],
    ['odoo_error', 'html'],
    ['odoo_error', 'redirect'],
    ['answer_too_large', { huge: 3_000_000 }],
    ['timeout', 'hang'],
    ['timeout', 'drip'],
  ])('%s, when the server answers with %j', async (code, fault) => {
    const session = await open({}, {}, { timeoutMs: code === 'timeout' ? 150 : 20_000, maxAnswerBytes: 2_000_000 })
    expect((await session.call('odoo_search', search)).isError).toBe(false)
    sample.faults.set(fault)
    expectSentence(await session.call('odoo_search', search), code, sample.apiKey)
  })

  it('key_rejected, when the key is revoked', async () => {
    const session = await open()
    sample.revokeKey(sample.login)
    expectSentence(await session.call('odoo_search', search), 'key_rejected', sample.apiKey)
  })

  it('database_not_found, when there is none of that name', async () => {
    const session = await open({}, { database: 'nowhere' })
    expectSentence(await session.call('odoo_search', search), 'database_not_found', sample.apiKey)
  })

  it('tls_failed, when nobody vouches for the server', async () => {
    const certificate = createTestAuthority().issue({ name: '127.0.0.1' })
    const secure = await startSampleOdoo({ version, tls: certificate })
    cleanups.push(() => secure.close())
    const session = await open({}, { url: secure.url })
    expectSentence(await session.call('odoo_search', search), 'tls_failed', sample.apiKey)
  })

  it('unreachable, when nothing listens', async () => {
    const gone = await startScriptedServer(() => undefined)
    await gone.close()
    const session = await open({}, { url: gone.url })
    const found = await session.call('odoo_search', search)
    expectSentence(found, 'unreachable', sample.apiKey)
    expect(found.text).not.toContain(String(gone.port))
  })

  it('waiting_for_consent and consent_denied, when the user does not answer and says no', async () => {
    const time = manualTime(Date.parse(SAMPLE_NOW))
    const store = createStore(emptyState)
    const settings = await createSettingsStore({ path: join(await temporaryDirectory(), 'settings.json'), now: time.now })
    const consent = createConsent({ host: { now: time.now, randomBytes }, settings, store, schedule: time.schedule })
    const asked = (): Promise<string> => new Promise((resolve) => {
      const stop = store.subscribe(({ changes: { questions: [question] = [] } }) => {
        if (question === undefined) return
        stop()
        resolve(question.id)
      })
    })
    const session = await open({ allowed: { ...OPEN_POLICY, models: { ...OPEN_POLICY.models, others: 'ask' } }, consent: (question, signal) => consent.ask('test', question, signal) })

    const firstAsked = asked()
    const unanswered = session.call('odoo_search', search)
    await firstAsked
    time.pass(60_000)
    expectSentence(await unanswered, 'waiting_for_consent', sample.apiKey)
    expect(session.events.at(-1)).toMatchObject({ code: 'waiting_for_consent', outcome: 'refused', rows: 0 })

    const secondAsked = asked()
    const denied = session.call('odoo_search', search)
    expect(await consent.answer(await secondAsked, 'never')).toEqual({ ok: true })
    expectSentence(await denied, 'consent_denied', sample.apiKey)
    expect(session.events.at(-1)).toMatchObject({ code: 'consent_denied', outcome: 'refused', rows: 0 })
  })

  it('rate_limited, when the calls of a minute were made, and before Odoo hears of it', async () => {
    const host = sampleHost()
    const { pass } = createCallGate({ host, limits: () => ({ callsPerMinute: 9, callsPerConnection: 9, callsPerClient: 9 }) })
    const session = await open({ admit: ({ connectionId }) => { pass({ clientId: 'test', connectionId, limits: { callsPerMinute: 1 } }) } })
    expect((await session.call('odoo_search', search)).isError).toBe(false)
    sample.clearCalls()
    const found = await session.call('odoo_search', search)
    expectSentence(found, 'rate_limited', sample.apiKey)
    expect(found.answer['retry_after_s']).toBeGreaterThan(0)
    expect(sample.calls).toEqual([])
  })

  it('disconnected, when the user has disconnected', async () => {
    const session = await open({
      access: () => {
        throw new VitrineError('disconnected', 'Vitrine is not connected to Odoo.')
      },
    })
    expectSentence(await session.call('odoo_search', search), 'disconnected', sample.apiKey)
  })

  it('internal, for what was not foreseen, and without its words', async () => {
    let isBroken = false
    const policyOrNot = (): Policy => {
      if (isBroken) throw new TypeError(`${SECRETS.path}: ${sample.apiKey}`)
      return OPEN_POLICY
    }
    const session = await open({ policy: policyOrNot })
    isBroken = true
    expectSentence(await session.call('odoo_search', search), 'internal', sample.apiKey)
    // What is no tool call ends in an error of the protocol, which has no room for a code of ours.
    const greeting = session.client.request({ method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } } }, ResultSchema)
    await expect(greeting).rejects.toThrow(/^MCP error -32603: MCP error -32603: Something went wrong inside Vitrine\.$/)
  })

  it('none of ours for a tool that does not exist: the error of the protocol has the receipt of its row', async () => {
    const session = await open({})
    const asking = session.client.request({ method: 'tools/call', params: { name: 'odoo_write', arguments: {} } }, ResultSchema)
    const error: unknown = await asking.catch((cause: unknown) => cause)
    expect(session.events).toMatchObject([{ tool: 'unknown', outcome: 'failed', receipt: expect.stringMatching(/^.{8}$/) as string }])
    expect(error).toMatchObject({ code: -32602, data: { receipt: session.events[0]?.receipt } })
  })

  it('cancelled, as the journal has it: the socket is closed at the server and no answer follows', async () => {
    const arrived = withResolvers<undefined>()
    const closed = withResolvers<undefined>()
    const server = await startScriptedServer(({ incoming }) => {
      incoming.socket.once('close', () => { closed.resolve(undefined) })
      arrived.resolve(undefined)
    })
    cleanups.push(server.close)
    const session = await open({}, { url: server.url })
    const controller = new AbortController()
    const asking = session.client.callTool({ name: 'odoo_search', arguments: search }, undefined, { signal: controller.signal })
    await arrived.promise
    controller.abort()
    await expect(asking).rejects.toThrow()
    await closed.promise
    // The next answer comes after anything late would have.
    await session.client.ping()
    expect(session.events).toMatchObject([{ outcome: 'cancelled', code: 'cancelled', rows: 0 }])
    provoked.add('cancelled')
  })

  const raised: readonly (readonly [name: string, code: ErrorCode])[] = [
    ['odoo.exceptions.UserError', 'odoo_error'],
    ['odoo.exceptions.ValidationError', 'odoo_error'],
    ['odoo.exceptions.AccessError', 'access_denied_by_odoo'],
    ['odoo.exceptions.AccessDenied', 'key_rejected'],
    ['odoo.exceptions.MissingError', 'record_not_found'],
    ['builtins.ValueError', 'odoo_error'],
    ['builtins.KeyError', 'odoo_error'],
    ['builtins.AttributeError', 'odoo_error'],
    ['psycopg2.errors.UndefinedColumn', 'odoo_error'],
    ['psycopg2.errors.SyntaxError', 'odoo_error'],
    ['psycopg2.OperationalError', 'database_not_found'],
    ['psycopg2.errors.QueryCanceled', 'timeout'],
    ['psycopg2.errors.SerializationFailure', 'odoo_error'],
    [`${SECRETS.path} ${SECRETS.sql}`, 'odoo_error'],
    ['', 'odoo_error'],
  ]

  it.each(raised)('%s is answered without path, host, SQL, traceback or key, wherever the server puts them', async (name, code) => {
    const session = await open()
    await session.call('odoo_search', search)
    const { traceback, path, windowsPath, sql, host, address } = SECRETS
    for (const message of [
      `${traceback}\n  File "${path}", line 7\n${sql}`,
      `Failed in ${path} with key ${sample.apiKey}`,
      `Failed in ${windowsPath}, line 3, for ${sample.apiKey}`,
      `${sql}; -- ${sample.apiKey}`,
      `connection to server at "${host}" (${address}), port 5432 failed`,
      `could not read https://${host}:8069/web?key=${sample.apiKey}`,
    ]) {
      const error = { name, message, arguments: [message, path], context: { key: sample.apiKey }, debug: `${traceback} ${path} ${sql} ${sample.apiKey}` }
      const body = version >= 19 ? error : { jsonrpc: '2.0', id: 1, error: { code: 200, message, data: error } }
      sample.faults.set({ fault: { status: version >= 19 ? 500 : 200, body: JSON.stringify(body), contentType: 'application/json' }, on: { method: 'search_read' } })
      expectSentence(await session.call('odoo_search', search), code, sample.apiKey)
    }
  })

  it('leaves no code out', () => {
    expect(ERROR_CODES.filter((code) => !provoked.has(code))).toEqual([])
  })
})
