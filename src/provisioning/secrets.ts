import type { Node } from 'jsonc-parser'

/** Names of properties that are for secrets, without capitals and everything that is no letter. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  'apikey', 'apikeys', 'odookey', 'key', 'keys', 'clientkey', 'masterkey', 'privatekey', 'accesskey', 'secretkey', 'journalkey', 'vitrineapikey',
  'password', 'passwd', 'passphrase', 'pwd', 'pass', 'pin', 'secret', 'secrets', 'clientsecret', 'token', 'tokens', 'accesstoken', 'bearertoken',
  'refreshtoken', 'bearer', 'authorization', 'auth', 'credential', 'credentials', 'cookie', 'sessionid', 'totp',
])

/** An API key of Odoo is 40 hexadecimal digits; a private key says what it is. */
const SECRET_VALUE = /(?<![0-9A-Za-z])[0-9a-f]{40}(?![0-9A-Za-z])|PRIVATE KEY-----/i

/** Where in a document something stands that is, or is called, a secret: the position of the property or the value. Null for none. */
export function findSecret(node: Node): { readonly offset: number } | null {
  if (node.type === 'string' && typeof node.value === 'string' && SECRET_VALUE.test(node.value)) return { offset: node.offset }
  if (node.type === 'property') {
    const name: unknown = node.children?.[0]?.value
    if (typeof name === 'string' && SECRET_NAMES.has(name.toLowerCase().replace(/[^a-z]/g, ''))) return { offset: node.offset }
  }
  for (const child of node.children ?? []) {
    const found = findSecret(child)
    if (found !== null) return found
  }
  return null
}
