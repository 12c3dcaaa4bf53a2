import { describe, expect, test } from 'vitest'
import { summary, table, type Measured } from '../../support/bench/report'
import { ratio, spreadOf } from '../../support/bench/statistics'

const pair = (ours: number, reference: number) => ({ ours: spreadOf([ours, ours, 1000]), reference: spreadOf([reference, reference, 1000]) })
const side = (throughput: number, longestMs: number) => ({ throughput, waits: spreadOf([100, 100, longestMs]), longestMs, errors: 0 })
const measured: Measured = {
  times: [
    { name: 'search', delayMs: 10, times: pair(12.5, 10) },
    { name: 'read', delayMs: 10, times: pair(12, 10) },
    { name: 'aggregate', delayMs: 10, times: pair(12.5, 10) },
    { name: 'findModels', delayMs: 10, times: pair(1, 10) },
    { name: 'search', delayMs: 0, times: pair(4, 1) },
  ],
  crowds: [{ callers: 64, ours: side(90, 250), reference: side(100, 200) }],
  twenty: [
    { name: 'pipeline', calls: 1, bytes: 400, tokens: 100, plainBytes: 1000, plainTokens: 300 },
    { name: 'top_customers', calls: 2, bytes: 500, tokens: 120, plainBytes: 1250, plainTokens: 350 },
  ],
  houseMemory: { callsBefore: 1000, callsAfter: 10_000, before: 100_000, after: 110_000 },
  relayStart: pair(60, 40),
  relayWake: spreadOf([600, 600, 1000]),
  appWake: spreadOf([1800, 1800, 4000]),
  relayMemory: { ours: 48_000, reference: 40_000 },
  toolList: { bytes: 7000, tokens: 1700, tools: 7 },
  journal: {
    rows: 1_000_000,
    pages: [{ name: 'model', ...pair(4, 200) }, { name: 'text', ...pair(8, 200) }],
    append: spreadOf([0.04, 0.04, 1]),
    pauses: [{ name: 'purge of a tenth', longestMs: 20, tookMs: 6000 }],
  },
}

describe('the report of the benchmark', () => {
  test('has the ratios of the medians by name', () => {
    expect(summary(measured)).toMatchObject({
      ratios: {
        search: 1.25, read: 1.2, aggregate: 1.25, findModels: 0.1, search0: 4, throughput64: 0.9, longestWait64: 2.5, errors64: 0,
        answerBytes: 0.4, houseMemory: 1.1, relayStart: 1.5, relayWake: 10, appWake: 30, relayMemory: 1.2, journalPage: 0.04, journalAppend: 0.04,
      },
      toolListBytes: 7000,
      toolListTokens: 1700,
      withinLimits: true,
      questions: { answered: 2, calls: 3, bytes: 900, tokens: 220, plainBytes: 2250 },
      details: { milliseconds: { search: { ours: { n: 3, median: 12.5, p95: 1000 } } } },
    })
  })

  test('says which limit was missed', () => {
    const slow = { ...measured, times: [{ name: 'search', delayMs: 10, times: pair(14, 10) }] }
    expect(summary(slow)).toMatchObject({ withinLimits: false })
    expect(table(slow)).toMatch(/search, Odoo at 10 ms .* 1\.40 +at most 1\.25 {2}missed/)
    expect(summary({ ...measured, toolList: { bytes: 8193, tokens: 1, tools: 7 } })).toMatchObject({ withinLimits: false })
    expect(summary({ ...measured, toolList: { bytes: 8192, tokens: 2001, tools: 7 } })).toMatchObject({ withinLimits: false })
  })

  test('misses a limit when many callers get too few answers, errors, or wait too long', () => {
    const crowd = (ours: object) => summary({ ...measured, crowds: [{ callers: 64, ours: { ...side(90, 250), ...ours }, reference: side(100, 200) }] })
    for (const ours of [{ throughput: 79 }, { errors: 1 }, { longestMs: 301 }]) expect(crowd(ours)).toMatchObject({ withinLimits: false })
  })

  test('holds the slowest page of a million rows against a scan, and of fewer rows only shows it', () => {
    const pages = [...measured.journal.pages, { name: 'tool', ...pair(11, 200) }]
    const slow = { ...measured, journal: { ...measured.journal, pages } }
    expect(summary(slow)).toMatchObject({ withinLimits: false, ratios: { journalPage: 0.055 } })
    expect(table(slow)).toMatch(/the slowest of these +0\.06 +at most 0\.05 {2}missed/)
    expect(summary({ ...slow, journal: { ...slow.journal, rows: 100_000 } })).toMatchObject({ withinLimits: true, ratios: { journalPageOfFewer: 0.055 } })
  })

  test('leaves out what could not be measured, and counts no question without an answer', () => {
    const part = summary({
      ...measured,
      relayMemory: null,
      appWake: null,
      houseMemory: null,
      twenty: [...measured.twenty, { name: 'overdue_tasks', calls: 0, bytes: 0, tokens: 0, plainBytes: 0, plainTokens: 0, unanswered: 'no such model' }],
    }) as { ratios: object }
    expect(part).toMatchObject({ withinLimits: true, questions: { answered: 2 }, ratios: { answerBytes: 0.4 } })
    expect(Object.keys(part.ratios)).not.toContain('relayMemory')
    expect(Object.keys(part.ratios)).not.toContain('appWake')
    expect(Object.keys(part.ratios)).not.toContain('houseMemory')
  })

  test('tells the times of a real Odoo without a delay of its own', () => {
    const real = { ...measured, times: [{ name: 'search', delayMs: null, times: pair(12, 10) }] }
    expect(summary(real)).toMatchObject({ ratios: { search: 1.2 } })
    expect(table(real)).toMatch(/^search {2,}12\.00 ms/m)
  })
})

test('a median is not moved by a slow call', () => {
  expect(ratio(spreadOf([2, 2, 2, 900]), spreadOf([1, 1, 1, 1]))).toBe(2)
  expect(spreadOf([]).median).toBeNaN()
})
