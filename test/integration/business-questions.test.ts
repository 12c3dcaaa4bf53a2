import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ANSWER_BYTES } from '../../src/mcp/tool'
import { USUAL_POLICY } from '../../src/policy/policy'
import { openSession, sampleReader, type McpSession } from '../support/mcp/open-session'
import { BUSINESS_QUESTIONS, MOST_CALLS } from '../support/questions/all'
import { Books } from '../support/questions/books'
import type { Answer, Setting } from '../support/questions/question'
import { Database } from '../support/sample-odoo/database'
import { SAMPLE_NOW, startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

/** Rita reads the books of two companies; the first is hers. */
const companies = [1, 2]

/** The customer with the longest list of unpaid invoices: a hard case has several. */
function customerOf(books: Books): string {
  const unpaid = books.rows('account.move').filter((row) =>
    row['move_type'] === 'out_invoice' && row['state'] === 'posted' && (row['payment_state'] === 'not_paid' || row['payment_state'] === 'partial'))
  const counts = new Map<unknown, number>()
  for (const { partner_id: partner } of unpaid) counts.set(partner, (counts.get(partner) ?? 0) + 1)
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  const row = books.one('res.partner', most?.[0])
  return String(row['complete_name'] ?? row['display_name'])
}

it('are twenty questions, each in at most three calls', () => {
  expect(BUSINESS_QUESTIONS.map(({ name }) => name)).toHaveLength(20)
  expect(new Set(BUSINESS_QUESTIONS.map(({ words }) => words)).size).toBe(20)
  for (const { steps } of BUSINESS_QUESTIONS) expect(steps.length).toBeLessThanOrEqual(MOST_CALLS)
})

describe.each([
  { version: 19, protocol: 'json2' },
  { version: 18, protocol: 'jsonrpc' },
  { version: 17, protocol: 'jsonrpc' },
  { version: 16, protocol: 'jsonrpc' },
] as const)('business questions to Odoo $version over $protocol', ({ version, protocol }) => {
  let sample: SampleOdoo
  let session: McpSession
  let books: Books
  let setting: Setting

  beforeAll(async () => {
    sample = await startSampleOdoo({ version })
    session = await openSession(sampleReader(sample), { allowed: USUAL_POLICY })
    // Made anew from the same seed: values that differ by company are not in the rows themselves.
    const products = new Database(version, ['sample'], Date.parse(SAMPLE_NOW)).store.table('product.product')
    books = new Books({
      data: sample.data,
      companies,
      timeZone: 'Europe/Brussels',
      now: SAMPLE_NOW,
      costOf: (product, company) => Number(products.companyValue('standard_price', company, product)),
    })
    setting = { today: SAMPLE_NOW.slice(0, 10), version, company: { id: 1, currency: 'EUR' }, customer: customerOf(books) }
  })
  afterAll(async () => {
    await session.close()
    await sample.close()
  })

  it.each(BUSINESS_QUESTIONS.filter(({ since }) => version >= (since ?? 0)))('$words', async ({ steps, figures, expected, isTop }) => {
    const answers: Answer[] = []
    for (const step of steps) {
      const { tool, args } = step(answers, setting)
      const { isError, answer, text } = await session.call(tool, args)
      expect(isError, text).toBe(false)
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(ANSWER_BYTES)
      if (isTop === true) expect(answer).toMatchObject({ has_more: true, next_offset: args['limit'] })
      else expectWhole(tool, answer)
      answers.push(answer)
    }
    const found = figures(answers, setting)
    expect(found).toEqual(expected(books, setting))
    expect(JSON.stringify(found)).toMatch(/[1-9]/)
    expect(sample.calls.filter(({ path }) => path !== '/web/version').every((call) => call.protocol === protocol)).toBe(true)
  })
})

/** Totals are told, and nothing was left out: no further page, no cut, no line of an expanded table missing. */
function expectWhole(tool: string, answer: Answer): void {
  for (const key of ['cut', 'next_offset', 'restricted', 'missing', 'forbidden']) expect(answer).not.toHaveProperty(key)
  if (tool === 'odoo_aggregate') {
    expect(answer['has_more']).toBe(false)
    expect((answer['total_row'] as readonly unknown[]).length).toBe((answer['columns'] as readonly unknown[]).length)
  } else if (tool !== 'odoo_resolve') expect(answer['total']).toBe((answer['rows'] as readonly unknown[]).length)
  for (const table of Object.values((answer['expanded'] ?? {}) as Readonly<Record<string, { readonly lines: readonly { total: number; shown: number }[] }>>)) {
    for (const { total, shown } of table.lines) expect(shown).toBe(total)
  }
}
