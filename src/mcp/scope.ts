import { VitrineError } from '../errors/vitrine-error'
import { nearestNames } from '../odoo/nearest-names'
import type { CallContext, FieldInfo, ModelSchema } from '../odoo/port'
import type { Call, Session } from './call'
import { oneLine } from '../odoo/text'

/** In whose name and over which companies a question is asked: Odoo's answers depend on all of it. */
export interface Scope {
  readonly context: CallContext
  /** `[id, name]` of the companies that answer; the first decides company-dependent values. */
  readonly companies: readonly (readonly [id: number, name: string])[]
}

export interface ScopeArguments {
  readonly company_ids?: readonly number[] | undefined
  readonly lang?: string | undefined
  readonly include_archived?: boolean
}

/**
 * The context that goes with every request: language, time zone and companies always, since JSON-2 has no defaults for
 * them. Without `company_ids` all companies of the user answer, the current one first. Throws `invalid_domain`.
 */
export async function scopeOf(call: Call, { user }: Session, wanted: ScopeArguments = {}): Promise<Scope> {
  const own = [...user.companies].sort((a, b) => Number(b.id === user.companyId) - Number(a.id === user.companyId))
  const chosen = wanted.company_ids === undefined
    ? own
    : wanted.company_ids.map((id) => {
      const company = own.find((one) => one.id === id)
      if (company !== undefined) return company
      throw new VitrineError('invalid_domain', `Argument 'company_ids' names company ${String(id)}, which the user does not belong to.`, {
        hint: `Companies of the user: ${own.slice(0, 20).map((one) => `${String(one.id)} ${oneLine(one.name, 40)}`).join(', ')}.`,
        suggestions: own.slice(0, 3).map((one) => `${String(one.id)} ${oneLine(one.name, 80)}`),
      })
    })
  call.trail.companies = chosen.map(({ id }) => id)
  const lang = wanted.lang === undefined || wanted.lang === user.lang ? user.lang : await installedLanguage(call, wanted.lang)
  return {
    context: {
      ...(lang !== '' && { lang }),
      tz: user.tz,
      ...(chosen.length > 0 && { allowed_company_ids: chosen.map(({ id }) => id) }),
      ...(wanted.include_archived === true && { active_test: false }),
    },
    companies: chosen.map(({ id, name }) => [id, oneLine(name, 80)]),
  }
}

/**
 * Odoo 16 and 17 ignore a language that is not installed, later versions fail: so it is checked here, against the choices
 * of a contact's language, which are the installed ones.
 */
async function installedLanguage(call: Call, lang: string): Promise<string> {
  const installed = ((await call.schema('res.partner')).fields.get('lang')?.selection ?? []).map(([code]) => code)
  if (installed.includes(lang)) return lang
  throw new VitrineError('invalid_domain', "Argument 'lang' names a language that is not installed in this Odoo.", {
    hint: installed.length > 0 ? `Installed: ${installed.slice(0, 20).join(', ')}.` : '',
    suggestions: [...new Set([...nearestNames(lang, installed, 3), ...installed])].slice(0, 3),
  })
}

const MOST_COMPANIES = 12

/** The companies for an answer, said briefly when there are many. */
export function companiesSaid({ companies }: Scope): Readonly<Record<string, unknown>> {
  return companies.length <= MOST_COMPANIES
    ? { companies }
    : { companies: companies.slice(0, MOST_COMPANIES), companies_more: companies.length - MOST_COMPANIES }
}

/** Odoo computes these for one company, although their description does not say so. */
const COMPUTED_BY_COMPANY: ReadonlyMap<string, readonly string[]> = new Map([
  ['product.template', ['standard_price']],
  ['res.partner', ['credit', 'debit']],
])

export interface FieldInAnswer {
  /** As the answer names it. */
  readonly key: string
  readonly model: string
  readonly field: FieldInfo
}

/**
 * For an answer over several companies: which of its fields have a value for each company, and whose these are. Odoo gives those
 * of the first company, also for records of the others, and they would pass for the values of all.
 */
export function valuesOfCompanySaid({ companies }: Scope, fields: readonly FieldInAnswer[]): Readonly<Record<string, unknown>> {
  const [first, ...others] = companies
  if (first === undefined || others.length === 0) return {}
  const dependent = fields.filter(({ model, field }) => field.companyDependent || COMPUTED_BY_COMPANY.get(model)?.includes(field.name) === true)
  return dependent.length === 0 ? {} : { company_dependent: { fields: [...new Set(dependent.map(({ key }) => key))], values_of: first } }
}

/** The fields of a checked filter that belong to the model itself. */
export function fieldsOfFilter({ model, fields }: ModelSchema, names: readonly string[]): readonly FieldInAnswer[] {
  return names.flatMap((name) => {
    const field = fields.get(name)
    return field === undefined ? [] : [{ key: name, model, field }]
  })
}
