import { createScanner, parseTree, printParseErrorCode, type Edit, type Node, type ParseError, type ParseOptions } from 'jsonc-parser'

/**
 * Edits of JSON text that touch one property and leave every other character alone. `jsonc-parser` reads (comments and
 * trailing commas included) and gives positions; its own `modify` is not used, because it reformats the neighbours of
 * what it inserts and moves their comments.
 */
export interface TextPosition {
  /** Both from 1; columns in UTF-16 units, as editors count. */
  readonly line: number
  readonly column: number
}

export interface JsonMistake extends TextPosition {
  readonly message: string
}

export interface Habits {
  readonly endOfLine: '\n' | '\r\n'
  readonly indent: string
}

export type ParsedJson = { readonly kind: 'tree'; readonly root: Node } | { readonly kind: 'mistake'; readonly mistake: JsonMistake }

/** Of jsonc-parser's `SyntaxKind`, which is a constant enumeration and cannot be imported into isolated modules. */
const token = { comma: 5, lineComment: 12, blockComment: 13, lineBreak: 14, blank: 15 } as const

const mistakes: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This is not a JSON value.',
  InvalidNumberFormat: 'This is not a JSON number.',
  PropertyNameExpected: 'A property name in double quotes is expected here.',
  ValueExpected: 'A value is expected here.',
  ColonExpected: 'A colon is missing here.',
  CommaExpected: 'A comma is missing here.',
  CloseBraceExpected: 'A closing } is missing here.',
  CloseBracketExpected: 'A closing ] is missing here.',
  EndOfFileExpected: 'The text should have ended before this.',
  UnexpectedEndOfComment: 'A comment is not closed.',
  UnexpectedEndOfString: 'A string is not closed.',
  InvalidUnicode: 'This \\u sequence is not valid.',
  InvalidEscapeCharacter: 'This \\ sequence is not valid.',
  InvalidCharacter: 'A character that may not stand in a string.',
  InvalidCommentToken: 'A comment may not stand here.',
}

/** Reads JSON, with comments and trailing commas unless said otherwise; the first mistake with its place, if there is one. */
export function parseJson(text: string, options: ParseOptions = { allowTrailingComma: true }): ParsedJson {
  const errors: ParseError[] = []
  let root: Node | undefined
  try {
    root = parseTree(text, errors, options)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { kind: 'mistake', mistake: { line: 1, column: 1, message: 'The text is nested too deeply.' } }
  }
  const [first] = errors
  if (first !== undefined) {
    const message = mistakes[printParseErrorCode(first.error)] ?? 'This is not valid JSON.'
    return { kind: 'mistake', mistake: { ...positionAt(text, first.offset), message } }
  }
  if (root === undefined) return { kind: 'mistake', mistake: { line: 1, column: 1, message: 'A value is expected here.' } }
  return { kind: 'tree', root }
}

export function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/)
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** All properties of that name in an object node: JSON allows several, and readers take the last. */
export function propertiesNamed(object: Node, name: string): readonly Node[] {
  return (object.children ?? []).filter((property) => property.children?.[0]?.value === name)
}

export function valueOf(property: Node): Node | undefined {
  return property.children?.[1]
}

/** Adds a property at the end of an object, in the way its other properties are written. */
export function insertProperty(text: string, object: Node, name: string, value: unknown, habits: Habits): Edit[] {
  const last = object.children?.at(-1)
  if (last === undefined) return insertIntoEmpty(text, object, name, value, habits)
  const tail = tailOf(text, last)
  const comma = tail.comma === null ? [{ offset: last.offset + last.length, length: 0, content: ',' }] : []
  const trailing = tail.comma === null ? '' : ','
  if (isOneLine(text, object)) {
    const space = text[object.offset + 1] === ' ' ? ' ' : ''
    const added = `${space}${JSON.stringify(name)}:${space}${JSON.stringify(value)}${trailing}`
    return merged([...comma, { offset: tail.comma ?? last.offset + last.length, length: 0, content: added }])
  }
  const indentation = indentationAt(text, last.offset)
  const added = `${habits.endOfLine}${indentation}${propertyText(name, value, indentation, habits)}${trailing}`
  return merged([...comma, { offset: tail.endOnLine, length: 0, content: added }])
}

/** Replaces a property's value. */
export function replaceValue(text: string, property: Node, value: unknown, habits: Habits): Edit[] {
  const node = valueOf(property)
  if (node === undefined) return []
  const isOneLineList = isOneLine(text, node) && (node.type === 'array' || node.type === 'object')
  const isCompact = isOneLineList || (property.parent !== undefined && isOneLine(text, property.parent))
  const content = isCompact ? JSON.stringify(value) : indented(value, indentationAt(text, property.offset), habits)
  return [{ offset: node.offset, length: node.length, content }]
}

/** Takes a property out of its object, with its comma and, where it stands alone on its lines, with them. */
export function removeProperty(text: string, object: Node, property: Node): Edit[] {
  const siblings = object.children ?? []
  const previous = siblings[siblings.indexOf(property) - 1]
  const tail = tailOf(text, property)
  const end = tail.comma ?? property.offset + property.length
  // The last one without a comma of its own: the comma before it has to go too.
  const needlessComma =
    previous !== undefined && tail.comma === null ? tailOf(text, previous).comma : null
  const edits = needlessComma === null ? [] : [{ offset: needlessComma - 1, length: 1, content: '' }]
  const inner = text.slice(object.offset + 1, object.offset + object.length - 1)
  if (siblings.length === 1 && inner.trim() === text.slice(property.offset, end)) {
    return [{ offset: object.offset + 1, length: inner.length, content: '' }]
  }
  const lineStart = lineBreakBefore(text, property.offset)
  const standsAlone = lineStart !== null && /^[ \t]*(?:\r?\n|$)/.test(text.slice(end))
  if (standsAlone) return [...edits, { offset: lineStart, length: end - lineStart, content: '' }]
  const spaceBefore = /[ \t]*$/.exec(text.slice(0, property.offset))?.[0].length ?? 0
  const start = lineStart === null ? property.offset - spaceBefore : property.offset
  return [...edits, { offset: start, length: end - start, content: '' }]
}

function insertIntoEmpty(text: string, object: Node, name: string, value: unknown, habits: Habits): Edit[] {
  const start = object.offset + 1
  const inner = text.slice(start, object.offset + object.length - 1)
  const closing = indentationAt(text, object.offset)
  const indentation = `${closing}${habits.indent}`
  const isMinified = !text.trim().includes('\n') && object.parent !== undefined
  if (isMinified) return [{ offset: start, length: 0, content: `${JSON.stringify(name)}:${JSON.stringify(value)}` }]
  const added = `${habits.endOfLine}${indentation}${propertyText(name, value, indentation, habits)}`
  if (inner.includes('\n')) return [{ offset: start, length: 0, content: added }]
  const length = inner.trim() === '' ? inner.length : 0
  return merged([
    { offset: start, length, content: added },
    { offset: start + inner.length, length: 0, content: `${habits.endOfLine}${closing}` },
  ])
}

interface Tail {
  /** Offset right after the comma that follows the property, or null. */
  readonly comma: number | null
  /** Offset after the property, its comma and the comments that stand on the same line. */
  readonly endOnLine: number
}

function tailOf(text: string, property: Node): Tail {
  const scanner = createScanner(text)
  let comma: number | null = null
  let endOnLine = property.offset + property.length
  let isSameLine = true
  scanner.setPosition(endOnLine)
  for (;;) {
    const kind: number = scanner.scan()
    const end = scanner.getTokenOffset() + scanner.getTokenLength()
    if (kind === token.lineBreak) isSameLine = false
    else if (kind === token.lineComment || kind === token.blockComment) {
      if (isSameLine) endOnLine = end
      if (scanner.getTokenValue().includes('\n')) isSameLine = false
    } else if (kind === token.comma && comma === null) {
      comma = end
      if (isSameLine) endOnLine = end
    } else if (kind !== token.blank) return { comma, endOnLine: Math.max(endOnLine, comma ?? 0) }
  }
}

function propertyText(name: string, value: unknown, indentation: string, habits: Habits): string {
  return `${JSON.stringify(name)}: ${indented(value, indentation, habits)}`
}

function indented(value: unknown, indentation: string, { indent, endOfLine }: Habits): string {
  return JSON.stringify(value, null, indent).split('\n').join(`${endOfLine}${indentation}`)
}

function isOneLine(text: string, node: Node): boolean {
  return !text.slice(node.offset, node.offset + node.length).includes('\n')
}

/** The white space at the start of the line on which `offset` stands. */
function indentationAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1)
  return /^[ \t]*/.exec(line)?.[0] ?? ''
}

/** Offset of the line break before `offset` when only white space stands between them. */
function lineBreakBefore(text: string, offset: number): number | null {
  const found = /(\r?\n)[ \t]*$/.exec(text.slice(0, offset))
  return found === null ? null : found.index
}

/** Two edits at one place would have no order. */
function merged(edits: readonly Edit[]): Edit[] {
  return edits.reduce<Edit[]>((done, edit) => {
    const before = done.at(-1)
    if (before === undefined || before.offset + before.length !== edit.offset) return [...done, edit]
    return [...done.slice(0, -1), { offset: before.offset, length: before.length + edit.length, content: before.content + edit.content }]
  }, [])
}
