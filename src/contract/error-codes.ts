/**
 * Every reason for which a tool call can end without an answer. The set is closed: a code is part of what clients
 * and the journal rely on, so adding one is a decision, and a test provokes each.
 *
 * `invalid_domain` covers every argument that is not valid, the filter being the usual one; the message names it.
 */
export const ERROR_CODES = [
  'disconnected',
  'not_allowed_by_policy',
  'waiting_for_consent',
  'consent_denied',
  'restricted_field',
  'invalid_domain',
  'unknown_model',
  'unknown_field',
  'access_denied_by_odoo',
  'record_not_found',
  'key_rejected',
  'database_not_found',
  'unreachable',
  'tls_failed',
  'timeout',
  'rate_limited',
  'answer_too_large',
  'odoo_error',
  'cancelled',
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]
