import type { ErrorCode } from '../contract/error-codes'
import { inEnglish } from '../i18n/english'
import type { Said } from '../i18n/sentence'

export interface ErrorDetails {
  /** What to do next, one sentence; empty when there is nothing to do. */
  readonly hint?: Said
  /** Nearest names for something unknown, at most three. */
  readonly suggestions?: readonly string[]
  /** Whole seconds to wait before asking again. */
  readonly retryAfterS?: number
  /** The HTTP status that was the reason. */
  readonly httpStatus?: number
}

/**
 * A failure with a code of the closed set. `message` is one sentence of our own for people: never a server's traceback,
 * path, SQL or a secret, and a server's own wording only where it was cleaned and is of use. What is said as a sentence of the
 * catalogue can be told to the user in their language; clients, the log and the command line get it in English.
 */
export class VitrineError extends Error {
  override readonly name = 'VitrineError'
  readonly code: ErrorCode
  readonly hint: string
  readonly told: { readonly message: Said; readonly hint: Said }
  readonly suggestions: readonly string[]
  readonly retryAfterS: number | undefined
  readonly httpStatus: number | undefined

  constructor(code: ErrorCode, message: Said, details: ErrorDetails = {}) {
    super(inEnglish(message))
    this.code = code
    this.told = { message, hint: details.hint ?? '' }
    this.hint = inEnglish(this.told.hint)
    this.suggestions = details.suggestions ?? []
    this.retryAfterS = details.retryAfterS
    this.httpStatus = details.httpStatus
  }
}
