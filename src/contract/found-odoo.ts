import type { Said } from '../i18n/sentence'

/** What an Odoo says of itself before anybody has signed in. */
export interface FoundOdoo {
  /** Its origin, such as `https://example.odoo.com`, whatever page of it was pasted. */
  readonly url: string
  /** `17.0`, `saas~18.3`. */
  readonly version: string
  readonly major: number
  /** Names of its databases; null where it does not tell. */
  readonly databases: readonly string[] | null
  /** Whether it opens no database without its name, and does not tell the name. */
  readonly asksName: boolean
}

export type LookResult = { readonly ok: true; readonly found: FoundOdoo } | { readonly ok: false; readonly message: Said; readonly hint: Said }
