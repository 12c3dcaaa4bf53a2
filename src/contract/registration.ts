import type { Said } from '../i18n/sentence'
import type { ClaudeStatus } from './app-state'

/** How Vitrine stands in the configuration of a client of its table. */
export interface ClientStatus {
  readonly id: string
  readonly name: string
  readonly kind: ClaudeStatus['kind']
  /** The file that the client reads, or would. */
  readonly path: string
  /** Files of that client that it does not read, such as those of an earlier installation. */
  readonly decoys: readonly string[]
  readonly transports: readonly ('stdio' | 'http')[]
  /** What the user does so that the client sees a change. */
  readonly notice: Said
  /** Where the client documents its configuration. */
  readonly docs: string
  /** Null where it cannot be had. */
  readonly version: string | null
  /** `unknown` also where it does not matter, because the client notices a change while it runs. */
  readonly running: 'yes' | 'no' | 'unknown'
  /** What came of the entry at the client's start after it was written; null when none is waited for. */
  readonly nextStart: NextStart | null
}

/** `awaited`: not started since. `kept`: it has, and our entry still stands. `lost`: it has, and our entry is gone. */
export type NextStart = 'awaited' | 'kept' | 'lost'

/** A copy of a configuration from before a change; the name holds the time. */
export interface BackupSummary {
  readonly name: string
}

/** Text to paste into a client that is not in the table. It holds no key. */
export interface ClientSnippets {
  /** Null when no relay can be found. */
  readonly stdio: string | null
  readonly http: string
}
