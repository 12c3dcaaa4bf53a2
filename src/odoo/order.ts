import { VitrineError } from '../errors/vitrine-error'
import type { DomainScope } from './domain'
import { invalid, quotedName } from './domain-syntax'
import { nearestNames } from './nearest-names'

const MAX_TERMS = 8
const MAX_LENGTH = 500
const NULLS_SINCE = 17
const TERM = /^([A-Za-z_][A-Za-z0-9_.]*)(?:\s+(asc|desc))?(?:\s+nulls\s+(first|last))?$/i

export interface CheckedOrder {
  /** In Odoo's syntax, ready to be sent: `date_order desc, id`. */
  readonly order: string
  readonly fields: readonly string[]
}

/**
 * Checks an order such as `date_order desc, name`: every field exists, is allowed and can be sorted by. Odoo 16 and 17
 * take a field that cannot be sorted by and sort by something else; here it is an error.
 *
 * Throws VitrineError `invalid_domain`, `unknown_field`, and what the scope's `schema` and `guard` throw.
 */
export async function checkOrder(
  input: string,
  scope: Pick<DomainScope, 'model' | 'schema' | 'version' | 'guard'>,
): Promise<CheckedOrder> {
  const terms = input.split(',')
  if (input.length > MAX_LENGTH || terms.length > MAX_TERMS) throw invalid(`The order has more than ${String(MAX_TERMS)} fields or is too long`, {})
  const { fields } = await scope.schema(scope.model)
  const names: string[] = []
  const written: string[] = []
  for (const [index, term] of terms.entries()) {
    const place = `Item ${String(index + 1)} of the order`
    const match = TERM.exec(term.trim())
    if (match === null) throw invalid(`${place} is not a field with "asc" or "desc"`, { hint: 'Write "date_order desc, name".' })
    const [, name = '', direction, nulls] = match
    if (name.includes('.')) throw invalid(`${place}: Odoo sorts by fields of the model itself only`, {})
    const field = fields.get(name)
    if (field === undefined) {
      const known = [...fields.values()].filter((candidate) => candidate.sortable && isAllowed(() => { scope.guard(scope.model, candidate) }))
      throw new VitrineError('unknown_field', `${place}: ${scope.model} has no field ${quotedName(name)}.`, {
        suggestions: nearestNames(name, known.map((candidate) => candidate.name)),
      })
    }
    scope.guard(scope.model, field)
    if (!field.sortable) throw invalid(`${place}: ${name} is computed or a list, and cannot be sorted by`, {})
    if (nulls !== undefined && scope.version.major < NULLS_SINCE) {
      throw invalid(`${place}: "nulls ${nulls.toLowerCase()}" needs Odoo ${String(NULLS_SINCE)}, and this is Odoo ${scope.version.text}`, {})
    }
    names.push(name)
    written.push([name, direction?.toLowerCase(), nulls === undefined ? undefined : `nulls ${nulls.toLowerCase()}`].filter((part) => part !== undefined).join(' '))
  }
  return { order: written.join(', '), fields: [...new Set(names)] }
}

function isAllowed(guard: () => void): boolean {
  try {
    guard()
    return true
  } catch {
    return false
  }
}
