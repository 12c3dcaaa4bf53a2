import type { Database } from '../database'
import { searchRows } from '../engine/search'
import { dumps } from '../engine/python'
import { environment } from './context'
import type { HttpRequest } from './json2'
import { htmlError, JSON_TYPE, noDatabase, redirect, type Reply } from './reply'

/** The web client's views as JSON under `/json/1/<action>` (18 and on), as far as a probing client meets them. */
export function answerJson1(database: Database, request: HttpRequest): Reply {
  const { authorization } = request.headers
  const named = request.headers['x-odoo-database']
  if (database.version >= 19 && named === undefined && database.names.length > 1) return noDatabase()
  const key = /^bearer\s+(.+)$/i.exec(String(authorization ?? ''))?.[1]
  if (key === undefined) return htmlError(401, 'Unauthorized', 'User not authenticated, use the &#34;Authorization&#34; header')
  const user = database.userByKey(key.trim())
  if (!user) return htmlError(401, 'Unauthorized', 'Invalid apikey')
  if (!user.groups.has('base.group_system')) return htmlError(403, 'Forbidden', 'You need export permissions to use the /json route')
  if (request.query === '') return redirect(307, `${request.path}?offset=0&limit=80`)
  const env = environment(database, user, {})
  const model = env.models.get('res.partner')
  const rows = model ? searchRows(env, model, [], { limit: 2 }) : []
  return { status: 200, contentType: JSON_TYPE, body: dumps({ length: rows.length, records: rows.map((row) => ({ id: row.id })) }) }
}
