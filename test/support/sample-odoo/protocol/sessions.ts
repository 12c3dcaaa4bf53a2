import type { Database } from '../database'
import { accessDenied, OdooError } from '../engine/errors'
import type { Answer, Json, UserInfo } from '../engine/model'
import { callPositional } from '../methods/registry'
import type { RecordedCall } from './calls'
import { environment } from './context'
import type { HttpRequest } from './json2'
import { parseEnvelope, versionInfo } from './jsonrpc'
import { asOdooError, describeError, jsonReply, type Reply } from './reply'

/** The web client's own door: a session in a cookie. Some RPC libraries log in through it. */
export class Sessions {
  readonly #users = new Map<string, UserInfo>()
  #count = 0

  /** The reply, or nothing for a path that is not one of the session's. */
  answer(database: Database, request: HttpRequest, call: RecordedCall): Reply | undefined {
    const { path } = request
    const isCall = path === '/web/dataset/call_kw' || path.startsWith('/web/dataset/call_kw/')
    if (!isCall && !['/web/session/authenticate', '/web/session/get_session_info', '/web/session/destroy'].includes(path)) return undefined
    const envelope = parseEnvelope(database, request, path)
    if ('status' in envelope) return envelope.reply
    const { id, params } = envelope
    const headers: Record<string, string> = {}
    try {
      const result = isCall ? this.#callKw(database, request, params, call) : this.#session(database, request, params, headers)
      return { ...jsonReply({ jsonrpc: '2.0', id, result }), headers }
    } catch (cause) {
      const error = asOdooError(cause)
      const expired = error.pythonName === 'odoo.http.SessionExpiredException'
      return jsonReply({ jsonrpc: '2.0', id, error: {
        code: expired ? 100 : database.version >= 19 ? 0 : 200, message: expired ? 'Odoo Session Expired' : 'Odoo Server Error', data: describeError(error),
      } })
    }
  }

  #session(database: Database, request: HttpRequest, params: Record<string, Json>, headers: Record<string, string>): Answer {
    const cookie = cookieOf(request)
    if (request.path.endsWith('/destroy')) {
      this.#users.delete(cookie)
      return undefined
    }
    if (request.path.endsWith('/get_session_info')) {
      const known = this.#users.get(cookie)
      if (!known) throw expired()
      return sessionInfo(database, known)
    }
    if (!database.names.includes(String(params['db']))) throw new OdooError('psycopg2.OperationalError', `FATAL:  database "${String(params['db'])}" does not exist\n`)
    const secret = String(params['password'])
    const user = database.userByKey(secret) ?? database.userByPassword(secret)
    if (user?.login !== params['login'] || user === undefined) throw accessDenied()
    this.#count += 1
    const session = `sample-session-${this.#count}`
    this.#users.set(session, user)
    headers['set-cookie'] = `session_id=${session}; HttpOnly; Path=/`
    return sessionInfo(database, user)
  }

  #callKw(database: Database, request: HttpRequest, params: Record<string, Json>, call: RecordedCall): Answer {
    const user = this.#users.get(cookieOf(request))
    if (!user) throw expired()
    const { model, method, args, kwargs } = params
    call.model = String(model)
    call.odooMethod = String(method)
    call.args = Array.isArray(args) ? args : []
    call.kwargs = kwargs ?? {}
    call.login = user.login
    const { context, ...named } = typeof kwargs === 'object' && kwargs !== null && !Array.isArray(kwargs) ? kwargs : {}
    return callPositional(environment(database, user, context), String(model), String(method), call.args, named)
  }
}

const expired = (): OdooError => new OdooError('odoo.http.SessionExpiredException', 'Session expired', 403)

function cookieOf(request: HttpRequest): string {
  const { cookie } = request.headers
  return /(?:^|;\s*)session_id=([^;]+)/.exec(Array.isArray(cookie) ? cookie.join(';') : cookie ?? '')?.[1] ?? ''
}

const sessionInfo = (database: Database, user: UserInfo): Answer => ({
  uid: user.id,
  is_system: user.groups.has('base.group_system'),
  is_admin: user.groups.has('base.group_erp_manager'),
  user_context: { lang: user.lang, tz: user.tz, uid: user.id },
  db: database.names[0] ?? '',
  ...versionInfo(database),
  name: user.name,
  username: user.login,
  partner_id: user.partnerId,
  user_companies: { current_company: user.companyId, allowed_companies: Object.fromEntries(user.companyIds.map((id) => [String(id), { id, name: String(database.store.table('res.company').byId.get(id)?.['name'] ?? '') }])) },
})
