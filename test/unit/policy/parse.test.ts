import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePolicy } from '../../../src/policy/parse'
import { OPEN_POLICY } from '../../../src/policy/policy'

fc.configureGlobal({ seed: 20_261_122 })

const valid = { version: 1, hiddenModels: ['hr.employee'], hiddenFields: { 'res.partner': ['email'], '*': ['margin'] } }

describe('a policy from a file', () => {
  it('is read when it is whole', () => {
    expect(parsePolicy(valid)).toEqual({ ok: true, policy: valid })
    expect(parsePolicy(OPEN_POLICY)).toEqual({ ok: true, policy: OPEN_POLICY })
  })

  it.each([
    ['no object', 7, 'The policy is not a JSON object.'],
    ['null', null, 'The policy is not a JSON object.'],
    ['a list', [], 'The policy is not a JSON object.'],
    ['nothing', undefined, 'The policy is not a JSON object.'],
    ['an empty object', {}, 'The policy has no valid "version"; it must be 1.'],
    ['a newer one', { ...valid, version: 2 }, 'The policy was written by a newer version of Vitrine.'],
    ['a version as text', { ...valid, version: '1' }, 'The policy has no valid "version"; it must be 1.'],
    ['an unknown part', { ...valid, rows: {} }, 'The policy has the unknown part "rows".'],
    ['a missing list', { version: 1, hiddenFields: {} }, 'The policy lacks "hiddenModels".'],
    ['missing fields', { version: 1, hiddenModels: [] }, 'The policy lacks "hiddenFields".'],
    ['models that are no list', { ...valid, hiddenModels: 'hr.employee' }, 'In "hiddenModels", a list of names is expected.'],
    ['a pattern', { ...valid, hiddenModels: ['sale.order', 'hr.*'] }, 'In "hiddenModels", item 2 is no technical name.'],
    ['a number among names', { ...valid, hiddenModels: [7] }, 'In "hiddenModels", item 1 is no technical name.'],
    ['fields that are no object', { ...valid, hiddenFields: [] }, '"hiddenFields" must be an object of lists, one for each model.'],
    ['fields of no model', { ...valid, hiddenFields: { 'Res Partner': [] } }, 'In "hiddenFields", "Res Partner" is no model name.'],
    ['a path among fields', { ...valid, hiddenFields: { 'res.partner': ['a.b'] } }, 'In "hiddenFields" for res.partner, item 1 is no technical name.'],
    ['fields that are no list', { ...valid, hiddenFields: { 'res.partner': 'email' } }, 'In "hiddenFields" for res.partner, a list of names is expected.'],
    ['a prototype', JSON.parse('{"version":1,"hiddenModels":[],"hiddenFields":{"__proto__":["email"]}}'), 'In "hiddenFields", "__proto__" is no model name.'],
    ['too many models', { ...valid, hiddenModels: Array.from({ length: 501 }, () => 'a') }, '"hiddenModels" has more than 500 names.'],
    [
      'too many fields',
      { ...valid, hiddenFields: { a: Array.from({ length: 1999 }, () => 'x'), b: ['y', 'z'] } },
      '"hiddenFields" has more than 2000 names.',
    ],
  ])('is refused as a whole for %s', (_, value, message) => {
    expect(parsePolicy(value)).toEqual({ ok: false, message })
  })

  it('has only one unreadable name quoted, short and on one line', () => {
    const parsed = parsePolicy({ ...valid, [`bad\n${'x'.repeat(500)}`]: 1 })
    expect(parsed.ok ? '' : parsed.message).toMatch(/^The policy has the unknown part "bad\\nx{56}…"\.$/)
  })

  it('never throws, and what it accepts hides no less than what was written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.record({ version: fc.constant(1), hiddenModels: fc.jsonValue(), hiddenFields: fc.jsonValue() })), (value) => {
        const parsed = parsePolicy(value)
        if (parsed.ok) expect(JSON.parse(JSON.stringify(parsed.policy))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
