import { VitrineError } from '../errors/vitrine-error'
import type { CallContext, FieldInfo, ModelSchema, RawRecord } from '../odoo/port'
import type { Call, Session } from './call'
import { ownFieldInfos, ownFields, planColumns, unknownField, type ColumnPlan } from './render/columns'
import { fetchRelated } from './render/related'
import { defaultFields } from './render/default-fields'
import { readReadable } from './readable'
import { asShown } from './shown-rows'
import { byteLength, renderTable } from './render/table'
import type { ValueStyle } from './render/value'
import { restrictedField } from './visibility'

/** Lines of one record at most. */
export const MOST_LINES = 20

/** One field to expand, and what is read of its lines. */
export interface Expansion {
  readonly field: FieldInfo
  readonly plan: ColumnPlan
}

/** Throws `unknown_field`, `restricted_field` or `invalid_domain`. */
export async function planExpansions(
  call: Call,
  schema: ModelSchema,
  names: readonly string[],
  context: CallContext,
): Promise<readonly Expansion[]> {
  return Promise.all(
    names.map(async (name) => {
      const field = schema.fields.get(name)
      if (field === undefined) throw unknownField(name, schema, call.visibility)
      const verdict = call.visibility.judge(schema.model, field)
      if (!verdict.allowed) {
        call.trail.hide(name)
        throw restrictedField(verdict)
      }
      if ((field.type !== 'one2many' && field.type !== 'many2many') || field.relation === undefined) {
        throw new VitrineError('invalid_domain', `Argument 'expand' names '${name}', which has no lines.`, {
          hint: 'Only one-to-many and many-to-many fields can be expanded; follow a many2one with a dotted field.',
        })
      }
      const target = await call.schema(field.relation, context)
      // The way back is said by the first column already.
      const columns = defaultFields(target, call.visibility).filter((column) => column !== field.relationField)
      call.trail.use(name)
      const nested = await planColumns(call, target, columns, context, `${name}.`)
      return { field, plan: nested }
    }),
  )
}

export interface Expanded {
  /** By the field's name. */
  readonly tables: Readonly<Record<string, unknown>>
  readonly rows: number
  readonly isCut: boolean
  readonly isOverBudget: boolean
}

/** Reads and renders the lines of records, one table for each field, within the bytes that are left and at most so many rows. */
export async function expandLines(
  call: Call,
  { reader }: Session,
  expansions: readonly Expansion[],
  records: readonly RawRecord[],
  { context, style, budget, most }: { readonly context: CallContext; readonly style: ValueStyle; readonly budget: number; readonly most: number },
): Promise<Expanded> {
  const fetched = await Promise.all(
    expansions.map(async ({ field, plan }) => {
      const wanted = records.flatMap((record) => idsOf(record[field.name]).slice(0, MOST_LINES).map((id) => ({ id, parent: record.id })))
      const ids = [...new Set(wanted.map(({ id }) => id))]
      const { records: read } = await readReadable(call, reader, plan.model, ids, ownFields(plan), context)
      const lines = await asShown(call, reader, ownFieldInfos(plan), read, context)
      const byId = new Map(lines.map((line) => [line.id, line]))
      const parents: number[] = []
      const found: RawRecord[] = []
      for (const { id, parent } of wanted) {
        const line = byId.get(id)
        if (line === undefined) continue
        found.push(line)
        parents.push(parent)
      }
      return { field, plan, found, parents, related: await fetchRelated(call, reader, plan, found, context) }
    }),
  )

  const tables: Record<string, unknown> = {}
  let left = budget
  let rows = 0
  let isCut = false
  let isOverBudget = false
  for (const { field, plan, found, parents, related } of fetched) {
    const lengths = records.map((record) => [record.id, idsOf(record[field.name]).length] as const)
    const frame = byteLength(plan.columns.map(({ key }) => key)) + lengths.length * 40 + 400
    const table = renderTable({
      plan,
      records: found.slice(0, Math.max(0, most - rows)),
      related,
      style,
      budget: Math.max(0, left - frame),
      leastRows: 0,
      lead: { name: '_record', of: (_line, index) => parents[index] },
    })
    const shownOf = new Map<number, number>()
    for (const parent of parents.slice(0, table.rows.length)) shownOf.set(parent, (shownOf.get(parent) ?? 0) + 1)
    tables[field.name] = {
      model: plan.model,
      /** For each record: how many lines it has, and how many of them stand here. */
      lines: lengths.map(([id, total]) => ({ _record: id, total, shown: shownOf.get(id) ?? 0 })),
      columns: table.columns,
      rows: table.rows,
      ...(Object.keys(table.legend).length > 0 && { legend: table.legend }),
      ...(Object.keys(table.currency).length > 0 && { currency: table.currency }),
    }
    left -= frame + table.bytes
    if (table.rows.length < Math.min(found.length, Math.max(0, most - rows))) isOverBudget = true
    rows += table.rows.length
    if (lengths.some(([id, total]) => (shownOf.get(id) ?? 0) < total)) isCut = true
  }
  return { tables, rows, isCut, isOverBudget }
}

const idsOf = (value: unknown): readonly number[] =>
  Array.isArray(value) ? (value as readonly unknown[]).filter((id): id is number => typeof id === 'number') : []
