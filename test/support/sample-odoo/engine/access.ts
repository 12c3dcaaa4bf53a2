import { accessError, assertionError, fieldsDenied, modelDenied, recordsDenied } from './errors'
import type { Env, FieldDef, Json, ModelDef, Operation, RecordRule, Row } from './model'
import { labelOf } from '../schema/french'

const OPERATIONS: readonly Operation[] = ['read', 'write', 'create', 'unlink']

export function asOperation(value: Json | undefined): Operation {
  const operation = OPERATIONS.find((known) => known === value)
  if (!operation) throw assertionError('Invalid access mode')
  return operation
}

const inGroup = (env: Env, groups: readonly string[]): boolean => groups.some((group) => env.user.groups.has(group))

export function mayUseModel(env: Env, model: ModelDef, operation: Operation): boolean {
  return env.sudo || inGroup(env, model.access[operation])
}

export function checkModel(env: Env, model: ModelDef, operation: Operation): void {
  if (!mayUseModel(env, model, operation)) throw modelDenied(model, operation, env, labelOf(env, model.label))
}

export function mayUseField(env: Env, field: FieldDef): boolean {
  return env.sudo || !field.groups || (!field.groups.includes('.') && inGroup(env, field.groups))
}

export function checkFields(env: Env, model: ModelDef, names: readonly string[], operation: 'read' | 'write'): void {
  const denied = names.filter((name) => {
    const field = model.fields.get(name)
    return field !== undefined && !mayUseField(env, field)
  })
  if (denied.length > 0) throw fieldsDenied(model, denied, env, operation)
}

/** The record rules as one predicate: all global rules, and any one of those of the user's groups. */
export function rulePredicate(env: Env, model: ModelDef, operation: Operation): ((row: Row) => boolean) | undefined {
  if (env.sudo || model.rules.length === 0) return undefined
  const applies = (rule: RecordRule): boolean => !rule.operations || rule.operations.includes(operation)
  const globals = model.rules.filter((rule) => !rule.groups && applies(rule))
  const own = model.rules.filter((rule) => rule.groups && applies(rule) && inGroup(env, rule.groups))
  if (globals.length === 0 && own.length === 0) return undefined
  return (row) => globals.every((rule) => rule.allows(row, env)) && (own.length === 0 || own.some((rule) => rule.allows(row, env)))
}

export function checkRecords(env: Env, model: ModelDef, rows: readonly Row[], operation: Operation): void {
  const allowed = rulePredicate(env, model, operation)
  if (!allowed) return
  const denied = rows.filter((row) => !allowed(row))
  if (denied.length > 0) throw recordsDenied(model, operation, env, denied)
}

/** The companies a call works in: those named by the context, checked against the user's own. */
export function companiesOf(named: Json | undefined, own: readonly number[], home: number): { companyIds: readonly number[]; companyId: number } {
  if (!Array.isArray(named) || named.length === 0) return { companyIds: own, companyId: home }
  const ids: number[] = []
  for (const id of named) {
    if (typeof id !== 'number' || !own.includes(id)) throw accessError('Access to unauthorized or invalid companies.')
    ids.push(id)
  }
  return { companyIds: ids, companyId: ids[0] ?? home }
}

/** Records of the companies in hand, and those of none. */
export const companyRule: RecordRule = {
  allows: (row, env) => typeof row['company_id'] !== 'number' || env.companyIds.includes(row['company_id']),
}

export const ownDocumentsRule = (group: string, userField: string): RecordRule =>
  ({ groups: [group], allows: (row, env) => !row[userField] || row[userField] === env.user.id })

export const allDocumentsRule = (group: string): RecordRule => ({ groups: [group], allows: () => true })
