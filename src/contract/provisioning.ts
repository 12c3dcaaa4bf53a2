import type { Said } from '../i18n/sentence'
import type { PermissionSheet } from './access'
import type { GlossaryEntry } from './glossary'

/** Characters of a connection file that the window sends at most: one more than may be, so that what is too long is seen to be. */
export const MOST_SENT = 1024 * 1024 + 1

/** A certificate as a person can compare it with what its owner says. */
export interface Authority {
  readonly name: string
  /** SHA-256, in pairs of hexadecimal digits with colons. */
  readonly fingerprint: string
  /** ISO 8601. */
  readonly validUntil: string
}

/** Rules that a file brings, beside those that hold now. All sentences; technical names stand in them, values of Odoo never. */
export interface OfferedRules {
  /** The whole of them, as a permission sheet says it. */
  readonly sections: PermissionSheet['sections']
  /** What they would let clients see that is not shown now. */
  readonly opens: readonly string[]
  readonly narrows: readonly string[]
  /** Clients with rules of their own, which stay. */
  readonly notFor: readonly string[]
}

/** What a connection file would do here. Nothing of it is done before it is accepted. */
export interface ProvisionOffer {
  readonly kind: 'offered'
  /** Another one whenever anything of the rest is another. */
  readonly id: string
  readonly fileName: string
  readonly name: string
  readonly url: string
  readonly database: string
  readonly login: string
  /** Trusted for this connection alone. */
  readonly authorities: readonly Authority[]
  /** Whether the connection has other authorities now than it would have. */
  readonly changesAuthorities: boolean
  /** The connection that leads there already: then it is brought up to date, and no key is needed. */
  readonly existing: { readonly id: string; readonly name: string } | null
  /** How many other connections its rules would hold for as well. */
  readonly otherConnections: number
  /** Null where the file says nothing about rules. */
  readonly rules: OfferedRules | null
  readonly glossary: {
    readonly added: readonly GlossaryEntry[]
    /** As they would be, and as they are. */
    readonly changed: readonly { readonly after: GlossaryEntry; readonly before: GlossaryEntry }[]
    readonly same: number
  }
}

/** Why a file is not taken; nothing of its values stands here. */
export interface ProvisionRefusal {
  readonly kind: 'refused'
  readonly id: string
  readonly fileName: string
  readonly message: Said
  readonly hint: Said
  /** From 1, where the fault has a place. */
  readonly line?: number
  readonly column?: number
}

export type ProvisionState = ProvisionOffer | ProvisionRefusal | null

/** The rules of the file, or those that hold now. */
export const RULE_CHOICES = ['file', 'present'] as const
export type RuleChoice = (typeof RULE_CHOICES)[number]

/** A connection as the text of a file for somebody else. */
export interface ProvisionFile {
  readonly ok: true
  readonly fileName: string
  readonly text: string
}
