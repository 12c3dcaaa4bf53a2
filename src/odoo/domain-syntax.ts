import { VitrineError } from '../errors/vitrine-error'

/**
 * The form of a filter, apart from what fields and operators mean: prefix notation taken apart into a tree, with the place
 * of each condition for error messages. Nothing is repaired: a missing or surplus operator is an error.
 */

const MAX_TEXT_BYTES = 64 * 1024
const MAX_VALUES = 1_000
export const MAX_DEPTH = 32
/** Conditions and operators together; without it a million `!` would pass as a filter without values. */
const MAX_ITEMS = 4_000

export interface RawCondition {
  readonly kind: 'condition'
  /** Such as `item 3` or `item 2, item 1 within it`. */
  readonly place: string
  readonly field: string
  readonly operator: string
  readonly value: unknown
}

export type RawTerm =
  | RawCondition
  /** Odoo's `(1, '=', 1)` and `(0, '=', 1)`. */
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'not'; readonly term: RawTerm }
  | { readonly kind: 'and' | 'or'; readonly terms: readonly RawTerm[] }

/** What one filter may still use up, nested filters included. */
export interface Budget {
  items: number
  values: number
  characters: number
}

export function newBudget(): Budget {
  return { items: MAX_ITEMS, values: MAX_VALUES, characters: MAX_TEXT_BYTES }
}

/** An array as it is, or the array that a JSON text holds. */
export function domainArray(input: unknown): readonly unknown[] {
  if (Array.isArray(input)) return input as readonly unknown[]
  if (typeof input !== 'string') throw invalid('The filter is neither an array nor JSON text of one', { hint: EXAMPLE_HINT })
  if (input.trim() === '') {
    throw invalid('The filter is an empty text', { hint: 'Leave the argument out, or send [], to ask without a filter.' })
  }
  if (Buffer.byteLength(input) > MAX_TEXT_BYTES) throw tooLong()
  const parsed = parseJson(input)
  if (!Array.isArray(parsed)) throw invalid('The filter is JSON text, but not of an array', { hint: EXAMPLE_HINT })
  return parsed as readonly unknown[]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const pythonic = /[('](?:[a-z_.]+)'|\b(?:True|False|None)\b/.test(text)
    throw invalid('The filter is text, but not valid JSON', {
      hint: pythonic
        ? 'This looks like Python: write ["state", "=", "sale"] with double quotes, true, false and null.'
        : EXAMPLE_HINT,
    })
  }
}

const EXAMPLE_HINT = 'Write it as [["state", "=", "sale"], ["amount_total", ">", 1000]].'

/**
 * Terms of a filter, top-level ones joined by an unwritten "and" as Odoo does.
 *
 * `where` is empty for the filter itself and names the condition that a nested filter stands in. `depth` is how deep it
 * stands already.
 */
export function parseDomain(items: readonly unknown[], budget: Budget, where = '', depth = 0): readonly RawTerm[] {
  budget.items -= items.length
  if (budget.items < 0) throw invalid(`The filter has more than ${String(MAX_ITEMS)} parts`, {})
  // Read from the right, every operator finds its operands complete, so no recursion is needed for long chains.
  const terms: { readonly term: RawTerm; readonly depth: number }[] = []
  for (let index = items.length - 1; index >= 0; index -= 1) {
    const place = placeOf(index, where)
    const item = items[index]
    if (Array.isArray(item)) {
      terms.push({ term: parseCondition(item as readonly unknown[], place, budget), depth: depth + 1 })
    } else if (item === '!') {
      const inner = terms.pop()
      if (inner === undefined) throw missing(place, '!', 'one condition')
      terms.push(deeper({ kind: 'not', term: inner.term }, inner.depth + 1))
    } else if (item === '&' || item === '|') {
      const [first, second] = [terms.pop(), terms.pop()]
      if (first === undefined || second === undefined) throw missing(place, item, 'two conditions')
      const kind = item === '&' ? 'and' : 'or'
      // A chain of the same operator is one level: forty alternatives are long, not deep.
      const chained = [first, second].map((part) => (part.term.kind === kind ? part.depth : part.depth + 1))
      const joined = [first, second].flatMap(({ term }) => (term.kind === kind ? term.terms : [term]))
      terms.push(deeper({ kind, terms: joined }, Math.max(...chained)))
    } else throw notAnItem(item, place)
  }
  return terms.reverse().map(({ term }) => term)
}

function deeper(term: RawTerm, depth: number): { readonly term: RawTerm; readonly depth: number } {
  if (depth > MAX_DEPTH) throw tooDeep()
  return { term, depth }
}

function parseCondition(parts: readonly unknown[], place: string, budget: Budget): RawTerm {
  if (parts.length !== 3) {
    throw invalid(`${sentence(place)} has ${String(parts.length)} parts instead of three`, {
      hint: 'A condition is [field, operator, value].',
    })
  }
  const [field, operator, value] = parts
  if ((field === 0 || field === 1) && operator === '=' && value === 1) {
    budget.values -= 1
    if (budget.values < 0) throw tooManyValues()
    return { kind: 'constant', value: field === 1 }
  }
  if (typeof field !== 'string' || field === '') {
    throw invalid(`${sentence(place)} does not begin with the name of a field`, { hint: 'A condition is [field, operator, value].' })
  }
  if (typeof operator !== 'string' || operator === '') {
    throw invalid(`${sentence(place)} has no operator in second place`, { hint: 'A condition is [field, operator, value].' })
  }
  budget.characters -= field.length + operator.length
  if (budget.characters < 0) throw tooLong()
  return { kind: 'condition', place, field, operator, value }
}

const WORDS_FOR_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['and', '&'], ['&&', '&'], ['or', '|'], ['||', '|'], ['not', '!'],
])

function notAnItem(item: unknown, place: string): VitrineError {
  if (typeof item !== 'string') {
    return invalid(`${sentence(place)} is neither a condition nor one of "&", "|" and "!"`, { hint: EXAMPLE_HINT })
  }
  const meant = WORDS_FOR_OPERATORS.get(item.trim().toLowerCase())
  return invalid(`${sentence(place)} is a text, but not one of "&", "|" and "!"`, {
    hint:
      meant === undefined
        ? 'A single condition needs brackets of its own as well: [["state", "=", "sale"]].'
        : `Write "${meant}", and put it before the conditions it joins.`,
  })
}

function missing(place: string, operator: string, needs: string): VitrineError {
  return invalid(`${sentence(place)} is "${operator}", which needs ${needs} after it`, {
    hint: 'Operators stand before what they join: ["|", ["a", "=", 1], ["b", "=", 2]].',
  })
}

function placeOf(index: number, where: string): string {
  const place = `item ${String(index + 1)}`
  return where === '' ? place : `${where}, ${place} within it`
}

/** `item 3` as the beginning of a message: `Item 3 of the filter`. */
export function sentence(place: string): string {
  const [first = '', ...rest] = place.split(', ')
  return [`${first.charAt(0).toUpperCase()}${first.slice(1)} of the filter`, ...rest].join(', ')
}

export function tooDeep(): VitrineError {
  return invalid(`The filter is nested more than ${String(MAX_DEPTH)} levels deep`, {})
}

export function tooLong(): VitrineError {
  return invalid(`The filter is longer than ${String(MAX_TEXT_BYTES / 1024)} KB`, { hint: 'Ask for fewer values at a time.' })
}

export function tooManyValues(): VitrineError {
  return invalid(`The filter has more than ${MAX_VALUES.toLocaleString('en')} values`, { hint: 'Ask for fewer values at a time.' })
}

/** An `invalid_domain` error; `message` is one sentence without its full stop. */
export function invalid(message: string, details: { readonly hint?: string; readonly suggestions?: readonly string[] }): VitrineError {
  return new VitrineError('invalid_domain', `${message}.`, details)
}

/** The start of a name that a client sent, on one line. */
export function quotedName(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name)
}
