import { VitrineError } from '../errors/vitrine-error'
import type { Domain, SearchQuery } from './port'
import { isRecordId, OWN_KEY_FIELDS, OWN_KEYS_MODEL, type ReadCall } from './read-methods'
import { FIELD_ATTRIBUTES } from './schema'

/** What one may ask Odoo whether one may. */
export type AccessOperation = 'read' | 'write' | 'create' | 'unlink'

/** The read calls as every supported version understands them. Types are checked here: versions forgive, or guess, differently. */

const OWN_FIELDS = ['name', 'login', 'lang', 'tz', 'company_id', 'company_ids'] as const

export const contextGetCall: ReadCall = { model: 'res.users', method: 'context_get', named: {} }

export const availableModelsCall: ReadCall = { model: 'ir.model', method: 'get_available_models', named: {} }

export function ownUserCall(uid: number): ReadCall {
  return { model: 'res.users', method: 'read', ids: [uid], named: { fields: OWN_FIELDS } }
}

/** A search and not a read, which fails as a whole when one company may not be read. */
export function companiesCall(ids: readonly number[]): ReadCall {
  return searchReadCall({
    model: 'res.company',
    domain: [['id', 'in', ids]],
    fields: ['name', 'currency_id'],
    offset: 0,
    limit: Math.max(ids.length, 1),
  })
}

export function fieldsGetCall(model: string): ReadCall {
  return { model, method: 'fields_get', named: { attributes: FIELD_ATTRIBUTES } }
}

/** Without `fields` Odoo answers all of them, and a limit of 0 means none: neither is ever sent. */
export function searchReadCall({ model, domain, fields, offset, limit, order }: SearchQuery): ReadCall {
  checkWhole(limit, 1, 'limit')
  checkWhole(offset, 0, 'offset')
  return {
    model,
    method: 'search_read',
    named: { domain, fields: fieldsOf(fields), offset, limit, ...(order === undefined || order === '' ? {} : { order }) },
    positional: ['domain'],
  }
}

export function searchCountCall(model: string, domain: Domain): ReadCall {
  return { model, method: 'search_count', named: { domain }, positional: ['domain'] }
}

export function readCall(model: string, ids: readonly number[], fields: readonly string[]): ReadCall {
  if (!ids.every(isRecordId)) throw new VitrineError('invalid_domain', 'A record id is a whole number above 0.')
  return { model, method: 'read', ids, named: { fields: fieldsOf(fields) } }
}

/** The filter is called `args` up to 18 and `domain` from 19 on; JSON-2 exists from 19 on, and JSON-RPC sends it by place. */
export function nameSearchCall(model: string, name: string, domain: Domain, limit: number): ReadCall {
  checkWhole(limit, 1, 'limit')
  return {
    model,
    method: 'name_search',
    named: { name, domain, operator: 'ilike', limit },
    positional: ['name', 'domain', 'operator', 'limit'],
  }
}

/** From 18 on. On JSON-RPC the empty list of records comes first. */
export function hasAccessCall(model: string, operation: AccessOperation): ReadCall {
  return { model, method: 'has_access', ids: [], named: { operation }, positional: ['operation'] }
}

export function checkAccessRightsCall(model: string, operation: AccessOperation): ReadCall {
  return { model, method: 'check_access_rights', named: { operation, raise_exception: false }, positional: ['operation'] }
}

/** The keys of the user alone: an administrator could see those of others. Newest first; nobody has a hundred. */
export function ownKeysCall(uid: number): ReadCall {
  return searchReadCall({ model: OWN_KEYS_MODEL, domain: [['user_id', '=', uid]], fields: OWN_KEY_FIELDS, offset: 0, limit: 100, order: 'id desc' })
}

function fieldsOf(fields: readonly string[]): readonly string[] {
  return fields.length === 0 ? ['id'] : fields
}

function checkWhole(value: number, least: number, name: string): void {
  if (Number.isSafeInteger(value) && value >= least) return
  throw new VitrineError('invalid_domain', `The ${name} must be a whole number of at least ${least}.`)
}
