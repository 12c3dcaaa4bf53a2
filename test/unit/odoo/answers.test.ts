import { describe, expect, it } from 'vitest'
import { VitrineError } from '../../../src/errors/vitrine-error'
import { pairsIn, recordsIn } from '../../../src/odoo/answers'

describe('the records of an answer', () => {
  it('may have ids below zero, as the rows of a report have', () => {
    const rows = [{ id: -41, product_id: [7, 'Lamp'] }, { id: 3_200_000_000_007, product_id: false }]
    expect(recordsIn(rows)).toEqual(rows)
    expect(pairsIn([[-8, 'BILL/2026/0008']])).toEqual([{ id: -8, name: 'BILL/2026/0008' }])
  })

  it('are refused when one has no id', () => {
    for (const id of [0, '1', 1.5, null, undefined, false, 2 ** 60]) expect(() => recordsIn([{ id: 1 }, { id }]), String(id)).toThrow(VitrineError)
  })
})
