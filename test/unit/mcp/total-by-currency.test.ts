import { describe, expect, test } from 'vitest'
import { addedUp, MOST_CURRENCIES } from '../../../src/mcp/currencies'
import type { Group } from '../../../src/odoo/port'

const group = (id: number, count: number, ...measures: (number | null)[]): Group => ({ keys: [{ kind: 'record', id, name: `C${String(id)}` }], count, measures })

describe('a total read off the groups by currency', () => {
  test('is the only group as Odoo added it up', () => {
    expect(addedUp([group(1, 7, 33000.090000000004)])).toEqual({ keys: [], count: 7, measures: [33000.090000000004] })
  })

  test('adds groups up without the dust of binary fractions', () => {
    expect(addedUp([group(1, 7, 0.1, null), group(2, 5, 0.2, 4)])).toEqual({ keys: [], count: 12, measures: [0.3, 4] })
  })

  test('has nothing where no group has a sum', () => {
    expect(addedUp([group(1, 1, null), group(2, 1, null)])?.measures).toEqual([null])
  })

  test('is asked for by itself where there are no groups, or may be more of them', () => {
    expect(addedUp([])).toBeUndefined()
    expect(addedUp(Array.from({ length: MOST_CURRENCIES }, (_, index) => group(index, 1, 1)))).toBeUndefined()
  })
})
