const OPERATORS: ReadonlySet<string> = new Set([
  '=', '!=', '<', '<=', '>', '>=', '=?', '=like', '=ilike', 'like', 'not like', 'ilike', 'not ilike', 'not =like', 'not =ilike', 'in', 'not in',
  'child_of', 'parent_of', 'any', 'not any',
])
const FIELD_PATH = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){0,7}$/
const MAX_ITEMS = 500
const MAX_VALUES = 1_000

/**
 * What is wrong with the shape of a row rule, as the end of a sentence; null when it is sound. A rule is a filter in Odoo's prefix
 * notation. Whether the fields are there, and what their values may be, is for the model's schema to say when the rule is used.
 */
export function rowRuleProblem(rule: readonly unknown[]): string | null {
  if (rule.length === 0) return 'an empty filter lets every record through; leave the model out instead.'
  if (rule.length > MAX_ITEMS) return `more than ${String(MAX_ITEMS)} conditions stand in one filter.`
  let open = 1
  for (const [index, item] of rule.entries()) {
    const place = `item ${String(index + 1)}`
    // After a whole condition the next one begins an implied "and".
    if (open === 0) open = 1
    if (item === '&' || item === '|') open += 1
    else if (item !== '!') {
      const problem = conditionProblem(item)
      if (problem !== null) return `${place} ${problem}`
      open -= 1
    }
  }
  return open === 0 ? null : "an operator '&', '|' or '!' lacks its conditions."
}

function conditionProblem(item: unknown): string | null {
  if (!Array.isArray(item) || item.length !== 3) return "is neither a condition [field, operator, value] nor '&', '|' or '!'."
  const [path, operator, value] = item as readonly unknown[]
  if (typeof path !== 'string' || !FIELD_PATH.test(path)) return 'does not begin with the name of a field.'
  if (typeof operator !== 'string' || !OPERATORS.has(operator)) return 'has no operator that Odoo knows.'
  if (operator === 'any' || operator === 'not any') {
    if (!Array.isArray(value)) return `needs a filter after '${operator}'.`
    const problem = rowRuleProblem(value as readonly unknown[])
    return problem === null ? null : `holds a filter in which ${problem}`
  }
  return isValue(value) ? null : 'compares with something that is no text, number, true, false, null or list of these.'
}

function isValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length <= MAX_VALUES && value.every((item) => !Array.isArray(item) && isValue(item))
  return value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}

/** The names of fields that a sound rule looks at, each once, those inside `any` as paths. */
export function fieldsOfRowRule(rule: readonly unknown[]): readonly string[] {
  const paths = rule.flatMap((item) => {
    if (!Array.isArray(item)) return []
    const [path, operator, value] = item as readonly unknown[]
    const isNested = (operator === 'any' || operator === 'not any') && Array.isArray(value)
    return isNested ? fieldsOfRowRule(value as readonly unknown[]).map((inner) => `${String(path)}.${inner}`) : [String(path)]
  })
  return [...new Set(paths)]
}
