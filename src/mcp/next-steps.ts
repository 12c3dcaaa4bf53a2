import type { ErrorCode } from '../contract/error-codes'

/** What a client can do after an error that has no hint of its own: each one has something to do next. */
export const NEXT_STEPS: Readonly<Record<ErrorCode, string>> = {
  disconnected: 'The user can connect again in Vitrine.',
  not_allowed_by_policy: 'Only the user can change this, in Vitrine; odoo_find_models lists what may be read.',
  waiting_for_consent: 'Ask again once the user has answered in Vitrine.',
  consent_denied: 'Do without these records; only the user can change this, in Vitrine.',
  restricted_field: 'Ask without this field; odoo_describe_model lists the fields that may be used.',
  invalid_domain: 'Correct the argument that the message names and ask again.',
  unknown_model: 'odoo_find_models finds a model by what people call it.',
  unknown_field: 'odoo_describe_model lists the fields of a model.',
  access_denied_by_odoo: 'Odoo decides this by the rights of its user; ask for other records.',
  record_not_found: 'odoo_search or odoo_resolve finds records and their ids.',
  key_rejected: 'The user can replace the API key of the connection in Vitrine.',
  database_not_found: 'The user can correct the database of the connection in Vitrine.',
  unreachable: 'Try again in a minute; the address of the connection stands in Vitrine.',
  tls_failed: 'Whoever runs the server can say which certificate is right.',
  timeout: 'Ask for less at once, or try again later.',
  rate_limited: 'Wait a moment, then try again.',
  answer_too_large: 'Ask for fewer fields or fewer records.',
  odoo_error: 'Ask in another way, or try again later.',
  cancelled: 'Ask again if the answer is still wanted.',
  internal: 'Try again; if it stays so, the log in Vitrine says more.',
}
