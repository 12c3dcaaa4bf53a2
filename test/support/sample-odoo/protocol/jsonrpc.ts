import type { Database } from '../database'
import { accessDenied, assertionError, keyError, missingError, OdooError, typeError, valueError } from '../engine/errors'
import type { Answer, Json, UserInfo } from '../engine/model'
import { callPositional } from '../methods/registry'
import type { RecordedCall } from './calls'
import { environment } from './context'
import { isJson, type HttpRequest } from './json2'
import { asOdooError, describeError, htmlError, jsonReply, type Reply } from './reply'

/** `POST /jsonrpc`: HTTP 200 whatever happens inside the call. */
export function answerJsonRpc(database: Database, request: HttpRequest, call: RecordedCall): Reply {
  const envelope = parseEnvelope(database, request, '/jsonrpc')
  if ('status' in envelope) return envelope.reply
  const { id, params } = envelope
  try {
    const { service, method, args } = params
    const missing = ['service', 'method', 'args'].filter((name) => !(name in params)).map((name) => `'${name}'`)
    if (missing.length > 0) {
      const list = missing.length === 3 ? `${missing[0]}, ${missing[1]}, and ${missing[2]}` : missing.join(' and ')
      throw typeError(`${database.version >= 19 ? 'JSONRPC' : 'RPC'}.jsonrpc() missing ${missing.length} required positional argument${missing.length > 1 ? 's' : ''}: ${list}`)
    }
    call.service = String(service)
    call.odooMethod = String(method)
    const result = dispatch(database, String(service), String(method), Array.isArray(args) ? args : [], call)
    // A method that returns nothing leaves neither `result` nor `error`.
    return jsonReply({ jsonrpc: '2.0', id, result })
  } catch (cause) {
    const error = asOdooError(cause)
    return jsonReply({ jsonrpc: '2.0', id, error: { code: database.version >= 19 ? 0 : 200, message: 'Odoo Server Error', data: describeError(error) } })
  }
}

type Envelope = { id: Json; params: Record<string, Json> } | { status: number; reply: Reply }

/** The JSON-RPC frame, or the page that a request which is none of that gets. */
export function parseEnvelope(database: Database, request: HttpRequest, route: string): Envelope {
  if (!isJson(request) || request.method !== 'POST') {
    const modern = database.version >= 19
    const compatible = request.headers['content-type'] === undefined && modern ? '[&#39;http&#39;, &#39;json2&#39;]' : '[&#39;http&#39;]'
    const text = `Request inferred type is compatible with ${compatible} but &#39;${route}&#39; is type=&#39;${modern ? 'jsonrpc' : 'json'}&#39;.`
    const reply = modern
      ? htmlError(415, 'Unsupported Media Type', `${text}<br><br>Please verify the Content-Type request header and try again.`)
      : htmlError(400, 'Bad Request', text)
    return { status: reply.status, reply }
  }
  let frame: Json
  try {
    frame = JSON.parse(request.body) as Json
  } catch {
    return { status: 400, reply: { status: 400, contentType: 'text/html; charset=utf-8', body: 'Invalid JSON data' } }
  }
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) {
    return { status: 400, reply: { status: 400, contentType: 'text/html; charset=utf-8', body: 'Invalid JSON-RPC data' } }
  }
  const { params } = frame
  return { id: frame['id'] ?? null, params: typeof params === 'object' && params !== null && !Array.isArray(params) ? params : {} }
}

export const versionInfo = (database: Database): Record<string, Json> => ({
  server_version: database.versionText,
  server_version_info: [database.version, 0, 0, 'final', 0, ''],
  server_serie: `${database.version}.0`,
  protocol_version: 1,
})

function dispatch(database: Database, service: string, method: string, args: readonly Json[], call: RecordedCall): Answer {
  if (service === 'common') return common(database, method, args)
  if (service === 'object') return object(database, method, args, call)
  if (service === 'db' && database.version <= 19) return databases(database, method, args)
  throw keyError(service)
}

function common(database: Database, method: string, args: readonly Json[]): Answer {
  if (method === 'version') return versionInfo(database)
  if (method === 'about') return 'See http://openerp.com'
  if (method === 'login' || method === 'authenticate') {
    const [name, login, secret] = args
    checkDatabase(database, name)
    const user = database.userByKey(String(secret)) ?? database.userByPassword(String(secret))
    return user?.login === login && user !== undefined ? user.id : false
  }
  throw new OdooError('builtins.Exception', `Method not found: ${method}`)
}

function databases(database: Database, method: string, args: readonly Json[]): Answer {
  if (method === 'list') return [...database.names]
  if (method === 'server_version') return database.versionText
  if (method === 'db_exist') return database.names.includes(String(args[0]))
  throw new OdooError('builtins.Exception', `Method not found: ${method}`)
}

function checkDatabase(database: Database, name: Json | undefined): void {
  if (name === '' || name === null || name === undefined || name === false) {
    // Up to 17 an empty name means the only database there is.
    if (database.version >= 18) throw assertionError('Missing database name')
    return
  }
  if (!database.names.includes(String(name))) {
    throw new OdooError('psycopg2.OperationalError', `connection to server at "127.0.0.1", port 5432 failed: FATAL:  database "${String(name)}" does not exist\n`)
  }
}

function object(database: Database, method: string, args: readonly Json[], call: RecordedCall): Answer {
  if (method !== 'execute_kw' && method !== 'execute') throw new OdooError('builtins.NameError', `Method not available ${method}`)
  if (args.length < 5) {
    if (database.version >= 19) throw valueError(`not enough values to unpack (expected at least 5, got ${args.length})`)
    const missing = ["'obj'", "'method'", "'args'"].slice(Math.max(0, args.length - 3))
    const list = missing.length === 3 ? `${missing[0]}, ${missing[1]}, and ${missing[2]}` : missing.join(' and ')
    throw typeError(`${method}() missing ${missing.length} required positional argument${missing.length > 1 ? 's' : ''}: ${list}`)
  }
  const [name, uid, key, model, odooMethod, ...rest] = args
  call.model = String(model)
  call.odooMethod = String(odooMethod)
  const positional = method === 'execute' ? rest : rest[0]
  const keywords = method === 'execute' ? {} : rest[1]
  call.args = Array.isArray(positional) ? positional : []
  call.kwargs = keywords ?? {}
  checkDatabase(database, name)
  const user = authorised(database, uid, key)
  call.login = user.login
  const { context, ...named } = typeof keywords === 'object' && keywords !== null && !Array.isArray(keywords) ? keywords : {}
  return callPositional(environment(database, user, context), String(model), String(odooMethod), call.args, named)
}

function authorised(database: Database, uid: Json | undefined, key: Json | undefined): UserInfo {
  if (uid === null || uid === undefined) {
    throw typeError("int() argument must be a string, a bytes-like object or a real number, not 'NoneType'")
  }
  if (uid === false || key === '' || typeof key !== 'string') throw accessDenied()
  const id = Number(uid)
  const user = database.userByKey(key) ?? database.userByPassword(key)
  if (user?.id === id) return user
  const known = database.users.find((candidate) => candidate.id === id)
  if (!known && id > 1) {
    const [anyone] = database.users
    if (anyone) throw missingError('res.users', id, environment(database, { ...anyone, id }, {}))
  }
  throw accessDenied()
}
