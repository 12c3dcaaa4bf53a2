import type { Database } from '../database'
import type { RecordedCall } from './calls'
import { answerJson1 } from './json1'
import { answerJson2, type HttpRequest } from './json2'
import { answerJsonRpc, parseEnvelope, versionInfo } from './jsonrpc'
import { jsonReply, noDatabase, notFoundPage, redirect, type Reply } from './reply'

export function protocolOf(path: string): RecordedCall['protocol'] {
  if (path === '/jsonrpc') return 'jsonrpc'
  return path === '/json/2' || path.startsWith('/json/2/') ? 'json2' : 'other'
}

/** Which answer a request gets from this version of Odoo. */
export function route(database: Database, request: HttpRequest, call: RecordedCall): Reply {
  const { version } = database
  const { path } = request
  if (path === '/jsonrpc') return answerJsonRpc(database, request, call)
  if (path === '/web/health') return { status: 200, contentType: 'application/json', body: '{"status": "pass"}' }
  if (path === '/web/webclient/version_info') {
    const envelope = parseEnvelope(database, request, path)
    return 'status' in envelope ? envelope.reply : jsonReply({ jsonrpc: '2.0', id: envelope.id, result: versionInfo(database) })
  }
  if (version >= 19 && (path === '/web/version' || path === '/json/version')) {
    return jsonReply({ version_info: [version, 0, 0, 'final', 0, ''], version: database.versionText })
  }
  if (path === '/web/login') return { status: 200, contentType: 'text/html; charset=utf-8', body: '<!DOCTYPE html>\n<html><head><title>Login | Sample Odoo</title></head><body><form><input name="login"/></form></body></html>\n' }
  const session = database.sessions.answer(database, request, call)
  if (session) return session
  if (path.startsWith('/json/') || path === '/json') return jsonPath(database, request, call)
  return notFoundPage()
}

function jsonPath(database: Database, request: HttpRequest, call: RecordedCall): Reply {
  if (database.version <= 17) return notFoundPage()
  if (request.path.startsWith('/json/1/')) return answerJson1(database, request)
  if (database.version === 18) {
    // An old web page lives at /json/<path> there, and sends whoever is not logged in to the login page.
    return redirect(303, `/web/login?redirect=${encodeURIComponent(`${request.path}?${request.query}`)}`)
  }
  const named = request.headers['x-odoo-database']
  const name = Array.isArray(named) ? named[0] : named
  if (name === undefined ? database.names.length > 1 : !database.names.includes(name)) return noDatabase()
  if (protocolOf(request.path) === 'json2') return answerJson2(database, request, call)
  return notFoundPage()
}
