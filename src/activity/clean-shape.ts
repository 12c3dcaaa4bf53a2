const MAX_LENGTH = 300
/** Stands for a filter whose shape could not be vouched for. */
export const UNREADABLE_SHAPE = '(not recorded)'

const PATH = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/
const ONE_WORD_OPERATORS: ReadonlySet<string> = new Set([
  '=', '!=', '=?', '<', '<=', '>', '>=', 'in', 'like', 'ilike', '=like', '=ilike', 'child_of', 'parent_of',
])
const AFTER_NOT: ReadonlySet<string> = new Set(['in', 'like', 'ilike', '=like', '=ilike', 'any'])

/**
 * Lets a filter's shape through only if it is nothing but fields, operators, brackets and "and", "or", "not": in
 * `state = sale` the last word stands where none may, so it could be a value. A shape cut at its full
 * length ends in "…".
 */
export function cleanShape(shape: string): string {
  if (shape === '') return ''
  if (shape.length > MAX_LENGTH) return UNREADABLE_SHAPE
  const cut = shape.length === MAX_LENGTH && shape.endsWith('…')
  const text = cut ? shape.slice(0, -1) : shape
  const tokens = text.replace(/[()]/g, ' ').split(' ').filter((token) => token !== '')
  // Of a cut shape the last word is a piece of one, and only has to look like one.
  const last = cut ? tokens.pop() : undefined
  if (last !== undefined && !/^[A-Za-z0-9_.=!<>?]+$/.test(last)) return UNREADABLE_SHAPE
  return isShape(tokens, cut) ? shape : UNREADABLE_SHAPE
}

function isShape(tokens: readonly string[], cut: boolean): boolean {
  let expected: 'term' | 'operator' | 'join' = 'term'
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? ''
    const next = tokens[index + 1] ?? ''
    if (expected === 'join') {
      if (token !== 'and' && token !== 'or') return false
      expected = 'term'
    } else if (expected === 'term') {
      if (token === 'not') continue
      if (token === 'true' || token === 'false') expected = 'join'
      else if (PATH.test(token)) expected = 'operator'
      else return false
    } else if (token === 'any' || (token === 'not' && next === 'any')) {
      if (token === 'not') index += 1
      const after = tokens[index + 1]
      // The nested filter may be empty: "any ()".
      expected = after === undefined || after === 'and' || after === 'or' ? 'join' : 'term'
    } else if (token === 'not' && AFTER_NOT.has(next)) {
      index += 1
      expected = 'join'
    } else if (ONE_WORD_OPERATORS.has(token) || (cut && token === 'not' && next === '')) expected = 'join'
    else return false
  }
  return cut || expected === 'join'
}
