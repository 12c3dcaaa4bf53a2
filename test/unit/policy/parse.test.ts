import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePolicy, serializePolicy } from '../../../src/policy/parse'
import { FIELD_PRESETS, MODEL_PRESETS, OPEN_POLICY, OTHER_MODELS, USUAL_POLICY, type Policy } from '../../../src/policy/policy'
import { hiding } from '../../support/hiding'

fc.configureGlobal({ seed: 20_261_122 })

const valid: Policy = {
  version: 2,
  models: { presets: ['sales'], allow: ['x_rental'], hide: ['hr.employee'], others: 'ask' },
  fields: { presets: ['contact_details'], hide: { 'res.partner': ['email'], '*': ['margin'] }, allow: { 'res.company': ['phone'] }, only: { 'crm.lead': ['name'] } },
  rows: { 'sale.order': ['|', ['company_id', '=', 1], '!', ['partner_id.country_id', 'in', [20, 21]], ['line_ids', 'any', [['qty', '>', 0]]]] },
  limits: { callsPerMinute: 60, rowsPerAnswer: 50, hours: { from: '22:00', to: '06:00' }, days: [1, 2, 3, 4, 5] },
  addresses: { allow: ['127.0.0.1', 'fd00::/8'], deny: ['10.0.0.0/8'] },
}
const first = { version: 1, hiddenModels: ['hr.employee'], hiddenFields: { 'res.partner': ['email'], '*': ['margin'] } }

const models = (part: object) => ({ ...valid, models: { ...valid.models, ...part } })
const fields = (part: object) => ({ ...valid, fields: { ...valid.fields, ...part } })
const rows = (rule: unknown) => ({ ...valid, rows: { 'sale.order': rule } })
const limits = (part: object) => ({ ...valid, limits: { ...valid.limits, ...part } })
const addresses = (part: object) => ({ ...valid, addresses: { ...valid.addresses, ...part } })

describe('a policy from a file', () => {
  it('is read when it is whole', () => {
    for (const policy of [valid, OPEN_POLICY, USUAL_POLICY]) expect(parsePolicy(policy)).toEqual({ ok: true, policy })
  })

  it('may leave out what it has nothing to say about, except what holds for other models', () => {
    expect(parsePolicy({ version: 2, models: { others: 'allow' } })).toEqual({ ok: true, policy: OPEN_POLICY })
    expect(parsePolicy({ version: 2, models: { others: 'refuse', allow: ['sale.order'] }, fields: { hide: { '*': ['note'] } } })).toEqual({
      ok: true,
      policy: { ...hiding({ fields: { '*': ['note'] } }), models: { presets: [], allow: ['sale.order'], hide: [], others: 'refuse' } },
    })
  })

  it('of the first version allows all that it does not name, as it did', () => {
    expect(parsePolicy(first)).toEqual({ ok: true, policy: hiding({ models: ['hr.employee'], fields: first.hiddenFields }) })
  })

  it.each([
    ['no object', 7, 'The policy is not a JSON object.'],
    ['null', null, 'The policy is not a JSON object.'],
    ['a list', [], 'The policy is not a JSON object.'],
    ['nothing', undefined, 'The policy is not a JSON object.'],
    ['an empty object', {}, 'The policy has no valid "version"; it must be 2.'],
    ['a newer one', { ...valid, version: 3 }, 'The policy was written by a newer version of Vitrine.'],
    ['a version as text', { ...valid, version: '2' }, 'The policy has no valid "version"; it must be 2.'],
    ['an unknown part', { ...valid, columns: {} }, 'The policy has the unknown part "columns".'],
    ['a part of the first version', { ...valid, hiddenModels: [] }, 'The policy has the unknown part "hiddenModels".'],
    ['a part of the second version in the first', { ...first, rows: {} }, 'The policy has the unknown part "rows".'],
    ['a missing list of the first version', { version: 1, hiddenFields: {} }, 'The policy lacks "hiddenModels".'],
    ['missing fields of the first version', { version: 1, hiddenModels: [] }, 'The policy lacks "hiddenFields".'],
    ['no models', { version: 2 }, 'The policy lacks "models".'],
    ['nothing said about other models', { version: 2, models: {} }, '"models" lacks "others": "ask", "allow", "refuse".'],
    ['something else said about them', models({ others: 'maybe' }), 'In "models.others", "maybe" is not known; possible are "ask", "allow", "refuse".'],
    ['models that are no object', { ...valid, models: ['hr.employee'] }, '"models" must be an object.'],
    ['an unknown part of models', models({ deny: [] }), '"models" has the unknown part "deny".'],
    ['an unknown preset', models({ presets: ['sales', 'secrets'] }), `In "models.presets", "secrets" is not known; possible are ${MODEL_PRESETS.map((name) => `"${name}"`).join(', ')}.`],
    ['presets that are no list', models({ presets: 'sales' }), 'In "models.presets", a list is expected.'],
    ['models that are no list', models({ hide: 'hr.employee' }), 'In "models.hide", a list is expected.'],
    ['a pattern', models({ hide: ['sale.order', 'hr.*'] }), 'In "models.hide", item 2 is no technical name of a model.'],
    ['a number among names', models({ allow: [7] }), 'In "models.allow", item 1 is no technical name of a model.'],
    ['too many models', models({ hide: Array.from({ length: 501 }, () => 'a') }), '"models.hide" has more than 500 entries.'],
    ['an unknown part of fields', fields({ deny: {} }), '"fields" has the unknown part "deny".'],
    ['an unknown kind of fields', fields({ presets: [1] }), 'In "fields.presets", something is not known; possible are "contact_details", "tax_and_bank", "cost_and_margin", "payroll_and_hr".'],
    ['fields that are no object', fields({ hide: [] }), '"fields.hide" must be an object.'],
    ['fields of no model', fields({ hide: { 'Res Partner': [] } }), 'In "fields.hide", "Res Partner" is no model name.'],
    ['a path among fields', fields({ allow: { 'res.partner': ['a.b'] } }), 'In "fields.allow" for "res.partner", item 1 is no technical name of a field.'],
    ['fields that are no list', fields({ only: { 'res.partner': 'email' } }), 'In "fields.only" for "res.partner", a list is expected.'],
    ['an only list for every model', fields({ only: { '*': ['name'] } }), 'In "fields.only", each model is named by itself; "*" is not possible.'],
    ['a prototype', JSON.parse('{"version":2,"models":{"others":"allow"},"fields":{"hide":{"__proto__":["email"]}}}'), 'In "fields.hide", "__proto__" is no model name.'],
    ['too many fields', fields({ hide: { a: Array.from({ length: 1999 }, () => 'x'), b: ['y', 'z'] } }), '"fields.hide" has more than 2000 names.'],
    ['rows that are no object', { ...valid, rows: [] }, '"rows" must be an object.'],
    ['rows of no model', { ...valid, rows: { '*': [] } }, 'In "rows", "*" is no model name.'],
    ['rows as text', rows('[]'), 'In "rows" for sale.order, a filter is expected, such as [["company_id", "=", 1]].'],
    ['an empty filter', rows([]), 'In "rows" for sale.order, an empty filter lets every record through; leave the model out instead.'],
    ['half a condition', rows([['company_id', '=']]), "In \"rows\" for sale.order, item 1 is neither a condition [field, operator, value] nor '&', '|' or '!'."],
    ['a condition without its brackets', rows(['company_id', '=', 1]), "In \"rows\" for sale.order, item 1 is neither a condition [field, operator, value] nor '&', '|' or '!'."],
    ['a condition on no field', rows([[1, '=', 1]]), 'In "rows" for sale.order, item 1 does not begin with the name of a field.'],
    ['an unknown operator', rows([['a', '=', 1], ['a', '~', 1]]), 'In "rows" for sale.order, item 2 has no operator that Odoo knows.'],
    ['a value that is none', rows([['a', '=', {}]]), 'In "rows" for sale.order, item 1 compares with something that is no text, number, true, false, null or list of these.'],
    ['an "or" with one side', rows(['|', ['a', '=', 1]]), "In \"rows\" for sale.order, an operator '&', '|' or '!' lacks its conditions."],
    ['a "not" of nothing', rows([['a', '=', 1], '!']), "In \"rows\" for sale.order, an operator '&', '|' or '!' lacks its conditions."],
    ['a filter inside that is broken', rows([['a', 'any', ['x']]]), "In \"rows\" for sale.order, item 1 holds a filter in which item 1 is neither a condition [field, operator, value] nor '&', '|' or '!'."],
    ['a filter inside that is none', rows([['a', 'not any', 1]]), "In \"rows\" for sale.order, item 1 needs a filter after 'not any'."],
    ['an unknown limit', limits({ bytes: 1 }), '"limits" has the unknown part "bytes".'],
    ['no calls at all', limits({ callsPerMinute: 0 }), '"limits.callsPerMinute" must be a whole number from 1 to 100000.'],
    ['half a row', limits({ rowsPerAnswer: 1.5 }), '"limits.rowsPerAnswer" must be a whole number from 1 to 100000.'],
    ['a number as text', limits({ callsPerMinute: '60' }), '"limits.callsPerMinute" must be a whole number from 1 to 100000.'],
    ['a limit that is null', limits({ callsPerMinute: null }), '"limits.callsPerMinute" must be a whole number from 1 to 100000.'],
    ['hours as text', limits({ hours: '8-18' }), '"limits.hours" must be an object such as {"from": "08:00", "to": "18:00"}.'],
    ['hours without an end', limits({ hours: { from: '08:00' } }), 'In "limits.hours", "from" and "to" must be times from 00:00 to 23:59.'],
    ['an hour that no clock has', limits({ hours: { from: '08:00', to: '24:00' } }), 'In "limits.hours", "from" and "to" must be times from 00:00 to 23:59.'],
    ['hours of no length', limits({ hours: { from: '08:00', to: '08:00' } }), 'In "limits.hours", "from" and "to" are the same; leave the hours out for the whole day.'],
    ['an eighth day', limits({ days: [1, 8] }), '"limits.days" must be a list of days, 1 for Monday to 7 for Sunday.'],
    ['no day', limits({ days: [] }), '"limits.days" names no day; leave it out for every day.'],
    ['an unknown part of addresses', addresses({ block: [] }), '"addresses" has the unknown part "block".'],
    ['a name among addresses', addresses({ allow: ['127.0.0.1', 'localhost'] }), 'In "addresses.allow", item 2 is no address and no block such as 192.168.0.0/16 or fd00::/8.'],
  ])('is refused as a whole for %s', (_, value, message) => {
    expect(parsePolicy(value)).toEqual({ ok: false, message })
  })

  it('has only one unreadable name quoted, short and on one line', () => {
    const parsed = parsePolicy({ ...valid, [`bad\n${'x'.repeat(500)}`]: 1 })
    expect(parsed.ok ? '' : parsed.message).toMatch(/^The policy has the unknown part "bad\\nx{56}…"\.$/)
  })

  it('never throws, and what it accepts says all that was written', () => {
    const odd = fc.jsonValue()
    const half = fc.record({
      version: fc.constantFrom(1, 2),
      hiddenModels: odd,
      hiddenFields: odd,
      models: fc.oneof(odd, fc.record({ others: fc.constantFrom(...OTHER_MODELS), hide: odd, allow: odd })),
      fields: odd, rows: odd, limits: odd, addresses: odd,
    }, { requiredKeys: ['version'] })
    fc.assert(
      fc.property(fc.oneof(odd, half), (value) => {
        const parsed = parsePolicy(value)
        const isSecond = parsed.ok && typeof value === 'object' && value !== null && 'version' in value && value.version === 2
        if (isSecond) expect(JSON.parse(JSON.stringify(parsed.policy))).toMatchObject(JSON.parse(JSON.stringify(value)) as object)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a policy written to a file', () => {
  const name = fc.constantFrom('res.partner', 'sale.order', 'x_rental', 'constructor', 'account.move.line')
  const field = fc.constantFrom('email', 'vat', 'x_studio_margin', 'dhl_SiteID', 'toString')
  const byModel = (key: fc.Arbitrary<string>) => fc.dictionary(key, fc.array(field))
  const condition = fc.oneof(
    fc.tuple(field, fc.constantFrom('=', 'in', 'not ilike', 'child_of'), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.integer()))),
    fc.constant(['lines', 'any', ['!', ['a.b', '=', 1]]]),
  )
  const rule = fc.oneof(
    fc.array(condition, { minLength: 1, maxLength: 4 }),
    fc.tuple(condition, condition).map(([one, other]) => ['|', one, '!', other] as readonly unknown[]),
  )
  const time = fc.constantFrom('00:00', '08:30', '18:00', '23:59')
  const policies: fc.Arbitrary<Policy> = fc.record({
    version: fc.constant(2 as const),
    models: fc.record({
      presets: fc.subarray([...MODEL_PRESETS]),
      allow: fc.array(name),
      hide: fc.array(name),
      others: fc.constantFrom(...OTHER_MODELS),
    }),
    fields: fc.record({
      presets: fc.subarray([...FIELD_PRESETS]),
      hide: byModel(fc.oneof(name, fc.constant('*'))),
      allow: byModel(fc.oneof(name, fc.constant('*'))),
      only: byModel(name),
    }),
    rows: fc.dictionary(name, rule),
    limits: fc.record({
      callsPerMinute: fc.integer({ min: 1, max: 100_000 }),
      rowsPerAnswer: fc.integer({ min: 1, max: 100_000 }),
      hours: fc.record({ from: time, to: time }).filter(({ from, to }) => from !== to),
      days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    }, { requiredKeys: [] }),
    addresses: fc.record({
      allow: fc.array(fc.constantFrom('127.0.0.1', '::1', '10.0.0.0/8')),
      deny: fc.array(fc.constantFrom('fd00::/8', '::ffff:192.0.2.1')),
    }),
  }, { noNullPrototype: true })

  it('is the same policy when it is read again', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(parsePolicy(JSON.parse(serializePolicy(policy)))).toEqual({ ok: true, policy })
      }),
      { numRuns: 1_000 },
    )
  })

  it('reads well, and ends with its line', () => {
    expect(serializePolicy(OPEN_POLICY)).toMatch(/^\{\n {2}"version": 2,\n {2}"models": \{\n/)
    expect(serializePolicy(OPEN_POLICY).endsWith('}\n')).toBe(true)
  })
})
