import { applyEdits, getNodeValue, type Edit, type Node } from 'jsonc-parser'
import { decodeTextFile } from '../files/text-file'
import type { ClientRow } from './client-table'
import { placeOf, type ConfigChange, type ConfigPlan, type ConflictReason } from './config-plan'
import { entryName, isOurEntry, shapedEntry, startsSame, type ServerEntry } from './entry'
import { planTomlRegistration, planTomlRemoval, readTomlEntry } from './plan-toml'
import {
  insertProperty,
  parseJson,
  positionAt,
  propertiesNamed,
  removeProperty,
  replaceValue,
  valueOf,
  type Habits,
} from './json-edit'

/**
 * What registering our entry does to the text of a client's configuration: nothing is written here. `text` has no byte-order
 * mark; null stands for a missing file, and an empty one is treated alike. Only what starts the relay is ours in our entry:
 * what a user added to it stays.
 */
export function planRegistration(client: ClientRow, text: string | null, entry: ServerEntry): ConfigPlan {
  return client.format === 'toml' ? planTomlRegistration(client, text, entry) : planJsonRegistration(client, text, entry)
}

/** What removing our entry does. A list of servers that is empty afterwards stays; it means nothing to any client. */
export function planRemoval(client: ClientRow, text: string | null): ConfigPlan {
  return client.format === 'toml' ? planTomlRemoval(client, text) : planJsonRemoval(client, text)
}

/** The value of the entry of our name in a configuration, `undefined` when there is none. Null for a text without sense. */
export function readEntry(client: ClientRow, text: string | null): { readonly value: unknown } | null {
  if (client.format === 'toml') return readTomlEntry(client, text)
  const found = findEntry(client, text)
  if (found.kind === 'unparsable' || found.kind === 'conflict') return null
  return { value: found.kind === 'entry' ? getNodeValue(found.value) : undefined }
}

function planJsonRegistration(client: ClientRow, text: string | null, entry: ServerEntry): ConfigPlan {
  const { serversKey } = client
  const wanted = shapedEntry(client.shape, entry)
  const found = findEntry(client, text)
  switch (found.kind) {
    case 'no_text': {
      const after = `${JSON.stringify({ [serversKey]: { [entryName]: wanted } }, null, 2)}\n`
      return { kind: 'insert', before: text, after, edits: [{ offset: 0, length: text?.length ?? 0, content: after }], place: placeOf(client) }
    }
    case 'no_servers':
      return change(client, 'insert', found.text, insertProperty(found.text, found.root, serversKey, { [entryName]: wanted }, habitsOf(found.text)))
    case 'no_entry':
      return change(client, 'insert', found.text, insertProperty(found.text, found.servers, entryName, wanted, habitsOf(found.text)))
    case 'entry': {
      const current: unknown = getNodeValue(found.value)
      const isOurs = isOurEntry(client, current)
      if (isOurs && startsSame(client, current, entry)) return { kind: 'unchanged', before: found.text }
      if (isOurs) return change(client, 'update', found.text, updateEntry(found.text, found.value, wanted))
      const override = change(client, 'update', found.text, replaceValue(found.text, found.property, wanted, habitsOf(found.text)))
      return foreign(found.text, found.property, override)
    }
    default:
      return found
  }
}

function planJsonRemoval(client: ClientRow, text: string | null): ConfigPlan {
  const found = findEntry(client, text)
  switch (found.kind) {
    case 'no_text':
    case 'no_servers':
    case 'no_entry':
      return { kind: 'unchanged', before: text }
    case 'entry': {
      const removal = change(client, 'remove', found.text, removeProperty(found.text, found.servers, found.property))
      return isOurEntry(client, getNodeValue(found.value)) ? removal : foreign(found.text, found.property, removal)
    }
    default:
      return found
  }
}

type Found =
  | { readonly kind: 'no_text' }
  | { readonly kind: 'no_servers'; readonly text: string; readonly root: Node }
  | { readonly kind: 'no_entry'; readonly text: string; readonly servers: Node }
  | { readonly kind: 'entry'; readonly text: string; readonly servers: Node; readonly property: Node; readonly value: Node }
  | Extract<ConfigPlan, { kind: 'conflict' | 'unparsable' }>

function findEntry({ serversKey }: ClientRow, text: string | null): Found {
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

function change(client: ClientRow, kind: ConfigChange['kind'], before: string, edits: Edit[]): ConfigChange {
  return { kind, before, edits, after: applyEdits(before, edits), place: placeOf(client) }
}

function foreign(text: string, { offset }: Node, override: ConfigChange): ConfigPlan {
  return { kind: 'conflict', before: text, reason: 'foreign_entry', at: positionAt(text, offset), override }
}

function updateEntry(text: string, entry: Node, wanted: Readonly<Record<string, unknown>>): Edit[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    // What else stands in it by now, such as a switch that the user turned, is not what starts the relay.
    if (name !== 'command' && name !== 'args') return []
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
