import { applyEdits, getNodeValue, type Edit, type Node } from 'jsonc-parser'
import { decodeTextFile } from '../files/text-file'
import { entryName, isOurEntry, startsSame, type ServerEntry } from './entry'
import {
  insertProperty,
  parseJson,
  positionAt,
  propertiesNamed,
  removeProperty,
  replaceValue,
  valueOf,
  type Habits,
  type JsonMistake,
  type TextPosition,
} from './json-edit'

/** An edit ready to be shown and applied. */
export interface ConfigChange {
  readonly kind: 'insert' | 'update' | 'remove'
  /** The text it was made for, without byte-order mark; null when there is no file. */
  readonly before: string | null
  readonly after: string
  readonly edits: readonly Edit[]
}

export type ConflictReason =
  /** An entry of our name that we did not write. */
  | 'foreign_entry'
  /** `mcpServers`, or the whole file, is not an object. */
  | 'not_an_object'
  /** `mcpServers` or our name stands there twice: readers differ on which one counts. */
  | 'duplicate_key'

export type ConfigPlan =
  | ConfigChange
  | { readonly kind: 'unchanged'; readonly before: string | null }
  | {
      readonly kind: 'conflict'
      readonly before: string
      readonly reason: ConflictReason
      readonly at: TextPosition
      /** What replacing or removing the foreign entry would be, for a user who has seen it and says so. */
      readonly override: ConfigChange | null
    }
  | { readonly kind: 'unparsable'; readonly before: string; readonly error: JsonMistake }

const serversKey = 'mcpServers'

/**
 * What registering our entry does to the text of a `claude_desktop_config.json`: nothing is written here. `text` has no
 * byte-order mark; null stands for a missing file, and an empty one is treated alike. Only `command` and `args` of our
 * entry are ours: what a user added to it stays.
 */
export function planRegistration(text: string | null, entry: ServerEntry): ConfigPlan {
  const wanted = { command: entry.command, args: [...entry.args] }
  const found = findEntry(text)
  switch (found.kind) {
    case 'no_text': {
      const after = `${JSON.stringify({ [serversKey]: { [entryName]: wanted } }, null, 2)}\n`
      return { kind: 'insert', before: text, after, edits: [{ offset: 0, length: text?.length ?? 0, content: after }] }
    }
    case 'no_servers':
      return change('insert', found.text, insertProperty(found.text, found.root, serversKey, { [entryName]: wanted }, habitsOf(found.text)))
    case 'no_entry':
      return change('insert', found.text, insertProperty(found.text, found.servers, entryName, wanted, habitsOf(found.text)))
    case 'entry': {
      const current: unknown = getNodeValue(found.value)
      if (startsSame(current, entry) && isOurEntry(current)) return { kind: 'unchanged', before: found.text }
      if (isOurEntry(current)) return change('update', found.text, updateEntry(found.text, found.value, wanted))
      const override = change('update', found.text, replaceValue(found.text, found.property, wanted, habitsOf(found.text)))
      return foreign(found.text, found.property, override)
    }
    default:
      return found
  }
}

/** What removing our entry does. A `mcpServers` that is empty afterwards stays; it means nothing to Claude. */
export function planRemoval(text: string | null): ConfigPlan {
  const found = findEntry(text)
  switch (found.kind) {
    case 'no_text':
    case 'no_servers':
    case 'no_entry':
      return { kind: 'unchanged', before: text }
    case 'entry': {
      const removal = change('remove', found.text, removeProperty(found.text, found.servers, found.property))
      return isOurEntry(getNodeValue(found.value)) ? removal : foreign(found.text, found.property, removal)
    }
    default:
      return found
  }
}

/** The value of the entry of our name in a configuration, `undefined` when there is none. Null for a text without sense. */
export function readEntry(text: string | null): { readonly value: unknown } | null {
  const found = findEntry(text)
  if (found.kind === 'unparsable' || found.kind === 'conflict') return null
  return { value: found.kind === 'entry' ? getNodeValue(found.value) : undefined }
}

type Found =
  | { readonly kind: 'no_text' }
  | { readonly kind: 'no_servers'; readonly text: string; readonly root: Node }
  | { readonly kind: 'no_entry'; readonly text: string; readonly servers: Node }
  | { readonly kind: 'entry'; readonly text: string; readonly servers: Node; readonly property: Node; readonly value: Node }
  | Extract<ConfigPlan, { kind: 'conflict' | 'unparsable' }>

function findEntry(text: string | null): Found {
  if (text === null || text.trim() === '') return { kind: 'no_text' }
  const parsed = parseJson(text)
  if (parsed.kind === 'mistake') return { kind: 'unparsable', before: text, error: parsed.mistake }
  const { root } = parsed
  const refuse = (reason: ConflictReason, { offset }: Node): Found => ({
    kind: 'conflict',
    before: text,
    reason,
    at: positionAt(text, offset),
    override: null,
  })

  if (root.type !== 'object') return refuse('not_an_object', root)
  const [serversProperty, secondServers] = propertiesNamed(root, serversKey)
  if (serversProperty === undefined) return { kind: 'no_servers', text, root }
  if (secondServers !== undefined) return refuse('duplicate_key', secondServers)
  const servers = valueOf(serversProperty)
  if (servers?.type !== 'object') return refuse('not_an_object', servers ?? serversProperty)
  const [property, second] = propertiesNamed(servers, entryName)
  if (second !== undefined) return refuse('duplicate_key', second)
  const value = property === undefined ? undefined : valueOf(property)
  if (property === undefined || value === undefined) return { kind: 'no_entry', text, servers }
  return { kind: 'entry', text, servers, property, value }
}

function change(kind: ConfigChange['kind'], before: string, edits: Edit[]): ConfigChange {
  return { kind, before, edits, after: applyEdits(before, edits) }
}

function foreign(text: string, { offset }: Node, override: ConfigChange): ConfigPlan {
  return { kind: 'conflict', before: text, reason: 'foreign_entry', at: positionAt(text, offset), override }
}

function updateEntry(text: string, entry: Node, wanted: { command: string; args: string[] }): Edit[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    // An entry with a key twice is ours all the same; the last one counts.
    const property = propertiesNamed(entry, name).at(-1)
    if (property === undefined) return []
    const current = valueOf(property)
    const isSame = current !== undefined && JSON.stringify(getNodeValue(current)) === JSON.stringify(value)
    return isSame ? [] : replaceValue(text, property, value, habitsOf(text))
  })
}

function habitsOf(text: string): Habits {
  return decodeTextFile(Buffer.from(text, 'utf8')).style
}
