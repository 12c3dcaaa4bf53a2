import { describe, expect, it } from 'vitest'
import { judgeField, judgeModel } from '../../../src/policy/decide'
import { OPEN_POLICY, USUAL_POLICY } from '../../../src/policy/policy'
import { withArea, withField, withHiddenField, withKind, withModel, withOnly, withRows } from '../../../src/state/policy-edits'

describe('a change to a policy', () => {
  it('comes back to what it was when it is taken back', () => {
    expect(withArea(withArea(USUAL_POLICY, 'employees', 'off'), 'employees', 'on')).toEqual(USUAL_POLICY)
    expect(withKind(withKind(USUAL_POLICY, 'tax_and_bank', 'on'), 'tax_and_bank', 'off')).toEqual(USUAL_POLICY)
    expect(withHiddenField(withHiddenField(USUAL_POLICY, '*', 'vat', 'on'), '*', 'vat', 'off')).toEqual(USUAL_POLICY)
    expect(withRows(withRows(USUAL_POLICY, 'sale.order', [['id', '>', 1]]), 'sale.order', null)).toEqual(USUAL_POLICY)
    expect(withModel(withModel(USUAL_POLICY, 'hr.leave', 'hide'), 'hr.leave', 'none')).toEqual(USUAL_POLICY)
  })

  it('leaves the policy it began with alone', () => {
    const before = structuredClone(USUAL_POLICY)
    withArea(USUAL_POLICY, 'sales', 'off')
    withField(USUAL_POLICY, 'res.partner', 'email', 'hide')
    expect(USUAL_POLICY).toEqual(before)
  })

  it('never lets a model stand among the allowed and the hidden at once', () => {
    const hidden = withModel(withModel(USUAL_POLICY, 'hr.leave', 'allow'), 'hr.leave', 'hide')
    expect(hidden.models).toMatchObject({ allow: [], hide: ['hr.leave'] })
    expect(judgeModel(hidden, 'hr.leave').status).toBe('refused')
    expect(judgeModel(withModel(hidden, 'hr.leave', 'allow'), 'hr.leave').status).toBe('allowed')
  })
})

describe('the switch of a field', () => {
  const shown = (policy: typeof OPEN_POLICY, name: string): boolean => judgeField(policy, 'res.partner', { name, label: name, type: 'char' }).allowed

  it('hides it and shows it again', () => {
    const hidden = withField(OPEN_POLICY, 'res.partner', 'city', 'hide')
    expect(shown(hidden, 'city')).toBe(false)
    expect(shown(withField(hidden, 'res.partner', 'city', 'show'), 'city')).toBe(true)
  })

  it('shows one of a kind of data that is hidden', () => {
    const kind = withKind(OPEN_POLICY, 'contact_details', 'on')
    expect(shown(kind, 'email')).toBe(false)
    const excepted = withField(kind, 'res.partner', 'email', 'show')
    expect(shown(excepted, 'email')).toBe(true)
    expect(shown(excepted, 'phone')).toBe(false)
  })

  it('changes the list where only listed fields are shown, down to none', () => {
    const only = withOnly(OPEN_POLICY, 'res.partner', ['name'])
    expect([shown(only, 'name'), shown(only, 'city')]).toEqual([true, false])
    const more = withField(only, 'res.partner', 'city', 'show')
    expect(shown(more, 'city')).toBe(true)
    const none = withField(withField(more, 'res.partner', 'city', 'hide'), 'res.partner', 'name', 'hide')
    expect(none.fields.only).toEqual({ 'res.partner': [] })
    expect(shown(none, 'name')).toBe(false)
    expect(shown(withOnly(none, 'res.partner', null), 'name')).toBe(true)
  })
})
