import { readFile } from 'node:fs/promises'
import { protocol, type Session } from 'electron'
import { fileFor, headersFor } from './app-files'
import { APP_SCHEME } from './origin'

/** Must run before the app is ready. The scheme is standard and secure, and has none of the further privileges. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true } }])
}

/** Serves the files of the window from `directory`, and nothing outside it. */
export function serveApp(session: Session, directory: string): void {
  session.protocol.handle(APP_SCHEME, async (request) => {
    const file = fileFor(request.url, directory)
    if (request.method !== 'GET' || file === null) return notFound()
    try {
      return new Response(await readFile(file.path), { headers: headersFor(file.contentType) })
    } catch {
      return notFound()
    }
  })
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: headersFor('text/plain; charset=utf-8') })
}
