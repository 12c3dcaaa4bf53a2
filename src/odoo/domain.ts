import { confined, confinedNested, type RowRules } from './domain-confined'
import { findOperator, operatorNames } from './domain-operators'
import { isRelational, resolvePath, type ResolvedPath } from './domain-path'
import { drawShape, type ShapeTerm } from './domain-shape'
import {
  domainArray,
  invalid,
  MAX_DEPTH,
  newBudget,
  parseDomain,
  quotedName,
  sentence,
  tooDeep,
  type Budget,
  type RawCondition,
  type RawTerm,
} from './domain-syntax'
import { lowerValue, type Lowered } from './domain-values'
import { nearestNames } from './nearest-names'
import type { Domain, DomainItem, FieldInfo, ModelSchema, OdooVersion } from './port'

/** What a filter is checked against. */
export interface DomainScope {
  readonly model: string
  /** Throws `unknown_model` for a model that is none. */
  readonly schema: (model: string) => Promise<ModelSchema>
  readonly version: OdooVersion
  /** Throws VitrineError `restricted_field` / `not_allowed_by_policy` when a step may not be used. */
  readonly guard: (model: string, field: FieldInfo) => void
  /** Whether Odoo looks for a name asked for in this model; where it does not, every record would match. */
  readonly searchesNames: (model: string) => Promise<boolean>
  /** Which records of other models a condition may look at; all of them where it is absent. */
  readonly rows?: RowRules
  readonly nowMs: number
  /** The user's zone, which says where a day begins and ends. IANA name. */
  readonly timeZone: string
}

/** A date that was sent otherwise than it was said. `became` is a day, or UTC times in words. */
export interface ResolvedDate {
  readonly field: string
  readonly said: string
  readonly became: string
}

export interface CheckedDomain {
  /** Ready to be sent; well-formed as a whole. */
  readonly domain: Domain
  /** Fields and operators without any value: `state in and (date_order >= or partner_id.name ilike)`. At most 300 characters. */
  readonly shape: string
  /** Paths that the filter compares, each once, in the order of their first appearance. */
  readonly fields: readonly string[]
  readonly resolvedDates: readonly ResolvedDate[]
}

/**
 * Checks a filter from a client before anything is sent: its form, every field of every path, every operator, every value.
 * What is not understood is an error with its place; nothing is widened, dropped or repaired. Absent (`undefined`) means no
 * filter; an empty text and `null` do not.
 *
 * Throws VitrineError `invalid_domain`, `unknown_field`, and what the scope's `schema` and `guard` throw.
 */
export async function checkDomain(input: unknown, scope: DomainScope): Promise<CheckedDomain> {
  if (input === undefined) return { domain: [], shape: '', fields: [], resolvedDates: [] }
  const budget = newBudget()
  const terms = parseDomain(domainArray(input), budget)
  const checked = await checkTerms(terms, { model: scope.model, prefix: '', depth: 0, scope, budget })
  return {
    domain: checked.items,
    shape: drawShape(checked.shape),
    fields: [...new Set(checked.fields)],
    resolvedDates: checked.resolved,
  }
}

interface Frame {
  readonly model: string
  /** Path of the condition that a nested filter stands in, with a dot; empty otherwise. */
  readonly prefix: string
  readonly depth: number
  readonly scope: DomainScope
  readonly budget: Budget
}

interface Checked extends Lowered {
  readonly shape: ShapeTerm
  readonly fields: readonly string[]
}

/** Terms side by side, joined by Odoo's unwritten "and". */
async function checkTerms(terms: readonly RawTerm[], frame: Frame): Promise<Checked> {
  const checked = await checkEach(terms, frame)
  return { ...gather(checked), shape: { kind: 'and', terms: checked.map(({ shape }) => shape) } }
}

async function checkEach(terms: readonly RawTerm[], frame: Frame): Promise<Checked[]> {
  const checked: Checked[] = []
  for (const term of terms) checked.push(await checkTerm(term, frame))
  return checked
}

function gather(parts: readonly Checked[]): Omit<Checked, 'shape'> {
  return {
    items: parts.flatMap(({ items }) => items),
    resolved: parts.flatMap(({ resolved }) => resolved),
    fields: parts.flatMap(({ fields }) => fields),
  }
}

async function checkTerm(term: RawTerm, frame: Frame): Promise<Checked> {
  switch (term.kind) {
    case 'constant':
      // Says the same in every version and keeps each leaf's field a name: an id is always set.
      return { items: [['id', term.value ? '!=' : '=', false]], resolved: [], fields: [], shape: { kind: 'leaf', text: String(term.value) } }
    case 'not': {
      const inner = await checkTerm(term.term, frame)
      return { ...inner, items: ['!', ...inner.items], shape: { kind: 'not', term: inner.shape } }
    }
    case 'and':
    case 'or': {
      const parts = await checkEach(term.terms, frame)
      const operators: DomainItem[] = parts.slice(1).map(() => (term.kind === 'and' ? '&' : '|'))
      const gathered = gather(parts)
      return { ...gathered, items: [...operators, ...gathered.items], shape: { kind: term.kind, terms: parts.map(({ shape }) => shape) } }
    }
    case 'condition':
      return checkCondition(term, frame)
  }
}

async function checkCondition(condition: RawCondition, frame: Frame): Promise<Checked> {
  const { place, field, value } = condition
  const { scope, budget } = frame
  const target = await resolvePath(field, frame.model, place, scope)
  const operator = knownOperator(condition, scope.version)
  if (operator.kind === 'nested') return checkNested(condition, operator.name, target, frame)
  const plain = await lowerValue({ target, operator, value, place, scope, budget })
  const lowered = scope.rows === undefined ? plain : { ...plain, items: await confined(plain.items, { target, operator, place, scope, rows: scope.rows }) }
  return { ...lowered, shape: { kind: 'leaf', text: `${target.path} ${operator.name}` }, fields: [`${frame.prefix}${target.path}`] }
}

async function checkNested(condition: RawCondition, operator: string, target: ResolvedPath, frame: Frame): Promise<Checked> {
  const { place, value } = condition
  const { scope } = frame
  const { field, path } = target
  if (!isRelational(field) || target.datePart !== null) {
    throw invalid(`${sentence(place)}: the operator ${quotedName(operator)} suits relations only, and ${path} is none`, {})
  }
  if (!Array.isArray(value)) {
    throw invalid(`${sentence(place)}: the operator ${quotedName(operator)} takes a filter on ${field.relation} as its value`, {
      hint: `Write ["${path}", "${operator}", [["name", "ilike", "a"]]].`,
    })
  }
  const depth = frame.depth + 1
  if (depth >= MAX_DEPTH) throw tooDeep()
  const terms = parseDomain(value as readonly unknown[], frame.budget, place, depth)
  const inner = await checkTerms(terms, { ...frame, model: field.relation, prefix: `${frame.prefix}${path}.`, depth })
  return {
    items: scope.rows === undefined
      ? [[path, operator, inner.items]]
      : await confinedNested(inner.items, { target, operator, place, scope, rows: scope.rows }),
    resolved: inner.resolved.map((date) => ({ ...date, field: `${path}.${date.field}` })),
    fields: [`${frame.prefix}${path}`, ...inner.fields],
    shape: { kind: 'nested', text: `${path} ${operator}`, term: inner.shape },
  }
}

function knownOperator({ operator, place }: RawCondition, version: OdooVersion) {
  const found = findOperator(operator, version)
  if (found.ok) return found.operator
  const name = quotedName(operator)
  if (found.since !== null) {
    throw invalid(`${sentence(place)}: the operator ${name} needs Odoo ${String(found.since)}, and this is Odoo ${version.text}`, {})
  }
  const known = operatorNames(version)
  throw invalid(`${sentence(place)}: there is no operator ${name}`, {
    hint: `Operators are: ${known.join(', ')}.`,
    suggestions: operator === '==' ? ['='] : nearestNames(operator, known),
  })
}
