import { isObject, pairIn, recordsIn } from './answers'
import { strangeAnswer } from './odoo-fault'
import type { OdooCompany, OdooUser } from './port'
import { isRecordId } from './read-methods'
import { oneLine } from './text'

/** The answers of `read` on the own record and of `context_get` → the user, whose companies are still to be asked for. */
export function ownUserIn(record: unknown, context: unknown): Omit<OdooUser, 'companies'> & { readonly companyIds: readonly number[] } {
  const own = recordsIn(record)[0]
  if (own === undefined) throw strangeAnswer()
  const company = pairIn(own.company_id)
  if (company === undefined) throw strangeAnswer()
  const told = isObject(context) ? context : {}
  const ids = Array.isArray(own.company_ids) ? own.company_ids.filter(isRecordId) : []
  return {
    id: own.id,
    name: oneLine(own.name, 120),
    login: oneLine(own.login, 256),
    // `context_get` answers a language that is installed; the record may name one that is not, which 18 and later refuse.
    lang: languageIn(told.lang) ?? languageIn(own.lang) ?? 'en_US',
    tz: timeZoneIn(told.tz) ?? timeZoneIn(own.tz) ?? 'UTC',
    companyId: company.id,
    companyIds: [company.id, ...ids.filter((id) => id !== company.id)],
  }
}

/** The companies in the order of `ids`; one that Odoo does not show is left out. */
export function companiesIn(answer: unknown, ids: readonly number[]): readonly OdooCompany[] {
  const byId = new Map(recordsIn(answer).map((record) => [record.id, record]))
  return ids.flatMap((id) => {
    const record = byId.get(id)
    return record === undefined ? [] : [{ id, name: oneLine(record.name, 120), currency: oneLine(pairIn(record.currency_id)?.name, 8) }]
  })
}

function languageIn(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z]{2,3}(?:[_@-][A-Za-z0-9]{1,10}){0,3}$/.test(value) ? value : undefined
}

/** A zone that Odoo knows and this runtime does not would break every date; UTC is what Odoo itself takes then. */
function timeZoneIn(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '' || value.length > 64) return undefined
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return value
  } catch {
    return undefined
  }
}
