/**
 * What may never reach a log, whoever writes the line. Works on text, so that it can stand at the sink; it is the last
 * net, not a licence to log values. It errs towards taking too much.
 */
export interface RedactionFacts {
  /** The user's home directory; written as `~`. */
  readonly homeDir: string
  /** Strings known to be secret or private at this moment: keys, client keys, host names of connections. */
  readonly secrets: readonly string[]
}

/** Stands for a registered string. Not a word, so that no registered string can be part of it. */
export const registeredMark = '•••'

/** Registered strings shorter than this are not searched for: they would black out ordinary words. */
export const shortestRegistered = 4

const redacted = '<redacted>'

/**
 * `text` without keys, tokens, authorization headers, passwords, e-mail addresses, home directories and hosts. Pure;
 * redacting twice changes nothing more.
 */
export function redact(text: string, { homeDir, secrets }: RedactionFacts): string {
  let result = withoutRegistered(text, secrets)
  for (const { pattern, by } of patterns) result = result.replace(pattern, by)
  return withoutHome(result, homeDir)
}

/** Names of fields and headers whose whole value is left out, whatever it looks like. */
export const secretName =
  /(?:pass(?:word|wd|phrase)|pwd|secret|(?:api|access|client|master|run|private)[-_ ]?key|token|authorization|cookie|credential)/i

/** Names of error fields that hold a host. */
export const hostName = /^(?:host(?:name)?|address|servername|origin|authority)$/i

interface Rule {
  readonly pattern: RegExp
  readonly by: string
}

const secretWord =
  '(?:pass(?:word|wd|phrase)|pwd|secret|(?:api|access|client|master|private)[-_]?key|(?:access|refresh|id|auth)[-_]?token)'

/** Tried in this order. Each starts at a boundary, so that a long run of letters is walked once. */
const patterns: readonly Rule[] = [
  // Headers. The value runs to the end of the line or of the surrounding string.
  {
    pattern: /\b((?:proxy-)?authorization|set-cookie|cookie|x-api-key)(\\?["']?\s*[:=]\s*\\?["']?)[^\r\n"'\\]+/gi,
    by: `$1$2${redacted}`,
  },
  { pattern: /\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi, by: `$1 ${redacted}` },
  // `"api_key": "…"`, `password='…'`, `?access_token=…`. In JSON inside JSON it runs to the end of the outer string.
  { pattern: new RegExp(`(${secretWord}\\\\?["']?\\s*[:=]\\s*\\\\?")(?:[^"\\\\]|\\\\.)*`, 'gi'), by: `$1${redacted}` },
  { pattern: new RegExp(`(${secretWord}["']?\\s*[:=]\\s*')[^']*`, 'gi'), by: `$1${redacted}` },
  { pattern: new RegExp(`(${secretWord}["']?\\s*[:=]\\s*)[^\\s,;&"'}<\\\\]+`, 'gi'), by: `$1${redacted}` },
  // Fernet tokens: version byte 0x80 and a time stamp whose high bytes are zero.
  { pattern: /gAAAA[A-Za-z0-9_-]{8,}={0,2}/g, by: '<token>' },
  // Odoo API keys, and anything else of 40 hexadecimal digits.
  { pattern: /(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/gi, by: '<key>' },
  // 32 bytes in base64: Fernet keys, client keys, run keys. Mixed case tells them from identifiers.
  {
    pattern: /(?<![A-Za-z0-9+/_-])(?=[^\s]{0,42}[a-z])(?=[^\s]{0,42}[A-Z])[A-Za-z0-9+/_-]{43}=?(?![A-Za-z0-9+/_-])/g,
    by: '<key>',
  },
  // User and password in an address, up to the last @ before the path, as URL parsers do.
  { pattern: /(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'<>\\]+@/gi, by: '$1' },
  // Hosts in addresses, except this computer and Vitrine's own pages.
  {
    pattern:
      /(?<![a-z0-9+.-])((?!app:|file:|node:)[a-z][a-z0-9+.-]*:\/\/)(?!(?:localhost|127\.0\.0\.1|\[::1\])(?![\w.-]))(?:\[[0-9a-f:.]+\]|[^\s/?#"'<>\\:]+)(:\d+)?/gi,
    by: '$1<host>$2',
  },
  {
    pattern: /(?<![^\s@<>"(),:;[\]\\=/&?])[^\s@<>"(),:;[\]\\=/&?]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?/gu,
    by: '<e-mail>',
  },
  // Node's and OpenSSL's sentences about hosts.
  {
    pattern: /\b(E(?:NOTFOUND|AI_\w+|CONN\w+|TIMEDOUT|HOSTUNREACH|HOSTDOWN|NETUNREACH|PIPE))\s+(?!<host>|\/)[^\s:"'\\]+/g,
    by: '$1 <host>',
  },
  { pattern: /\b(Host|DNS|IP Address)(:\s*)(?!<host>)[^\s,"'\\]+/g, by: '$1$2<host>' },
  { pattern: /(?<![\w.-])(?:[a-z0-9-]+\.)+odoo\.(?:com|sh)(?![\w-])/gi, by: '<host>' },
  { pattern: /(?<![\w.])(?!127\.|0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/g, by: '<host>' },
  { pattern: /(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}(?::|[0-9a-f]{1,4})(?::[0-9a-f]{1,4})*(?![\w:])/gi, by: '<host>' },
  // Home directories, also other people's.
  { pattern: /(?<![\w.~-])(?:\/home|\/Users)\/[^\s/\\"'<>:]+/g, by: '~' },
  { pattern: /(?<!\w)[a-z]:(?:\\+|\/)Users(?:\\+|\/)[^\s/\\"'<>:]+/gi, by: '~' },
]

function withoutRegistered(text: string, secrets: readonly string[]): string {
  const forms = new Set<string>()
  for (const secret of secrets) {
    if (secret.length < shortestRegistered) continue
    forms.add(secret).add(JSON.stringify(secret).slice(1, -1))
    forms.add(encodeLoosely(secret)).add(Buffer.from(secret, 'utf8').toString('base64').replace(/=+$/, ''))
  }
  // The longest first: a secret that contains another one goes as a whole.
  return [...forms].sort((a, b) => b.length - a.length).reduce((rest, form) => rest.split(form).join(registeredMark), text)
}

/** Percent-encoding that takes half a surrogate pair as it is. */
function encodeLoosely(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    return text
  }
}

function withoutHome(text: string, homeDir: string): string {
  if (homeDir.length < 3) return text
  const forms = new Set([homeDir, homeDir.replaceAll('\\', '\\\\'), homeDir.replaceAll('\\', '/'), encodeURI(homeDir)])
  return [...forms].sort((a, b) => b.length - a.length).reduce((rest, form) => {
    const literal = form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return rest.replace(new RegExp(`${literal}(?![\\p{L}\\p{N}_-])`, 'giu'), '~')
  }, text)
}
