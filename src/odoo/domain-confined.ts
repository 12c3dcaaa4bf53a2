import { VitrineError } from '../errors/vitrine-error'
import type { DomainScope } from './domain'
import type { Operator } from './domain-operators'
import { isRelational, type RelationalField, type ResolvedPath } from './domain-path'
import { sentence } from './domain-syntax'
import { andOf, asOneTerm, behind } from './domain-terms'
import type { Domain, DomainItem, DomainLeaf } from './port'

/** Which records of a model may be looked at. A condition on another record must not tell anything about those outside. */
export interface RowRules {
  readonly isRuled: (model: string) => boolean
  /** What holds for the records of a ruled model, ready to be sent. */
  readonly domainOf: (model: string) => Promise<Domain>
}

interface Condition {
  readonly target: ResolvedPath
  readonly operator: Operator
  readonly place: string
  readonly scope: DomainScope
  readonly rows: RowRules
}

/** First version of Odoo with `any`, which says of one and the same record what else must hold for it. */
const ANY_SINCE = 17

/**
 * A checked condition, narrowed so that it is met by records inside the rules alone, wherever it looks at records of a ruled
 * model. Compared ids of a many2one stay as they are: they belong to the record that points. Throws `restricted_field` where it
 * cannot be narrowed: names are made of more than a rule can reach, a hierarchy is walked through records outside, and before 17
 * two conditions behind a list may be met by two records.
 */
export async function confined(items: readonly DomainItem[], condition: Condition): Promise<readonly DomainItem[]> {
  const { target, operator, rows } = condition
  const last = target.field
  if (operator.kind === 'hierarchy' && rows.isRuled(isRelational(last) ? last.relation : target.model)) {
    throw refused(condition, isRelational(last) ? last.relation : target.model, 'ids that odoo_search finds')
  }
  if (target.datePart !== null || !isRelational(last) || !rows.isRuled(last.relation)) return throughSteps(items, condition)
  if (comparesNames(items)) throw refused(condition, last.relation, `${target.path}.name, or an id that odoo_resolve finds`)
  if (last.type === 'many2one') return throughSteps(items, condition)
  return throughSteps(await links(items, last, condition), condition)
}

/** The same for `any` and `not any`, whose own filter is checked already. */
export async function confinedNested(inner: Domain, condition: Omit<Condition, 'operator'> & { readonly operator: string }): Promise<readonly DomainItem[]> {
  const { target, operator, rows } = condition
  const { relation } = target.field
  const rule = relation !== undefined && rows.isRuled(relation) ? await rows.domainOf(relation) : []
  return throughSteps([[target.path, operator, [...rule, ...inner]]], { ...condition, operator: { name: operator, kind: 'nested' } })
}

/** A condition on a list of records: it holds for the linked ones inside the rule, as if there were no others. */
async function links(items: readonly DomainItem[], field: RelationalField, condition: Condition): Promise<readonly DomainItem[]> {
  const { target, operator, scope, rows } = condition
  const [leaf] = items
  if (scope.version.major < ANY_SINCE || items.length !== 1 || leaf === undefined || typeof leaf === 'string' || operator.kind === 'optional') {
    throw refused(condition, field.relation, 'the fields of the other model, in a question to it')
  }
  const [, name, value] = leaf
  const values = Array.isArray(value) ? (value as readonly unknown[]) : [value]
  const unset = values.includes(false)
  if (unset && values.length > 1) throw refused(condition, field.relation, 'ids alone')
  const rule = await rows.domainOf(field.relation)
  const isPositive = (name === '=' || name === 'in') !== unset
  const wanted: Domain = unset ? rule : [...rule, ['id', 'in', values]]
  return [[target.path, isPositive ? 'any' : 'not any', wanted]]
}

async function throughSteps(items: readonly DomainItem[], condition: Condition): Promise<readonly DomainItem[]> {
  const { target, scope, rows } = condition
  const ruled = target.steps.filter(({ relation }) => rows.isRuled(relation))
  if (ruled.length === 0) return items
  if (scope.version.major < ANY_SINCE) return sideBySide(items, condition)
  const prefix = target.steps.map(({ name }) => `${name}.`).join('')
  let inner: Domain = items.map((item) => (typeof item === 'string' ? item : [item[0].slice(prefix.length), item[1], item[2]] as const))
  for (const step of [...target.steps].reverse()) {
    const rule = rows.isRuled(step.relation) ? await rows.domainOf(step.relation) : []
    inner = [[step.name, 'any', [...(await archivedToo(step, scope)), ...rule, ...inner]]]
  }
  return inner
}

/** A path follows a many2one to an archived record as well, `any` only when it is told to. */
async function archivedToo({ type, relation }: RelationalField, scope: DomainScope): Promise<readonly DomainLeaf[]> {
  const active = type === 'many2one' ? (await scope.schema(relation)).fields.get('active') : undefined
  return active?.searchable === true && active.type === 'boolean' ? [['active', 'in', [true, false]]] : []
}

/** Up to 16: the rule and the condition beside each other, which is the same as long as each relation leads to one record. */
async function sideBySide(items: readonly DomainItem[], condition: Condition): Promise<readonly DomainItem[]> {
  const { target, rows } = condition
  if (target.throughMany || (isRelational(target.field) && target.field.type !== 'many2one')) {
    const [first] = target.steps.filter(({ relation }) => rows.isRuled(relation))
    throw refused(condition, first?.relation ?? target.model, 'the fields of the other model, in a question to it')
  }
  const all: (readonly DomainItem[])[] = []
  for (const [index, { relation }] of target.steps.entries()) {
    if (!rows.isRuled(relation)) continue
    const path = target.steps.slice(0, index + 1).map(({ name }) => name).join('.')
    all.push(asOneTerm(behind(path, await rows.domainOf(relation))))
  }
  return andOf([...all, items])
}

const comparesNames = (items: readonly DomainItem[]): boolean =>
  items.some((item) => typeof item !== 'string' && (Array.isArray(item[2]) ? item[2] : [item[2]]).some((value) => typeof value === 'string'))

function refused({ place, target }: Pick<Condition, 'place' | 'target'>, model: string, instead: string): VitrineError {
  return new VitrineError(
    'restricted_field',
    `${sentence(place)}: ${target.path} cannot be compared like this, because the user lets only some records of ${model} be read.`,
    { hint: `Compare ${instead}.` },
  )
}
