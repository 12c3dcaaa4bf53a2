import { checkModel, checkRecords } from '../engine/access'
import type { Answer, Env, FieldDef, Json, ModelDef, Row } from '../engine/model'
import { existing, fieldsToRead, formatRows } from '../engine/read'
import { countRows, searchRows } from '../engine/search'
import { displayName, modelOf, valueOf } from '../engine/values'
import { namesMatching } from './reading'
import type { Method, MethodCall } from './signature'
import { defaultsFor } from './defaults'

type Specification = Record<string, Json>

const asSpecification = (value: Json | undefined): Specification =>
  (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {})

/** Records in the web client's shape: relations as objects or ids, by what the specification asks. */
function webRead(env: Env, model: ModelDef, rows: readonly Row[], specification: Specification): Answer[] {
  const fields = Object.keys(specification).length === 0 ? [] : fieldsToRead(env, model, Object.keys(specification))
  const flat = formatRows(env, model, rows, fields, '')
  return rows.map((row, index) => {
    const answer = { ...(flat[index] as Record<string, Answer>) }
    for (const field of fields) {
      const wanted = asSpecification(specification[field.name])
      if (field.relation && 'fields' in wanted) answer[field.name] = related(env, model, row, field, wanted)
    }
    return answer
  })
}

function related(env: Env, model: ModelDef, row: Row, field: FieldDef, wanted: Specification): Answer {
  const comodel = modelOf(env, field.relation ?? '')
  const value = valueOf(env, model, row, field)
  const ids = (Array.isArray(value) ? value : [value]).filter((id): id is number => typeof id === 'number')
  const limit = typeof wanted['limit'] === 'number' ? wanted['limit'] : ids.length
  const table = env.store.table(comodel)
  const rows = ids.slice(0, limit).flatMap((id) => table.byId.get(id) ?? [])
  // Beside a many2one stands its name, whoever asks.
  const inner = asSpecification(wanted['fields'])
  if (field.type !== 'many2one') return [...webRead(env, comodel, rows, inner), ...ids.slice(limit).map((id) => ({ id }))]
  const [target] = rows
  if (!target) return false
  const { display_name: named, ...rest } = inner
  const read = Object.keys(rest).length > 0 ? webRead(env, comodel, [target], rest)[0] : { id: target.id }
  return named === undefined ? read : { ...(read as Record<string, Answer>), display_name: displayName(env, comodel, target) }
}

const webSearchRead = ({ env, model, args }: MethodCall): Answer => {
  const rows = searchRows(env, model, args['domain'], { offset: args['offset'], limit: args['limit'], order: args['order'] })
  const records = webRead(env, model, rows, asSpecification(args['specification']))
  return { length: countRows(env, model, args['domain'], args['count_limit']), records }
}

const webSearchRead16 = ({ env, model, args }: MethodCall): Answer => {
  checkModel(env, model, 'read')
  const fields = fieldsToRead(env, model, args['fields'])
  const rows = searchRows(env, model, args['domain'], { offset: args['offset'], limit: args['limit'], order: args['order'] })
  return { length: countRows(env, model, args['domain'], args['count_limit']), records: formatRows(env, model, rows, fields, undefined) }
}

const webReadCall = ({ env, model, ids, args }: MethodCall): Answer => {
  checkModel(env, model, 'read')
  const rows = existing(env, model, ids)
  checkRecords(env, model, rows, 'read')
  return webRead(env, model, rows, asSpecification(args['specification']))
}

const webNameSearch = (call: MethodCall): Answer => webRead(call.env, call.model, namesMatching(call), asSpecification(call.args['specification']))

const defaultGet = ({ env, model, args }: MethodCall): Answer => {
  const wanted = args['fields'] ?? args['fields_list']
  const names = new Set(Array.isArray(wanted) ? wanted : [])
  return Object.fromEntries(Object.entries(defaultsFor(env, model)).filter(([name]) => names.has(name)))
}

export const WEB: readonly Method[] = [
  { name: 'web_search_read', owner: 'Base', kind: 'model', params: ['domain=', 'fields=', 'offset=', 'limit=', 'order=', 'count_limit='], until: 16, run: webSearchRead16 },
  { name: 'web_search_read', owner: 'Base', kind: 'model', params: ['domain', 'specification', 'offset=', 'limit=', 'order=', 'count_limit='], since: 17, run: webSearchRead },
  { name: 'web_read', owner: 'Base', kind: 'records', params: ['specification'], since: 17, run: webReadCall },
  { name: 'web_name_search', owner: 'Base', kind: 'model', params: ['name', 'specification', 'domain=', 'operator=', 'limit='], since: 18, run: webNameSearch },
  { name: 'default_get', kind: 'model', params: ['fields_list'], until: 18, run: defaultGet },
  { name: 'default_get', kind: 'model', params: ['fields'], since: 19, run: defaultGet },
]
