import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanEvent } from '../../../src/activity/clean-event'
import { cleanShape, UNREADABLE_SHAPE } from '../../../src/activity/clean-shape'
import type { NewActivityEvent } from '../../../src/contract/activity'
import { drawShape, type ShapeTerm } from '../../../src/odoo/domain-shape'
import { sampleEvent } from '../../support/sample-event'

fc.configureGlobal({ seed: 20_261_122 })

/** As a caller without types could hand it over. */
const handed = (part: Record<string, unknown>): NewActivityEvent => cleanEvent({ ...sampleEvent(), ...part } as NewActivityEvent)

describe('an event on its way into the journal', () => {
  it('stays as it is when it is as it should be', () => {
    const event = sampleEvent({ fields: ['partner_id.country_id.code', 'amount_total:sum', 'date_order:month'], hiddenFields: ['email'] })
    expect(cleanEvent(event)).toEqual(event)
    const refused = sampleEvent({ outcome: 'refused', code: 'restricted_field', total: 0 })
    expect(cleanEvent(refused)).toEqual(refused)
  })

  it('loses a model that is no model name, and its label with it', () => {
    for (const model of ['Azure Interior', 'sale order', 'sale.order\n', "sale.order' --", 'Sale.Order', '', 'a'.repeat(129), 'é']) {
      expect(handed({ model })).not.toHaveProperty('model')
      expect(handed({ model })).not.toHaveProperty('modelLabel')
    }
  })

  it('loses fields that are no field names, and says when there were more than it keeps', () => {
    expect(handed({ fields: ['name', 'Azure Interior', 'a@b.example', '7', '', 'name', 'x=1', 'a.b.c.d.e.f'] }).fields).toEqual(['name'])
    const many = Array.from({ length: 300 }, (_, index) => `field_${String(index)}`)
    const { fields, hiddenFields } = handed({ fields: many, hiddenFields: many })
    expect([fields.length, fields.at(-1), hiddenFields.at(-1)]).toEqual([201, '…', '…'])
    expect(handed({ fields }).fields).toEqual(fields)
  })

  it('loses names that are an API key, wherever one is put', () => {
    const key = 'c0ffee00112233445566778899aabbccddeeff00'
    for (const name of [key, `x_${key}`, `sale.${key.toUpperCase()}`, `partner_id.${key}`]) {
      const event = handed({ model: name, fields: ['name', name, `${name}:sum`], hiddenFields: [name], filterShape: `${name} = and name ilike` })
      expect(JSON.stringify(event).toLowerCase()).not.toContain(key)
      expect(event.fields).toEqual(['name'])
    }
  })

  it('has texts of clients on one line and cut', () => {
    const { clientName, clientVersion } = handed({ clientName: `Evil\u0000\n\u202E  name\u2028 ${'x'.repeat(500)}`, clientVersion: 'v'.repeat(99) })
    expect(clientName).toMatch(/^Evil name x{69}…$/)
    expect(clientVersion).toHaveLength(40)
    expect(handed({ clientName: '👩‍👩‍👧'.repeat(60) }).clientName).not.toMatch(/\p{Surrogate}/u)
  })

  it('has ids, tools, outcomes and codes of the closed sets only', () => {
    expect(handed({ clientId: 'a b', connectionId: 'x'.repeat(81), tool: 'drop_table' })).toMatchObject({
      clientId: 'unknown',
      connectionId: 'unknown',
      tool: 'unknown',
    })
    expect(handed({ outcome: 'fine' }).outcome).toBe('failed')
    expect(handed({ outcome: 'failed', code: 'Azure Interior' })).not.toHaveProperty('code')
    expect(handed({ outcome: 'answered', code: 'timeout' })).not.toHaveProperty('code')
  })

  it('has numbers that can be stored', () => {
    expect(handed({ rows: -3, total: Number.NaN, bytes: 1e300, ms: Number.POSITIVE_INFINITY, odooMs: 1.26, offsetMinutes: 1e9 })).toMatchObject({
      rows: 0,
      total: 0,
      bytes: Number.MAX_SAFE_INTEGER,
      ms: 0,
      odooMs: 1.3,
      offsetMinutes: 1440,
    })
  })

  it('must have a time, or there is no event', () => {
    for (const time of ['', 'yesterday', '2026-11-22', '2026-11-22T12:00:00Z', '2026-13-22T12:00:00.000Z']) {
      expect(() => handed({ time }), time).toThrow(TypeError)
    }
  })
})

const path = fc.constantFrom('name', 'partner_id', 'partner_id.country_id.code', 'order_line', 'not_before', 'android_id')
const operator = fc.constantFrom('=', '!=', '=?', '<', '>=', 'in', 'not in', 'ilike', 'not ilike', '=like', 'not =ilike', 'child_of')
const shape: fc.Arbitrary<ShapeTerm> = fc.letrec<{ term: ShapeTerm }>((tie) => ({
  term: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.tuple(path, operator).map(([field, name]): ShapeTerm => ({ kind: 'leaf', text: `${field} ${name}` })),
    fc.constantFrom<ShapeTerm>({ kind: 'leaf', text: 'true' }, { kind: 'leaf', text: 'false' }),
    fc.tuple(path, fc.constantFrom('any', 'not any'), tie('term')).map(([field, name, term]): ShapeTerm => ({ kind: 'nested', text: `${field} ${name}`, term })),
    path.map((field): ShapeTerm => ({ kind: 'nested', text: `${field} any`, term: { kind: 'and', terms: [] } })),
    tie('term').map((term): ShapeTerm => ({ kind: 'not', term })),
    fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('term'), { minLength: 1, maxLength: 4 })).map(([kind, terms]): ShapeTerm => ({ kind, terms })),
  ),
})).term

describe('the shape of a filter on its way into the journal', () => {
  it('passes whatever shape a filter can have, cut or whole', () => {
    fc.assert(
      fc.property(shape, (term) => {
        const drawn = drawShape(term)
        expect(cleanShape(drawn)).toBe(drawn)
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    'state = sale', 'state = "sale"', "name ilike 'Azure'", 'name ilike Azure', 'amount_total > 1000', 'state in draft sent', 'Azure Interior', 'name', '= name',
    'name = and', 'and name =', 'name = or or name =', 'name = name =', 'state not sale', 'name = Azure…', `${'name = and '.repeat(26)}name = Azure…`.slice(-300), 'a@b.example…', 'x'.repeat(301), 'name =\nstate =', 'name in [1, 2]',
  ])('does not pass as %j', (text) => {
    expect(cleanShape(text)).toBe(UNREADABLE_SHAPE)
  })

  it('may be empty', () => {
    expect(cleanShape('')).toBe('')
  })
})
