import type { ClientRow } from './client-table'
import { isOurEntry, startsSame, type ServerEntry } from './entry'
import { readEntry } from './plan'

/**
 * - `registered`: the client starts this Vitrine
 * - `stale_path`: the entry is ours, but starts something else: another place, an older form, or a file that is gone
 * - `missing`: we registered once, and the whole configuration file is gone
 * - `overwritten`: we registered once, and the file is there without our entry: the client wrote it anew from memory
 * - `foreign_entry`: an entry of our name that we did not write
 * - `unreadable`: the file cannot be read or understood
 * - `not_registered`: we are not there and never were
 */
export type RegistrationStatus =
  | 'registered'
  | 'stale_path'
  | 'missing'
  | 'overwritten'
  | 'foreign_entry'
  | 'unreadable'
  | 'not_registered'

export interface RegistrationFacts {
  readonly client: ClientRow
  /** Text of the configuration; null when there is no file; `unreadable` when it could not be read. */
  readonly config: { readonly text: string | null } | 'unreadable'
  /** The entry this Vitrine would write; `any` takes every entry of ours for it. */
  readonly entry: ServerEntry | 'any'
  /** Whether Vitrine registered here before and was not asked to unregister since. */
  readonly wasRegistered: boolean
  /** Whether the entry's command is there on the disk. */
  readonly commandExists: boolean
}

/** Says how our registration stands. Pure. */
export function registrationStatus({ client, config, entry, wasRegistered, commandExists }: RegistrationFacts): RegistrationStatus {
  if (config === 'unreadable') return 'unreadable'
  const found = readEntry(client, config.text)
  if (found === null) return 'unreadable'
  if (found.value === undefined) {
    if (!wasRegistered) return 'not_registered'
    return config.text === null ? 'missing' : 'overwritten'
  }
  if (!isOurEntry(client, found.value)) return 'foreign_entry'
  return commandExists && (entry === 'any' || startsSame(client, found.value, entry)) ? 'registered' : 'stale_path'
}
