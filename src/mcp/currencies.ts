import type { CallContext, Domain, FieldInfo, Group, ModelSchema } from '../odoo/port'
import type { Measure } from './aggregate-plan'
import type { Call, Session } from './call'
import { oneLine } from '../odoo/text'

export interface CurrencyCheck {
  /** By the measure's key, where all records have one currency. */
  readonly currency: Readonly<Record<string, string>>
  readonly warnings: readonly string[]
}

interface Question {
  readonly domain: Domain
  readonly context: CallContext
  readonly groupedBy: readonly string[]
  /** The matching records by their currency, where they are asked for already. */
  readonly byCurrency?: { readonly field: FieldInfo; readonly groups: Promise<readonly Group[]> } | undefined
}

/** The currencies of the matching records in one field. */
interface Found {
  readonly field: string
  readonly named: readonly { readonly name: string; readonly count: number }[]
  /** There may be records, or currencies, beyond those told. */
  readonly isPart: boolean
}

/** More currencies than this are not told one by one. */
export const MOST_CURRENCIES = 8
/** Of a currency that Odoo computes and cannot group by, this many records are looked at one by one. */
const MOST_LOOKED_AT = 1_000

/** A price or an amount by its name, where Odoo keeps it as a plain number without a currency. */
const AMOUNT_NAME = /(^|_)(price|amount|cost|revenue|margin|untaxed|subtotal|total|turnover|balance|debit|credit|value|wage|salary)(_|$)/
const NO_AMOUNT_NAME = /(^|_)(qty|quantity|percent|percentage|rate|ratio|count|hours?|days?|time|weight|volume)(_|$)/

const isCounted = ({ aggregate }: Measure): boolean => aggregate === 'count' || aggregate === 'count_distinct'
const isAmount = (measure: Measure): boolean => measure.field.type === 'monetary' && !isCounted(measure)
const isLikelyAmount = (measure: Measure): boolean =>
  measure.field.type === 'float' && !isCounted(measure) && AMOUNT_NAME.test(measure.field.name) && !NO_AMOUNT_NAME.test(measure.field.name)

/**
 * The one field that holds the currency of all measures, when these are sums of amounts and nothing else: then the groups by
 * that field, which tell whether currencies mix, tell the total as well, and one request is spared.
 */
export function currencyOfSums(call: Call, schema: ModelSchema, measures: readonly Measure[]): FieldInfo | undefined {
  const [first, ...others] = new Set(measures.map(({ field }) => field.currencyField))
  const isSums = measures.every((measure) => isAmount(measure) && measure.aggregate === 'sum')
  const field = first === undefined || others.length > 0 || !isSums ? undefined : schema.fields.get(first)
  return field?.groupable === true && isCurrencyShown(call, schema, field) ? field : undefined
}

/** Currencies are told by their names and counted in their order. */
const isCurrencyShown = ({ visibility }: Call, { model }: ModelSchema, field: FieldInfo): boolean =>
  visibility.isFieldShown(model, field) && (field.relation === undefined || visibility.isOrderShown(field.relation))

/** The sums over all groups by currency; undefined where there are none, or may be more than were asked for. */
export function addedUp(groups: readonly Group[]): Group | undefined {
  const [first, ...others] = groups
  if (first === undefined || groups.length >= MOST_CURRENCIES) return undefined
  if (others.length === 0) return { ...first, keys: [] }
  const measures = first.measures.map((_, index) => {
    const sums = groups.map((group) => group.measures[index]).filter((sum) => typeof sum === 'number')
    // Amounts have few decimals; more of them come from adding up binary fractions.
    return sums.length === 0 ? null : Number(sums.reduce((total, sum) => total + sum, 0).toFixed(6))
  })
  return { keys: [], measures, count: groups.reduce((count, group) => count + group.count, 0) }
}

/**
 * Finds out whether amounts that are added up or compared are in one currency, by the currencies of the same records. Where
 * that cannot be done it says so: a sum over several currencies means nothing.
 */
export async function checkCurrencies(
  call: Call,
  session: Session,
  schema: ModelSchema,
  measures: readonly Measure[],
  question: Question,
): Promise<CurrencyCheck> {
  const byField = new Map<string, string[]>()
  for (const { key, field } of measures.filter(isAmount)) {
    const name = field.currencyField ?? ''
    byField.set(name, [...(byField.get(name) ?? []), key])
  }
  const likely = measures.filter(isLikelyAmount).map(({ key }) => key)
  const checks = await Promise.all([
    ...[...byField].map(([name, keys]) => checkAmounts(call, session, schema, keys, schema.fields.get(name), question)),
    ...(likely.length === 0 ? [] : [checkPlainNumbers(call, session, schema, likely, question)]),
  ])
  return {
    currency: Object.fromEntries(checks.flatMap((check) => Object.entries(check.currency))),
    warnings: checks.flatMap(({ warnings }) => warnings),
  }
}

/** Amounts whose currency stands in `field`. */
async function checkAmounts(
  call: Call,
  session: Session,
  schema: ModelSchema,
  keys: readonly string[],
  field: FieldInfo | undefined,
  question: Question,
): Promise<CurrencyCheck> {
  if (field === undefined || !isCurrencyShown(call, schema, field)) return unchecked(session, keys)
  const found = await currenciesIn(call, session, schema, field, question)
  const { named } = found
  const [only] = named
  if (named.length <= 1) {
    if (found.isPart) return unchecked(session, keys)
    return { currency: only === undefined ? {} : Object.fromEntries(keys.map((key) => [key, only.name])), warnings: [] }
  }
  if (question.groupedBy.includes(field.name)) {
    return { currency: {}, warnings: [`${keys.join(', ')}: each row is in the currency it is grouped by; total_row mixes them and does not add up to anything.`] }
  }
  const apart = field.groupable ? `Group by ${field.name}, or filter on one currency.` : 'Ask for each company or currency by itself.'
  return {
    currency: {},
    warnings: [
      `${keys.join(', ')}: several currencies are mixed (records: ${listOf(found)}), so these amounts and the total row do not add up to anything. ${apart}`,
    ],
  }
}

/** Prices and amounts that say no currency: any field of the model that holds one tells whether there can be several. */
async function checkPlainNumbers(
  call: Call,
  session: Session,
  schema: ModelSchema,
  keys: readonly string[],
  question: Question,
): Promise<CurrencyCheck> {
  const fields = [...schema.fields.values()].filter(
    (field) => field.type === 'many2one' && field.relation === 'res.currency' && field.groupable && isCurrencyShown(call, schema, field),
  )
  if (fields.length === 0) return unchecked(session, keys)
  const found = await Promise.all(fields.map((field) => currenciesIn(call, session, schema, field, question)))
  const mixed = found.filter(({ named }) => named.length > 1)
  if (mixed.length === 0) return { currency: {}, warnings: [] }
  const told = mixed.map((one) => `${one.field}: ${listOf(one)}`).join('; ')
  return {
    currency: {},
    warnings: [
      `${keys.join(', ')}: Odoo does not say the currency of these numbers, and the records have several (${told}), so they may not add up to anything.`,
    ],
  }
}

async function currenciesIn(call: Call, { reader }: Session, { model }: ModelSchema, field: FieldInfo, question: Question): Promise<Found> {
  const { domain, context, byCurrency } = question
  const options = call.options(context)
  if (field.groupable) {
    const groups = await (byCurrency?.field === field
      ? byCurrency.groups
      : reader.group({ model, domain, groupBy: [{ field }], measures: [], offset: 0, limit: MOST_CURRENCIES }, options))
    const named = groups.flatMap(({ keys: [key], count }) => (key?.kind === 'record' ? [{ name: oneLine(key.name, 20), count }] : []))
    return { field: field.name, named, isPart: groups.length === MOST_CURRENCIES }
  }
  const rows = await reader.searchRead({ model, domain, fields: [field.name], offset: 0, limit: MOST_LOOKED_AT }, options)
  const counts = new Map<string, number>()
  for (const row of rows) {
    const value = row[field.name]
    const name: unknown = Array.isArray(value) ? value[1] : undefined
    if (typeof name === 'string') counts.set(oneLine(name, 20), (counts.get(oneLine(name, 20)) ?? 0) + 1)
  }
  const named = [...counts].map(([name, count]) => ({ name, count })).slice(0, MOST_CURRENCIES)
  return { field: field.name, named, isPart: rows.length === MOST_LOOKED_AT || counts.size > MOST_CURRENCIES }
}

const listOf = ({ named, isPart }: Found): string =>
  `${named.map((one) => `${one.name} ${String(one.count)}`).join(', ')}${isPart ? ', …' : ''}`

/** Without a way to ask, companies of one currency are the best sign there is. */
function unchecked({ user }: Session, keys: readonly string[]): CurrencyCheck {
  const own = new Set(user.companies.map(({ currency }) => currency))
  const warnings = own.size <= 1 ? [] : [`${keys.join(', ')}: it cannot be checked whether these amounts are in one currency.`]
  return { currency: {}, warnings }
}
