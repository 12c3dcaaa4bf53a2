import { VitrineError } from '../errors/vitrine-error'
import { checkDomain, type CheckedDomain, type DomainScope } from '../odoo/domain'
import { checkOrder } from '../odoo/order'
import type { FieldInfo, ModelSchema } from '../odoo/port'
import type { Call, Session } from './call'
import { POPULAR_MODELS } from './render/popular-models'
import { restrictedField, restrictedOrder } from './visibility'

/** Runs a check with the policy as its guard; of what is refused, the name goes into the call's record. */
async function guarded<T>(
  call: Call,
  session: Session,
  schema: ModelSchema,
  check: (scope: DomainScope) => Promise<T>,
): Promise<T> {
  let refused = ''
  // Asked for suggestions as well, so the last refusal counts only when the check ends with it.
  const guard = (model: string, field: FieldInfo): void => {
    const verdict = call.visibility.judge(model, field)
    if (!verdict.allowed) {
      refused = field.name
      throw restrictedField(verdict)
    }
    if (field.name !== 'display_name') return
    const [hidden] = call.visibility.hiddenInNames(model)
    if (hidden === undefined) return
    refused = hidden
    throw new VitrineError(
      'restricted_field',
      `Names of ${model} cannot be searched by display name, because Odoo would look into the hidden field ${hidden} as well.`,
      { hint: 'Filter on the field name, such as partner_id.name, or on the id that odoo_resolve finds.' },
    )
  }
  try {
    return await check({
      model: schema.model,
      schema: (model) => (model === schema.model ? Promise.resolve(schema) : call.schema(model)),
      version: session.version,
      guard,
      searchesNames: (model) => {
        const { lang, tz, companies } = session.user
        return session.reader.searchesNames(model, call.options({ lang, tz, allowed_company_ids: companies.map(({ id }) => id) }))
      },
      ...(call.rows !== undefined && { rows: call.rows }),
      nowMs: call.deps.host.now(),
      timeZone: session.user.tz,
    })
  } catch (cause) {
    if (cause instanceof VitrineError && cause.code === 'restricted_field') call.trail.hide(refused)
    throw cause
  }
}

/** Checks a filter that is told and not asked: nothing is noted, save a hidden field. Throws what `checkDomain` throws. */
export async function validateFilter(call: Call, session: Session, schema: ModelSchema, domain: unknown): Promise<void> {
  await guarded(call, session, schema, (scope) => checkDomain(domain, scope))
}

/** Checks a filter and notes its fields and shape. Throws what `checkDomain` throws; nothing is widened or dropped. */
export async function checkFilter(call: Call, session: Session, schema: ModelSchema, domain: unknown): Promise<CheckedDomain> {
  const always = await call.rowsShown(schema.model)
  if (domain === undefined) return { domain: always, shape: '', fields: [], resolvedDates: [] }
  const checked = await guarded(call, session, schema, (scope) => checkDomain(domain, scope))
  call.trail.filterShape = checked.shape
  call.trail.use(...checked.fields)
  // Terms side by side are joined by "and", whatever operators stand among the client's.
  return always.length === 0 ? checked : { ...checked, domain: [...checked.domain, ...always] }
}

/**
 * The order to ask Odoo for, always one in which each record has its place: without it, pages that follow each other may
 * hold a record twice or not at all. `id` is added where it is missing.
 */
export async function checkSort(call: Call, session: Session, schema: ModelSchema, order: string | undefined): Promise<string> {
  if (order === undefined) return defaultOrder(call, schema)
  const checked = await guarded(call, session, schema, (scope) => checkOrder(order, scope))
  await checkSortedRelations(call, schema, checked.fields)
  call.trail.use(...checked.fields)
  return checked.fields.includes('id') ? checked.order : `${checked.order}, id`
}

/** Sorted by a relation, records stand in the order of those they point to. */
async function checkSortedRelations(call: Call, schema: ModelSchema, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const field = schema.fields.get(name)
    if (field?.relation === undefined || field.relation === '') continue
    if (call.visibility.hasRules && call.visibility.isModelShown(field.relation)) await call.schema(field.relation)
    if (call.visibility.isOrderShown(field.relation)) continue
    call.trail.hide(name)
    throw restrictedOrder(field)
  }
}

function defaultOrder(call: Call, schema: ModelSchema): string {
  const usual = POPULAR_MODELS.get(schema.model)?.order
  if (usual === undefined) return 'id'
  const isPossible = usual.split(', ').every((term) => {
    const field = schema.fields.get(term.replace(' desc', ''))
    return term.startsWith('id') || (field?.sortable === true && call.visibility.isFieldShown(schema.model, field))
  })
  return isPossible ? usual : 'id'
}

const MOST_DATES = 12

/** What relative dates in the filter became, each once. */
export function resolvedDatesSaid({ resolvedDates }: CheckedDomain): Readonly<Record<string, unknown>> {
  if (resolvedDates.length === 0) return {}
  const said = new Map(resolvedDates.map(({ field, said: words, became }) => [`${field} ${words}`, became]))
  const shown = Object.fromEntries([...said].slice(0, MOST_DATES))
  return { resolved_dates: shown, ...(said.size > MOST_DATES && { resolved_dates_more: said.size - MOST_DATES }) }
}
