import type { IncomingMessage } from 'node:http'
import type { Refusal } from './http-refusals'

export const HTTP_PATH = '/mcp'
const METHODS: readonly (string | undefined)[] = ['POST', 'GET', 'DELETE']
const BEARER = /^Bearer ([A-Za-z0-9._~+/=-]{1,512})$/i

/**
 * What is wrong with a request before anybody looks at its key, or null.
 *
 * A web page reaches loopback through the user's browser in two ways: from its own origin, which the browser names, and under a
 * name of its own that it lets point here, which stands in `Host`. So both are compared with what can only be us.
 */
export function wrongRequest({ url, method, headersDistinct }: Pick<IncomingMessage, 'url' | 'method' | 'headersDistinct'>, port: number): Refusal | null {
  const hosts = ownHosts(port)
  const [host, ...moreHosts] = headersDistinct['host'] ?? []
  if (host === undefined || moreHosts.length > 0 || !hosts.includes(host.toLowerCase())) {
    const message = `Vitrine answers only under http://127.0.0.1:${String(port)}${HTTP_PATH}. Use this address in the client.`
    return { reason: 'foreign_host', status: 403, message }
  }
  const origins = headersDistinct['origin'] ?? []
  if (origins.some((origin) => !hosts.some((own) => origin.toLowerCase() === `http://${own}`))) {
    return { reason: 'foreign_origin', status: 403, message: 'Vitrine does not answer web pages. Ask from a program on this computer.' }
  }
  if (url !== HTTP_PATH) {
    return { reason: 'wrong_path', status: 404, message: `There is nothing here. The address of Vitrine ends with ${HTTP_PATH}.` }
  }
  if (!METHODS.includes(method)) {
    return { reason: 'wrong_method', status: 405, message: 'Vitrine takes POST, GET and DELETE here.', headers: { Allow: METHODS.join(', ') } }
  }
  return null
}

/** The client key in an `Authorization` header, or null when there is none that could be one. */
export function bearerKey(authorization: string | undefined): string | null {
  return BEARER.exec(authorization ?? '')?.[1] ?? null
}

function ownHosts(port: number): readonly string[] {
  return ['127.0.0.1', '[::1]', 'localhost'].map((name) => `${name}:${String(port)}`)
}
