import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { protocol, type Session } from 'electron'
import { CONTENT_SECURITY_POLICY } from './content-security-policy'
import { APP_HOST, APP_SCHEME } from './origin'

/** Must run before the app is ready. The scheme is standard and secure, and has none of the further privileges. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges: { standard: true, secure: true } }])
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Serves the files of the window from `directory`, and nothing outside it. */
export function serveApp(session: Session, directory: string): void {
  session.protocol.handle(APP_SCHEME, async (request) => {
    const file = fileFor(request.url, directory)
    if (request.method !== 'GET' || file === null) return new Response('Not found', { status: 404 })
    try {
      return new Response(await readFile(file.path), { headers: headersFor(file.contentType) })
    } catch {
      return new Response('Not found', { status: 404 })
    }
  })
}

/**
 * The file an address stands for, or null. The path is resolved and compared after decoding, because `..` and
 * separators may arrive encoded; only listed kinds of files are served.
 */
export function fileFor(address: string, directory: string): { readonly path: string; readonly contentType: string } | null {
  let pathname: string
  try {
    const url = new URL(address)
    if (url.host !== APP_HOST) return null
    pathname = decodeURIComponent(url.pathname)
  } catch {
    return null
  }
  if (pathname.includes('\0') || pathname.includes('\\')) return null
  const resolved = path.resolve(directory, `.${pathname === '/' ? '/index.html' : pathname}`)
  const relative = path.relative(directory, resolved)
  if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) return null
  const contentType = CONTENT_TYPES[path.extname(resolved)]
  return contentType === undefined ? null : { path: resolved, contentType }
}

function headersFor(contentType: string): Record<string, string> {
  return {
    'Content-Type': contentType,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  }
}
