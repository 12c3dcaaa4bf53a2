import { VitrineError } from '../errors/vitrine-error'
import type { CallContext, ModelSchema } from '../odoo/port'
import type { Call } from './call'
import { planColumns, type ColumnPlan } from './render/columns'

export interface Planned<T> {
  readonly plan: ColumnPlan
  readonly found: T
  /** For the answer: which of the fields that Vitrine chose Odoo would not give. */
  readonly said: Readonly<Record<string, unknown>>
}

/**
 * Reads with a plan. When the client left the choice of fields to Vitrine and Odoo refuses, reads once more with the stored ones
 * alone: Odoo lists computed fields whose parts a user may not read, and refuses all the records for them.
 */
export async function readAsPlanned<T>(
  call: Call,
  schema: ModelSchema,
  requested: readonly string[] | undefined,
  context: CallContext,
  read: (plan: ColumnPlan) => Promise<T>,
): Promise<Planned<T>> {
  const plan = await planColumns(call, schema, requested, context)
  try {
    return { plan, found: await read(plan), said: {} }
  } catch (cause) {
    if (requested !== undefined || !(cause instanceof VitrineError) || cause.code !== 'access_denied_by_odoo') throw cause
    const stored = plan.columns.filter(({ field }) => field.stored)
    if (stored.length === plan.columns.length) throw cause
    const fewer = await planColumns(call, schema, stored.map(({ key }) => key), context)
    const refused = plan.columns.filter((column) => !stored.includes(column)).map(({ key }) => key)
    return { plan: fewer, found: await read(fewer), said: { refused_by_odoo: refused } }
  }
}
