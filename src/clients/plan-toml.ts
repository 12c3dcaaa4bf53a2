import { isDeepStrictEqual } from 'node:util'
import { applyEdits, type Edit } from 'jsonc-parser'
import { stringify } from 'smol-toml'
import type { ClientRow } from './client-table'
import { entryName, isOurEntry, shapedEntry, startsSame, type ServerEntry } from './entry'
import { positionAt } from './json-edit'
import { placeOf, type ConfigChange, type ConfigPlan, type ConflictReason } from './config-plan'
import { haveSameTomlValues, parseToml, statementsOf, type TomlStatement } from './toml-edit'

/** `planRegistration` for configurations in TOML: our table is written as a block of its own at the end. */
export function planTomlRegistration(client: ClientRow, text: string | null, entry: ServerEntry): ConfigPlan {
  const found = findEntry(client, text)
  const wanted = shapedEntry(client.shape, entry)
  switch (found.kind) {
    case 'none':
      return appended(client, text, wanted)
    case 'entry': {
      const isOurs = isOurEntry(client, found.value)
      if (isOurs && startsSame(client, found.value, entry)) return { kind: 'unchanged', before: found.text }
      const before = found.text
      const block = blockText(client, wanted, lineEndOf(before)).trimEnd()
      const updated = changed(client, 'update', before, isOurs ? updatedPairs(found, wanted) : [{ ...rangeOf(found.block), content: block }])
      return isOurs ? sound(updated, found.block) : foreign(before, found.block, updated)
    }
    default:
      return found
  }
}

/** `planRemoval` for configurations in TOML. */
export function planTomlRemoval(client: ClientRow, text: string | null): ConfigPlan {
  const found = findEntry(client, text)
  if (found.kind === 'none') return { kind: 'unchanged', before: text }
  if (found.kind !== 'entry') return found
  const removal = changed(client, 'remove', found.text, [{ ...wholeLines(found.text, found.block), content: '' }])
  return isOurEntry(client, found.value) ? sound(removal, found.block) : foreign(found.text, found.block, removal)
}

/** `readEntry` for configurations in TOML. */
export function readTomlEntry({ serversKey }: ClientRow, text: string | null): { readonly value: unknown } | null {
  const parsed = parseToml(text ?? '')
  if (parsed.kind === 'mistake') return null
  const servers = parsed.root[serversKey]
  if (servers === undefined) return { value: undefined }
  return isTable(servers) ? { value: servers[entryName] } : null
}

type Block = readonly [TomlStatement, ...TomlStatement[]]
type Found =
  | { readonly kind: 'none' }
  | { readonly kind: 'entry'; readonly text: string; readonly value: unknown; readonly block: Block }
  | Extract<ConfigPlan, { kind: 'conflict' | 'unparsable' }>

function findEntry({ serversKey }: ClientRow, text: string | null): Found {
  if (text === null || text.trim() === '') return { kind: 'none' }
  const parsed = parseToml(text)
  if (parsed.kind === 'mistake') return { kind: 'unparsable', before: text, error: parsed.mistake }
  const statements = statementsOf(text)
  const servers = parsed.root[serversKey]
  const at = statements.find(({ names }) => names[0] === serversKey)?.start ?? 0
  if (servers !== undefined && !isTable(servers)) return conflict(text, 'not_an_object', at)
  // A table in braces is closed: nothing can be added to it from outside.
  const isInline = statements.some(({ kind, names }, index) => kind === 'pair' && names.length === 1 && names[0] === serversKey && isTopLevel(statements, index))
  if (isInline) return conflict(text, 'unusual_form', at)
  const value = servers?.[entryName]
  if (value === undefined) return { kind: 'none' }
  const block = blockOf(statements, serversKey)
  return block === null ? conflict(text, 'unusual_form', at) : { kind: 'entry', text, value, block }
}

function isTopLevel(statements: readonly TomlStatement[], index: number): boolean {
  return !statements.slice(0, index).some(({ kind }) => kind === 'header')
}

/** Our header with what stands under it, tables of our own directly behind it among them; null when it is written in another way. */
function blockOf(statements: readonly TomlStatement[], serversKey: string): Block | null {
  const isOurs = ({ kind, names }: TomlStatement) => kind === 'header' && names[0] === serversKey && names[1] === entryName
  const start = statements.findIndex((statement) => isOurs(statement) && statement.names.length === 2)
  if (start === -1) return null
  const length = statements.slice(start).findIndex((statement) => statement.kind === 'header' && !isOurs(statement))
  const [first, ...rest] = statements.slice(start, length === -1 ? undefined : start + length)
  const hasStrays = statements.some((statement, index) => isOurs(statement) && (index < start || (length !== -1 && index >= start + length)))
  return first === undefined || hasStrays ? null : [first, ...rest]
}

function appended(client: ClientRow, before: string | null, wanted: Readonly<Record<string, unknown>>): ConfigPlan {
  const text = before ?? ''
  const endOfLine = lineEndOf(text)
  const isBlank = text.trim() === ''
  const separator = isBlank ? '' : text.endsWith('\n') ? endOfLine : endOfLine.repeat(2)
  const edit = { offset: isBlank ? 0 : text.length, length: isBlank ? text.length : 0, content: `${separator}${blockText(client, wanted, endOfLine)}` }
  return { ...changed(client, 'insert', text, [edit]), before }
}

function updatedPairs({ value: current, block: [header, ...rest] }: Extract<Found, { kind: 'entry' }>, wanted: Readonly<Record<string, unknown>>): Edit[] {
  const nested = rest.findIndex(({ kind }) => kind === 'header')
  const own = nested === -1 ? rest : rest.slice(0, nested)
  return Object.entries(wanted).flatMap(([name, value]) => {
    if (isTable(current) && isDeepStrictEqual(current[name], value)) return []
    const pair = own.find(({ names }) => names.length === 1 && names[0] === name)
    const content = valueText(value)
    if (pair === undefined) return [{ offset: header.end, length: 0, content: `\n${name} = ${content}` }]
    return [{ offset: pair.valueStart, length: pair.end - pair.valueStart, content }]
  })
}

function blockText({ serversKey }: ClientRow, wanted: Readonly<Record<string, unknown>>, endOfLine: string): string {
  const lines = Object.entries(wanted).map(([name, value]) => `${name} = ${valueText(value)}`)
  return [`[${serversKey}.${entryName}]`, ...lines, ''].join(endOfLine)
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`
  return stringify({ value }).trim().slice('value = '.length)
}

function rangeOf(block: Block): { offset: number; length: number } {
  const end = block.at(-1)?.end ?? block[0].end
  return { offset: block[0].start, length: end - block[0].start }
}

/** The block with the line ends around it, and with the empty line before it, which came with it. */
function wholeLines(text: string, block: Block): { offset: number; length: number } {
  const { offset, length } = rangeOf(block)
  const rest = /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.exec(text.slice(offset + length))?.[0].length ?? 0
  const empty = /\n(\r?\n)$/.exec(text.slice(0, offset))?.[1]?.length ?? 0
  return { offset: offset - empty, length: empty + length + rest }
}

function changed(client: ClientRow, kind: ConfigChange['kind'], before: string, edits: Edit[]): ConfigChange {
  return { kind, before, edits, after: applyEdits(before, edits), place: placeOf(client) }
}

/** What cannot be shown to leave the rest alone is left to a person. */
function sound(change: ConfigChange, block: Block): ConfigPlan {
  const before = change.before ?? ''
  return haveSameTomlValues(before, change.after, change.place.path) ? change : conflict(before, 'unusual_form', block[0].start)
}

function foreign(text: string, block: Block, override: ConfigChange): ConfigPlan {
  const isSound = haveSameTomlValues(text, override.after, override.place.path)
  return { kind: 'conflict', before: text, reason: 'foreign_entry', at: positionAt(text, block[0].start), override: isSound ? override : null }
}

function conflict(text: string, reason: ConflictReason, offset: number): Extract<ConfigPlan, { kind: 'conflict' }> {
  return { kind: 'conflict', before: text, reason, at: positionAt(text, offset), override: null }
}

function lineEndOf(text: string): '\n' | '\r\n' {
  return text.includes('\r\n') ? '\r\n' : '\n'
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}
