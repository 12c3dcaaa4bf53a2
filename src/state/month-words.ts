import type { NoteKind } from '../contract/activity'
import type { AlertKind } from '../contract/alerts'
import type { ConsentGrant } from '../contract/consent'
import type { ErrorCode } from '../contract/error-codes'

/** Why calls had no answer, as a line of a table. */
export const REASON_WORDS: Readonly<Record<ErrorCode, string>> = {
  disconnected: 'Vitrine was disconnected or paused',
  not_allowed_by_policy: 'the model or field is hidden by the rules',
  waiting_for_consent: 'the question to you was not answered in time',
  consent_denied: 'you said no',
  restricted_field: 'a field in the question is hidden by the rules',
  invalid_domain: 'the question was malformed',
  unknown_model: 'there is no such model',
  unknown_field: 'there is no such field',
  access_denied_by_odoo: 'Odoo does not let its user read it',
  record_not_found: 'the record does not exist',
  key_rejected: 'Odoo rejected the key',
  database_not_found: 'Odoo does not know the database',
  unreachable: 'Odoo could not be reached',
  tls_failed: 'the connection to Odoo could not be secured',
  timeout: 'Odoo took too long',
  rate_limited: 'too many questions in a short time',
  answer_too_large: 'the answer was too large',
  odoo_error: 'Odoo answered with an error',
  cancelled: 'the client took the question back',
  internal: 'something in Vitrine went wrong',
}

export const ALERT_WORDS: Readonly<Record<AlertKind, string>> = {
  rate_limit: 'a client asked more often than it may',
  client_key_rejected: 'a client key opened nothing',
  http_refused: 'a request over HTTP from where none may come',
  odoo_key_rejected: 'Odoo rejected the key',
  new_model: 'a model was read for the first time',
  outside_hours: 'questions outside working hours',
  unusual_volume: 'far more records than usual',
  chain_broken: 'the journal is not as it was written',
}

export const GRANT_WORDS: Readonly<Record<ConsentGrant, string>> = {
  once: 'for one question',
  session: 'for a session',
  always: 'for good',
}

/** What befell the journal itself; the other notes are told elsewhere. `count` is the sum of what the notes count. */
export const JOURNAL_WORDS: Partial<Readonly<Record<NoteKind, (count: string) => string>>> = {
  chain_began: () => 'The chain of the journal began in this month; rows before that are not vouched for.',
  sealed_late: (count) => `Rows written without a key and sealed only later: ${count}.`,
  purged: (count) => `Rows deleted in this month because of their age: ${count}.`,
  deleted_all: (count) => `A user deleted all activity kept so far: ${count} calls.`,
  unrecorded: (count) => `Calls answered that could not be recorded: ${count}.`,
}
