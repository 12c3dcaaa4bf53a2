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
  readonly notice: string
  /** Where the client documents its configuration. */
  readonly docs: string
}

/** A copy of a configuration from before a change; the name holds the time. */
export interface BackupSummary {
  readonly name: string
}

/** Text to paste into a client that is not in the table. It holds no key. */
export interface ClientSnippets {
  /** Null when no relay can be found. */
  readonly stdio: string | null
  readonly http: string
  readonly about: string
}
