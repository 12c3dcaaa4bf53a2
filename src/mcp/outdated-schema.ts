import { isDeepStrictEqual } from 'node:util'
import { VitrineError } from '../errors/vitrine-error'
import { OdooFault } from '../odoo/odoo-fault'
import type { ModelSchema, OdooReader } from '../odoo/port'

/** A field that we do not know may be new: worth a look, but not one for each guess of a client. */
const LOOK_AGAIN_MS = 60_000

const looks = new WeakMap<OdooReader, Map<string, number>>()

/** Odoo did not understand a name or a value, although the schema at hand said that it would. */
export const isRefusalOfNames = (cause: unknown): boolean => cause instanceof OdooFault && cause.kind === 'not_understood'

/** Whether an error may come of a schema that was true once: fields come and go when apps are installed or changed. */
export function mayBeOutdated(cause: unknown): boolean {
  return isRefusalOfNames(cause) || (cause instanceof VitrineError && cause.code === 'unknown_field')
}

/** At most once a minute for each model, and not for each guess. `nowMs` is monotonic. */
export function mayLookAgain(reader: OdooReader, model: string, nowMs: number): boolean {
  const known = looks.get(reader) ?? new Map<string, number>()
  looks.set(reader, known)
  const last = known.get(model)
  if (last !== undefined && nowMs - last < LOOK_AGAIN_MS) return false
  known.set(model, nowMs)
  return true
}

export function isSameSchema(a: ModelSchema, b: ModelSchema): boolean {
  return a.fields.size === b.fields.size && isDeepStrictEqual(a.fields, b.fields)
}
