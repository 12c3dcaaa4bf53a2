import path from 'node:path'
import { CONTENT_SECURITY_POLICY } from './content-security-policy'
import { APP_HOST, APP_SCHEME } from './origin'
import { PERMISSIONS_POLICY } from './permissions-policy'

/* What `app://vitrine/` may serve, apart from Electron so that every trick with an address is tried in plain Node. */

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/**
 * The file an address stands for, or null. The path is resolved and compared after decoding, because `..` and
 * separators may arrive encoded; only listed kinds of files are served.
 */
export function fileFor(address: string, directory: string): { readonly path: string; readonly contentType: string } | null {
  let pathname: string
  try {
    const url = new URL(address)
    if (url.protocol !== `${APP_SCHEME}:` || url.host !== APP_HOST) return null
    pathname = decodeURIComponent(url.pathname)
  } catch {
    return null
  }
  // A colon names a drive or a second stream of a file on Windows.
  if (/[\0\\:]/.test(pathname)) return null
  const resolved = path.resolve(directory, `.${pathname === '/' ? '/index.html' : pathname}`)
  const relative = path.relative(directory, resolved)
  if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) return null
  const contentType = CONTENT_TYPES[path.extname(resolved)]
  return contentType === undefined ? null : { path: resolved, contentType }
}

/** Headers of every answer, also of a refusal: whatever a page of ours shows, it shows under these. */
export function headersFor(contentType: string): Record<string, string> {
  return {
    'Content-Type': contentType,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'Permissions-Policy': PERMISSIONS_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'X-DNS-Prefetch-Control': 'off',
    'Cache-Control': 'no-store',
  }
}
