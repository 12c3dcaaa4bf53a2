import { asOperation, checkFields, checkModel, checkRecords, mayUseModel, rulePredicate } from '../engine/access'
import { modelDenied, typeError, userError } from '../engine/errors'
import { fieldsGet } from '../engine/fields-get'
import type { Answer, Json, ModelDef, Row } from '../engine/model'
import { existing, fieldsToRead, formatRows, readRows } from '../engine/read'
import { countRows, searchRows } from '../engine/search'
import { displayName, displayNameOf, INSTALLED_LANGUAGES, valueOf } from '../engine/values'
import { labelOf } from '../schema/french'
import type { Method, MethodCall } from './signature'

const searchRead = ({ env, model, args, extra }: MethodCall): Answer => {
  checkModel(env, model, 'read')
  const fields = fieldsToRead(env, model, args['fields'])
  const rows = searchRows(env, model, args['domain'], { offset: args['offset'], limit: args['limit'], order: args['order'] })
  const { load, ...unknown } = extra
  const [stray] = Object.keys(unknown)
  if (rows.length === 0) return []
  if (stray) {
    throw typeError(`BaseModel.${env.version === 16 ? 'read' : '_read_format'}() got an unexpected keyword argument '${stray}'`)
  }
  return formatRows(env, model, rows, fields, load)
}

const search = ({ env, model, args }: MethodCall): Answer => {
  if (args['count']) return countRows(env, model, args['domain'], undefined)
  return searchRows(env, model, args['domain'], { offset: args['offset'], limit: args['limit'], order: args['order'] }).map((row) => row.id)
}

const nameSearch = ({ env, model, args }: MethodCall): Answer => namesMatching({ env, model, args }).map((row) => [row.id, displayName(env, model, row)])

export function namesMatching({ env, model, args }: Pick<MethodCall, 'env' | 'model' | 'args'>): Row[] {
  const name = typeof args['name'] === 'string' ? args['name'] : ''
  const operator = typeof args['operator'] === 'string' ? args['operator'] : 'ilike'
  const given = args['domain'] ?? args['args']
  const base: Json[] = Array.isArray(given) ? given : []
  let domain = base
  // A model without a field for names does not restrain anything, on no version.
  if (name !== '' && !model.isNameless) {
    const fields = model.nameFields.length > 0 ? model.nameFields : ['display_name']
    const negative = operator.startsWith('not ') || operator === '!='
    const terms: Json[] = fields.map((field) => [field, operator, name])
    const joined = [...Array.from({ length: terms.length - 1 }, (): Json => (negative ? '&' : '|')), ...terms]
    domain = base.length > 0 ? ['&', ...normalized(base), ...joined] : joined
  }
  return searchRows(env, model, domain, { limit: args['limit'] === undefined ? 100 : args['limit'] })
}

/** A domain whose implicit `&` are written out, so that it can be joined with another. */
export function normalized(domain: readonly Json[]): Json[] {
  let needed = 0
  let expected = 1
  for (const item of domain) {
    if (expected === 0) {
      needed += 1
      expected = 1
    }
    if (item === '&' || item === '|') expected += 1
    else if (item !== '!') expected -= 1
  }
  return [...Array.from({ length: needed }, (): Json => '&'), ...domain]
}

const checkRights = ({ env, model, args }: MethodCall): Answer => {
  const operation = asOperation(args['operation'])
  if (mayUseModel(env, model, operation)) return true
  if (args['raise_exception'] === false) return false
  throw modelDenied(model, operation, env, labelOf(env, model.label))
}

const checkRule = ({ env, model, ids, args }: MethodCall): Answer => {
  const operation = asOperation(args['operation'])
  checkRecords(env, model, existing(env, model, ids), operation)
  return undefined
}

const hasAccess = ({ env, model, ids, args }: MethodCall): Answer => {
  const operation = asOperation(args['operation'])
  if (!mayUseModel(env, model, operation)) return false
  const allowed = rulePredicate(env, model, operation)
  return !allowed || existing(env, model, ids).every(allowed)
}

const availableModels = ({ env }: MethodCall): Answer => {
  const rows = [...env.models.values()].filter((model) => mayUseModel(env, model, 'read') && !isTechnical(model))
  return rows.map((model) => ({ display_name: labelOf(env, model.label), model: model.name })).sort(byName)
}

/** Models that only administrators' menus open are not offered to anyone. */
const isTechnical = (model: ModelDef): boolean => /^(ir\.|res\.(groups|users\.apikeys|lang|currency|country))/.test(model.name)

const byName = (left: { display_name: string }, right: { display_name: string }): number =>
  (left.display_name < right.display_name ? -1 : Number(left.display_name > right.display_name))

const displayNameFor = ({ env, args }: MethodCall): Answer => {
  const names = (Array.isArray(args['models']) ? args['models'] : []).map(String)
  return names.map((name) => {
    const model = env.models.get(name)
    const known = model !== undefined && mayUseModel(env, model, 'read') && !isTechnical(model)
    return { display_name: known ? labelOf(env, model.label) : name, model: name }
  }).sort(byName)
}

const contextGet = ({ env }: MethodCall): Answer => ({ lang: env.user.lang, tz: env.user.tz, uid: env.user.id })

const accessCheck = ({ env, args }: MethodCall): Answer => {
  const model = env.models.get(String(args['model']))
  if (!model) throw userError(`Object ${String(args['model'])} doesn't exist`)
  return checkRights({ env, model, args: { operation: args['mode'] ?? 'read', raise_exception: args['raise_exception'] },
    ids: [], extra: {}, protocol: 'jsonrpc' })
}

const metadata = ({ env, model, ids }: MethodCall): Answer => existing(env, model, ids).map((row) => {
  const at = (name: string): Json => {
    const field = model.fields.get(name)
    const value = field ? valueOf(env, model, row, field) : false
    return field?.relation && typeof value === 'number' ? [value, displayNameOf(env, field.relation, value)] : value
  }
  return { id: row.id, create_uid: at('create_uid'), create_date: at('create_date'), write_uid: at('write_uid'),
    write_date: at('write_date'), xmlid: false, noupdate: false, xmlids: [] }
})

export const READING: readonly Method[] = [
  { name: 'search_read', kind: 'model', params: ['domain=', 'fields=', 'offset=', 'limit=', 'order='], anyKeywords: true, run: searchRead },
  { name: 'search', kind: 'model', params: ['domain', 'offset=', 'limit=', 'order=', 'count='], until: 16, run: search },
  { name: 'search', kind: 'model', params: ['domain', 'offset=', 'limit=', 'order='], since: 17, run: search },
  { name: 'search_count', kind: 'model', params: ['domain', 'limit='],
    run: ({ env, model, args }) => countRows(env, model, args['domain'], args['limit']) },
  { name: 'read', kind: 'records', params: ['fields=', 'load='],
    run: ({ env, model, ids, args }) => readRows(env, model, ids, args['fields'], args['load']) },
  { name: 'fields_get', kind: 'model', params: ['allfields=', 'attributes='],
    run: ({ env, model, args }) => fieldsGet(env, model, args['allfields'], args['attributes']) },
  { name: 'name_search', kind: 'model', params: ['name=', 'args=', 'operator=', 'limit='], until: 18, run: nameSearch },
  { name: 'name_search', kind: 'model', params: ['name=', 'domain=', 'operator=', 'limit='], since: 19, run: nameSearch },
  { name: 'name_get', kind: 'records', params: [], until: 17,
    run: ({ env, model, ids }) => existing(env, model, ids).map((row) => [row.id, displayName(env, model, row)]) },
  { name: 'exists', kind: 'records', params: [], privateSince: 19,
    run: ({ env, model, ids }) => existing(env, model, ids).map((row) => row.id) },
  { name: 'browse', kind: 'model', params: ['ids='], privateSince: 19, run: ({ args }) => args['ids'] ?? [] },
  { name: 'search_fetch', kind: 'model', params: ['domain', 'field_names=', 'offset=', 'limit=', 'order='], since: 17, privateSince: 19, run: search },
  { name: 'check_access_rights', kind: 'model', params: ['operation', 'raise_exception='], run: checkRights },
  { name: 'check_access_rule', kind: 'records', params: ['operation'], run: checkRule },
  { name: 'check_access', kind: 'records', params: ['operation'], since: 18, privateSince: 19,
    run: (call) => {
      checkRights(call)
      return checkRule(call)
    } },
  { name: 'has_access', kind: 'records', params: ['operation'], since: 18, run: hasAccess },
  { name: 'check_field_access_rights', kind: 'model', params: ['operation', 'field_names'], run: ({ env, model, args }) => {
    const names = (Array.isArray(args['field_names']) ? args['field_names'] : []).map(String)
    checkFields(env, model, names, args['operation'] === 'write' ? 'write' : 'read')
    return names
  } },
  { name: 'get_external_id', kind: 'records', params: [], run: ({ env, model, ids }) => Object.fromEntries(existing(env, model, ids).map((row) => [String(row.id), ''])) },
  { name: 'get_metadata', kind: 'records', params: [], run: metadata },
  { name: 'get_available_models', kind: 'model', params: [], models: ['ir.model'], run: availableModels },
  { name: 'display_name_for', kind: 'model', params: ['models'], models: ['ir.model'], run: displayNameFor },
  { name: 'check', kind: 'model', params: ['model', 'mode=', 'raise_exception='], models: ['ir.model.access'], run: accessCheck },
  { name: 'context_get', kind: 'model', params: [], models: ['res.users'], run: contextGet },
  { name: 'has_group', owner: 'Users', kind: 'model', params: ['group_ext_id'], models: ['res.users'], until: 17,
    run: ({ env, args }) => env.user.groups.has(String(args['group_ext_id'])) },
  { name: 'has_group', owner: (_model, version) => (version >= 19 ? 'ResUsers' : 'Users'), kind: 'records', params: ['group_ext_id'], models: ['res.users'], since: 18,
    run: ({ env, args }) => env.user.groups.has(String(args['group_ext_id'])) },
  { name: 'get_installed', kind: 'model', params: [], models: ['res.lang'], run: () => Object.entries(INSTALLED_LANGUAGES) },
]

/** Methods every model has that Odoo keeps to itself from 19 on. */
export const PRIVATE_SINCE_19: ReadonlySet<string> = new Set(['with_context', 'with_user', 'with_company', 'with_env', 'sudo', 'ensure_one',
  'filtered', 'filtered_domain', 'mapped', 'sorted', 'grouped', 'union', 'concat', 'fetch', 'flush_model', 'flush_recordset',
  'invalidate_model', 'invalidate_recordset', 'modified', 'new', 'update'])
