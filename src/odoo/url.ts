import { VitrineError } from '../errors/vitrine-error'
import type { Sentence } from '../i18n/sentence'

/** The address of one Odoo: always the root of a host, since Odoo's interface lives there. */
export interface OdooUrl {
  /** Origin without a trailing slash, such as `https://example.odoo.com`. */
  readonly url: string
  /** Host name or address without brackets, for the socket and for the certificate. */
  readonly hostname: string
  readonly port: number
  readonly isSecure: boolean
  /** 127.0.0.0/8, ::1 or localhost: the only place where plain http may go. */
  readonly isLoopback: boolean
}

const EXAMPLE: Sentence = { id: 'odoo.url.example' }
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * What a person types or pastes → the address to ask. Path, query and fragment of a page inside Odoo are dropped; a missing
 * scheme means https, or http for this computer itself. Throws `VitrineError` `unreachable` with a hint.
 */
export function parseOdooUrl(text: string): OdooUrl {
  const typed = text.trim()
  if (typed === '') throw notAnAddress({ id: 'odoo.url.empty' })
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(typed)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'https' && scheme !== 'http') throw notAnAddress({ id: 'odoo.url.scheme' })
  const rest = scheme === undefined ? typed : typed.slice(scheme.length + '://'.length)
  const parsed = parse(`https://${rest}`)
  if (parsed.username !== '' || parsed.password !== '') {
    throw notAnAddress({ id: 'odoo.url.user' }, { id: 'odoo.url.user.hint' })
  }
  const hostname = parsed.hostname
  // A label with an underscore or a space would only fail later, with a less clear reason.
  if (!/^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?)$/.test(hostname)) throw notAnAddress({ id: 'odoo.url.host' })
  const isLoopback = LOOPBACK.test(hostname)
  const isSecure = scheme === undefined ? !isLoopback : scheme === 'https'
  // Parsed anew, because a port that is the default of the wrong scheme would have been dropped.
  const origin = parse(`${isSecure ? 'https' : 'http'}://${rest}`)
  return {
    url: origin.origin,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: origin.port === '' ? (isSecure ? 443 : 80) : Number(origin.port),
    isSecure,
    isLoopback,
  }
}

/** Odoo Online names a database after its address: `https://example.odoo.com` → `example`. Undefined elsewhere. */
export function databaseOfOdooOnline({ hostname }: OdooUrl): string | undefined {
  return /^([a-z0-9][a-z0-9-]*)\.odoo\.com$/.exec(hostname)?.[1]
}

export function isOdooOnline({ hostname }: OdooUrl): boolean {
  return hostname.endsWith('.odoo.com')
}

function parse(text: string): URL {
  try {
    return new URL(text)
  } catch {
    throw notAnAddress({ id: 'odoo.url.none' })
  }
}

function notAnAddress(message: Sentence, hint = EXAMPLE): VitrineError {
  return new VitrineError('unreachable', message, { hint })
}
