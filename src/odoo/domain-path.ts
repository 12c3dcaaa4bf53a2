import { VitrineError } from '../errors/vitrine-error'
import type { DomainScope } from './domain'
import { DATE_PARTS, DATE_PARTS_SINCE } from './domain-operators'
import { invalid, quotedName, sentence } from './domain-syntax'
import { nearestNames } from './nearest-names'
import type { FieldInfo, ModelSchema } from './port'

const MAX_PATH_STEPS = 5

const RELATIONAL: ReadonlySet<string> = new Set(['many2one', 'one2many', 'many2many'])

/** A path of a condition whose every step exists, is allowed and can be searched. */
export interface ResolvedPath {
  /** As it is sent. */
  readonly path: string
  /** The model that the last field belongs to. */
  readonly model: string
  /** The last field; for `date_order.month_number` the date. */
  readonly field: FieldInfo
  readonly datePart: string | null
  /** Passes through a one2many or many2many, so that two conditions on it may be met by two different records. */
  readonly throughMany: boolean
  /** The relations that it passes through before the last field, in order. */
  readonly steps: readonly RelationalField[]
}

export type RelationalField = FieldInfo & { readonly relation: string }

export function isRelational(field: FieldInfo): field is RelationalField {
  return RELATIONAL.has(field.type) && field.relation !== undefined && field.relation !== ''
}

export async function resolvePath(path: string, model: string, place: string, scope: DomainScope): Promise<ResolvedPath> {
  const names = path.split('.')
  if (names.length > MAX_PATH_STEPS) {
    throw invalid(`${sentence(place)} follows a path of more than ${String(MAX_PATH_STEPS)} steps`, {})
  }
  let current = model
  let throughMany = false
  const steps: RelationalField[] = []
  for (const [index, name] of names.entries()) {
    const field = await findField(name, current, place, scope)
    const rest = names.slice(index + 1)
    if (rest.length === 0) return { path, model: current, field, datePart: null, throughMany, steps }
    if (isRelational(field)) {
      throughMany ||= field.type !== 'many2one'
      steps.push(field)
      current = field.relation
      continue
    }
    const datePart = rest.length === 1 ? (rest[0] ?? '') : ''
    checkDatePart(field, datePart, place, scope)
    return { path, model: current, field, datePart, throughMany, steps }
  }
  throw invalid(`${sentence(place)} names no field`, {})
}

async function findField(name: string, model: string, place: string, scope: DomainScope): Promise<FieldInfo> {
  const schema = await scope.schema(model)
  const field = schema.fields.get(name)
  if (field === undefined) {
    throw new VitrineError('unknown_field', `${sentence(place)}: ${model} has no field ${quotedName(name)}.`, {
      hint: `Ask odoo_describe_model for the fields of ${model}.`,
      suggestions: nearestNames(name, allowedNames(schema, scope)),
    })
  }
  guardAt(place, scope, model, field)
  if (!field.searchable) {
    throw invalid(`${sentence(place)}: the field ${name} of ${model} is computed and cannot be filtered on`, {
      hint: 'Filter on a stored field, or read the field and compare it yourself.',
    })
  }
  return field
}

/** Names of hidden fields are no suggestions. */
function* allowedNames(schema: ModelSchema, scope: DomainScope): Generator<string> {
  for (const field of schema.fields.values()) {
    if (isAllowed(schema.model, field, scope)) yield field.name
  }
}

function isAllowed(model: string, field: FieldInfo, scope: DomainScope): boolean {
  try {
    scope.guard(model, field)
    return true
  } catch {
    return false
  }
}

/** Asks the guard, and says in its error where in the filter the field stands. */
export function guardAt(place: string, scope: DomainScope, model: string, field: FieldInfo): void {
  try {
    scope.guard(model, field)
  } catch (error) {
    if (!(error instanceof VitrineError)) throw error
    const { hint, suggestions, retryAfterS } = error
    throw new VitrineError(error.code, `${sentence(place)}: ${error.message}`, {
      hint,
      suggestions,
      ...(retryAfterS === undefined ? {} : { retryAfterS }),
    })
  }
}

/**
 * A text compared with a relation is compared with the names of its records, so those names must be allowed as well.
 */
export async function guardNames(place: string, model: string, scope: DomainScope): Promise<void> {
  const { fields } = await scope.schema(model)
  for (const name of ['display_name', 'name']) {
    const field = fields.get(name)
    if (field !== undefined) guardAt(place, scope, model, field)
  }
}

function checkDatePart(field: FieldInfo, part: string, place: string, scope: DomainScope): void {
  const isDate = field.type === 'date' || field.type === 'datetime'
  if (field.type === 'properties') {
    throw invalid(`${sentence(place)}: the property fields in ${field.name} cannot be filtered on here`, {})
  }
  if (!isDate) {
    throw invalid(`${sentence(place)}: a path cannot go on after ${field.name}, which leads to no other model`, {})
  }
  const range = DATE_PARTS.get(part)
  if (range === undefined || (range.ofTime && field.type === 'date')) {
    throw invalid(`${sentence(place)}: a date has no part ${quotedName(part)}`, { suggestions: nearestNames(part, DATE_PARTS.keys()) })
  }
  if (scope.version.major < DATE_PARTS_SINCE) {
    throw invalid(`${sentence(place)}: parts of dates need Odoo ${String(DATE_PARTS_SINCE)}, and this is Odoo ${scope.version.text}`, {
      hint: 'Compare the date with the first and last day of the period.',
    })
  }
}
