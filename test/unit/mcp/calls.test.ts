import { ResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, it, vi } from 'vitest'
import { VitrineError } from '../../../src/errors/vitrine-error'
import { Trail } from '../../../src/mcp/trail'
import type { OdooReader, RawRecord } from '../../../src/odoo/port'
import { hiding } from '../../support/hiding'
import { fakeReader, field, schemaOf } from '../../support/mcp/fake-reader'
import { openSession } from '../../support/mcp/open-session'
import { withResolvers } from '../../support/mcp/with-resolvers'

const things = schemaOf('x_thing', field('name', 'char'), field('x_secret_note', 'text'))
const one = (record: RawRecord): Partial<OdooReader> => ({ searchRead: () => Promise.resolve([record]), searchCount: () => Promise.resolve(1) })

describe('a call', () => {
  it('is not answered when it cannot be recorded', async () => {
    const record = vi.fn(() => { throw new Error('disk full at /home/someone/journal.sqlite') })
    const session = await openSession(fakeReader({ schemas: [things], ...one({ id: 1, name: 'Value' }) }), { record })
    const { isError, answer, text } = await session.call('odoo_search', { model: 'x_thing' })
    expect(isError).toBe(true)
    expect(answer).toMatchObject({ code: 'internal' })
    expect(text).not.toMatch(/Value|disk|home/)
    expect(record).toHaveBeenCalledTimes(1)
  })

  it('hides the text of what was not foreseen, and is recorded once', async () => {
    const reader = fakeReader({ schemas: [things], searchRead: () => Promise.reject(new Error('psycopg2 at /opt/odoo: key=abc')), searchCount: () => Promise.resolve(1) })
    const session = await openSession(reader)
    const { answer, text } = await session.call('odoo_search', { model: 'x_thing' })
    expect(answer).toMatchObject({ code: 'internal', message: 'Something went wrong inside Vitrine, and nothing was answered.' })
    expect(text).not.toMatch(/psycopg|opt|abc/)
    expect(session.events).toMatchObject([{ tool: 'odoo_search', model: 'x_thing', outcome: 'failed', code: 'internal', rows: 0 }])
  })

  it('passes on the code, the hint and the seconds to wait of an error with a code', async () => {
    const slow = new VitrineError('rate_limited', 'Too many.', { hint: 'Wait.', retryAfterS: 7 })
    const session = await openSession(fakeReader({ schemas: [things], searchRead: () => Promise.reject(slow), searchCount: () => Promise.reject(slow) }))
    const { answer, structured } = await session.call('odoo_search', { model: 'x_thing' })
    expect(answer).toEqual({ code: 'rate_limited', message: 'Too many.', hint: 'Wait.', retry_after_s: 7, receipt: session.events[0]?.receipt })
    expect(answer['receipt']).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
    expect(structured).toEqual(answer)
  })

  it('does not keep the name of a model that Odoo does not know: it may be anything', async () => {
    const session = await openSession(fakeReader({ schemas: [things] }))
    expect((await session.call('odoo_search', { model: 'what.a_client_chose_to_write' })).answer).toMatchObject({ code: 'unknown_model' })
    expect(session.events).toMatchObject([{ tool: 'odoo_search', model: undefined, code: 'unknown_model' }])
  })

  it('says that Vitrine is disconnected, while the tools stay listed', async () => {
    const access = (): never => { throw new VitrineError('disconnected', 'Vitrine is disconnected.', { hint: 'Connect in the tray.' }) }
    const session = await openSession(fakeReader(), { access })
    expect((await session.client.listTools()).tools).toHaveLength(7)
    for (const [tool, args] of [['odoo_context', {}], ['odoo_find_models', {}], ['odoo_search', { model: 'x_thing' }], ['odoo_resolve', { model: 'x_thing', names: ['a'] }]] as const) {
      expect((await session.call(tool, args)).answer).toMatchObject({ code: 'disconnected' })
    }
    expect(session.events.map(({ outcome, code, connectionId }) => ({ outcome, code, connectionId }))).toEqual(
      Array.from({ length: 4 }, () => ({ outcome: 'failed', code: 'disconnected', connectionId: '' })),
    )
    expect(session.client.getInstructions()).toContain('not connected')
  })

  it('to a tool that does not exist is an error of the protocol, and is recorded as unknown', async () => {
    const session = await openSession(fakeReader())
    for (const name of ['odoo_write', 'toString', '', '__proto__']) {
      await expect(session.client.callTool({ name, arguments: { model: 'x' } })).rejects.toMatchObject({ code: -32602 })
    }
    expect(session.events).toHaveLength(4)
    expect(session.events[0]).toMatchObject({ tool: 'unknown', outcome: 'failed', code: 'invalid_domain', fields: [] })
    expect(JSON.stringify(session.events)).not.toContain('odoo_write')
  })

  it('with arguments that are no object is refused and recorded', async () => {
    const session = await openSession(fakeReader())
    const result = await session.client.request({ method: 'tools/call', params: { name: 'odoo_context', arguments: ['x'] as never } }, ResultSchema)
    expect(result).toMatchObject({ isError: true, structuredContent: { code: 'invalid_domain' } })
    expect(session.events).toMatchObject([{ tool: 'odoo_context', code: 'invalid_domain' }])
  })

  it('that is cancelled aborts its request to Odoo and is recorded as cancelled', async () => {
    const aborted = withResolvers<undefined>()
    const started = withResolvers<undefined>()
    const recorded = withResolvers<string>()
    const reader = fakeReader({
      schemas: [things],
      searchCount: () => Promise.resolve(1),
      searchRead: (_query, options) =>
        new Promise((_resolve, reject) => {
          options?.signal?.addEventListener('abort', () => {
            aborted.resolve(undefined)
            reject(new Error('aborted'))
          })
          started.resolve(undefined)
        }),
    })
    const session = await openSession(reader, {
      record: ({ outcome, code, receipt }) => {
        recorded.resolve(`${outcome} ${String(code)}`)
        return receipt
      },
    })
    const controller = new AbortController()
    const call = session.client.callTool({ name: 'odoo_search', arguments: { model: 'x_thing' } }, undefined, { signal: controller.signal })
    await started.promise
    controller.abort()
    await expect(call).rejects.toThrow()
    await aborted.promise
    expect(await recorded.promise).toBe('cancelled cancelled')
  })

  it('takes the policy anew each time', async () => {
    let models: readonly string[] = []
    const session = await openSession(fakeReader({ schemas: [things], ...one({ id: 1, name: 'a' }) }), {
      policy: () => hiding({ models }),
    })
    expect((await session.call('odoo_search', { model: 'x_thing' })).isError).toBe(false)
    models = ['x_thing']
    expect((await session.call('odoo_search', { model: 'x_thing' })).answer).toMatchObject({ code: 'not_allowed_by_policy' })
  })

  it('keeps a name that is no model name out of the record', async () => {
    const session = await openSession(fakeReader())
    await session.call('odoo_search', { model: 'Password hunter2' })
    await session.call('odoo_search', { model: 'x_thing', fields: ['hunter2'] })
    expect(JSON.stringify(session.events)).not.toContain('hunter2')
  })

  it('with wrong arguments is recorded with its model and connection', async () => {
    const session = await openSession(fakeReader())
    await session.call('odoo_search', { model: 'x_thing', limit: 'all' })
    expect(session.events).toMatchObject([{ model: 'x_thing', connectionId: 'main', code: 'invalid_domain', outcome: 'failed' }])
  })

  it('notes the client by one clean line', async () => {
    const session = await openSession(fakeReader({ schemas: [things] }))
    expect(session.server.client()).toEqual({ name: 'test client', version: '1.2.3' })
  })
})

describe('the time spent waiting for Odoo', () => {
  it('counts requests that run side by side once', () => {
    let now = 0
    const trail = new Trail({ now: () => 0, monotonicMs: () => now, timeZone: 'UTC' })
    now = 30
    trail.sent({ method: 'read', ms: 20 })
    now = 40
    trail.sent({ method: 'read', ms: 30 })
    now = 100
    trail.sent({ method: 'read', ms: 10 })
    expect(trail.odooMs()).toBe(40)
  })
})

describe('a change of the lists', () => {
  it('is told to the client', async () => {
    const session = await openSession(fakeReader())
    const told = withResolvers<string>()
    session.client.fallbackNotificationHandler = ({ method }) => {
      told.resolve(method)
      return Promise.resolve()
    }
    session.server.notifyListsChanged()
    expect(await told.promise).toBe('notifications/tools/list_changed')
  })

  it('is told to nobody after the end', async () => {
    const session = await openSession(fakeReader())
    const closed = vi.fn()
    session.server.onClosed = closed
    await session.close()
    expect(closed).toHaveBeenCalledTimes(1)
    expect(() => session.server.notifyListsChanged()).not.toThrow()
  })
})

describe('prompts', () => {
  it('are the usual questions, and put the customer into words', async () => {
    const session = await openSession(fakeReader())
    const { prompts } = await session.client.listPrompts()
    expect(prompts.map(({ name }) => name)).toEqual(['receivables_ageing', 'month_comparison', 'stock_below_minimum', 'late_purchases', 'customer_overview', 'pipeline'])
    const { messages } = await session.client.getPrompt({ name: 'customer_overview', arguments: { customer: 'Amber "Bakery"\nSRL' } })
    expect(messages[0]?.content).toMatchObject({ type: 'text', text: expect.stringContaining('"Amber \\"Bakery\\" SRL"') })
    await expect(session.client.getPrompt({ name: 'customer_overview', arguments: {} })).rejects.toMatchObject({ code: -32602 })
    await expect(session.client.getPrompt({ name: 'nothing' })).rejects.toMatchObject({ code: -32602 })
  })
})
