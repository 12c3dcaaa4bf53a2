import { inEnglish } from '../i18n/english'

export type ApplyErrorCode =
  /** The file is not the one the plan was made for. */
  | 'changed'
  | 'read_only'
  /** Another Vitrine works on it. */
  | 'busy'
  /** The edit would have touched something else; nothing was written. A mistake of ours. */
  | 'unsafe_edit'
  /** Written, but something else stood there when it was read back. */
  | 'not_kept'
  /** The system refused: full disk, no permission. `cause` says. */
  | 'not_written'

export class ApplyError extends Error {
  override readonly name = 'ApplyError'
  constructor(
    readonly code: ApplyErrorCode,
    options?: ErrorOptions,
  ) {
    super(inEnglish({ id: `apply.${code}` }), options)
  }
}
