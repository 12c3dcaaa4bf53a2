import { describe, expect, test } from 'vitest'
import { summary, table, type Measured } from '../../support/bench/report'
import { ratio, spreadOf } from '../../support/bench/statistics'

const pair = (ours: number, reference: number) => ({ ours: spreadOf([ours, ours, 1000]), reference: spreadOf([reference, reference, 1000]) })
const measured: Measured = {
  questions: [
    { name: 'search', delayMs: 10, times: pair(13, 10) },
    { name: 'read', delayMs: 10, times: pair(12, 10) },
    { name: 'aggregate', delayMs: 10, times: pair(12.5, 10) },
    { name: 'search', delayMs: 0, times: pair(4, 1) },
  ],
  answerBytes: { ours: 500, reference: 1000, wholeLine: 1100 },
  relayStart: pair(60, 40),
  relayMemory: { ours: 48_000, reference: 40_000 },
  toolList: { bytes: 7000, tokens: 1700, tools: 7 },
}

describe('the report of the benchmark', () => {
  test('has the ratios of the medians by name', () => {
    expect(summary(measured)).toMatchObject({
      ratios: { search: 1.3, read: 1.2, aggregate: 1.25, search0: 4, answerBytes: 0.5, relayStart: 1.5, relayMemory: 1.2 },
      toolListBytes: 7000,
      toolListTokens: 1700,
      withinLimits: true,
      details: { milliseconds: { search: { ours: { n: 3, median: 13, p95: 1000 } } } },
    })
  })

  test('says which limit was missed', () => {
    const slow = { ...measured, questions: [{ name: 'search', delayMs: 10, times: pair(14, 10) }] }
    expect(summary(slow)).toMatchObject({ withinLimits: false })
    expect(table(slow)).toMatch(/search, Odoo at 10 ms .* 1\.40 +1\.35 {2}missed/)
    expect(summary({ ...measured, toolList: { bytes: 8193, tokens: 1, tools: 7 } })).toMatchObject({ withinLimits: false })
  })

  test('leaves out what could not be measured', () => {
    expect(Object.keys((summary({ ...measured, relayMemory: null }) as { ratios: object }).ratios)).not.toContain('relayMemory')
  })
})

test('a median is not moved by a slow call', () => {
  expect(ratio(spreadOf([2, 2, 2, 900]), spreadOf([1, 1, 1, 1]))).toBe(2)
  expect(spreadOf([]).median).toBeNaN()
})
