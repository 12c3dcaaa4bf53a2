import type { GlossaryEntry } from '../contract/glossary'
import { serializePolicy } from '../policy/parse'
import type { Policy } from '../policy/policy'

/**
 * What a consultant hands over so that somebody else's Vitrine connects to an Odoo: whereto, as whom, and what clients may see.
 * Never a secret; the key is made in Odoo by whoever receives the file, and typed into Vitrine by them.
 */
export interface Provision {
  /** What the connection is to be called; the host's name where the file does not say. */
  readonly name: string
  /** Origin of the Odoo, without a trailing slash: https, or http on this computer itself. */
  readonly url: string
  /** Empty where the address says it. */
  readonly database: string
  readonly login: string
  /** PEM text of the certificate authorities to trust for this connection alone; empty for none. */
  readonly ca: string
  /** Absent: the file says nothing about rules. */
  readonly policy?: Policy
  readonly glossary: readonly GlossaryEntry[]
}

/** Of the document, not of the policy in it. */
export const PROVISION_VERSION = 1

/** The last part of a name alone decides what Windows and macOS open; Linux also knows the longer one. */
export const PROVISION_ENDINGS = ['.vitrine', '.vitrine.json'] as const

/** The text of a provisioning file; what `parseProvision` makes of it is the same provision. */
export function serializeProvision({ name, url, database, login, ca, policy, glossary }: Provision): string {
  const document = {
    version: PROVISION_VERSION,
    name,
    url,
    ...(database === '' ? {} : { database }),
    login,
    ...(ca === '' ? {} : { ca }),
    ...(policy === undefined ? {} : { policy: JSON.parse(serializePolicy(policy)) as unknown }),
    ...(glossary.length === 0 ? {} : { glossary: glossary.map(({ word, model, domain }) => ({ word, model, ...(domain === '' ? {} : { domain: JSON.parse(domain) as unknown }) })) }),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** A name for the file, from the connection's: letters and digits, and nothing that a file system or a shell takes for its own. */
export function provisionFileName(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60)
  return `${plain === '' ? 'connection' : plain}${PROVISION_ENDINGS[0]}`
}
