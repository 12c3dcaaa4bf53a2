import type { CallContext, FieldInfo, OdooReader, RawRecord } from '../../odoo/port'
import type { Call } from '../call'
import { readReadable } from '../readable'
import { asShown, idsShown } from '../shown-rows'
import type { Column, ColumnPlan } from './columns'

/** Records that many2one fields point to: by the field's name, then by id. */
export type Related = ReadonlyMap<string, ReadonlyMap<number, RawRecord>>

/** The id in a many2one's raw value, or null. */
export function idOf(value: unknown): number | null {
  const id: unknown = Array.isArray(value) ? value[0] : value
  return typeof id === 'number' ? id : null
}

/** Reads what the dotted columns need, one request for each many2one. Cells of records that may not be read stay empty. */
export async function fetchRelated(
  call: Call,
  reader: OdooReader,
  plan: ColumnPlan,
  records: readonly RawRecord[],
  context: CallContext,
): Promise<Related> {
  const wanted = new Map<string, { readonly model: string; readonly fields: Map<string, FieldInfo> }>()
  for (const { through, model, field } of [...plan.columns, ...plan.currencies.values()]) {
    if (through === undefined) continue
    const entry = wanted.get(through.name) ?? { model, fields: new Map() }
    entry.fields.set(field.name, field)
    wanted.set(through.name, entry)
  }
  if (wanted.size === 0) return new Map()
  const entries = await Promise.all(
    [...wanted].map(async ([name, { model, fields }]) => {
      const ids = [...new Set(records.map((record) => idOf(record[name])).filter((id) => id !== null))]
      const shown = await idsShown(call, reader, model, ids, context)
      const found = await readReadable(call, reader, model, ids.filter((id) => shown.has(id)), [...fields.keys()], context)
      const rows = await asShown(call, reader, fields.values(), found.records, context)
      return [name, new Map(rows.map((row) => [row.id, row]))] as const
    }),
  )
  return new Map(entries)
}

/** The raw value of one cell; `undefined` when the record it stands on may not be read. */
export function rawValue(record: RawRecord, { field, through }: Column, related: Related): unknown {
  if (through === undefined) return record[field.name]
  const id = idOf(record[through.name])
  return id === null ? undefined : related.get(through.name)?.get(id)?.[field.name]
}

/**
 * For an answer: the dotted columns with cells that are empty only because the record behind them may not be read. Without it
 * they would look like "not set".
 */
export function unreadableSaid(plan: ColumnPlan, records: readonly RawRecord[], related: Related): Readonly<Record<string, unknown>> {
  const unreadable = plan.columns.filter(({ through }) => {
    if (through === undefined) return false
    const known = related.get(through.name)
    return records.some((record) => {
      const id = idOf(record[through.name])
      return id !== null && known?.has(id) !== true
    })
  })
  if (unreadable.length === 0) return {}
  return { unreadable: unreadable.map(({ key }) => key), unreadable_why: 'Some of the records behind these columns may not be read, by the rights in Odoo or by the policy; their cells are null.' }
}
