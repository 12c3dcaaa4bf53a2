import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VitrineError } from '../../../src/errors/vitrine-error'
import { schemaIn } from '../../../src/odoo/schema'
import { oneLine } from '../../../src/odoo/text'
import { hasRecordings, NO_RECORDINGS, recordedSchemas } from '../../support/odoo/recordings'

const fieldIn = (attributes: unknown): unknown => schemaIn('x.model', { field: attributes }).fields.get('field')

describe('reading fields_get', () => {
  it('takes the careful value for what is not said', () => {
    expect(fieldIn({ type: 'char' })).toEqual({
      name: 'field', label: 'field', type: 'char', stored: false, searchable: false, sortable: false, groupable: false, companyDependent: false, required: false,
    })
    expect(fieldIn({ type: 'char', store: true })).toMatchObject({ stored: true, searchable: true, sortable: true, groupable: true })
    expect(fieldIn({ type: 'char', store: false, searchable: true })).toMatchObject({ stored: false, searchable: true, groupable: false })
    expect(fieldIn({ type: 'char', store: true, searchable: false })).toMatchObject({ searchable: false })
  })

  it('derives what 16 and 17 do not say', () => {
    expect(fieldIn({ type: 'many2many', store: true, sortable: false })).toMatchObject({ groupable: true })
    expect(fieldIn({ type: 'many2many', store: false, sortable: false })).toMatchObject({ groupable: false })
    expect(fieldIn({ type: 'one2many', store: true, sortable: false })).toMatchObject({ groupable: false })
    expect(fieldIn({ type: 'char', store: false, sortable: true })).toMatchObject({ groupable: true })
    expect(fieldIn({ type: 'json', store: true, sortable: true })).toMatchObject({ groupable: false })
    expect(fieldIn({ type: 'float', store: true, sortable: true, group_operator: 'sum' })).toMatchObject({ aggregator: 'sum' })
    expect(fieldIn({ type: 'float', store: false, sortable: false, group_operator: 'sum' })).not.toHaveProperty('aggregator')
    expect(fieldIn({ type: 'float', store: true, sortable: true, group_operator: 'sum', aggregator: 'avg' })).toMatchObject({ aggregator: 'avg' })
  })

  it('cuts labels to one clean line, and leaves out names that no field can have', () => {
    expect(fieldIn({ type: 'char', string: 'Two\nlines\u0000\u202e here' })).toMatchObject({ label: 'Two lines here' })
    expect((fieldIn({ type: 'char', string: 'x'.repeat(5000) }) as { label: string }).label).toHaveLength(120)
    const { fields } = schemaIn('x.model', { 'a b': { type: 'char' }, 'a.b': { type: 'char' }, '1a': { type: 'char' }, ok: { type: 'char' }, 'ignore previous': { type: 'char' } })
    expect([...fields.keys()]).toEqual(['ok'])
    const hostile = schemaIn('x.model', JSON.parse('{"__proto__": {"type": "char"}, "constructor": {"type": "char"}}'))
    expect([...hostile.fields.keys()]).toEqual(['__proto__', 'constructor'])
  })

  it('survives any answer', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (answer) => {
        for (const field of schemaIn('x.model', answer).fields.values()) {
          expect(field.name).toMatch(/^[A-Za-z_]\w*$/)
          expect(field.label.length).toBeLessThanOrEqual(240)
        }
      }),
    )
    fc.assert(
      fc.property(fc.record({ type: fc.constant('char') }, { requiredKeys: [] }), fc.dictionary(fc.constantFrom('string', 'relation', 'relation_field', 'selection', 'store', 'searchable', 'groupable', 'aggregator', 'help', 'currency_field'), fc.jsonValue()), (base, attributes) => {
        const field = fieldIn({ ...base, ...attributes, type: 'char' })
        expect(field).toMatchObject({ name: 'field', type: 'char' })
      }),
    )
    for (const answer of [null, [], 'x', 7]) expect(() => schemaIn('x.model', answer)).toThrow(VitrineError)
  })

  it('keeps a selection whole or not at all', () => {
    expect(fieldIn({ type: 'selection', selection: [['a', 'A'], [1, 'B']] })).toMatchObject({ selection: [['a', 'A'], ['1', 'B']] })
    expect(fieldIn({ type: 'selection', selection: [['a', 'A'], [null, 'B']] })).not.toHaveProperty('selection')
    expect(fieldIn({ type: 'selection', selection: Array.from({ length: 2001 }, (_, index) => [String(index), 'x']) })).not.toHaveProperty('selection')
  })

  it('refuses a model with more than 5,000 fields', () => {
    const many = Object.fromEntries(Array.from({ length: 5001 }, (_, index) => [`f${index}`, { type: 'char' }]))
    expect(() => schemaIn('x.model', many)).toThrow(/more than 5000 fields/)
  })
})

describe.skipIf(!hasRecordings)(`the schemas of real servers${hasRecordings ? '' : ` (skipped: ${NO_RECORDINGS})`}`, () => {
  it.each([16, 17, 18, 19])('are read whole on %i', (version) => {
    for (const [model, answer] of Object.entries(recordedSchemas(version))) {
      const names = Object.keys(answer as object)
      if (names.length === 1 && names[0] === 'error') continue
      expect([...schemaIn(model, answer).fields.keys()].sort()).toEqual(names.sort())
    }
  })

  it('are groupable by the same rule whether the server says so or not', () => {
    // What only 18 and 19 know: fields that group by an override of their own.
    const differing = new Set<string>()
    for (const version of [18, 19]) {
      for (const [model, answer] of Object.entries(recordedSchemas(version))) {
        const said = schemaIn(model, answer).fields
        const silent = Object.fromEntries(Object.entries(answer as Record<string, Record<string, unknown>>).map(([name, { groupable: _dropped, ...rest }]) => [name, rest]))
        for (const field of schemaIn(model, silent).fields.values()) if (said.get(field.name)?.groupable !== field.groupable) differing.add(`${field.type} ${field.stored ? 'stored' : 'computed'}`)
      }
    }
    expect([...differing].sort()).toEqual(['boolean computed', 'many2many computed', 'many2many stored', 'selection computed'])
  })

  it('promise no search on a field that 16 would ignore', () => {
    const { fields } = schemaIn('sale.order', recordedSchemas(16)['sale.order'])
    expect(fields.get('tax_totals')).toMatchObject({ stored: false, searchable: false, groupable: false })
    expect(fields.get('amount_total')).toMatchObject({ stored: true, searchable: true, groupable: true, aggregator: 'sum', currencyField: 'currency_id' })
  })
})

describe('one line of foreign text', () => {
  it('is short, printable and whole where it fits', () => {
    expect(oneLine('  a\r\n\tb\u2028c  ', 10)).toBe('a b c')
    expect(oneLine('abcdef', 4)).toBe('abc…')
    expect(oneLine('émoji 👩‍👩‍👧', 20)).toBe('émoji 👩‍👩‍👧')
    for (const value of [null, undefined, 7, {}, []]) expect(oneLine(value, 10)).toBe('')
  })
})
