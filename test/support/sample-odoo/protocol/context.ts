import { companiesOf } from '../engine/access'
import { typeError, valueError } from '../engine/errors'
import type { Env, Json, UserInfo } from '../engine/model'
import { typeName } from '../engine/python'
import type { Database } from '../database'

/** A call's surroundings, from the caller's context. Without one: no language, UTC, and all of the user's companies. */
export function environment(database: Database, user: UserInfo, context: Json | undefined): Env {
  if (context !== undefined && context !== null && (typeof context !== 'object' || Array.isArray(context))) {
    if (typeof context === 'string') throw valueError('dictionary update sequence element #0 has length 1; 2 is required')
    throw typeError(`'${typeName(context)}' object is not iterable`)
  }
  const given = context ?? {}
  const named = given['allowed_company_ids']
  if (typeof named === 'number') throw typeError("'int' object is not iterable")
  const { companyIds, companyId } = companiesOf(named, user.companyIds, user.companyId)
  const lang = given['lang']
  const tz = given['tz']
  return {
    version: database.version,
    models: database.models,
    store: database.store,
    user,
    context: given,
    sudo: false,
    lang: typeof lang === 'string' && lang !== '' ? lang : undefined,
    tz: typeof tz === 'string' && tz !== '' ? tz : 'UTC',
    companyIds,
    companyId,
    activeTest: given['active_test'] === undefined || Boolean(given['active_test']),
    nowMs: database.nowMs,
  }
}
