import type { Said } from '../i18n/sentence'
import type { Policy } from '../policy/policy'
import type { Sheet } from './sheet'

export type { Policy }

export { FIELD_PRESETS, MODEL_PRESETS, OTHER_MODELS } from '../policy/policy'

/** What Odoo could not tell, in words for people. */
export interface NotTold {
  readonly ok: false
  readonly message: Said
  readonly hint: Said
}

/** How the policy stands to a model: read freely, after a question to the user, or not at all. */
export type ModelStatus = 'allowed' | 'asks' | 'refused'

export interface AccessModel {
  /** Technical name. */
  readonly model: string
  /** As Odoo calls it in the user's language. */
  readonly label: string
  readonly status: ModelStatus
}

export type AccessModels = { readonly ok: true; readonly models: readonly AccessModel[] } | NotTold

export interface AccessField {
  readonly name: string
  readonly label: string
  /** Odoo's word for it, such as `many2one`. */
  readonly type: string
  readonly shown: boolean
  /** Why it is hidden, one sentence; empty when it is shown. */
  readonly reason: Said
  /** Hidden by something that no rule for the field undoes: a secret by its name, or a model that is hidden. */
  readonly fixed: boolean
}

export type AccessFields = { readonly ok: true; readonly label: string; readonly fields: readonly AccessField[] } | NotTold

/** One column of the preview; the cells of a hidden one are empty. */
export interface PreviewColumn {
  readonly name: string
  readonly label: string
  readonly hidden: boolean
}

export type PreviewCell = string | number | boolean | null

/** Records as a client would be answered them, for the window alone: nothing of it is kept. */
export type AccessPreview =
  | {
      readonly ok: true
      readonly label: string
      readonly total: number
      readonly columns: readonly PreviewColumn[]
      readonly rows: readonly (readonly PreviewCell[])[]
    }
  | NotTold

/** What a client may see, as one hands it over: facts about whom it is for, then sentences by subject. */
export type PermissionSheet = Sheet

export const SHEET_FORMATS = ['html', 'markdown'] as const
export type SheetFormat = (typeof SHEET_FORMATS)[number]
