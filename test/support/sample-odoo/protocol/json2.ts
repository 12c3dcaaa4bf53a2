import type { Database } from '../database'
import { httpError } from '../engine/errors'
import type { Json, UserInfo } from '../engine/model'
import { callNamed } from '../methods/registry'
import type { RecordedCall } from './calls'
import { environment } from './context'
import { asOdooError, describeError, htmlError, jsonReply, type Reply } from './reply'

export interface HttpRequest {
  method: string
  /** Path without the query. */
  path: string
  query: string
  headers: NodeJS.Dict<string | string[]>
  body: string
}

const header = (request: HttpRequest, name: string): string | undefined => {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

export const isJson = (request: HttpRequest): boolean => /^application\/json(?:-rpc)?\b/i.test(header(request, 'content-type') ?? '')

function bearer(database: Database, request: HttpRequest): UserInfo {
  const match = /^bearer\s+(.+)$/i.exec(header(request, 'authorization') ?? '')
  if (!match?.[1]) throw httpError(401, 'Unauthorized', 'User not authenticated, use an API Key with a Bearer Authorization header.')
  const user = database.userByKey(match[1].trim())
  if (!user) throw httpError(401, 'Unauthorized', 'Invalid apikey')
  return user
}

/** `POST /json/2/<model>/<method>`. */
export function answerJson2(database: Database, request: HttpRequest, call: RecordedCall): Reply {
  const [, , , model = '', method = '', ...more] = request.path.split('/')
  try {
    if (request.method !== 'POST' || model === '' || method === '' || more.length > 0) {
      throw httpError(404, 'NotFound', 'Did you mean POST /json/2/<model>/<method>?')
    }
    call.model = decodeURIComponent(model)
    call.odooMethod = decodeURIComponent(method)
    if (request.body !== '' && !isJson(request)) {
      return htmlError(415, 'Unsupported Media Type', 'Request inferred type is compatible with [&#39;http&#39;] but '
        + '&#39;/json/2/&lt;__model__&gt;/&lt;__method__&gt;&#39; is type=&#39;json2&#39;.<br><br>Please verify the Content-Type request header and try again.')
    }
    const user = bearer(database, request)
    const wanted = header(request, 'x-odoo-database')
    if (wanted !== undefined && wanted !== database.names[0]) throw httpError(401, 'Unauthorized', 'Invalid apikey')
    call.login = user.login
    const body = parseBody(request.body)
    call.body = body
    const { context, ...named } = body
    return jsonReply(callNamed(environment(database, user, context), call.model, call.odooMethod, named))
  } catch (cause) {
    const error = asOdooError(cause)
    return jsonReply(describeError(error), error.status)
  }
}

/** A body that is JSON but no object is dropped without a word, which widens the question: real servers do that. */
function parseBody(text: string): Record<string, Json> {
  if (text === '') return {}
  let parsed: Json
  try {
    parsed = JSON.parse(text) as Json
  } catch {
    const column = text.length + 1
    throw httpError(400, 'BadRequest', `could not parse the body as json: Expecting value: line 1 column ${column} (char ${column - 1})`)
  }
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : {}
}
