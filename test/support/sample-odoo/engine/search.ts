import { checkModel, rulePredicate } from './access'
import { compileDomain, mentionsActive, type Predicate } from './domain'
import { typeError } from './errors'
import type { Env, Json, ModelDef, Row } from './model'
import { orderedRows } from './order'

export interface Page {
  offset?: Json | undefined
  limit?: Json | undefined
  order?: Json | undefined
}

/** Whether a record is found: the domain, the rules, and archived records hidden unless wanted. */
export function finder(env: Env, model: ModelDef, domain: Json | undefined): { matches: Predicate; allowed: Predicate | undefined } {
  checkModel(env, model, 'read')
  const inner = compileDomain(env, model, domain)
  const hides = env.activeTest && model.fields.has('active') && !mentionsActive(domain)
  return {
    matches: hides ? (row) => row['active'] !== false && inner(row) : inner,
    allowed: rulePredicate(env, model, 'read'),
  }
}

/** A page of records in order. Limit 0, `false` and `null` all mean every record. */
export function searchRows(env: Env, model: ModelDef, domain: Json | undefined, page: Page): Row[] {
  const { matches, allowed } = finder(env, model, domain)
  const order = typeof page.order === 'string' && page.order !== '' ? page.order : undefined
  const rows = orderedRows(env, model, order)
  const offset = countOf(env, page.offset) ?? 0
  const limit = countOf(env, page.limit) ?? Number.POSITIVE_INFINITY
  const found: Row[] = []
  let skipped = 0
  const early = model.filtersAfterLimit ? undefined : allowed
  for (const row of rows) {
    if (!matches(row) || (early && !early(row))) continue
    if (skipped < offset) {
      skipped += 1
      continue
    }
    found.push(row)
    if (found.length >= limit) break
  }
  return model.filtersAfterLimit && allowed ? found.filter(allowed) : found
}

export function countRows(env: Env, model: ModelDef, domain: Json | undefined, limit: Json | undefined): number {
  const { matches, allowed } = finder(env, model, domain)
  const most = countOf(env, limit) ?? Number.POSITIVE_INFINITY
  let count = 0
  for (const row of env.store.table(model).rows) {
    if (matches(row) && (!allowed || allowed(row))) count += 1
    if (count >= most) break
  }
  return count
}

function countOf(env: Env, value: Json | undefined): number | undefined {
  if (value === undefined || value === null || value === false || value === 0) return undefined
  if (typeof value === 'string' && env.version === 16) throw typeError('%d format: a real number is required, not str')
  return Number(value)
}
