import { ResultSchema } from '@modelcontextprotocol/sdk/types.js'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { TOOL_NAMES } from '../../src/contract/activity'
import { ERROR_CODES } from '../../src/contract/error-codes'
import { openSession, sampleReader, type McpSession } from '../support/mcp/open-session'
import { startSampleOdoo, type Json, type RecordedCall, type SampleOdoo } from '../support/sample-odoo/server'

/** Written down here once more, by hand: what may leave this machine. */
const ALLOWED = new Set([
  'search_read', 'search_count', 'read', 'fields_get', 'name_search', 'read_group', 'formatted_read_group', 'context_get', 'get_available_models',
  'check_access_rights', 'has_access',
])
const READS = new Set(['search_read', 'search_count', 'read', 'name_search', 'read_group', 'formatted_read_group'])
const ANSWER_BYTES = 24 * 1024

const hostileText = fc.oneof(
  fc.constantFrom(
    '', ' ', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', 'undefined', 'NaN', '0', '-1', '1e9', '*', '%', "'; DROP TABLE res_users; --",
    'res.partner/unlink', '../../json/2/res.partner/unlink', 'res.partner\u0000', 'res.partner\n', ' res.partner', 'RES.PARTNER', 'ir.config_parameter',
    'res.users.apikeys', 'ir.model.access', 'execute_kw', 'unlink', 'write', '_search', 'sudo', '\ud800', '\u202e', '🙂', 'a'.repeat(3_000), 'password',
    'partner_id.user_ids.password', 'a.b.c.d.e.f', 'id:sum:sum', ':', '.', '..', 'date_order:century', 'amount_total:array_agg', 'name desc, (select 1)',
    '{{7*7}}', '<script>', '[', '[["id","=",1]', '[[[[[[', '"', 'true',
  ),
  fc.string({ maxLength: 40 }),
)
const anything = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(-0, 1e308, 2 ** 53, -1, 0.5, 1e21), hostileText)

/** Mostly what is in order: a call that is wrong in every part would end at its first one. */
const mostly = (good: fc.Arbitrary<unknown>, hostile: fc.Arbitrary<unknown> = anything): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: hostile })
const listOf = (item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => mostly(fc.array(item, { minLength: 1, maxLength: 4 }))

const model = mostly(
  fc.constantFrom('res.partner', 'sale.order', 'account.move', 'res.users', 'mail.message', 'ir.attachment', 'x_visit', 'hr.employee', 'hr.payslip', 'stock.quant'),
  hostileText,
)
const field = mostly(
  fc.constantFrom('id', 'display_name', 'create_date', 'write_uid', 'create_uid.name', 'write_uid.login'),
  hostileText,
)
const leaf = mostly(
  fc.oneof(
    fc.tuple(fc.constantFrom('id', 'create_uid.id', 'write_uid'), fc.constantFrom('=', '!=', '>', 'in', 'not in'), fc.oneof(fc.integer({ min: -3, max: 500 }), fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 3 }))),
    fc.tuple(fc.constantFrom('display_name', 'create_uid.name'), fc.constantFrom('ilike', '=', 'not ilike', '=like'), hostileText),
    fc.tuple(fc.constantFrom('create_date', 'write_date'), fc.constantFrom('>=', '<'), fc.constantFrom('today', '-30d', 'month_start', '2026-01-01', 'now-3h')),
  ),
  fc.oneof(fc.tuple(field, fc.oneof(fc.constantFrom('any', 'child_of', '=?'), hostileText), anything), fc.array(anything, { maxLength: 4 })),
)
const leaves = fc.array(leaf, { minLength: 1, maxLength: 3 })
const domain = mostly(
  fc.oneof(leaves, leaves.map((value) => JSON.stringify(value)), leaves.map((value) => ['|', '!', ...value, ['id', '=', 1]])),
  fc.oneof(anything, fc.array(fc.oneof(leaf, fc.constantFrom('&', '|', '!')), { maxLength: 6 })),
)
const whole = (max: number): fc.Arbitrary<unknown> => mostly(fc.integer({ min: 0, max }))
const ids = listOf(mostly(fc.integer({ min: 1, max: 700 })))
const order = mostly(fc.constantFrom('id desc', 'create_date, id', 'write_date desc'), hostileText)

const argumentsFor = {
  odoo_context: { connection: mostly(fc.constant('Main')) },
  odoo_find_models: { query: mostly(fc.constantFrom('invoices', 'people'), hostileText), limit: whole(50) },
  odoo_describe_model: { model, query: hostileText, fields: listOf(field), limit: whole(60) },
  odoo_search: {
    model, domain, fields: listOf(field), order, limit: whole(100), offset: whole(900), company_ids: listOf(fc.constantFrom(1, 2)), lang: mostly(fc.constantFrom('en_US', 'fr_FR'), hostileText),
    include_archived: mostly(fc.boolean()),
  },
  odoo_read: { model, ids, fields: listOf(field), expand: listOf(mostly(fc.constantFrom('order_line', 'child_ids', 'invoice_line_ids'), field)) },
  odoo_aggregate: {
    model, domain, measures: listOf(mostly(fc.constantFrom('id:count', 'create_date:max', 'create_uid:count_distinct'), fc.tuple(field, hostileText).map(([one, fn]) => `${String(one)}:${fn}`))),
    group_by: listOf(mostly(fc.constantFrom('write_uid', 'create_date:week', 'create_uid'), field)), order: mostly(fc.constantFrom('count desc'), hostileText),
    limit: whole(200), offset: whole(20),
  },
  odoo_resolve: { model, names: listOf(hostileText), domain, limit: whole(20) },
} as const

const calls = TOOL_NAMES.map((name) => {
  const shape: Readonly<Record<string, fc.Arbitrary<unknown>>> = argumentsFor[name]
  const requiredKeys = ['model', 'ids', 'names'].filter((key) => key in shape)
  return fc.tuple(fc.constant<string>(name), mostly(fc.record(shape, { requiredKeys }), fc.oneof(anything, fc.record<Record<string, unknown>>({ ...shape, sudo: anything }, { requiredKeys }))))
})
const call = fc.oneof(...calls.map((arbitrary) => ({ weight: 6, arbitrary })), { weight: 1, arbitrary: fc.tuple(hostileText, anything) })

/** The named arguments of a recorded read, whichever protocol carried them. */
function argumentsOf(one: RecordedCall): Readonly<Record<string, Json>> {
  const named = one.protocol === 'json2' ? one.body : one.kwargs
  return typeof named === 'object' && named !== null && !Array.isArray(named) ? named : {}
}

describe.each([19, 17] as const)('whatever a client sends to Odoo %i', (version) => {
  let sample: SampleOdoo
  let session: McpSession

  beforeAll(async () => {
    sample = await startSampleOdoo({ version })
    session = await openSession(sampleReader(sample))
    await session.call('odoo_context')
  })
  beforeEach(() => {
    sample.clearCalls()
  })
  afterAll(async () => {
    await session.close()
    await sample.close()
  })

  it('only listed read methods arrive, bounded, and every call ends in an answer or a listed error', async () => {
    await fc.assert(
      fc.asyncProperty(call, async ([name, args]) => {
        const before = session.events.length
        let text = '{}'
        let isError = false
        try {
          const result = await session.client.request({ method: 'tools/call', params: { name, arguments: args as never } }, ResultSchema)
          const [block] = result['content'] as readonly { readonly text: string }[]
          text = block?.text ?? ''
          isError = result['isError'] === true
        } catch (cause) {
          // Only a tool that does not exist is an error of the protocol.
          expect(TOOL_NAMES as readonly string[]).not.toContain(name)
          expect(cause).toMatchObject({ code: -32602 })
          expect(session.events.at(-1)).toMatchObject({ tool: 'unknown' })
        }
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(ANSWER_BYTES)
        if (isError) {
          const { code } = JSON.parse(text) as { readonly code: string }
          expect(ERROR_CODES as readonly string[]).toContain(code)
          expect(code).not.toBe('internal')
          expect(text).not.toMatch(/Traceback|at .*\.ts:|node_modules|psycopg/)
        }
        expect(session.events.length).toBe(before + 1)
      }),
      { numRuns: 1_500, seed: 20_260_615, endOnFailure: true },
    )

    expect(sample.calls.length).toBeGreaterThan(200)
    for (const one of sample.calls) {
      if (one.protocol === 'jsonrpc' && one.service === 'common') continue
      if (one.protocol === 'other') {
        expect(one).toMatchObject({ method: 'GET', path: '/web/version' })
        continue
      }
      expect(ALLOWED).toContain(one.odooMethod)
      if (one.model?.startsWith('ir.') && one.model !== 'ir.attachment') {
        expect(one).toMatchObject({ model: 'ir.model', odooMethod: 'get_available_models' })
      }
      const named = argumentsOf(one)
      if (one.odooMethod === 'search_read') {
        expect(named['limit']).toBeGreaterThanOrEqual(1)
        expect((named['fields'] as unknown[]).length).toBeGreaterThan(0)
      }
      if (one.odooMethod !== undefined && READS.has(one.odooMethod)) {
        expect(named['context']).toMatchObject({ lang: expect.any(String), tz: 'Europe/Brussels', allowed_company_ids: expect.any(Array) })
      }
    }
  })

  it.each([
    ['no list', 'name = x'],
    ['a text that is no JSON', '[["name","="'],
    ['a single leaf without its list', ['name', '=', 'x']],
    ['null', null],
    ['an empty text', ''],
    ['an object', { name: 'x' }],
    ['an operator too many', ['&', ['name', '=', 'x']]],
    ['a lonely operator', ['|']],
    ['an unknown logical operator', ['and', ['name', '=', 'x'], ['name', '=', 'y']]],
    ['a leaf of two', [['name', '=']]],
    ['a leaf of four', [['name', '=', 'x', 'y']]],
    ['an unknown operator', [['name', '~', 'x']]],
    ['an unknown field', [['nmae', '=', 'x']]],
    ['an unknown step', [['parent_id.nmae', '=', 'x']]],
    ['a path through no relation', [['name.city', '=', 'x']]],
    ['a field as a number', [[1, '=', 'x']]],
    ['in without a list', [['name', 'in', 'x']]],
    ['a wrong date', [['create_date', '>', 'some day']]],
    ['too many values', [['id', 'in', Array.from({ length: 1_001 }, (_, index) => index + 1)]]],
    ['too many levels', JSON.parse(`${'["!",'.repeat(40)}["id","=",1]${']'.repeat(40)}`) as unknown],
  ])('a filter that is %s is an error, and nothing is asked', async (_what, filter) => {
    for (const [tool, more] of [['odoo_search', {}], ['odoo_search', { limit: 0 }], ['odoo_aggregate', {}], ['odoo_resolve', { names: ['x'] }]] as const) {
      sample.clearCalls()
      const found = await session.call(tool, { model: 'res.partner', domain: filter, ...more })
      expect(found.isError).toBe(true)
      expect(['invalid_domain', 'unknown_field']).toContain(found.answer['code'])
      expect(sample.calls.filter(({ odooMethod = '' }) => READS.has(odooMethod))).toEqual([])
    }
  })

  it.each([
    ['odoo_search', { model: 'res.partner', limit: '5' }, 'limit'],
    ['odoo_search', { model: 'res.partner', limit: 101 }, 'limit'],
    ['odoo_search', { model: 'res.partner', limit: -1 }, 'limit'],
    ['odoo_search', { model: 'res.partner', offset: 1.5 }, 'offset'],
    ['odoo_search', { model: 'res.partner', fields: 'name' }, 'fields'],
    ['odoo_search', { model: 'res.partner', fields: [] }, 'fields'],
    ['odoo_search', { model: 'res.partner', fields: [1] }, 'fields'],
    ['odoo_search', { model: 'res.partner', include_archived: 'yes' }, 'include_archived'],
    ['odoo_search', { model: 'res.partner', company_ids: [3] }, 'company_ids'],
    ['odoo_search', { model: 'res.partner', sudo: true }, 'sudo'],
    ['odoo_search', {}, 'model'],
    ['odoo_search', { model: 7 }, 'model'],
    ['odoo_read', { model: 'res.partner', ids: ['1'] }, 'ids'],
    ['odoo_read', { model: 'res.partner', ids: [0] }, 'ids'],
    ['odoo_read', { model: 'res.partner', ids: Array.from({ length: 51 }, (_, index) => index + 1) }, 'ids'],
    ['odoo_read', { model: 'res.partner', ids: [1], expand: ['parent_id'] }, 'expand'],
    ['odoo_aggregate', { model: 'res.partner', measures: ['color'] }, 'measures'],
    ['odoo_aggregate', { model: 'sale.order', measures: ['amount_total:median'] }, 'median'],
    ['odoo_aggregate', { model: 'sale.order', measures: ['name:sum'] }, 'name'],
    ['odoo_aggregate', { model: 'sale.order', group_by: ['order_line'] }, 'order_line'],
    ['odoo_aggregate', { model: 'sale.order', group_by: ['state:month'] }, 'state'],
    ['odoo_aggregate', { model: 'sale.order', group_by: ['state'], order: 'amount_total desc' }, 'order'],
    ['odoo_resolve', { model: 'res.partner', names: [''] }, 'names'],
    ['odoo_context', { connection: 'Other' }, 'connection'],
  ])('%s refuses %j and names the argument', async (tool, args, named) => {
    const found = await session.call(tool, args)
    expect(found.answer).toMatchObject({ code: 'invalid_domain', message: expect.stringContaining(`'${named}`) })
    expect(found.structured).toEqual(found.answer)
    expect(sample.calls.filter(({ odooMethod = '' }) => READS.has(odooMethod))).toEqual([])
  })

  it('offers the nearest names for what does not exist', async () => {
    const unknownModel = await session.call('odoo_search', { model: 'sale.oder' })
    expect(unknownModel.answer).toMatchObject({ code: 'unknown_model', suggestions: expect.arrayContaining(['sale.order']) })
    const unknownField = await session.call('odoo_search', { model: 'sale.order', fields: ['amount_totl'] })
    expect(unknownField.answer).toMatchObject({ code: 'unknown_field', suggestions: expect.arrayContaining(['amount_total']) })
    const unknownMeasure = await session.call('odoo_aggregate', { model: 'sale.order', measures: ['amount_totl:sum'] })
    expect(unknownMeasure.answer).toMatchObject({ code: 'unknown_field', suggestions: expect.arrayContaining(['amount_total']) })
  })
})
