import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeField, judgeModel, type PolicyField } from '../../../src/policy/decide'
import { KINDS } from '../../../src/policy/field-presets'
import { FIELD_PRESETS, MODEL_PRESETS, OPEN_POLICY, OTHER_MODELS, type Policy } from '../../../src/policy/policy'

fc.configureGlobal({ seed: 20_261_122, numRuns: 1_500 })

const MODELS = ['res.partner', 'res.users', 'sale.order', 'sale.report', 'product.product', 'product.template', 'hr.employee', 'hr.payslip', 'x_rental', 'ir.rule', 'payment.token', 'res.partner.bank']
const FIELDS: readonly PolicyField[] = [
  { name: 'id', type: 'integer' }, { name: 'name', type: 'char' }, { name: 'display_name', type: 'char' }, { name: 'email', type: 'char', label: 'E-mail' },
  { name: 'vat', type: 'char' }, { name: 'margin', type: 'monetary' }, { name: 'wage', type: 'monetary' }, { name: 'password', type: 'char' }, { name: 'api_key', type: 'char' },
  { name: 'bank_ids', type: 'one2many', relation: 'res.partner.bank' }, { name: 'token_id', type: 'many2one', relation: 'payment.token' }, { name: 'x_f', type: 'char', label: 'Straße' },
]

const model = fc.constantFrom(...MODELS)
const field = fc.constantFrom(...FIELDS)
const name = fc.constantFrom(...FIELDS.map((one) => one.name))
const byModel = fc.dictionary(fc.oneof(model, fc.constant('*')), fc.array(name, { maxLength: 4 }), { maxKeys: 4, noNullPrototype: true })
const policies: fc.Arbitrary<Policy> = fc.record({
  version: fc.constant(2 as const),
  models: fc.record({ presets: fc.subarray([...MODEL_PRESETS]), allow: fc.array(model), hide: fc.array(model, { maxLength: 3 }), others: fc.constantFrom(...OTHER_MODELS) }),
  fields: fc.record({
    presets: fc.subarray([...FIELD_PRESETS]),
    hide: byModel,
    allow: byModel,
    only: fc.dictionary(model, fc.array(name), { maxKeys: 3, noNullPrototype: true }),
  }),
  rows: fc.constant({}),
  limits: fc.constant({}),
  addresses: fc.constant(OPEN_POLICY.addresses),
})

/** The more, the more is shown. */
const OPENNESS = { refused: 0, asks: 1, allowed: 2 } as const
const opennessOf = (policy: Policy, one: string): number => OPENNESS[judgeModel(policy, one).status]

describe('whatever else a policy says', () => {
  it('hiding one model more opens none, and refuses that one', () => {
    fc.assert(fc.property(policies, model, model, (policy, more, asked) => {
      const after: Policy = { ...policy, models: { ...policy.models, hide: [...policy.models.hide, more] } }
      expect(opennessOf(after, asked)).toBeLessThanOrEqual(opennessOf(policy, asked))
      expect(opennessOf(after, more)).toBe(0)
    }))
  })

  it('hiding more fields, models or kinds shows no field more', () => {
    fc.assert(fc.property(policies, model, field, model, byModel, fc.constantFrom(...FIELD_PRESETS), (policy, asked, one, hiddenModel, hidden, kind) => {
      const both = Object.fromEntries([...new Set([...Object.keys(policy.fields.hide), ...Object.keys(hidden)])].map((key) => [key, [...(policy.fields.hide[key] ?? []), ...(hidden[key] ?? [])]]))
      const after: Policy = {
        ...policy,
        models: { ...policy.models, hide: [...policy.models.hide, hiddenModel] },
        fields: { ...policy.fields, hide: both, presets: [...policy.fields.presets, kind] },
      }
      if (!judgeField(policy, asked, one).allowed) expect(judgeField(after, asked, one).allowed).toBe(false)
      if (hidden[asked]?.includes(one.name) === true || hidden['*']?.includes(one.name) === true) expect(judgeField(after, asked, one).allowed).toBe(false)
    }))
  })

  it('refusing other models opens less than asking, and asking less than allowing', () => {
    fc.assert(fc.property(policies, model, (policy, asked) => {
      const [refuse = 0, ask = 0, allow = 0] = (['refuse', 'ask', 'allow'] as const).map((others) => opennessOf({ ...policy, models: { ...policy.models, others } }, asked))
      expect(refuse).toBeLessThanOrEqual(ask)
      expect(ask).toBeLessThanOrEqual(allow)
    }))
  })

  it('the never-list and secret names are shut, and nothing leads into the never-list', () => {
    fc.assert(fc.property(policies, model, (policy, asked) => {
      for (const never of ['ir.rule', 'payment.token']) expect(judgeModel(policy, never)).toMatchObject({ status: 'refused', reason: 'never_list' })
      for (const secret of ['password', 'api_key']) expect(judgeField(policy, asked, { name: secret })).toMatchObject({ allowed: false, reason: 'secret_name' })
      expect(judgeField(policy, asked, { name: 'token_id', type: 'many2one', relation: 'payment.token' }).allowed).toBe(false)
    }))
  })

  it('an exception opens only what a kind hides', () => {
    fc.assert(fc.property(policies, model, field, byModel, (policy, asked, one, allow) => {
      const before = judgeField(policy, asked, one)
      const after = judgeField({ ...policy, fields: { ...policy.fields, allow } }, asked, one)
      if (!before.allowed && before.reason !== 'hidden_by_preset') expect(after.allowed).toBe(false)
    }))
  })
})

describe('the tables of kinds', () => {
  it('are written as labels are read: lower case, without accents and marks', () => {
    for (const preset of FIELD_PRESETS) {
      const { terms, onModels, spared } = KINDS[preset]
      for (const term of [...terms, ...(onModels?.terms ?? []), ...spared]) expect(term).toMatch(/^=?[a-z*]+(?: [a-z*]+)*$/)
    }
  })
})
