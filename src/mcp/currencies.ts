import type { CallContext, Domain, ModelSchema } from '../odoo/port'
import type { Measure } from './aggregate-plan'
import type { Call, Session } from './call'
import { oneLine } from '../odoo/text'

export interface CurrencyCheck {
  /** By the measure's key, where all records have one currency. */
  readonly currency: Readonly<Record<string, string>>
  readonly warnings: readonly string[]
}

/** More currencies than this are not told one by one. */
const MOST_CURRENCIES = 8

const isAmount = ({ field, aggregate }: Measure): boolean =>
  field.type === 'monetary' && aggregate !== 'count' && aggregate !== 'count_distinct'

/**
 * Finds out whether amounts that are added up or compared are in one currency, by grouping the same records by their
 * currency. Where that cannot be done it says so: a sum over several currencies means nothing.
 */
export async function checkCurrencies(
  call: Call,
  { reader, user }: Session,
  schema: ModelSchema,
  measures: readonly Measure[],
  question: { readonly domain: Domain; readonly context: CallContext; readonly groupedBy: readonly string[] },
): Promise<CurrencyCheck> {
  const byField = new Map<string, Measure[]>()
  for (const measure of measures.filter(isAmount)) {
    const name = measure.field.currencyField ?? ''
    byField.set(name, [...(byField.get(name) ?? []), measure])
  }
  const checks = await Promise.all(
    [...byField].map(async ([name, amounts]): Promise<CurrencyCheck> => {
      const keys = amounts.map(({ key }) => key)
      const field = schema.fields.get(name)
      if (field === undefined || !field.groupable || !call.visibility.isFieldShown(schema.model, field)) {
        // Without a way to ask, companies of one currency are the best sign there is.
        const own = new Set(user.companies.map(({ currency }) => currency))
        return own.size <= 1
          ? { currency: {}, warnings: [] }
          : { currency: {}, warnings: [`${keys.join(', ')}: it cannot be checked whether these amounts are in one currency.`] }
      }
      const groups = await reader.group(
        { model: schema.model, domain: question.domain, groupBy: [{ field }], measures: [], offset: 0, limit: MOST_CURRENCIES },
        call.options(question.context),
      )
      const named = groups.flatMap(({ keys: [key], count }) =>
        key !== null && key?.kind === 'record' ? [{ name: oneLine(key.name, 20), count }] : [])
      const [only] = named
      if (named.length <= 1) return { currency: only === undefined ? {} : Object.fromEntries(keys.map((key) => [key, only.name])), warnings: [] }
      if (question.groupedBy.includes(name)) {
        return { currency: {}, warnings: [`${keys.join(', ')}: each row is in the currency it is grouped by; total_row mixes them and does not add up to anything.`] }
      }
      const list = named.map((one) => `${one.name} ${String(one.count)}`).join(', ')
      return {
        currency: {},
        warnings: [
          `${keys.join(', ')}: several currencies are mixed (records: ${list}${groups.length === MOST_CURRENCIES ? ', …' : ''}), so these `
          + `amounts and the total row do not add up to anything. Group by ${name}, or filter on one currency.`,
        ],
      }
    }),
  )
  return {
    currency: Object.fromEntries(checks.flatMap((check) => Object.entries(check.currency))),
    warnings: checks.flatMap(({ warnings }) => warnings),
  }
}
