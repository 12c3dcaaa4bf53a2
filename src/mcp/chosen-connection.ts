import { VitrineError } from '../errors/vitrine-error'
import { nearestNames } from '../odoo/nearest-names'
import { oneLine } from '../odoo/text'
import type { McpDeps, OtherConnection } from './deps'
import { plainName } from './render/text'
import { plainText } from './synonyms/words'

export interface ChosenConnection {
  /** Absent when it is the active one. */
  readonly other?: OtherConnection
}

/** As answers give the name of a connection; at most 320 bytes. */
export const connectionSaid = (name: string): string => oneLine(name, 80)

/** Names as the server's instructions give them, for a client that writes what it was told there. */
const plain = (name: string): string => plainText(plainName(name))

/**
 * The connection that the arguments of a call name, the active one when they name none. Throws `invalid_domain` for a name that
 * no connection has, or more than one: which of them was meant must not be guessed.
 */
export function chooseConnection({ connectionNames, otherConnection }: McpDeps, wanted: string | undefined): ChosenConnection {
  const names = connectionNames()
  if (wanted === undefined) return {}
  const exact = names.filter((name) => name === wanted || connectionSaid(name) === wanted)
  const found = exact.length > 0 ? exact : names.filter((name) => plain(name) === plain(wanted))
  const [name] = found
  if (name === undefined) throw noSuchName(wanted, names)
  if (found.length > 1) {
    throw new VitrineError('invalid_domain', "Argument 'connection' is ambiguous: several connections have this name.", {
      hint: 'Ask without it for the active one; the user chooses which one that is, in Vitrine under Connections.',
      suggestions: suggested(wanted, names.filter((one) => !found.includes(one))),
    })
  }
  // The first is the active one.
  if (name === names[0] || otherConnection === undefined) return {}
  return { other: otherConnection(name) }
}

/** The connection that a call's arguments name, before they are checked. */
export function connectionIn(args: unknown): string | undefined {
  if (typeof args !== 'object' || args === null || !Object.hasOwn(args, 'connection')) return undefined
  const { connection } = args as { readonly connection: unknown }
  return typeof connection === 'string' ? connection : undefined
}

function noSuchName(wanted: string, names: readonly string[]): VitrineError {
  return new VitrineError('invalid_domain', "Argument 'connection' names a connection that Vitrine does not have.", {
    hint: names.length === 0 ? 'The user adds connections in Vitrine.' : 'odoo_context lists the connections; without the argument the active one answers.',
    suggestions: suggested(wanted, names),
  })
}

function suggested(wanted: string, names: readonly string[]): readonly string[] {
  const said = names.map(connectionSaid)
  return [...new Set([...nearestNames(wanted, said, 3), ...said])].slice(0, 3)
}
