import type { Edit } from 'jsonc-parser'
import type { ClientRow } from './client-table'
import { entryName } from './entry'
import type { JsonMistake, TextPosition } from './json-edit'

/** An edit ready to be shown and applied. */
export interface ConfigChange {
  readonly kind: 'insert' | 'update' | 'remove'
  /** The text it was made for, without byte-order mark; null when there is no file. */
  readonly before: string | null
  readonly after: string
  readonly edits: readonly Edit[]
  /** The only value that may differ. */
  readonly place: EntryPlace
}

export interface EntryPlace {
  readonly format: ClientRow['format']
  readonly path: readonly [serversKey: string, name: string]
}

export type ConflictReason =
  /** An entry of our name that we did not write. */
  | 'foreign_entry'
  /** The value that holds the servers, or the whole file, is not an object. */
  | 'not_an_object'
  /** The servers stand there in a form that cannot be added to without rewriting what is not ours. */
  | 'unusual_form'
  /** That value or our name stands there twice: readers differ on which one counts. */
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

export function placeOf({ format, serversKey }: ClientRow): EntryPlace {
  return { format, path: [serversKey, entryName] }
}
