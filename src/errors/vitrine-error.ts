import type { ErrorCode } from '../contract/error-codes'

export interface ErrorDetails {
  /** What to do next, one sentence; empty when there is nothing to do. */
  readonly hint?: string
  /** Nearest names for something unknown, at most three. */
  readonly suggestions?: readonly string[]
  /** Whole seconds to wait before asking again. */
  readonly retryAfterS?: number
}

/**
 * A failure with a code of the closed set. `message` is one sentence of our own for people: never a server's traceback,
 * path, SQL or a secret, and a server's own wording only where it was cleaned and is of use.
 */
export class VitrineError extends Error {
  override readonly name = 'VitrineError'
  readonly code: ErrorCode
  readonly hint: string
  readonly suggestions: readonly string[]
  readonly retryAfterS: number | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message)
    this.code = code
    this.hint = details.hint ?? ''
    this.suggestions = details.suggestions ?? []
    this.retryAfterS = details.retryAfterS
  }
}
