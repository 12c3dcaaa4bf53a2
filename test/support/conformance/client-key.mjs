import { register } from 'node:module'

/*
 * The suite has no way to be told a key. It asks by `fetch` and by undici's `request`; both are given the header here, and
 * nothing else about them is changed.
 */
const authorization = `Bearer ${process.env.CONFORMANCE_KEY ?? ''}`

const { fetch: plainFetch } = globalThis
globalThis.fetch = (url, options = {}) => {
  const headers = new Headers(options.headers)
  headers.set('Authorization', authorization)
  return plainFetch(url, { ...options, headers })
}

const hooks = `data:text/javascript,${encodeURIComponent(`
export const resolve = async (specifier, context, next) => {
  const found = await next(specifier, context)
  if (specifier !== 'undici' || !String(context.parentURL).includes('/conformance/dist/')) return found
  const source = 'import * as undici from ' + JSON.stringify(found.url) + '\\n'
    + 'export const request = (url, options) => undici.request(url, { ...options, headers: { ...options.headers, Authorization: ' + ${JSON.stringify(JSON.stringify(authorization))} + ' } })'
  return { url: 'data:text/javascript,' + encodeURIComponent(source), shortCircuit: true }
}
`)}`

register(hooks)
