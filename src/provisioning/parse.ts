import type { Said } from '../i18n/sentence'
import { findNodeAtLocation, getNodeValue, type Node } from 'jsonc-parser'
import * as z from 'zod/mini'
import { parseJson, positionAt } from '../clients/json-edit'
import { GLOSSARY_LIMITS, isFilterText, type GlossaryEntry } from '../contract/glossary'
import { VitrineError } from '../errors/vitrine-error'
import { decodeTextFile } from '../files/text-file'
import { parseOdooUrl } from '../odoo/url'
import { isModelName } from '../policy/names'
import { parsePolicy } from '../policy/parse'
import { certificatesIn } from './authorities'
import { PROVISION_VERSION, type Provision } from './provision'
import { findSecret } from './secrets'

/** Bytes. */
export const MOST_BYTES = 1024 * 1024

/** Why a file is not taken: one sentence that holds nothing of its values, and what to do. Line and column from 1, where there is a place. */
export interface ProvisionProblem {
  readonly message: Said
  readonly hint: Said
  readonly line?: number
  readonly column?: number
}

export type ParsedProvision = { readonly ok: true; readonly provision: Provision } | { readonly ok: false; readonly problem: ProvisionProblem }

const ASK_AGAIN = 'Ask whoever gave you the file for a new one.'
const MOST_DEPTH = 40
/** Characters that change how a line looks, and so whom it seems to be from. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]/

/** What is wrong, and the part of the document that it is about. */
class Broken extends Error {
  constructor(message: string, readonly path: readonly (string | number)[], readonly hint = ASK_AGAIN) {
    super(message)
  }
}

/**
 * Reads a provisioning file, from its bytes or its text. Strict: a part that is not known, not as it should be or there twice is
 * refused with the whole file, because it might have been meant to hide something; what a later Vitrine adds comes with a later
 * version number. A file with anything like a secret is refused before all else, and nothing of the secret is repeated.
 */
export function parseProvision(file: Uint8Array | string): ParsedProvision {
  const text = textOf(file)
  if (typeof text !== 'string') return { ok: false, problem: text }
  const parsed = parseJson(text, { disallowComments: true })
  if (parsed.kind === 'mistake') {
    const { message, line, column } = parsed.mistake
    return refused(`The file is not sound JSON. ${message}`, 'It may have been cut short or changed on its way. Ask whoever gave it to you to send it again.', { line, column })
  }
  const { root } = parsed
  try {
    if (depthOf(root, MOST_DEPTH) > MOST_DEPTH) throw new Broken('The file is nested too deeply.', [])
    const secret = findSecret(root)
    if (secret !== null) {
      return refused(
        'The file holds something like a key or a password. Vitrine takes no secret from a file.',
        'Ask for a file without it, and have the key or password replaced: whoever had the file could read it.',
        positionAt(text, secret.offset),
      )
    }
    const twice = repeatedProperty(root)
    if (twice !== null) return refused('A part of the file stands there twice.', ASK_AGAIN, positionAt(text, twice.offset))
    return { ok: true, provision: provisionIn(getNodeValue(root)) }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    const node = findNodeAtLocation(root, [...error.path])
    return refused(error.message, error.hint, node === undefined ? undefined : positionAt(text, node.offset))
  }
}

function refused(message: string, hint: string, place?: { readonly line: number; readonly column: number }): ParsedProvision {
  return { ok: false, problem: { message, hint, ...(place === undefined ? {} : { line: place.line, column: place.column }) } }
}

function textOf(file: Uint8Array | string): string | ProvisionProblem {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file
  if (bytes.byteLength > MOST_BYTES) return { message: 'The file is larger than 1 MB, far more than a connection needs.', hint: ASK_AGAIN }
  let text: string
  try {
    text = decodeTextFile(bytes).text
  } catch {
    return { message: 'The file is not text in UTF-8.', hint: 'Ask whoever gave it to you to save it as UTF-8.' }
  }
  return text.trim() === '' ? { message: 'The file is empty.', hint: ASK_AGAIN } : text
}

const line = (max: number) => z.string().check(z.maxLength(max), z.refine((text) => !UNPRINTABLE.test(text)))

const shape = z.strictObject({
  version: z.literal(PROVISION_VERSION),
  name: z.optional(line(80)),
  url: line(2_048),
  database: z.optional(line(128)),
  login: line(256),
  ca: z.optional(z.nullable(z.string().check(z.maxLength(200_000)))),
  policy: z.optional(z.unknown()),
  glossary: z.optional(z.unknown()),
})

/** What each part must be, for when it is not. */
const MUST_BE: Readonly<Record<string, string>> = {
  name: 'a name of at most 80 printable characters',
  url: 'the address of an Odoo, such as "https://example.odoo.com"',
  database: 'the name of a database',
  login: 'the login of an Odoo user',
  ca: 'the PEM text of a certificate authority',
}

function provisionIn(value: unknown): Provision {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('version' in value)) {
    throw new Broken('This is no connection file of Vitrine: it has no "version".', [])
  }
  const { version } = value
  if (typeof version === 'number' && version > PROVISION_VERSION) {
    throw new Broken('The file was made for a newer Vitrine than this one.', ['version'], 'Install the newest Vitrine, then open the file again.')
  }
  if (version !== PROVISION_VERSION) throw new Broken(`This is no connection file of Vitrine: "version" must be ${String(PROVISION_VERSION)}.`, ['version'])
  const checked = shape.safeParse(value)
  if (!checked.success) throw firstFault(checked.error.issues[0], value)
  const { url, host } = addressIn(checked.data.url)
  const login = checked.data.login.trim()
  if (login === '') throw new Broken(`"login" must be ${MUST_BE['login'] ?? ''}.`, ['login'])
  const name = checked.data.name?.trim() ?? ''
  return {
    name: name === '' ? host : name,
    url,
    database: checked.data.database?.trim() ?? '',
    login,
    ca: authoritiesOf(checked.data.ca ?? ''),
    ...('policy' in value ? { policy: policyIn(checked.data.policy) } : {}),
    glossary: 'glossary' in value ? glossaryIn(checked.data.glossary) : [],
  }
}

function firstFault(issue: z.core.$ZodIssue | undefined, document: object): Broken {
  const path = (issue?.path ?? []).filter((part): part is string | number => typeof part !== 'symbol')
  if (issue?.code === 'unrecognized_keys') {
    const [unknown = ''] = issue.keys
    return new Broken(`The file has an unknown part, ${quoted(unknown)}.`, [...path, unknown], 'It may be meant for a newer Vitrine, or be misspelt. Ask whoever gave it to you.')
  }
  const part = String(path[0] ?? '')
  const isMissing = !Object.hasOwn(document, part)
  return new Broken(`The file ${isMissing ? 'lacks' : 'has an unusable'} "${part}"; it must be ${MUST_BE[part] ?? 'as PROVISIONING.md says'}.`, path)
}

function addressIn(text: string): { readonly url: string; readonly host: string } {
  try {
    const { url, hostname, isSecure, isLoopback } = parseOdooUrl(text)
    if (/[?#]/.test(text)) throw new Broken('"url" must be an address alone, without a ? or # and what follows.', ['url'])
    if (!isSecure && !isLoopback) {
      throw new Broken('The address begins with http:// and would send everything unencrypted, the key included. Vitrine does not do that.', ['url'], 'Ask for a file with an address that begins with https://.')
    }
    return { url, host: hostname }
  } catch (error) {
    if (error instanceof VitrineError) throw new Broken(`"url" must be ${MUST_BE['url'] ?? ''}. ${error.message}`, ['url'])
    throw error
  }
}

function authoritiesOf(pem: string): string {
  if (pem === '') return ''
  const certificates = certificatesIn(pem)
  if (certificates === null) throw new Broken(`"ca" must be ${MUST_BE['ca'] ?? ''}: text that begins with -----BEGIN CERTIFICATE-----, and nothing else.`, ['ca'])
  return certificates
}

function policyIn(value: unknown): NonNullable<Provision['policy']> {
  const parsed = parsePolicy(value)
  if (!parsed.ok) throw new Broken(`The rules in "policy" are not sound. ${parsed.message}`, ['policy'])
  return parsed.policy
}

function glossaryIn(value: unknown): readonly GlossaryEntry[] {
  if (!Array.isArray(value)) throw new Broken('"glossary" must be a list of words.', ['glossary'])
  if (value.length > GLOSSARY_LIMITS.entries) throw new Broken(`"glossary" has more than ${String(GLOSSARY_LIMITS.entries)} words.`, ['glossary'])
  const known = new Set<string>()
  return value.map((item: unknown, index) => {
    const entry = glossaryEntry(item)
    if (entry === null) throw new Broken(`Word ${String(index + 1)} of "glossary" must be an object of "word", "model" and, if wished, a filter as "domain".`, ['glossary', index])
    const key = entry.word.toLowerCase()
    if (known.has(key)) throw new Broken(`Word ${String(index + 1)} of "glossary" stands there twice.`, ['glossary', index])
    known.add(key)
    return entry
  })
}

const glossaryShape = z.strictObject({
  word: line(GLOSSARY_LIMITS.word),
  model: z.string().check(z.refine(isModelName)),
  domain: z.optional(z.union([z.array(z.unknown()), z.string()])),
})

function glossaryEntry(item: unknown): GlossaryEntry | null {
  const checked = glossaryShape.safeParse(item)
  if (!checked.success) return null
  const { model, domain = '' } = checked.data
  const word = checked.data.word.replace(/\s+/g, ' ').trim()
  const written = typeof domain === 'string' ? domain.trim() : JSON.stringify(domain)
  if (word === '' || written.length > GLOSSARY_LIMITS.domain || (written !== '' && !isFilterText(written))) return null
  return { word, model, domain: written === '' ? '' : JSON.stringify(JSON.parse(written)) }
}

/** The depth, as far as `most` and one more. */
function depthOf(node: Node, most: number): number {
  if (most < 0) return 1
  return 1 + (node.children ?? []).reduce((deepest, child) => Math.max(deepest, depthOf(child, most - 1)), 0)
}

function repeatedProperty(node: Node): Node | null {
  const names = new Set<unknown>()
  for (const child of node.children ?? []) {
    if (child.type === 'property') {
      const name: unknown = child.children?.[0]?.value
      if (names.has(name)) return child
      names.add(name)
    }
    const inner = repeatedProperty(child)
    if (inner !== null) return inner
  }
  return null
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
}
