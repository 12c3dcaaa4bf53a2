import { OdooError } from '../engine/errors'
import type { Answer, Json } from '../engine/model'
import { dumps } from '../engine/python'

export interface Reply {
  status: number
  contentType: string
  body: string
  headers?: Record<string, string>
}

export const JSON_TYPE = 'application/json; charset=utf-8'
const HTML_TYPE = 'text/html; charset=utf-8'

export const jsonReply = (answer: Answer, status = 200): Reply => ({ status, contentType: JSON_TYPE, body: dumps(answer) })

/** A plain error page of the HTTP library. */
export const htmlError = (status: number, title: string, text: string): Reply => ({
  status,
  contentType: HTML_TYPE,
  body: `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n<p>${text}</p>\n`,
})

export const redirect = (status: number, target: string): Reply => {
  const escaped = target.replace(/&/g, '&amp;')
  return {
    ...htmlError(status, 'Redirecting...', `You should be redirected automatically to the target URL: <a href="${escaped}">${escaped}</a>. If not, click the link.`),
    body: '<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n'
      + `<p>You should be redirected automatically to the target URL: <a href="${escaped}">${escaped}</a>. If not, click the link.\n`,
    headers: { location: target },
  }
}

/** What a database-bound path answers when no database could be chosen. */
export const noDatabase = (): Reply => ({
  status: 404,
  contentType: HTML_TYPE,
  body: '<!DOCTYPE html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n'
    + '<p>No database is selected and the requested URL was not found in the server-wide controllers.</p>\n'
    + '<p>Please verify the hostname, <a href=/web/login>login</a> and try again.</p>\n\n'
    + '<!-- Alternatively, use the X-Odoo-Database header. -->\n',
})

/** The web client's own page for what does not exist. */
export const notFoundPage = (): Reply => ({
  status: 404,
  contentType: 'text/html;charset=utf-8',
  body: '<!DOCTYPE html>\n<html>\n    <head>\n        <meta charset="utf-8"/>\n        <title>Odoo</title>\n'
    + '        <link type="image/x-icon" rel="shortcut icon" href="/web/static/img/favicon.ico"/>\n    </head>\n'
    + '    <body>\n        <h1>404: Page not found!</h1>\n        <p>This page does not exist.</p>\n    </body>\n</html>\n',
})

const TITLES: Record<number, string> = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 422: 'Unprocessable Entity', 400: 'Bad Request' }

/** The traceback a real server sends along: paths of the server, which no client should ever show. */
function traceback(error: OdooError): string {
  const short = error.pythonName.replace(/^builtins\./, '')
  const title = TITLES[error.status]
  const message = error.pythonName.startsWith('werkzeug.') && title ? `${error.status} ${title}: ${error.message}` : error.message
  return 'Traceback (most recent call last):\n'
    + '  File "/srv/invented/odoo/http.py", line 2137, in _transactioning\n    return service_model.retrying(func, env=self.env)\n'
    + '  File "/srv/invented/odoo/service/model.py", line 184, in retrying\n    result = func()\n'
    + '  File "/srv/invented/odoo/models.py", line 3211, in _invented_step\n    raise\n'
    + `${short}: ${message}\n`
}

/** An exception as both protocols describe it. */
export function describeError(error: OdooError): Record<string, Json> {
  return {
    name: error.pythonName,
    message: error.message,
    arguments: error.arguments,
    context: {},
    debug: error.pythonName === 'odoo.exceptions.AccessDenied' ? `odoo.exceptions.AccessDenied: ${error.message}` : traceback(error),
  }
}

/** Whatever went wrong, as an exception a client may be told of. */
export function asOdooError(cause: unknown): OdooError {
  if (cause instanceof OdooError) return cause
  return new OdooError('builtins.RuntimeError', cause instanceof Error ? `sample server: ${cause.stack ?? cause.message}` : 'sample server failed')
}
