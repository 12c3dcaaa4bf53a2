import { VitrineError, type ErrorDetails } from '../errors/vitrine-error'
import type { ErrorCode } from '../contract/error-codes'
import type { Said } from '../i18n/sentence'
import type { HttpAnswer } from './http'
import { oneLine } from './text'

/**
 * What a refusal may mean besides its code, for the few places that can do something about it:
 * `no_endpoint`, the protocol (or the database) is not there; `no_method`, the model lacks the method; `not_found`, JSON-2 knows
 * the model or the method not; `user_error`, JSON-RPC says so of an unknown model among others; `denied`, the key was refused;
 * `not_understood`, Odoo stumbled over a name or a value of the request, such as a field that does not exist any more.
 */
export type FaultKind = 'no_endpoint' | 'no_method' | 'not_found' | 'user_error' | 'denied' | 'not_understood' | 'other'

/** A refusal by Odoo, or by whatever stands before it. */
export class OdooFault extends VitrineError {
  readonly kind: FaultKind
  /** Odoo's own words, cleaned and possibly empty: for recognising a model's name, never for understanding them. */
  readonly said: string

  constructor(code: ErrorCode, message: Said, details: ErrorDetails & { readonly kind?: FaultKind; readonly said?: string } = {}) {
    super(code, message, details)
    this.kind = details.kind ?? 'other'
    this.said = details.said ?? ''
  }
}

const MAX_SAID = 200
const MAX_RETRY_AFTER_S = 3600

/** What a person can do about a key that was refused. */
export function keyRejected({ isOnline, httpStatus }: { readonly isOnline: boolean; readonly httpStatus?: number } = { isOnline: false }): OdooFault {
  return new OdooFault('key_rejected', { id: 'odoo.key' }, {
    kind: 'denied',
    ...(httpStatus === undefined ? {} : { httpStatus }),
    hint: isOnline ? [{ id: 'odoo.key.hint' }, { id: 'odoo.online' }] : { id: 'odoo.key.hint' },
  })
}

export function databaseNotFound(database: string): OdooFault {
  return database === ''
    ? new OdooFault('database_not_found', { id: 'odoo.database.needed' }, {
        hint: { id: 'odoo.database.needed.hint' },
      })
    : new OdooFault('database_not_found', { id: 'odoo.database.wrong' }, {
        hint: { id: 'odoo.database.wrong.hint' },
      })
}

export function webPage(): OdooFault {
  return new OdooFault('odoo_error', { id: 'odoo.notOdoo' }, {
    kind: 'no_endpoint',
    hint: { id: 'odoo.notOdoo.hint' },
  })
}

export function strangeAnswer(): OdooFault {
  return new OdooFault('odoo_error', { id: 'odoo.strange' }, {
    hint: { id: 'odoo.newer.hint' },
  })
}

/** Parses JSON text; half of it, or something else, is an error. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new OdooFault('odoo_error', { id: 'odoo.damaged' }, { hint: { id: 'odoo.again' } })
  }
}

export function isJson(answer: HttpAnswer): boolean {
  return /^application\/json\s*(?:;|$)/i.test(answer.headers['content-type'] ?? '')
}

/** Statuses that mean the same whatever the body is. Undefined when the body decides. `nowMs` is the wall clock. */
export function statusFault(answer: HttpAnswer, nowMs: number): OdooFault | undefined {
  const { status } = answer
  if (status >= 300 && status < 400) {
    return new OdooFault('odoo_error', { id: 'odoo.redirect' }, {
      kind: 'no_endpoint',
      httpStatus: status,
      hint: { id: 'odoo.redirect.hint' },
    })
  }
  const retryAfterS = retryAfter(answer, nowMs)
  const answered = { httpStatus: status, ...(retryAfterS === undefined ? {} : { retryAfterS }) }
  if (status === 429) return new OdooFault('rate_limited', { id: 'odoo.rate' }, { ...answered, hint: { id: 'odoo.rate.hint' } })
  if (status === 502 || status === 503 || status === 504) {
    return new OdooFault('unreachable', { id: 'odoo.gateway' }, {
      ...answered,
      hint: { id: 'odoo.gateway.hint' },
    })
  }
  if (status === 413) return new OdooFault('odoo_error', { id: 'odoo.request.large' }, { httpStatus: status, hint: { id: 'odoo.request.large.hint' } })
  return undefined
}

/** Odoo's error object, as `error.data` of JSON-RPC and as the body of JSON-2. Its `debug` is never looked at. */
export interface OdooError {
  readonly name: string
  readonly message: string
}

export function odooErrorOf(value: unknown): OdooError {
  const { name, message } = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  return { name: typeof name === 'string' ? name : '', message: typeof message === 'string' ? message : '' }
}

/** What an unknown field raises, by version and place; a column that an unfinished update has not made yet comes last. */
const stumbles: ReadonlySet<string> = new Set(['ValueError', 'KeyError', 'TypeError', 'AssertionError', 'UndefinedColumn'])

/**
 * The fault for an exception by its class name. Names are stable; messages differ by version and are translated, so they are
 * never read. `hide` takes the key out of a text.
 */
export function faultByName({ name, message }: OdooError, model: string, isOnline: boolean, hide: (text: string) => string): OdooFault {
  const values = { about: model === '' ? 'nothing' : 'model', model }
  const said = cleanMessage(hide(message))
  const quoted: Said = said === '' ? '' : { id: 'odoo.said', values: { said } }
  const exception = name.slice(name.lastIndexOf('.') + 1)
  switch (exception) {
    case 'AccessDenied':
    case 'Unauthorized':
      return keyRejected({ isOnline })
    case 'AccessError':
    case 'Forbidden':
      return new OdooFault('access_denied_by_odoo', { id: 'odoo.access', values }, { hint: quoted, said })
    case 'MissingError':
      return new OdooFault('record_not_found', { id: 'odoo.missing', values })
    case 'UserError':
    case 'ValidationError':
    case 'RedirectWarning':
      return new OdooFault('odoo_error', { id: 'odoo.refused' }, { kind: 'user_error', hint: quoted, said })
    case 'AttributeError':
      return new OdooFault('odoo_error', { id: 'odoo.failed' }, {
        kind: 'no_method',
        // Up to 18 it stands for an unknown method, and in every version for a field whose search fails on the value.
        hint: { id: 'odoo.failed.method.hint' },
      })
    case 'OperationalError':
      return databaseNotFound('named')
    case 'QueryCanceled':
      return new OdooFault('timeout', { id: 'odoo.slowQuery' }, { hint: { id: 'odoo.slowQuery.hint' } })
    case 'LockError':
    case 'LockNotAvailable':
    case 'SerializationFailure':
      return new OdooFault('odoo_error', { id: 'odoo.busy' }, { hint: { id: 'odoo.again' } })
    default: {
      // Class names of Python are safe to show; anything else is not.
      const isName = /^[A-Za-z]{1,60}$/.test(exception)
      return new OdooFault('odoo_error', isName ? { id: 'odoo.failed.named', values: { exception } } : { id: 'odoo.failed' }, {
        kind: stumbles.has(exception) ? 'not_understood' : 'other',
        hint: { id: 'odoo.failed.hint' },
      })
    }
  }
}

/** Words of the machine and not of the application: a traceback, SQL, or where the database is. */
const OF_THE_MACHINE = /Traceback|File "|psycopg|\b(?:SELECT|INSERT|UPDATE|DELETE)\b|\bLINE \d|\bport \d|\b\d{1,3}(?:\.\d{1,3}){3}\b/
const URL_OF_ANY = /\bhttps?:\/\/\S+/gi
/** The folders of a Windows path may hold spaces. */
const PATH = /[A-Za-z]:\\(?:[^"'<>|?*,;\\\n]+\\)*[\w.@+-]*|(?:\\\\|~?\/)[\w.@+-]+(?:[\\/][\w.@+-]+)+/g

/**
 * A server's message as a person may see it: its first line, without paths and addresses, at most 200 characters; empty when it
 * looks like a traceback or SQL, or says where the database is.
 */
export function cleanMessage(message: string): string {
  const first = message.trimStart().split('\n', 1)[0] ?? ''
  if (OF_THE_MACHINE.test(first)) return ''
  return oneLine(first.replace(URL_OF_ANY, '…').replace(PATH, '…'), MAX_SAID)
}

/** Whole seconds of a Retry-After header, which is a number of seconds or a date; at most an hour. */
function retryAfter(answer: HttpAnswer, nowMs: number): number | undefined {
  const said = answer.headers['retry-after']
  if (said === undefined) return undefined
  const seconds = /^\d+$/.test(said.trim()) ? Number(said) : Math.ceil((Date.parse(said) - nowMs) / 1000)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER_S) : undefined
}

/** Records of some models have no name to be found by; Odoo would answer with all of them, or refuse. */
export function noNames(model: string): OdooFault {
  return new OdooFault('invalid_domain', `This Odoo cannot search records of ${model} by name, or not with this filter.`, {
    kind: 'not_understood',
    hint: 'Find them with odoo_search and a filter on another field.',
  })
}
