import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VitrineError } from '../../../src/errors/vitrine-error'
import { checkDomain } from '../../../src/odoo/domain'
import type { Domain } from '../../../src/odoo/port'
import { matches, NAMED_DAYS, type Row } from './reference-evaluator'
import { odoo, scopeOf } from './scope'

// The same filters in every run: a failure must be there again when it is looked into.
fc.configureGlobal({ seed: 20_261_122 })

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 4 })

const id = fc.integer({ min: 1, max: 5 })
const word = fc.constantFrom('a', 'b', 'Ab', 'zz')
const amount = fc.constantFrom(-1, 0, 1, 1000, 2.5)
const state = fc.constantFrom('draft', 'sent', 'sale', 'cancel')
const DAYS = ['2026-11-01', '2026-11-19', '2026-11-21', '2026-11-22', '2026-11-23', '2026-12-06', '2026-10-01', '2026-09-30', '2026-01-01']
/** Around midnight in Brussels and in UTC, where a mistake by an hour or a day shows. */
const TIMES = DAYS.flatMap((day) =>
  ['00:00:00', '21:30:15', '21:59:59', '22:00:00', '22:59:59', '23:00:00', '23:00:01', '23:59:59', '12:00:00'].map((time) => `${day} ${time}`),
)
const dayText = fc.constantFrom(...DAYS)
const timeText = fc.constantFrom(...TIMES)
const saidDay = fc.oneof(dayText, fc.constantFrom(...NAMED_DAYS))
const saidTime = fc.oneof(saidDay, timeText, timeText.map((text) => `${text.replace(' ', 'T')}Z`), timeText.map((text) => `${text.replace(' ', 'T')}+05:30`), fc.constant('now'))

const EQUALS = ['=', '!=', '<>', '=?']
const ORDERS = ['<', '<=', '>', '>=']
const scalar = (field: string, operators: readonly string[], value: fc.Arbitrary<unknown>) => fc.tuple(fc.constant(field), fc.constantFrom(...operators), value)
const list = (field: string, value: fc.Arbitrary<unknown>) => fc.tuple(fc.constant(field), fc.constantFrom('in', 'not in'), fc.array(value, { maxLength: 4 }))
const unset = fc.constantFrom(false, null)

const lineLeaf = fc.oneof(
  scalar('name', ['=', '!=', 'ilike', 'not ilike'], word),
  scalar('price_subtotal', [...EQUALS, ...ORDERS], amount),
  scalar('date_planned', [...EQUALS, ...ORDERS], saidTime),
)
const leaf = fc.oneof(
  scalar('name', [...EQUALS, ...ORDERS, 'ilike', 'not ilike'], word),
  scalar('name', EQUALS, unset),
  list('name', fc.oneof(word, unset)),
  scalar('amount_total', [...EQUALS, ...ORDERS], amount),
  list('amount_total', amount),
  scalar('state', [...EQUALS, ...ORDERS], state),
  list('state', fc.oneof(state, unset)),
  scalar('locked', ['=', '!='], fc.boolean()),
  scalar('validity_date', [...EQUALS, ...ORDERS], saidDay),
  scalar('validity_date', EQUALS, unset),
  list('validity_date', fc.oneof(saidDay, unset)),
  scalar('date_order', [...EQUALS, ...ORDERS], saidTime),
  scalar('date_order', EQUALS, unset),
  scalar('partner_id', EQUALS, fc.oneof(id, unset)),
  list('partner_id', fc.oneof(id, unset)),
  scalar('partner_id.name', ['=', '!=', 'ilike'], word),
  scalar('partner_id.country_id.code', ['=', '!='], word),
  scalar('order_line.price_subtotal', [...EQUALS, ...ORDERS], amount),
  scalar('order_line.date_planned', ORDERS, saidTime),
  fc.tuple(fc.constant('order_line'), fc.constantFrom('any', 'not any'), fc.array(lineLeaf, { maxLength: 3 })),
  fc.constantFrom([1, '=', 1], [0, '=', 1]),
)
const tree: fc.Arbitrary<readonly unknown[]> = fc.letrec<{ term: readonly unknown[] }>((tie) => ({
  term: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf.map((one) => [one]),
    tie('term').map((one) => ['!', ...one]),
    fc.tuple(fc.constantFrom('&', '|'), tie('term'), tie('term')).map(([operator, a, b]) => [operator, ...a, ...b]),
  ),
})).term
const domain = fc.array(tree, { maxLength: 3 }).map((terms) => terms.flat())

const partner = fc.record({ id, name: maybe(word), country_id: maybe(fc.record({ id, code: maybe(word) })) })
const line = fc.record({ id, name: maybe(word), price_subtotal: amount, date_planned: maybe(timeText) })
const row: fc.Arbitrary<Row> = fc.record({
  id,
  name: maybe(word),
  amount_total: amount,
  state: maybe(state),
  locked: fc.boolean(),
  validity_date: maybe(dayText),
  date_order: maybe(timeText),
  partner_id: maybe(partner),
  order_line: fc.array(line, { maxLength: 3 }),
})

/** Everything a mutation may put anywhere into a filter. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>('&', '|', '!', 'any', 'in', '=', '==', 'ILIKE', '', ' ', null, undefined, true, false, 0, 1, -1, Number.NaN, [], {}, [[]], ['name', '=', 'a'], ['name', '='], '2026-11-22', 'garbage'),
  fc.constantFrom('name', 'access_token', 'amount_undiscounted', 'partner_id.email', 'nope', 'order_line', 'date_order', '__proto__', 'sale.order'),
  fc.jsonValue({ maxDepth: 2 }),
)

interface Mutation {
  readonly at: readonly number[]
  readonly how: 'replace' | 'insert' | 'remove' | 'double'
  readonly junk: unknown
}

/** Walks down into the nested lists by the numbers of `at` and changes what it finds there. */
function mutate(value: unknown, { at, how, junk: thing }: Mutation): unknown {
  if (!Array.isArray(value) || value.length === 0) return thing
  const [first = 0, ...rest] = at
  const index = first % value.length
  const copy: unknown[] = [...(value as readonly unknown[])]
  if (rest.length > 0 && Array.isArray(copy[index])) copy[index] = mutate(copy[index], { at: rest, how, junk: thing })
  else if (how === 'replace') copy[index] = thing
  else if (how === 'insert') copy.splice(index, 0, thing)
  else if (how === 'remove') copy.splice(index, 1)
  else copy.splice(index, 0, copy[index])
  return copy
}
const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 4 }),
  how: fc.constantFrom('replace', 'insert', 'remove', 'double'),
  junk,
})

const EXPECTED_CODES: ReadonlySet<string> = new Set(['invalid_domain', 'unknown_field', 'restricted_field', 'not_allowed_by_policy', 'unknown_model'])

async function checkedOrNull(input: unknown): Promise<Domain | null> {
  try {
    return (await checkDomain(input, scopeOf({ version: odoo(19) }))).domain
  } catch (error) {
    if (error instanceof VitrineError && EXPECTED_CODES.has(error.code)) return null
    throw error
  }
}

describe('a filter that is accepted', () => {
  it('matches exactly the records that it says', async () => {
    await fc.assert(
      fc.asyncProperty(domain, fc.array(row, { minLength: 1, maxLength: 5 }), async (said, rows) => {
        const { domain: sent } = await checkDomain(said, scopeOf())
        expect(rows.map((one) => matches(sent, one))).toEqual(rows.map((one) => matches(said, one)))
      }),
      { numRuns: 800 },
    )
  })

  it('on dates matches to the second, on both sides of every midnight', async () => {
    const onDates = fc.oneof(
      scalar('date_order', [...EQUALS, ...ORDERS], saidTime),
      scalar('order_line.date_planned', [...EQUALS, ...ORDERS], saidTime),
      scalar('validity_date', [...EQUALS, ...ORDERS], saidDay),
    )
    const rows: readonly Row[] = [null, ...TIMES].flatMap((time, index) => {
      const other = TIMES[(index * 7) % TIMES.length] ?? ''
      return [{ date_order: time, validity_date: DAYS[index % 10] ?? null, order_line: [{ date_planned: time }, { date_planned: other }] }]
    })
    await fc.assert(
      fc.asyncProperty(onDates, async (said) => {
        const sent = await checkedOrNull([said])
        // A whole day on a path through many records is refused, where two conditions could be met by two of them.
        if (sent === null) expect([said[0], EQUALS.includes(said[1])]).toEqual(['order_line.date_planned', true])
        else expect(rows.map((one) => matches(sent, one))).toEqual(rows.map((one) => matches([said], one)))
      }),
      { numRuns: 800 },
    )
  })

  it('is the same as JSON text', async () => {
    await fc.assert(
      fc.asyncProperty(domain, async (said) => {
        expect(await checkDomain(JSON.stringify(said), scopeOf())).toEqual(await checkDomain(said, scopeOf()))
      }),
      { numRuns: 150 },
    )
  })

  it('is sent with absolute dates, no null and no constant of its own', async () => {
    await fc.assert(
      fc.asyncProperty(domain, async (said) => {
        const { domain: sent } = await checkDomain(said, scopeOf())
        const text = JSON.stringify(sent)
        expect(text).not.toMatch(/null|today|yesterday|tomorrow|now|_start|_end|[+-]\d+[dwmqy]"|T\d\d:|Z"|<>|\[[01],"="/)
      }),
      { numRuns: 400 },
    )
  })

  it('has a shape and fields without any value', async () => {
    await fc.assert(
      fc.asyncProperty(domain, async (said) => {
        const { shape, fields } = await checkDomain(said, scopeOf())
        expect(shape.length).toBeLessThanOrEqual(300)
        expect(shape).not.toMatch(/\b(?:draft|sent|sale|cancel|Ab|zz|\d+)\b/)
        expect(fields.every((field) => /^[a-z_]+(\.[a-z_]+)*$/.test(field))).toBe(true)
      }),
      { numRuns: 400 },
    )
  })
})

describe('a filter that was tampered with', () => {
  it('is either refused with one of five codes, or matches exactly the records that it says', async () => {
    let accepted = 0
    let refused = 0
    await fc.assert(
      fc.asyncProperty(domain, fc.array(mutation, { minLength: 1, maxLength: 3 }), fc.array(row, { minLength: 1, maxLength: 4 }), async (said, mutations, rows) => {
        const tampered = mutations.reduce<unknown>(mutate, said)
        const sent = await checkedOrNull(tampered)
        if (sent === null || !Array.isArray(tampered)) {
          refused += 1
          return
        }
        accepted += 1
        expect(rows.map((one) => matches(sent, one))).toEqual(rows.map((one) => matches(tampered as readonly unknown[], one)))
      }),
      { numRuns: 2500 },
    )
    // Otherwise the property above would say nothing.
    expect(Math.min(accepted, refused)).toBeGreaterThan(200)
  })

  it('is never taken for "no filter"', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.anything({ maxDepth: 3 }), fc.string(), junk), async (input) => {
        const sent = await checkedOrNull(input)
        if (sent !== null && sent.length === 0) {
          expect(input === undefined || JSON.stringify(typeof input === 'string' ? JSON.parse(input) : input) === '[]').toBe(true)
        }
      }),
      { numRuns: 1500 },
    )
  })
})
