import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../src/contract/error-codes'
import type { OdooReader } from '../../src/odoo/port'
import { failureOf, readerOf, type ReaderOfOptions } from '../support/odoo/reader-of'
import { startSampleOdoo, type Fault, type OdooVersion, type SampleOdoo } from '../support/sample-odoo/server'

const FAULTS: readonly (readonly [Fault, ErrorCode])[] = [
  ['reset', 'unreachable'],
  ['close', 'unreachable'],
  ['cut-body', 'unreachable'],
  ['bad-gateway', 'unreachable'],
  [{ status: 503 }, 'unreachable'],
  [{ status: 504 }, 'unreachable'],
  ['garbage', 'odoo_error'],
  ['empty', 'odoo_error'],
  ['html', 'odoo_error'],
  ['wrong-shape', 'odoo_error'],
  ['redirect', 'odoo_error'],
  [{ status: 413 }, 'odoo_error'],
  [{ status: 500, body: 'x' }, 'odoo_error'],
  [{ status: 200, body: '[{"id": 1', contentType: 'application/json' }, 'odoo_error'],
  [{ status: 200, body: '7', contentType: 'text/plain' }, 'odoo_error'],
  ['too-many', 'rate_limited'],
  ['hang', 'timeout'],
  ['drip', 'timeout'],
  ['translated-error', 'access_denied_by_odoo'],
  [{ huge: 200 * 1024 * 1024 }, 'answer_too_large'],
]

describe.each([16, 17, 18, 19, 20] as const satisfies readonly OdooVersion[])('an Odoo %i that misbehaves', (version) => {
  let odoo: SampleOdoo
  const readers: OdooReader[] = []
  const open = (more: Partial<ReaderOfOptions> = {}): OdooReader => {
    const reader = readerOf({ url: odoo.url, database: odoo.db, login: odoo.login, apiKey: odoo.apiKey, ...more })
    readers.push(reader)
    return reader
  }

  beforeAll(async () => {
    odoo = await startSampleOdoo({ version })
  })
  afterEach(() => {
    odoo.faults.set(null)
    odoo.restoreKey(odoo.login)
    for (const reader of readers.splice(0)) reader.close()
  })
  afterAll(() => odoo.close())

  it.each(FAULTS)('%j ends as %s, and the next question is answered', async (fault, code) => {
    const reader = open({ timeoutMs: fault === 'hang' || fault === 'drip' ? 500 : 20_000, maxAnswerBytes: 1024 * 1024 })
    await reader.server()
    odoo.faults.set({ fault: fault as Exclude<Fault, { fault: unknown }>, on: { method: 'search_read' } })
    const ask = () => reader.searchRead({ model: 'res.partner', domain: [], fields: ['name', 'email', 'city'], offset: 0, limit: 40 })
    const failure = await failureOf(ask())
    expect(failure.code).toBe(code)
    expect(failure.message).toMatch(/^[A-Z].{5,250}$/)
    expect(failure.message + failure.hint).not.toMatch(/Traceback|File "|127\.0\.0\.1|elsewhere|\/srv\//)
    if (fault === 'too-many') expect(failure.retryAfterS).toBe(7)
    odoo.faults.set(null)
    expect(await ask()).toHaveLength(40)
  })

  it.each(FAULTS)('%j while Odoo is looked for ends as clearly', async (fault) => {
    odoo.faults.set(fault)
    const failure = await failureOf(open({ timeoutMs: fault === 'hang' || fault === 'drip' ? 300 : 20_000, maxAnswerBytes: 1024 * 1024 }).user())
    expect(failure.message).toMatch(/^[A-Z].{5,250}$/)
    expect(failure.code).not.toBe('internal')
  })

  it('sends a read that was reset once more, and only once', async () => {
    const reader = open()
    await reader.server()
    odoo.clearCalls()
    odoo.faults.next({ fault: 'reset', on: { method: 'search_count' } })
    expect(await reader.searchCount('res.partner', [])).toBeGreaterThan(0)
    expect(odoo.calls.map(({ odooMethod }) => odooMethod)).toEqual(['search_count', 'search_count'])
    odoo.clearCalls()
    odoo.faults.set('reset')
    expect((await failureOf(reader.searchCount('res.partner', []))).code).toBe('unreachable')
    expect(odoo.calls).toHaveLength(2)
  })

  it('rejects a wrong key, and a key that is revoked in the middle', async () => {
    expect((await failureOf(open({ apiKey: '0'.repeat(40) }).user())).code).toBe('key_rejected')
    const reader = open()
    await reader.user()
    odoo.revokeKey(odoo.login)
    const failure = await failureOf(reader.searchCount('res.partner', []))
    expect(failure.code).toBe('key_rejected')
    expect(failure.hint).toMatch(/API key/)
    expect((await failureOf(reader.user({ fresh: true }))).code).toBe('key_rejected')
    odoo.restoreKey(odoo.login)
    expect(await reader.searchCount('res.partner', [])).toBeGreaterThan(0)
  })

  it('does not find a wrong database', async () => {
    for (const database of ['nosuchdb', 'not a name', '../etc']) {
      expect((await failureOf(open({ database }).user())).code).toBe('database_not_found')
    }
  })

  it('logs in once for many first questions, and once in its life', async () => {
    odoo.clearCalls()
    const reader = open()
    await Promise.all(Array.from({ length: 10 }, () => reader.searchCount('res.partner', [])))
    await reader.user()
    const made = odoo.calls.map(({ odooMethod, path }) => odooMethod ?? path)
    expect(made.filter((name) => name === (version >= 19 ? 'context_get' : 'authenticate'))).toHaveLength(1)
    expect(made.filter((name) => name === '/web/version')).toHaveLength(1)
    expect(made.filter((name) => name === 'search_count')).toHaveLength(10)
    const { length } = odoo.calls
    await Promise.all([reader.user(), reader.user(), reader.server()])
    expect(odoo.calls).toHaveLength(length)
  })

  it('keeps its sockets, four at most', async () => {
    const reader = open()
    const before = odoo.connections
    await reader.server()
    await Promise.all(Array.from({ length: 50 }, () => reader.searchCount('res.partner', [])))
    await reader.searchCount('res.partner', [])
    expect(odoo.connections - before).toBeLessThanOrEqual(4)
  })

  it('reads a schema once for all who ask, again when told to, and for each language', async () => {
    const reader = open()
    await reader.server()
    odoo.clearCalls()
    const [one, two] = await Promise.all([reader.schema('res.partner'), reader.schema('res.partner')])
    expect(one).toBe(two)
    await reader.schema('res.partner')
    expect(odoo.calls).toHaveLength(1)
    await reader.schema('res.partner', { context: { lang: 'en_US' } })
    expect(odoo.calls).toHaveLength(2)
    await reader.schema('res.partner', { fresh: true })
    expect(odoo.calls).toHaveLength(3)
    const [call] = odoo.calls
    const asked = call?.protocol === 'json2' ? call.body : call?.kwargs
    expect(asked).toMatchObject({ attributes: expect.arrayContaining(['type', 'searchable']) as unknown })
  })

  it('does not let one caller’s cancelling end the answer of another', async () => {
    const reader = open()
    await reader.server()
    odoo.faults.next({ fault: { delayMs: 100 }, on: { method: 'fields_get' } })
    const abort = new AbortController()
    const left = failureOf(reader.schema('res.country', { signal: abort.signal }))
    const stayed = reader.schema('res.country')
    abort.abort()
    expect((await left).code).toBe('cancelled')
    expect((await stayed).fields.has('name')).toBe(true)
  })
})

describe('finding Odoo', () => {
  const cleanups: (() => void | Promise<void>)[] = []
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  })
  const sample = async (options: Parameters<typeof startSampleOdoo>[0]): Promise<SampleOdoo> => {
    const odoo = await startSampleOdoo(options)
    cleanups.push(odoo.close)
    return odoo
  }
  const open = (odoo: SampleOdoo, more: Partial<ReaderOfOptions> = {}): OdooReader => {
    const reader = readerOf({ url: odoo.url, database: odoo.db, login: odoo.login, apiKey: odoo.apiKey, ...more })
    cleanups.push(reader.close)
    return reader
  }

  it('needs no database name where JSON-2 serves one, and asks for it where there are several', async () => {
    const single = await sample({ version: 19 })
    expect(await open(single, { database: '' }).server()).toMatchObject({ protocol: 'json2', database: '' })
    const several = await sample({ version: 19, databases: ['sample', 'second'] })
    const failure = await failureOf(open(several, { database: '' }).server())
    expect(failure.code).toBe('database_not_found')
    expect(failure.hint).toMatch(/database name/)
    expect(await open(several).server()).toMatchObject({ database: 'sample' })
    const older = await sample({ version: 18 })
    expect((await failureOf(open(older, { database: '' }).server())).code).toBe('database_not_found')
  })

  it('asks no more of 18 at /json/2, which would lead to its login page', async () => {
    const odoo = await sample({ version: 18 })
    await open(odoo).server()
    expect(odoo.calls.map(({ path }) => path)).toEqual(['/web/version', '/jsonrpc', '/jsonrpc'])
  })

  it('falls back to JSON-RPC where JSON-2 is walled off', async () => {
    const odoo = await sample({ version: 19 })
    odoo.faults.set({ fault: { status: 403, body: '<html>blocked</html>' }, on: { path: '/json/2/res.users/context_get' } })
    const reader = open(odoo)
    expect(await reader.server()).toMatchObject({ protocol: 'jsonrpc' })
    const { fields } = await reader.schema('sale.order')
    const state = fields.get('state')
    if (state === undefined) throw new Error('no field')
    expect((await reader.group({ model: 'sale.order', domain: [], groupBy: [{ field: state }], measures: [], offset: 0, limit: 5 })).length).toBeGreaterThan(0)
    expect(await reader.nameSearch({ model: 'res.partner', name: 'a', domain: [], limit: 2 })).toHaveLength(2)
    expect(await reader.canRead('res.partner')).toBe(true)
  })

  it('looks again when the server was upgraded under it', async () => {
    const before = await sample({ version: 17 })
    const reader = open(before)
    expect(await reader.server()).toMatchObject({ protocol: 'jsonrpc' })
    const port = Number(new URL(before.url).port)
    await before.close()
    const after = await sample({ version: 19, port })
    after.faults.set({ fault: { status: 404, body: '<html></html>' }, on: { path: '/jsonrpc' } })
    expect(await reader.searchCount('res.partner', [])).toBeGreaterThan(0)
    expect(await reader.server()).toMatchObject({ protocol: 'json2', version: { major: 19 } })
  })
})
