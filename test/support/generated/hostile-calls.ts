import fc from 'fast-check'
import { TOOL_NAMES } from '../../../src/contract/activity'

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
/** Answers that are too wide for their budget, so that they must be cut. */
const wide = fc.record({
  model: fc.constant('sale.order'),
  fields: fc.subarray([
    'name', 'partner_id', 'partner_invoice_id', 'partner_shipping_id', 'user_id', 'team_id', 'company_id', 'currency_id', 'warehouse_id', 'payment_term_id',
    'date_order', 'commitment_date', 'effective_date', 'create_date', 'write_date', 'create_uid', 'write_uid', 'partner_id.country_id', 'partner_id.email',
  ], { minLength: 8 }),
  limit: fc.integer({ min: 50, max: 100 }),
  offset: fc.integer({ min: 0, max: 600 }),
})
const wideRead = fc.record({ model: fc.constant('sale.order'), ids: fc.uniqueArray(fc.integer({ min: 1, max: 700 }), { minLength: 30, maxLength: 50 }), expand: fc.constant(['order_line']) })

/** What a client may send: the name of a tool and its arguments, both mostly in order and never to be relied on. */
export const hostileCall: fc.Arbitrary<readonly [tool: string, args: unknown]> = fc.oneof(
  ...calls.map((arbitrary) => ({ weight: 6, arbitrary })),
  { weight: 1, arbitrary: fc.tuple(hostileText, anything) },
  { weight: 1, arbitrary: fc.tuple(fc.constant<string>('odoo_search'), wide) },
  { weight: 1, arbitrary: fc.tuple(fc.constant<string>('odoo_read'), wideRead) },
)
