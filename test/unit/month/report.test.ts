import { describe, expect, it } from 'vitest'
import type { JournalVerdict } from '../../../src/contract/activity'
import { ERROR_CODES } from '../../../src/contract/error-codes'
import type { KeyState, MonthSummary } from '../../../src/contract/month'
import { sheetText } from '../../../src/service/sheet-files'
import { monthFormats } from '../../../src/state/month-formats'
import { chainSentence, keyAdvice, monthReport } from '../../../src/state/month-report'
import { REASON_WORDS } from '../../../src/state/month-words'
import { MONTH, QUIET_MONTH } from '../../component/month-fixture'

const INTACT: JournalVerdict = { status: 'intact', message: '9 rows as written.', counts: { verified: 9, late: 0, open: 0, before: 0, otherKey: 0, deleted: 0 } }
const brokenAt = (row: number): JournalVerdict => ({ ...INTACT, status: 'broken', message: `Row ${String(row)} was removed.`, broken: { kind: 'removed', from: row, to: row } })
const withActivity = (activity: Partial<MonthSummary['activity']>): MonthSummary => ({ ...MONTH, activity: { ...MONTH.activity, ...activity } })
const text = (summary: MonthSummary, verdict: JournalVerdict | null = INTACT): string => sheetText(monthReport(summary, verdict), 'markdown').replaceAll('\\', '')

describe('the page of a month', () => {
  it('names the zone, and ends on the last day of the month there', () => {
    expect(monthReport(MONTH, INTACT).facts[0]).toEqual({ name: 'Period', value: '1 Oct 2026 to 31 Oct 2026, time zone Europe/Brussels' })
  })

  it('says of a month under way until when it was counted', () => {
    expect(text(QUIET_MONTH)).toContain('so far, until 20 Nov 2026, 15:05')
    expect(text(MONTH)).not.toContain('so far')
  })

  it('tells what was read, by whom, what was new, alerts, refusals, consents, decisions and keys', () => {
    const page = text(MONTH)
    for (const part of [
      '| Sales Order (sale.order) | 512 | 9,804 | 2.2 MB |',
      '| Quants (stock.quant) · new | 29 |',
      '| Claude Desktop | maria@northwind.example | Northwind Trading | 1,120 |',
      'Models: Quants (stock.quant).',
      'Fields of Sales Order (sale.order): margin, x_region.',
      '| a client asked more often than it may | 2 |',
      '| the model or field is hidden by the rules | 61 |',
      '| turned away: wrong key | 4 |',
      'Claude Desktop read Quants (stock.quant) with your consent for a session: 29 questions.',
      '14 Oct 2026: Claude Desktop may never read Time Off (hr.leave).',
      '| Odoo: Northwind Trading | 2 Mar 2026 | 20 Nov 2026 | 2 Dec 2026 | ends soon: replace |',
      'Rows deleted in this month because of their age: 1,180.',
    ]) expect(page).toContain(part)
  })

  it('says that nothing was asked, and tells of keys all the same', () => {
    const page = text(QUIET_MONTH)
    expect(page).toContain('Nothing was asked in this month.')
    expect(page).toContain('| Master key |')
  })

  it('says when a part of the month was deleted', () => {
    expect(text(withActivity({ keptFrom: '2026-10-12T08:00:00.000Z' }))).toContain('Activity before 12 Oct 2026, 10:00 was deleted')
    expect(text(MONTH)).not.toContain('was deleted (kept')
  })

  it('says what could not be recorded', () => {
    expect(text(withActivity({ notes: [{ kind: 'unrecorded', detail: '', rows: 2, sum: 17 }] }))).toContain('Calls answered that could not be recorded: 17.')
  })

  it('counts what has no line of its own', () => {
    const models = Array.from({ length: 40 }, (_, index) => ({ model: `x.model${String(index)}`, label: `Model ${String(index)}`, questions: 2, records: 10, bytes: 100 }))
    const page = text(withActivity({ models }))
    expect(page).toContain('| Model 14 (x.model14) |')
    expect(page).not.toContain('Model 15 ')
    expect(page).toContain('| 25 more models | 50 | 250 | 2.5 kB |')
  })

  it('puts out of action what names of other people would mean in a file', () => {
    const names = { ...MONTH.names, 'claude-desktop': '<img src=x>|*bold*' }
    expect(sheetText(monthReport({ ...MONTH, names }, INTACT), 'html')).not.toContain('<img')
    expect(sheetText(monthReport({ ...MONTH, names }, INTACT), 'markdown')).toContain('\\<img src=x\\>\\|\\*bold\\*')
  })

  it('has words for every reason', () => {
    expect(ERROR_CODES.filter((code) => REASON_WORDS[code] === '')).toEqual([])
  })
})

describe('the chain of a month', () => {
  const say = (verdict: Parameters<typeof chainSentence>[0], lastRow = 100): string => chainSentence(verdict, lastRow, monthFormats('UTC'))

  it('is vouched for up to the last row of the month, also when it breaks later', () => {
    expect(say(INTACT)).toBe('As written up to row 100, the last of this month')
    expect(say(brokenAt(101))).toBe('As written up to row 100, the last of this month; it breaks later. Row 101 was removed.')
  })

  it('is not when it breaks in the month or before it', () => {
    expect(say(brokenAt(100))).toBe('Broken. Row 100 was removed. Rows from there on are not vouched for.')
    expect(say(brokenAt(1))).toMatch(/^Broken/)
  })

  it('is vouched for where only searches are wrong about its rows', () => {
    const message = 'Row 9 is as written, but the lists that searches use are wrong about it.'
    expect(say({ ...INTACT, status: 'broken', message, broken: { kind: 'misfiled', from: 9, to: 9 } })).toBe(`As written up to row 100, the last of this month. ${message}`)
  })

  it('says what could not be checked', () => {
    expect(say({ ...INTACT, status: 'partial', message: '5 rows not sealed yet.' })).toContain('5 rows not sealed yet.')
    expect(say({ ...INTACT, status: 'locked' })).toMatch(/^Not checked/)
    expect(say(null)).toMatch(/^Not checked/)
    expect(say('checking')).toBe('Being checked…')
    expect(say(INTACT, 0)).toBe('Holds no row of this month')
  })
})

describe('what a key asks of its keeper', () => {
  const now = Date.parse('2026-11-20T12:00:00Z')
  const key = (change: Partial<KeyState>): string => keyAdvice({ kind: 'client', name: 'Cursor', since: '2026-11-01T00:00:00.000Z', lastUsed: '2026-11-19T00:00:00.000Z', expiry: { kind: 'never' }, ...change }, now)

  it.each([
    ['nothing, young and in use', {}, '–'],
    ['replacing, old', { since: '2026-05-01T00:00:00.000Z' }, 'old: replace'],
    ['replacing, near its end', { expiry: { kind: 'on', at: '2026-12-10T00:00:00.000Z', certainty: 'sure' } }, 'ends soon: replace'],
    ['nothing, with an end far away', { expiry: { kind: 'on', at: '2027-06-10T00:00:00.000Z', certainty: 'sure' } }, '–'],
    ['replacing, past its end', { expiry: { kind: 'on', at: '2026-11-20T11:00:00.000Z', certainty: 'sure' } }, 'has ended: replace or revoke'],
    ['thinking, long unused', { since: '2026-06-01T00:00:00.000Z', lastUsed: '2026-08-01T00:00:00.000Z' }, 'not used for 90 days: revoke?'],
    ['thinking, never used', { since: '2026-06-01T00:00:00.000Z', lastUsed: undefined }, 'not used for 90 days: revoke?'],
    ['thinking, paused', { paused: true }, 'paused: revoke if not needed'],
    ['replacing, an old one of Odoo', { kind: 'odoo', since: '2026-05-01T00:00:00.000Z', lastUsed: undefined, expiry: { kind: 'unknown' } }, 'old: replace'],
  ] as const)('%s', (_, change, advice) => {
    expect(key(change)).toBe(advice)
  })
})
