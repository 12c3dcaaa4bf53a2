import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAddressAllowed } from '../../../src/policy/addresses'
import { policyChanges } from '../../../src/policy/compare'
import { judgeField, judgeModel, type PolicyField } from '../../../src/policy/decide'
import { parsePolicy } from '../../../src/policy/parse'
import { FIELD_PRESETS, MODEL_PRESETS, OPEN_POLICY, OTHER_MODELS, USUAL_POLICY, type Policy } from '../../../src/policy/policy'
import { closedUntil } from '../../../src/service/limits/working-time'

const USUAL = { callsPerMinute: 60 }
const MODELS = ['res.partner', 'res.users', 'res.company', 'sale.order', 'sale.report', 'product.product', 'product.template', 'hr.employee', 'hr.payslip', 'x_rental']
const FIELDS: readonly PolicyField[] = [
  { name: 'id', type: 'integer' }, { name: 'name', type: 'char' }, { name: 'display_name', type: 'char' }, { name: 'email', type: 'char', label: 'E-mail' },
  { name: 'vat', type: 'char' }, { name: 'margin', type: 'monetary' }, { name: 'payslip_ids', type: 'one2many', relation: 'hr.payslip' },
]
const ADDRESSES = ['127.0.0.1', '10.0.0.5', '192.168.1.9', '::1']
const BLOCKS = ['127.0.0.1', '10.0.0.0/8', '192.168.1.0/24', '::1']

const model = fc.constantFrom(...MODELS)
const names = fc.subarray(FIELDS.map(({ name }) => name))
const lists = (keys: fc.Arbitrary<string>) => fc.dictionary(keys, names, { maxKeys: 3, noNullPrototype: true })
const rule = fc.constantFrom([['company_id', '=', 1]], [['state', '=', 'sale']])
const hours = fc.constantFrom({ from: '08:00', to: '18:00' }, { from: '09:00', to: '17:00' }, { from: '22:00', to: '06:00' })
const policies: fc.Arbitrary<Policy> = fc.record({
  version: fc.constant(2 as const),
  models: fc.record({ presets: fc.subarray([...MODEL_PRESETS]), allow: fc.subarray(MODELS), hide: fc.subarray(MODELS, { maxLength: 3 }), others: fc.constantFrom(...OTHER_MODELS) }),
  fields: fc.record({
    presets: fc.subarray([...FIELD_PRESETS]), hide: lists(fc.oneof(model, fc.constant('*'))), allow: lists(fc.oneof(model, fc.constant('*'))), only: lists(model),
  }),
  rows: fc.dictionary(fc.constantFrom('sale.order', 'sale.report', 'res.partner'), rule, { maxKeys: 2, noNullPrototype: true }),
  limits: fc.record({ callsPerMinute: fc.integer({ min: 1, max: 100 }), rowsPerAnswer: fc.integer({ min: 1, max: 50 }), hours, days: fc.subarray([1, 2, 5, 6, 7], { minLength: 1 }) }, { requiredKeys: [] }),
  addresses: fc.record({ allow: fc.subarray(BLOCKS), deny: fc.subarray(BLOCKS) }),
})
/** Policies that differ in little find what a change of everything drowns. */
const pairs: fc.Arbitrary<readonly [Policy, Policy]> = fc.tuple(policies, policies, fc.constantFrom('models', 'fields', 'rows', 'limits', 'addresses', 'all'))
  .map(([before, other, part]) => [before, part === 'all' ? other : { ...before, [part]: other[part] }])

const OPENNESS = { refused: 0, asks: 1, allowed: 2 } as const
const opensSomething = (before: Policy, after: Policy): boolean => policyChanges(before, after, USUAL).some(({ effect }) => effect === 'opens')
const HOURS_OF_A_WEEK = [1, 7, 8, 17, 20, 23].flatMap((hour) => [23, 24, 25, 26, 27, 28, 29].map((day) => Date.UTC(2026, 10, day, hour, 30)))

describe('what one policy opens compared with another', () => {
  it('is told whenever a model, a field, a record, an hour, a caller or a call more is let through', () => {
    fc.assert(fc.property(pairs, ([before, after]) => {
      if (opensSomething(before, after)) return
      const isWider =
        MODELS.some((one) => OPENNESS[judgeModel(after, one).status] > OPENNESS[judgeModel(before, one).status]) ||
        MODELS.some((one) => FIELDS.some((field) => judgeField(after, one, field).allowed && !judgeField(before, one, field).allowed)) ||
        Object.keys(before.rows).some((one) => JSON.stringify(after.rows[one]) !== JSON.stringify(before.rows[one])) ||
        JSON.stringify(after.limits) !== JSON.stringify(before.limits) && HOURS_OF_A_WEEK.some((at) => closedUntil(after.limits, at, 'UTC') === null && closedUntil(before.limits, at, 'UTC') !== null) ||
        ADDRESSES.some((one) => isAddressAllowed(after.addresses, one) && !isAddressAllowed(before.addresses, one)) ||
        (after.limits.callsPerMinute ?? 60) > (before.limits.callsPerMinute ?? 60) ||
        (after.limits.rowsPerAnswer ?? Infinity) > (before.limits.rowsPerAnswer ?? Infinity)
      expect(isWider).toBe(false)
    }), { seed: 20_261_127, numRuns: 3_000 })
  })

  it('is nothing between a policy and itself', () => {
    fc.assert(fc.property(policies, (policy) => {
      expect(policyChanges(policy, structuredClone(policy), USUAL)).toEqual([])
    }), { seed: 20_261_127, numRuns: 500 })
  })

  it('is nothing where a policy hides more and lets through less', () => {
    const stricter = policyFrom({
      version: 2,
      models: { presets: ['contacts', 'sales'], hide: ['sale.report'], others: 'refuse' },
      fields: { presets: ['cost_and_margin'], hide: { 'res.partner': ['email'] }, only: { 'crm.lead': ['name'] } },
      rows: { 'sale.order': [['company_id', '=', 1]] },
      limits: { callsPerMinute: 30, rowsPerAnswer: 20, hours: { from: '08:00', to: '18:00' } },
      addresses: { allow: ['127.0.0.1'] },
    })
    const changes = policyChanges(USUAL_POLICY, stricter, USUAL)
    expect(changes.filter(({ effect }) => effect === 'opens')).toEqual([])
    expect(changes.map(({ text }) => text)).toEqual(expect.arrayContaining([
      'Every other model is refused. Until now it asks first.',
      'Hidden by name: sale.report.',
      'Fields hidden by name: email of res.partner.',
      'Of crm.lead, only these fields may be read: id, name, display_name.',
      'Of sale.order, only records may be read that pass a filter on company_id.',
      'At most 30 calls in any minute. Until now 60.',
      'Over HTTP, only from: 127.0.0.1.',
    ]))
    expect(policyChanges(stricter, USUAL_POLICY, USUAL).filter(({ effect }) => effect === 'opens').map(({ text }) => text)).toEqual(expect.arrayContaining([
      'Every other model asks first. Until now it is refused.',
      'No longer hidden by name: sale.report.',
      'Fields no longer hidden by name: email of res.partner.',
      'Of crm.lead, all fields may be read. Until now these alone: id, name, display_name.',
      'No limit of rows in an answer. Until now 20.',
      'Questions are answered at any time. Until now only from 08:00 to 18:00.',
    ]))
  })

  it('names no value of a row rule', () => {
    const rule = (value: string) => ({ ...OPEN_POLICY, rows: { 'sale.order': [['note', '=', value]] } })
    expect(JSON.stringify(policyChanges(rule('confidential'), rule('secret'), USUAL))).not.toMatch(/confidential|secret/)
  })
})

function policyFrom(value: unknown): Policy {
  const parsed = parsePolicy(value)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.policy
}
