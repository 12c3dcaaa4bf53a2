import { VitrineError } from '../errors/vitrine-error'
import type { CallContext, OdooReader, RawRecord } from '../odoo/port'
import type { Call } from './call'

export interface Readable {
  readonly records: readonly RawRecord[]
  /** Ids without a record, forbidden or missing, after Odoo refused to read them all together; empty otherwise. */
  readonly denied: readonly number[]
}

/**
 * Reads the records that the user may read. Odoo refuses a read as a whole when one record is forbidden: then a search on the
 * ids finds the readable ones. Throws `access_denied_by_odoo` when it is the model or a field that is forbidden.
 */
export async function readReadable(
  call: Call,
  reader: OdooReader,
  model: string,
  ids: readonly number[],
  fields: readonly string[],
  context: CallContext,
): Promise<Readable> {
  if (ids.length === 0) return { records: [], denied: [] }
  const options = call.options(context)
  // Rows of a report have ids below zero, which a read does not take.
  if (ids.some((id) => id < 0)) {
    const query = { model, domain: [['id', 'in', ids] as const], fields, offset: 0, limit: ids.length }
    return { records: await reader.searchRead(query, call.options({ ...context, active_test: false })), denied: [] }
  }
  try {
    return { records: await reader.read(model, ids, fields, options), denied: [] }
  } catch (cause) {
    if (!(cause instanceof VitrineError) || cause.code !== 'access_denied_by_odoo') throw cause
    const found = await reader.searchRead(
      { model, domain: [['id', 'in', ids]], fields: ['id'], offset: 0, limit: ids.length },
      call.options({ ...context, active_test: false }),
    )
    const readable = new Set(found.map(({ id }) => id))
    const records = readable.size === 0 ? [] : await reader.read(model, ids.filter((id) => readable.has(id)), fields, options)
    return { records, denied: ids.filter((id) => !readable.has(id)) }
  }
}
