import type { Said } from '../i18n/sentence'

/** One file of an evidence pack, before it is written. */
export interface EvidenceFile {
  /** Below the pack's own folder, with slashes. */
  readonly path: string
  /** What it is, one sentence. */
  readonly about: string
  readonly bytes: number
}

/** A pack as it would be written, or why there can be none. */
export type EvidencePreview =
  | { readonly ok: true; readonly files: readonly EvidenceFile[] }
  | { readonly ok: false; readonly message: Said; readonly hint: Said }

/** The beginning of a file of the pack; `cut` where there is more of it. */
export interface EvidenceText {
  readonly text: string
  readonly cut: boolean
}
