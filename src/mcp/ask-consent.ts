import type { ConsentGrant } from '../contract/consent'
import { VitrineError } from '../errors/vitrine-error'
import type { ModelSchema } from '../odoo/port'
import type { Call, Session } from './call'
import type { McpDeps } from './deps'
import { defaultFields } from './render/default-fields'

/** Fields that a question to the user names at most. */
const MOST_FIELDS = 30
const FIELD = /[A-Za-z_][A-Za-z0-9_]*/

/**
 * Asks the user about a model that is neither allowed nor refused, with the fields that the call names and the number of records
 * there are. Of records nothing but their number is asked of Odoo before the answer, and nothing at all once the user has agreed
 * for longer. Throws what `consent` throws.
 */
export async function askConsent(
  call: Call,
  { connectionId, reader }: Session,
  model: string,
  args: object,
  consent: NonNullable<McpDeps['consent']>,
): Promise<ConsentGrant> {
  const question = { connectionId, model, modelLabel: call.trail.modelLabel }
  if (call.deps.granted?.(model, connectionId) === true) return consent({ ...question, fields: [] }, call.signal)
  const schema = await reader.schema(model, call.options())
  const fields = fieldsAsked(call, schema, args)
  return consent({ ...question, fields, records: await numberOfRecords(call, reader, model, args) }, call.signal)
}

/** Only names that the model has: the window shows no words of the client's. */
function fieldsAsked({ visibility }: Call, schema: ModelSchema, args: object): readonly string[] {
  const named = [...new Set(namesIn(args))].filter((name) => {
    const field = schema.fields.get(name)
    return field !== undefined && visibility.isFieldShown(schema.model, field)
  })
  return (named.length > 0 ? named : defaultFields(schema, visibility)).slice(0, MOST_FIELDS)
}

const first = (text: unknown): readonly string[] => (typeof text === 'string' ? (FIELD.exec(text)?.slice(0, 1) ?? []) : [])
const listed = (list: unknown): readonly string[] => (Array.isArray(list) ? list.flatMap(first) : [])

function namesIn(args: object): readonly string[] {
  const { fields, expand, group_by: groups, measures, order, domain } = args as Readonly<Record<string, unknown>>
  const sorted = typeof order === 'string' ? order.split(',').flatMap(first) : []
  return [...listed(fields), ...listed(expand), ...listed(groups), ...listed(measures), ...sorted, ...namesInFilter(domain)]
}

function namesInFilter(filter: unknown): readonly string[] {
  const items = typeof filter === 'string' ? parsed(filter) : filter
  return Array.isArray(items) ? items.flatMap((item: unknown) => (Array.isArray(item) ? first(item[0]) : [])) : []
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function numberOfRecords(call: Call, reader: Session['reader'], model: string, args: object): Promise<number | undefined> {
  const { ids } = args as { readonly ids?: readonly number[] }
  if (ids !== undefined) return ids.length
  try {
    return await reader.searchCount(model, await call.rowsShown(model), call.options())
  } catch (cause) {
    // Odoo may refuse to count what it would refuse to read; the question can be asked without the number.
    if (cause instanceof VitrineError && (cause.code === 'access_denied_by_odoo' || cause.code === 'odoo_error')) return undefined
    throw cause
  }
}
