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

const sentences: Record<ApplyErrorCode, string> = {
  changed: 'The file has changed since this was planned. Nothing was written.',
  read_only: 'The file is read-only. Nothing was written.',
  busy: 'Another program is changing the file. Nothing was written.',
  unsafe_edit: 'The change would have touched other entries. Nothing was written.',
  not_kept: 'Another program replaced the file right after it was written.',
  not_written: 'The file could not be written.',
}

export class ApplyError extends Error {
  override readonly name = 'ApplyError'
  constructor(
    readonly code: ApplyErrorCode,
    options?: ErrorOptions,
  ) {
    super(sentences[code], options)
  }
}
