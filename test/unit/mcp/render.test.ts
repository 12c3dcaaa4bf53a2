import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Column, ColumnPlan } from '../../../src/mcp/render/columns'
import { byteLength, renderTable } from '../../../src/mcp/render/table'
import { cutText, htmlToText } from '../../../src/mcp/render/text'
import { defaultStyle, renderValue } from '../../../src/mcp/render/value'
import { bucketBound, isoInZone, offsetMinutes } from '../../../src/mcp/render/zone'
import { Visibility } from '../../../src/mcp/visibility'
import type { FieldInfo, RawRecord } from '../../../src/odoo/port'
import { hiding } from '../../support/hiding'
import { field } from '../../support/mcp/fake-reader'

const style = defaultStyle(new Visibility(hiding({ models: ['crm.team'] })), 'Europe/Brussels')
const show = (value: unknown, type: FieldInfo['type'], more: Partial<FieldInfo> = {}): unknown => renderValue(value, 'x_thing', field('x', type, more), style)

describe('values', () => {
  it('are null where Odoo says false, except on booleans', () => {
    for (const type of ['char', 'integer', 'date', 'datetime', 'many2one', 'selection', 'monetary', 'html', 'binary'] as const) expect(show(false, type)).toBeNull()
    expect(show(false, 'boolean')).toBe(false)
    expect(show(true, 'boolean')).toBe(true)
    expect(show(0, 'integer')).toBe(0)
    expect(show('', 'char')).toBe('')
  })

  it('are pairs for many2one and counts for lists', () => {
    expect(show([3, 'Name\nof two lines'], 'many2one', { relation: 'res.partner' })).toEqual([3, 'Name of two lines'])
    expect(show([3, 'Team'], 'many2one', { relation: 'crm.team' })).toEqual([3])
    expect(show(['12', '12'], 'many2one', { relation: 'account.root' })).toEqual(['12', '12'])
    expect(show([4, 5, 6], 'one2many')).toBe(3)
    expect(show([], 'many2many')).toBe(0)
  })

  it('keep the content of files to themselves, even where a server sends it', () => {
    expect(show('6.61 Kb', 'binary')).toEqual({ type: 'binary', size: '6.61 Kb' })
    expect(show('iVBORw0KGgoAAAANSUhEUgAA', 'image')).toEqual({ type: 'image' })
    expect(show({ secret: 1 }, 'binary')).toEqual({ type: 'binary' })
  })

  it('bound what is long', () => {
    expect(show('x'.repeat(5_000), 'text')).toBe(`${'x'.repeat(2_000)}… [cut, 5000 characters in all]`)
    expect(show({ a: 'x'.repeat(5_000) }, 'json')).toMatch(/^\{"a":"x+… \[cut, 5008 characters in all\]$/)
    expect(cutText(`${'x'.repeat(1_999)}😀😀`)).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/)
  })

  it('name custom properties by their labels, and judge them as fields', () => {
    expect(show([
      { name: 'a1', string: 'Colour', type: 'char', value: 'red' },
      { name: 'a2', string: 'Door password', type: 'char', value: 'hunter2' },
      { name: 'a3', string: 'Team', type: 'many2one', comodel: 'crm.team', value: [1, 'Team A'] },
      { name: 'a4', string: 'Empty', type: 'char', value: false },
      { name: 'a5', string: '__proto__', type: 'char', value: 'x' },
    ], 'properties')).toEqual(Object.fromEntries([['Colour', 'red'], ['Empty', null], ['__proto__', 'x']]))
  })
})

describe('HTML', () => {
  it('becomes text without markup, scripts or images', () => {
    expect(htmlToText('<p>Dear <b>Ada</b>,</p><p>see <a href="https://example.com">here</a></p><script>alert(1)</script><img src="x" onerror="y">')).toBe(
      'Dear Ada,\n\nsee here [https://example.com]',
    )
    expect(htmlToText('a &amp; b')).toBe('a & b')
    expect(htmlToText('plain')).toBe('plain')
  })

  it('nested without end is read in reasonable time and depth', () => {
    expect(htmlToText(`${'<div>'.repeat(20_000)}deep`).length).toBeLessThan(1_000)
  })
})

describe('time zones', () => {
  it('follow summer time to the second', () => {
    expect(isoInZone(Date.UTC(2026, 2, 29, 0, 59, 59), 'Europe/Brussels')).toBe('2026-03-29T01:59:59+01:00')
    expect(isoInZone(Date.UTC(2026, 2, 29, 1, 0, 0), 'Europe/Brussels')).toBe('2026-03-29T03:00:00+02:00')
    expect(isoInZone(Date.UTC(2026, 9, 25, 0, 59, 59), 'Europe/Brussels')).toBe('2026-10-25T02:59:59+02:00')
    expect(isoInZone(Date.UTC(2026, 9, 25, 1, 0, 0), 'Europe/Brussels')).toBe('2026-10-25T02:00:00+01:00')
  })

  it('know halves of hours, the west, and take an unknown name for UTC', () => {
    expect(offsetMinutes(Date.UTC(2026, 0, 1), 'Asia/Kolkata')).toBe(330)
    expect(offsetMinutes(Date.UTC(2026, 0, 1), 'America/St_Johns')).toBe(-210)
    expect(isoInZone(Date.UTC(2026, 0, 1), 'America/St_Johns')).toBe('2025-12-31T20:30:00-03:30')
    expect(offsetMinutes(Date.UTC(2026, 0, 1), 'Nowhere/Land')).toBe(0)
  })

  it('shorten bounds of buckets to days where they fall on midnight', () => {
    expect(bucketBound('2026-03-31 22:00:00', 'Europe/Brussels')).toBe('2026-04-01')
    expect(bucketBound('2026-03-31 22:30:00', 'Europe/Brussels')).toBe('2026-04-01T00:30:00+02:00')
    expect(bucketBound('2026-04-01', 'Europe/Brussels')).toBe('2026-04-01')
  })

  it('say the same instant, always', () => {
    fc.assert(fc.property(
      fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2090, 0, 1) }),
      fc.constantFrom('Europe/Brussels', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'Australia/Lord_Howe', 'UTC'),
      (instant, zone) => {
        const whole = Math.floor(instant / 1000) * 1000
        expect(Date.parse(isoInZone(whole, zone))).toBe(whole)
      },
    ), { seed: 1 })
  })
})

describe('a table', () => {
  const columns: readonly Column[] = [
    { key: 'id', model: 'x_thing', field: field('id', 'integer') },
    { key: 'name', model: 'x_thing', field: field('name', 'char') },
    { key: 'state', model: 'x_thing', field: field('state', 'selection', { selection: [['a', 'Label of A'], ['b', 'Label of B']] }) },
    { key: 'note', model: 'x_thing', field: field('note', 'text') },
  ]
  const plan: ColumnPlan = { model: 'x_thing', columns, currencies: new Map(), restricted: [] }

  it('stays within its budget and, row by row, passes over nothing', () => {
    const records = fc.array(fc.record({ name: fc.string({ unit: 'binary', maxLength: 300 }), state: fc.constantFrom('a', 'b', false), note: fc.string({ unit: 'grapheme', maxLength: 3_000 }) }), { minLength: 1, maxLength: 30 })
    fc.assert(fc.property(records, fc.integer({ min: 600, max: 6_000 }), (values, budget) => {
      const all = values.map((value, index): RawRecord => ({ ...value, id: index + 1 }))
      const ids: unknown[] = []
      for (let offset = 0; offset < all.length;) {
        const table = renderTable({ plan, records: all.slice(offset), related: new Map(), style, budget, leastRows: 1 })
        expect(table.rows.length).toBeGreaterThan(0)
        // The very first row may need more than so small a budget, its texts cut as short as they get.
        if (table.rows.length > 1) expect(byteLength(table.rows) + byteLength(table.legend)).toBeLessThanOrEqual(budget + 10)
        ids.push(...table.rows.map(([id]) => id))
        offset += table.rows.length
      }
      expect(ids).toEqual(all.map(({ id }) => id))
    }), { seed: 2, numRuns: 40 })
  })

  it('cuts the texts of a first row that is too long by itself', () => {
    const huge = { id: 1, name: 'n'.repeat(2_000), state: 'a', note: 'x'.repeat(2_000) }
    const table = renderTable({ plan, records: [huge], related: new Map(), style, budget: 700, leastRows: 1 })
    expect(table.rows).toEqual([[1, `${'n'.repeat(150)}… [cut, 2000 characters in all]`, 'a', `${'x'.repeat(150)}… [cut, 2000 characters in all]`]])
    expect(table.legend).toEqual({ state: { a: 'Label of A' } })
  })
})
