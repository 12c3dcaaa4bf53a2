import { isDeepStrictEqual } from 'node:util'
import { parse, TomlError, type TomlTable } from 'smol-toml'
import type { TextPosition } from './json-edit'

/**
 * Edits of TOML text that touch one table and leave every other character alone. `smol-toml` says what a text means; where a
 * statement begins and ends it does not say, so `statementsOf` finds that, and knows no more of TOML than it needs for it.
 */
export type ParsedToml =
  | { readonly kind: 'table'; readonly root: TomlTable }
  | { readonly kind: 'mistake'; readonly mistake: TextPosition & { readonly message: string } }

export function parseToml(text: string): ParsedToml {
  try {
    // Numbers beyond what a double holds must compare exactly.
    return { kind: 'table', root: parse(text, { integersAsBigInt: true }) }
  } catch (error) {
    // The library's message quotes the text, which may hold a secret.
    const { line, column } = error instanceof TomlError ? error : { line: 1, column: 1 }
    return { kind: 'mistake', mistake: { line, column, message: 'This is not valid TOML.' } }
  }
}

export interface TomlStatement {
  readonly kind: 'header' | 'pair'
  /** Names of a header's table, or of a pair's key. */
  readonly names: readonly string[]
  readonly start: number
  /** After its last character, before a comment and the line's end. */
  readonly end: number
  /** Where a pair's value begins; of a header its end. */
  readonly valueStart: number
}

/** All statements of a valid text, in order. */
export function statementsOf(text: string): readonly TomlStatement[] {
  const found: TomlStatement[] = []
  let at = 0
  while (at < text.length) {
    if (/[\s]/.test(text.charAt(at))) at += 1
    else if (text[at] === '#') at = lineEnd(text, at)
    else {
      const kind = text[at] === '[' ? 'header' : 'pair'
      const keyEnd = kind === 'header' ? endOfStatement(text, at) : equalsSign(text, at)
      const end = kind === 'header' ? keyEnd : endOfStatement(text, keyEnd + 1)
      const key = text.slice(at, keyEnd).replace(/^\[+|\]+$/g, '')
      const valueStart = kind === 'header' ? end : keyEnd + 1 + (/^[ \t]*/.exec(text.slice(keyEnd + 1))?.[0].length ?? 0)
      found.push({ kind, names: namesIn(key), start: at, end, valueStart })
      at = end
    }
  }
  return found
}

/** Whether two texts say the same in every value but the one at `except`; a table on the way to it may come and go while empty. */
export function haveSameTomlValues(before: string, after: string, except: readonly [string, string]): boolean {
  const [first, second] = [parseToml(before), parseToml(after)]
  if (first.kind === 'mistake' || second.kind === 'mistake') return false
  return isDeepStrictEqual(without(first.root, except), without(second.root, except))
}

function without(root: TomlTable, [servers, name]: readonly [string, string]): unknown {
  const { [servers]: all, ...rest } = root
  if (typeof all !== 'object' || Array.isArray(all) || all instanceof Date) return { ...root }
  const { [name]: _, ...others } = all
  return Object.keys(others).length === 0 ? rest : { ...rest, [servers]: others }
}

function namesIn(key: string): readonly string[] {
  return [...key.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+)/g)].map(([, quoted, literal, bare]) => quoted ?? literal ?? bare ?? '')
}

function equalsSign(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== '=') at = text[at] === '"' || text[at] === "'" ? stringEnd(text, at) : at + 1
  return at
}

/** The statement goes on over line ends inside brackets and inside strings of several lines. */
function endOfStatement(text: string, from: number): number {
  let depth = 0
  let last = from
  for (let at = from; at < text.length; ) {
    const character = text.charAt(at)
    if (character === '"' || character === "'") {
      at = stringEnd(text, at)
      last = at
      continue
    }
    if (character === '#') {
      at = lineEnd(text, at)
      continue
    }
    if (character === '\n' && depth === 0) return last
    if (character === '[' || character === '{') depth += 1
    if (character === ']' || character === '}') depth -= 1
    at += 1
    if (!/\s/.test(character)) last = at
  }
  return last
}

function stringEnd(text: string, from: number): number {
  const quote = text.charAt(from)
  const isLong = text.startsWith(quote.repeat(3), from)
  const closing = isLong ? quote.repeat(3) : quote
  let at = from + closing.length
  while (at < text.length && !text.startsWith(closing, at)) at += quote === '"' && text[at] === '\\' ? 2 : 1
  at += closing.length
  // A long string may end with up to two quotes of its own.
  while (isLong && text[at] === quote) at += 1
  return at
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}
