import type { DomainScope, ResolvedDate } from './domain'
import { lowerDate, lowerDatetime } from './domain-dates'
import { DATE_PARTS, type Operator } from './domain-operators'
import { guardAt, guardNames, isRelational, type ResolvedPath } from './domain-path'
import { invalid, quotedName, sentence, tooLong, tooManyValues, type Budget } from './domain-syntax'
import { nearestNames } from './nearest-names'
import type { DomainItem } from './port'

/** A condition whose path and operator are known, and whose value is still what the client sent. */
export interface OpenCondition {
  readonly target: ResolvedPath
  readonly operator: Operator
  readonly value: unknown
  readonly place: string
  readonly scope: DomainScope
  readonly budget: Budget
}

/** One well-formed term of a domain. */
export interface Lowered {
  readonly items: readonly DomainItem[]
  readonly resolved: readonly ResolvedDate[]
}

type Scalar = string | number | boolean
type OperatorKinds = readonly Operator['kind'][]

interface TypeRule {
  readonly kinds: OperatorKinds
  /** Says what is expected, after "takes". */
  readonly takes: string
  /** Checks one value; false for "not set" where `unset` allows it is not shown to it. */
  readonly accepts: (value: Scalar, condition: OpenCondition) => boolean
  /** Whether `false` may stand for "not set". Numbers may not: versions of Odoo differ on whether that includes 0. */
  readonly unset: 'allowed' | 'refused'
}

const MAX_INT4 = 2_147_483_647
const isInt4 = (value: Scalar): boolean => typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= MAX_INT4
const isId = (value: Scalar): boolean => isInt4(value) && Number(value) >= 1
const isNumber = (value: Scalar): boolean => typeof value === 'number' && Number.isFinite(value)
const isFilledText = (value: Scalar): boolean => typeof value === 'string' && value !== ''

const TEXT: TypeRule = {
  kinds: ['equal', 'optional', 'compare', 'member', 'text'],
  takes: 'a text, or false for "not set"',
  accepts: isFilledText,
  unset: 'allowed',
}
const WHOLE_NUMBER: TypeRule = {
  kinds: ['equal', 'optional', 'compare', 'member'],
  takes: 'a whole number',
  accepts: isInt4,
  unset: 'refused',
}
const DECIMAL: TypeRule = { ...WHOLE_NUMBER, takes: 'a number', accepts: isNumber }
const RELATION: TypeRule = {
  kinds: ['equal', 'optional', 'member', 'text', 'hierarchy', 'nested'],
  takes: 'an id, a name, or false for "not set"',
  accepts: (value) => isId(value) || isFilledText(value),
  unset: 'allowed',
}
const DATE: TypeRule = {
  kinds: ['equal', 'optional', 'compare', 'member'],
  takes: 'a date as text, or false for "not set"',
  accepts: isFilledText,
  unset: 'allowed',
}
const FILE: TypeRule = {
  kinds: ['equal'],
  takes: 'only false, for "not set"',
  accepts: () => false,
  unset: 'allowed',
}
/** Types that are missing here (`json`, `properties`, and what future versions bring) cannot be filtered on. */
const RULES: ReadonlyMap<string, TypeRule> = new Map<string, TypeRule>([
  ['char', TEXT],
  ['text', TEXT],
  ['html', TEXT],
  ['integer', WHOLE_NUMBER],
  ['float', DECIMAL],
  ['monetary', DECIMAL],
  ['boolean', { kinds: ['equal', 'optional'], takes: 'true or false', accepts: (value) => typeof value === 'boolean', unset: 'allowed' }],
  ['date', DATE],
  ['datetime', DATE],
  [
    'selection',
    { kinds: ['equal', 'optional', 'compare', 'member'], takes: 'one of its keys, or false for "not set"', accepts: isKey, unset: 'allowed' },
  ],
  ['many2one', RELATION],
  ['one2many', RELATION],
  ['many2many', RELATION],
  ['many2one_reference', { ...WHOLE_NUMBER, takes: 'an id, or false for "not set"', accepts: isId, unset: 'allowed' }],
  [
    'reference',
    {
      kinds: ['equal', 'member'],
      takes: 'a model and an id such as "sale.order,7", or false for "not set"',
      accepts: (value) => typeof value === 'string' && /^[a-z][a-z0-9_.]*,[1-9]\d*$/.test(value),
      unset: 'allowed',
    },
  ],
  ['binary', FILE],
  ['image', FILE],
])
/** 0 is no id, but `id > 0` is how many write "all". */
const ID: TypeRule = { ...WHOLE_NUMBER, kinds: [...WHOLE_NUMBER.kinds, 'hierarchy'], takes: 'an id', accepts: (value, { operator }) => (value === 0 && operator.kind === 'compare') || isId(value) }

/**
 * Checks a value against its field and operator, and gives the term that is sent. Nothing is converted but `null` to
 * Odoo's `false`, and dates to absolute values. Nested filters (`any`) are the caller's.
 */
export async function lowerValue(condition: OpenCondition): Promise<Lowered> {
  const { target, operator, place } = condition
  const rule = ruleFor(condition)
  if (!rule.kinds.includes(operator.kind)) {
    throw invalid(`${sentence(place)}: the operator ${quotedName(operator.name)} does not suit ${target.path}, ${describe(target)}`, {
      hint: `${target.path} takes ${rule.takes}.`,
    })
  }
  switch (operator.kind) {
    case 'text':
      return lowerText(condition)
    case 'hierarchy':
      return lowerHierarchy(condition)
    case 'member':
      return lowerList(condition, rule)
    default:
      return lowerScalar(condition, rule)
  }
}

function ruleFor({ target, place }: OpenCondition): TypeRule {
  const { field, datePart } = target
  if (datePart !== null) {
    const range = DATE_PARTS.get(datePart)
    return {
      ...WHOLE_NUMBER,
      kinds: ['equal', 'compare', 'member'],
      takes: `a whole number from ${String(range?.min ?? 0)} to ${String(range?.max ?? 0)}`,
      accepts: (value) => isInt4(value) && Number(value) >= (range?.min ?? 0) && Number(value) <= (range?.max ?? 0),
    }
  }
  const rule = field.name === 'id' ? ID : RULES.get(field.type)
  if (rule === undefined) throw invalid(`${sentence(place)}: ${target.path} is ${describe(target)} and cannot be filtered on here`, {})
  return rule
}

async function lowerScalar(condition: OpenCondition, rule: TypeRule): Promise<Lowered> {
  const { target, operator, value, place } = condition
  if (Array.isArray(value)) {
    const suited = operator.name === '!=' ? 'not in' : 'in'
    throw invalid(`${sentence(place)}: the operator ${quotedName(operator.name)} takes one value, not a list`, {
      hint: rule.kinds.includes('member') ? `Use "${suited}" with a list.` : `${target.path} takes ${rule.takes}.`,
    })
  }
  const scalar = checkScalar(condition, rule, value)
  if (scalar === false && operator.kind === 'compare') {
    throw invalid(`${sentence(place)}: "not set" cannot be compared with ${quotedName(operator.name)}`, { hint: 'Use "=" or "!=" with false.' })
  }
  if (typeof scalar === 'string') {
    if (target.field.type === 'date') return lowerDate(dateCondition(condition), scalar)
    if (target.field.type === 'datetime') return lowerDatetime(dateCondition(condition), scalar)
    await guardRelationNames(condition)
  }
  return sent(condition, scalar)
}

async function lowerList(condition: OpenCondition, rule: TypeRule): Promise<Lowered> {
  const { target, operator, value, place } = condition
  if (!Array.isArray(value)) {
    throw invalid(`${sentence(place)}: the operator ${quotedName(operator.name)} takes a list`, {
      hint: `Put the value into brackets, or use "${operator.name === 'not in' ? '!=' : '='}".`,
    })
  }
  const list: Scalar[] = []
  for (const item of value as readonly unknown[]) list.push(checkScalar(condition, rule, item))
  const texts = list.filter((item): item is string => typeof item === 'string')
  if (texts.length > 0 && list.some((item) => typeof item === 'number')) {
    throw invalid(`${sentence(place)}: a list of ids and names together is not taken`, { hint: 'Use ids alone.' })
  }
  if (target.datePart === null && target.field.type === 'date') return lowerDate(dateCondition(condition), list as (string | false)[])
  if (target.datePart === null && target.field.type === 'datetime') return lowerDatetime(dateCondition(condition), list as (string | false)[])
  if (texts.length > 0) await guardRelationNames(condition)
  return sent(condition, list)
}

async function lowerText(condition: OpenCondition): Promise<Lowered> {
  const { value, operator, place } = condition
  spend(condition, value)
  if (typeof value !== 'string' || value === '') {
    throw invalid(`${sentence(place)}: the operator ${quotedName(operator.name)} takes a text that is not empty`, {
      hint: value === '' ? 'An empty text would match everything: leave the condition out, or use "!=" with false for "is set".' : '',
    })
  }
  await guardRelationNames(condition)
  return sent(condition, value)
}

async function lowerHierarchy(condition: OpenCondition): Promise<Lowered> {
  const { target, value, place, operator, scope } = condition
  const model = isRelational(target.field) ? target.field.relation : target.model
  const { fields } = await scope.schema(model)
  // A hierarchy tells who stands above whom.
  for (const field of fields.values()) if (field.type === 'many2one' && field.relation === model) guardAt(place, scope, model, field)
  if (!fields.has('parent_id') && !fields.has('parent_path')) {
    throw invalid(`${sentence(place)}: the records of ${model} have no parents, so ${quotedName(operator.name)} cannot be used`, {})
  }
  const rule: TypeRule = { kinds: [], takes: 'an id, a list of ids, or a name', accepts: isId, unset: 'refused' }
  if (Array.isArray(value)) {
    const ids: Scalar[] = []
    for (const item of value as readonly unknown[]) ids.push(checkScalar(condition, rule, item))
    return sent(condition, ids)
  }
  const byName = isRelational(target.field)
  const scalar = checkScalar(condition, byName ? { ...rule, accepts: RELATION.accepts } : rule, value)
  if (typeof scalar === 'string') await guardRelationNames(condition)
  return sent(condition, scalar)
}

function checkScalar(condition: OpenCondition, rule: TypeRule, value: unknown): Scalar {
  const { target, place } = condition
  spend(condition, value)
  const scalar = value === null ? false : value
  if (scalar === false && rule.unset === 'allowed') return false
  if (typeof scalar !== 'string' && typeof scalar !== 'number' && typeof scalar !== 'boolean') throw mistaken(condition, rule)
  // Odoo before 19 tells an empty text from one that is not set, 19 does not.
  if (scalar === '' && rule.unset === 'allowed') {
    throw invalid(`${sentence(place)}: an empty text is compared differently by versions of Odoo`, { hint: 'Use false for "not set".' })
  }
  if (!rule.accepts(scalar, condition)) throw target.field.type === 'selection' ? unknownKey(condition, scalar) : mistaken(condition, rule)
  return scalar
}

function spend({ budget, place }: OpenCondition, value: unknown): void {
  budget.values -= 1
  if (budget.values < 0) throw tooManyValues()
  if (typeof value !== 'string') return
  budget.characters -= value.length
  if (budget.characters < 0) throw tooLong()
  // Neither can be stored by Odoo's database, and a broken pair of surrogates would be sent as another character.
  if (/\0|\p{Surrogate}/u.test(value)) throw invalid(`${sentence(place)}: the text has characters that cannot be searched for`, {})
}

function mistaken({ target, place }: OpenCondition, rule: TypeRule): Error {
  return invalid(`${sentence(place)}: the value does not suit ${target.path}, ${describe(target)}`, { hint: `${target.path} takes ${rule.takes}.` })
}

function isKey(value: Scalar, { target }: OpenCondition): boolean {
  const { selection } = target.field
  return typeof value === 'string' && (selection === undefined || selection.some(([key]) => key === value))
}

function unknownKey({ target, place }: OpenCondition, value: Scalar): Error {
  const selection = target.field.selection ?? []
  const text = String(value).toLowerCase()
  const byLabel = selection.filter(([, label]) => label.toLowerCase() === text).map(([key]) => key)
  const near = nearestNames(text, selection.map(([key]) => key))
  const all = selection.map(([key]) => key)
  return invalid(`${sentence(place)}: the value is none of the keys of ${target.path}`, {
    hint: selection.length <= 30 ? `Its keys are: ${all.join(', ')}.` : `Ask odoo_describe_model for the keys of ${target.path}.`,
    suggestions: [...new Set([...byLabel, ...near, ...(near.length + byLabel.length === 0 ? all : [])])].slice(0, 3),
  })
}

/** A text compared with a relation, or with `display_name`, is compared with names of records. */
async function guardRelationNames({ target, place, scope }: OpenCondition): Promise<void> {
  if (target.datePart !== null) return
  if (isRelational(target.field)) await guardNames(place, target.field.relation, scope)
  const named = isRelational(target.field) ? target.field.relation : target.field.name === 'display_name' ? target.model : null
  if (named === null || (await scope.searchesNames(named))) return
  throw invalid(`${sentence(place)}: records of ${named} have no name to be compared with a text, and Odoo would match them all`, {
    hint: 'Compare ids, or another field.',
  })
}

function dateCondition({ target, operator, place, scope }: OpenCondition): Parameters<typeof lowerDate>[0] {
  return { target, operator: operator.name, place, scope }
}

function sent({ target, operator }: OpenCondition, value: Scalar | readonly Scalar[]): Lowered {
  return { items: [[target.path, operator.name, value]], resolved: [] }
}

/** Such as `a selection`. */
function describe({ field, datePart }: ResolvedPath): string {
  if (datePart !== null) return 'a part of a date'
  const noun = field.name === 'id' ? 'id' : field.type
  return `${/^[aeio]/.test(noun) && !noun.startsWith('one') ? 'an' : 'a'} ${noun}`
}
