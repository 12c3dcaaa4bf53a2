import { hostName, redact, secretName } from './redact'

export type LogLevel = 'error' | 'warn' | 'info' | 'debug'

/** Facts beside the message: counts, codes, names, errors. Never record values. */
export type LogFields = Readonly<Record<string, unknown>>

export interface Log {
  error(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  debug(message: string, fields?: LogFields): void
  /** Keeps `secret` out of every later line, in whatever form it turns up. Call the answer to forget it. */
  register(secret: string): () => void
}

export interface LogOptions {
  /** Receives one finished, redacted line that ends with a line feed. */
  readonly write: (line: string) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly homeDir: string
  /** The least important level that is written; `info` unless said otherwise. */
  readonly level?: LogLevel
}

const levels: readonly LogLevel[] = ['error', 'warn', 'info', 'debug']
const longestText = 8_192
const deepest = 6

/**
 * A log of one line an event: time, level, message, fields as JSON. Line breaks are escaped, so that nothing logged can
 * forge a line. Redaction happens here, at the sink, on the fields and once more on the finished line.
 */
export function createLog({ write, now, homeDir, level = 'info' }: LogOptions): Log {
  const registered = new Map<symbol, string>()
  // Shortened after redaction: half a key would not be recognised.
  const clean = (text: string) => shortened(redact(text, { homeDir, secrets: [...registered.values()] }))

  const log = (lineLevel: LogLevel, message: string, fields: LogFields | undefined) => {
    if (levels.indexOf(lineLevel) > levels.indexOf(level)) return
    const facts = fields === undefined ? '' : ` ${JSON.stringify(plain(fields, clean, 0))}`
    const line = `${new Date(now()).toISOString()} ${lineLevel} ${oneLine(clean(message))}${oneLine(facts)}`
    // Again as a whole: what two fields give together, and what JSON made of it.
    write(`${redact(line, { homeDir, secrets: [...registered.values()] })}\n`)
  }

  return {
    error: (message, fields) => log('error', message, fields),
    warn: (message, fields) => log('warn', message, fields),
    info: (message, fields) => log('info', message, fields),
    debug: (message, fields) => log('debug', message, fields),
    register(secret) {
      const handle = Symbol('registered')
      registered.set(handle, secret)
      return () => void registered.delete(handle)
    },
  }
}

function shortened(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}… (${text.length} characters)` : text
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\u0085\u2028\u2029]+/g, '\\n').replace(/[\u0000-\u0008\u000B-\u001F\u007F\u009B]/g, '\uFFFD')
}

/** A value as plain JSON with every string cleaned, errors spelled out, cycles and depth cut. */
function plain(value: unknown, clean: (text: string) => string, depth: number): unknown {
  if (typeof value === 'string') return clean(value)
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) return value
  if (depth >= deepest) return '…'
  if (value instanceof Error) return plain(errorFields(value), clean, depth + 1)
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => plain(item, clean, depth + 1))
  if (ArrayBuffer.isView(value)) return `<${value.byteLength} bytes>`
  if (typeof value !== 'object') return `<${typeof value}>`
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      if (secretName.test(name) && typeof item !== 'number') return [clean(name), '<redacted>']
      if (hostName.test(name) && typeof item === 'string') return [clean(name), '<host>']
      return [clean(name), plain(item, clean, depth + 1)]
    }),
  )
}

function errorFields(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error
  return { ...error, name, message, stack, ...(cause === undefined ? {} : { cause }) }
}
