import { VitrineError } from '../errors/vitrine-error'
import type { CallContext, FieldInfo, OdooReader, RawRecord } from '../odoo/port'
import type { Call } from './call'

/** Ids that one request carries at most. */
const CHUNK = 1_000

/** Of the ids of a ruled model, those inside the rule. Records that Odoo or a broken rule refuses count as outside. */
export async function idsShown(call: Call, reader: OdooReader, model: string, ids: readonly number[], context: CallContext): Promise<ReadonlySet<number>> {
  if (call.rows?.isRuled(model) !== true) return new Set(ids)
  return new Set((await namesOf(call, reader, model, ids, 'id', context)).keys())
}

/** By id: the value of one field of those records that may be looked at. */
async function namesOf(
  call: Call,
  reader: OdooReader,
  model: string,
  ids: readonly number[],
  field: string,
  context: CallContext,
): Promise<ReadonlyMap<number, unknown>> {
  const rule = await call.rowsShown(model)
  const options = call.options({ ...context, active_test: false })
  const found = new Map<number, unknown>()
  const all = [...new Set(ids)]
  for (let start = 0; start < all.length; start += CHUNK) {
    const part = all.slice(start, start + CHUNK)
    const rows = await reader.searchRead({ model, domain: [['id', 'in', part], ...rule], fields: [field], offset: 0, limit: part.length }, options)
    for (const row of rows) found.set(row.id, row[field])
  }
  return found
}

/**
 * Records as the row rules let them be seen: lists without the records outside, and no names of those. The ids of a many2one
 * stay, since they belong to the record that points. Nothing is asked where no rule reaches.
 */
export async function asShown<R extends RawRecord>(
  call: Call,
  reader: OdooReader,
  fields: Iterable<FieldInfo>,
  records: readonly R[],
  context: CallContext,
): Promise<readonly R[]> {
  if (call.rows === undefined || records.length === 0) return records
  const relational = new Map<string, FieldInfo>()
  for (const field of fields) if (field.relation !== undefined && field.relation !== '') relational.set(field.name, field)
  if (relational.size === 0) return records
  const changes = await Promise.all([...relational.values()].map((field) => cellsOf(call, reader, field, records, context)))
  const apply = changes.filter((change) => change !== undefined)
  return apply.length === 0 ? records : records.map((record) => Object.assign({}, record, ...apply.map((change) => change(record))) as R)
}

type Change = (record: RawRecord) => Readonly<Record<string, unknown>>

async function cellsOf(call: Call, reader: OdooReader, field: FieldInfo, records: readonly RawRecord[], context: CallContext): Promise<Change | undefined> {
  const { name, type, relation = '' } = field
  const { visibility } = call
  if (!visibility.isModelShown(relation)) return undefined
  if (type === 'one2many' || type === 'many2many') {
    if (!visibility.isRuled(relation)) return undefined
    const ids = records.flatMap((record) => idsIn(record[name]))
    const shown = await orUndefined(idsShown(call, reader, relation, ids, context))
    return (record) => ({ [name]: shown === undefined ? false : idsIn(record[name]).filter((id) => shown.has(id)) })
  }
  // A name that is not shown in any case need not be looked for.
  if (type !== 'many2one' || !visibility.isNameShown(relation)) return undefined
  const schema = visibility.hasRules ? await orUndefined(call.schema(relation, context)) : undefined
  if (!visibility.isRuled(relation) && !visibility.isNameDerived(relation)) return undefined
  const ids = records.flatMap((record) => idOf(record[name]))
  const title = schema?.fields.get('name')
  const isTitled = title?.type === 'char' && visibility.isFieldShown(relation, title)
  const source = !visibility.isNameDerived(relation) ? 'display_name' : isTitled ? 'name' : 'id'
  const names = ids.length === 0 ? undefined : await orUndefined(namesOf(call, reader, relation, ids, source, context))
  return (record) => {
    const [id] = idOf(record[name])
    const shown = id === undefined ? undefined : names?.get(id)
    return id === undefined ? {} : { [name]: typeof shown === 'string' ? [id, shown] : [id] }
  }
}

const idsIn = (value: unknown): readonly number[] =>
  Array.isArray(value) ? (value as readonly unknown[]).filter((id): id is number => typeof id === 'number') : []

function idOf(value: unknown): readonly number[] {
  const id: unknown = Array.isArray(value) ? value[0] : value
  return typeof id === 'number' ? [id] : []
}

/** What may not be looked at is withheld; anything else that goes wrong ends the call. */
async function orUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (cause) {
    if (cause instanceof VitrineError && (cause.code === 'access_denied_by_odoo' || cause.code === 'not_allowed_by_policy')) return undefined
    throw cause
  }
}
