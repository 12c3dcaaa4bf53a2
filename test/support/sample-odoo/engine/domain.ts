import { checkModel, rulePredicate } from './access'
import { conditionOf, type Condition } from './conditions'
import { assertionError, typeError, valueError } from './errors'
import type { Env, Json, ModelDef, Row } from './model'
import { repr, reprLeaf } from './python'

export type Predicate = (row: Row) => boolean

const TRUE: Predicate = () => true
const FALSE: Predicate = () => false

/** Turns a domain in prefix notation into a predicate; throws what Odoo throws for a malformed one. */
export function compileDomain(env: Env, model: ModelDef, domain: Json | undefined): Predicate {
  if (domain === undefined || domain === null || domain === false) return TRUE
  if (!Array.isArray(domain)) {
    if (env.version >= 19) throw typeError(`Domain() invalid argument type for domain: ${typeof domain === 'string' ? `"${domain}"` : repr(domain)}`)
    throw assertionError("Domains to normalize must have a 'domain' form: a list or tuple of domain components")
  }
  if (domain.length === 0) return TRUE
  checkBalance(env, domain)
  const stack: Predicate[] = []
  for (let index = domain.length - 1; index >= 0; index -= 1) {
    const item = domain[index] ?? null
    if (item === '!') {
      const inner = stack.pop() ?? TRUE
      stack.push((row) => !inner(row))
    } else if (item === '&' || item === '|') {
      const left = stack.pop() ?? TRUE
      const right = stack.pop() ?? TRUE
      stack.push(item === '&' ? (row) => left(row) && right(row) : (row) => left(row) || right(row))
    } else stack.push(compileLeaf(env, model, item))
  }
  return stack.length === 1 ? stack[0] ?? TRUE : (row) => stack.every((term) => term(row))
}

function checkBalance(env: Env, domain: Json[]): void {
  let expected = 1
  for (const item of domain) {
    if (expected === 0) expected = 1
    if (item === '&' || item === '|') expected += 1
    else if (item !== '!') {
      expected -= 1
      if (!Array.isArray(item) && env.version >= 19) throw typeError(`Domain() invalid item in domain: ${repr(item)}`)
    }
  }
  if (expected <= 0) return
  if (env.version === 16) throw assertionError(`This domain is syntactically not correct: ${repr(domain)}`)
  if (env.version <= 18) throw valueError(`Domain ${repr(domain)} is syntactically not correct.`)
  throw valueError(`Domain() malformed domain ${repr(domain)}`)
}

function compileLeaf(env: Env, model: ModelDef, item: Json): Predicate {
  if (!Array.isArray(item)) throw valueError(`Invalid leaf ${repr(item)}`)
  if (item.length !== 3) {
    if (env.version === 16) throw valueError(`Invalid leaf ${reprLeaf(item)}`)
    if (env.version >= 19) throw valueError(`Domain() invalid item in domain: ${repr(item)}`)
    throw valueError(item.length < 3
      ? `not enough values to unpack (expected 3, got ${item.length})` : 'too many values to unpack (expected 3)')
  }
  const [left, operator, right] = item
  if (operator === '=' && right === 1 && (left === 1 || left === 0)) return left === 1 ? TRUE : FALSE
  if (typeof left !== 'string' || typeof operator !== 'string') throw valueError(`Invalid leaf ${reprLeaf(item)}`)
  return conditionOf(env, model, { path: left, operator: operator.toLowerCase(), value: right ?? null, leaf: item }, idsMatching)
}

/** The ids of a model's records that a condition on them matches, under the caller's rights. */
function idsMatching(env: Env, model: ModelDef, domain: Json | Condition): Set<number> {
  checkModel(env, model, 'read')
  const matches = Array.isArray(domain) || domain === null || typeof domain !== 'object' || !('leaf' in domain)
    ? compileDomain(env, model, domain as Json)
    : conditionOf(env, model, domain as unknown as Condition, idsMatching)
  const allowed = rulePredicate(env, model, 'read')
  const hidden = env.activeTest && model.fields.has('active')
  const ids = new Set<number>()
  for (const row of env.store.table(model).rows) {
    if (hidden && row['active'] === false) continue
    if (matches(row) && (!allowed || allowed(row))) ids.add(row.id)
  }
  return ids
}

/** Whether a domain says itself which of active and archived records it wants. */
export function mentionsActive(domain: Json | undefined): boolean {
  return Array.isArray(domain) && domain.some((item) => Array.isArray(item) && item[0] === 'active')
}

