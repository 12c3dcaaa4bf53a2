import type { Node } from 'jsonc-parser'
import { parseJson } from './json-edit'
import type { EntryPlace } from './config-plan'
import { haveSameTomlValues } from './toml-edit'

/** Whether two texts say the same in every value but the one at `place`. */
export function haveSameValues(before: string, after: string, { format, path }: EntryPlace): boolean {
  return format === 'toml' ? haveSameTomlValues(before, after, path) : haveSameJsonValues(before, after, path)
}

/**
 * Compares what is written, character by character, in order and with duplicate keys: stricter than comparing parsed values, and blind to nothing.
 */
function haveSameJsonValues(before: string, after: string, except: readonly string[]): boolean {
  const [first, second] = [valuesOf(before, except), valuesOf(after, except)]
  return first !== null && second !== null && first.length === second.length && first.every((line, index) => line === second[index])
}

function valuesOf(text: string, except: readonly string[]): string[] | null {
  if (text.trim() === '') return []
  const parsed = parseJson(text)
  if (parsed.kind === 'mistake') return null
  const lines: string[] = []
  collect(parsed.root, [], lines)
  return lines

  function collect(node: Node, path: readonly (string | number)[], into: string[]): void {
    if (path.length === except.length && except.every((part, index) => path[index] === part)) return
    const children = node.children ?? []
    // The objects on the way to our entry may come into being, or be left empty.
    const isOnTheWay = node.type === 'object' && path.every((part, index) => except[index] === part)
    if (node.type !== 'object' && node.type !== 'array') {
      into.push(`${JSON.stringify(path)} ${text.slice(node.offset, node.offset + node.length)}`)
    } else if (!isOnTheWay) into.push(`${JSON.stringify(path)} ${node.type} of ${children.length}`)
    if (node.type === 'array') children.forEach((child, index) => collect(child, [...path, index], into))
    if (node.type === 'object') {
      for (const { children: [name, value] = [] } of children) {
        if (value !== undefined) collect(value, [...path, String(name?.value)], into)
      }
    }
  }
}
