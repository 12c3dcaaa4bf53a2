import { remembered } from './remembered'
import { looksSecret } from './secret-names'

/**
 * Models that no setting can open. A family is a model with everything below it: `res.users.apikeys` covers
 * `res.users.apikeys.description`, and `auth_totp` covers `auth_totp.device`.
 *
 * Known from Odoo 14 to 19 and from widespread community modules. Allowed on purpose: `payment.transaction` (amounts and
 * states that bookkeeping needs; its provider and token are hidden by leading to refused models), `ir.attachment` (names and
 * sizes; content is never answered), `delivery.carrier`, `pos.payment.method` and the like (their keys are hidden by name),
 * `res.users` (names; secrets and rights are hidden).
 */
interface NeverEntry {
  /** Completes "it holds …". */
  readonly holds: string
  readonly families: readonly string[]
}

const NEVER_LIST: readonly NeverEntry[] = [
  {
    holds: 'passwords, keys or tokens',
    families: [
      'res.users.apikeys', 'res.users.identitycheck', 'auth_totp', 'auth.totp', 'auth.passkey', 'auth_passkey', 'auth.oauth',
      'auth_oauth', 'auth.saml', 'auth.api.key', 'auth_api_key', 'res.company.ldap', 'change.password', 'portal.wizard',
      'portal.share', 'google.calendar.credentials', 'microsoft.calendar.credentials', 'google.drive.config', 'certificate',
      'account_edi_proxy_client', 'l10n_eg_edi.thumb.drive', 'iap.account', 'sms.account', 'vault', 'keychain',
    ],
  },
  { holds: 'system parameters', families: ['ir.config_parameter', 'res.config'] },
  { holds: 'mail server settings', families: ['ir.mail_server', 'fetchmail', 'mail.ice.server', 'mail.gateway'] },
  {
    holds: 'sessions or devices of users',
    families: [
      'res.device', 'bus', 'mail.presence', 'mail.push', 'mail.partner.device', 'mail.notification.web.push',
      'discuss.channel.rtc.session', 'mail.channel.rtc.session',
    ],
  },
  {
    holds: 'payment tokens or keys of payment providers',
    families: [
      'payment.provider', 'payment.acquirer', 'payment.token', 'payment.link', 'account.online.link', 'account.online.account',
    ],
  },
  {
    holds: 'access rights',
    families: ['ir.model', 'ir.rule', 'res.groups', 'res.users.role'],
  },
  {
    holds: 'logs',
    families: [
      'ir.logging', 'ir.profile', 'res.users.log', 'auditlog', 'privacy.log',
      // Old and new values of any field, hidden ones as well.
      'mail.tracking.value',
      // Outgoing mail, with links that reset a password.
      'mail.mail',
    ],
  },
  { holds: 'program code or scheduled jobs', families: ['base.automation', 'base_import', 'base.import.module', 'queue.job'] },
]

/**
 * All other technical models (`ir.…`) are refused as well unless they are named here: what a later version of Odoo adds
 * there is more likely about the system than about the business.
 */
const TECHNICAL_PREFIX = 'ir.'
const ALLOWED_TECHNICAL: ReadonlySet<string> = new Set([
  'ir.attachment', 'ir.sequence', 'ir.sequence.date_range', 'ir.module.module', 'ir.module.category', 'ir.actions.report',
  'ir.actions.actions', 'ir.actions.act_window', 'ir.ui.menu',
])

/** Country modules keep the keys for their tax authority in models of this kind, such as `l10n_es_edi.certificate`. */
const COUNTRY_CERTIFICATE = /^l10n_[a-z0-9_]+\.certificate$/

/** What a model of the never-list holds, as words that complete "it holds …"; null for any other model. */
export const neverReason = remembered((model): string | null => {
  const name = model.trim().toLowerCase()
  for (const { holds, families } of NEVER_LIST) {
    if (families.some((family) => name === family || name.startsWith(`${family}.`))) return holds
  }
  if (COUNTRY_CERTIFICATE.test(name)) return 'keys of a certificate'
  if (name.startsWith(TECHNICAL_PREFIX) && !ALLOWED_TECHNICAL.has(name)) return 'technical internals of Odoo'
  if (looksSecret(name)) return 'secrets, going by its name'
  return null
})

/** What the never-list is about, for people. */
export const NEVER_IN_WORDS =
  'credentials, keys and tokens, system parameters, sessions, mail server settings, payment providers, access rights, logs and technical internals'
