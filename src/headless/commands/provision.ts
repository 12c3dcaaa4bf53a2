import { parseArgs } from 'node:util'
import type { Authority } from '../../contract/provisioning'
import { policySheet, type SheetSection } from '../../policy/sheet'
import { authoritiesIn } from '../../provisioning/authorities'
import { parseProvision } from '../../provisioning/parse'
import type { Provision } from '../../provisioning/provision'
import { readProvisionFile } from '../../provisioning/read-file'
import type { CommandIo } from './command-io'

const USAGE = `Usage:
  provision check FILE [--json]   says whether a connection file is sound, whereto it leads and what it allows

  --json   one line of JSON instead of sentences

Exit codes: 0 sound, 1 not sound, 2 used wrongly or not readable. PROVISIONING.md describes the file.`

/** `provision check`. Nothing is connected to, and nothing is written. */
export async function runProvision(args: readonly string[], io: CommandIo): Promise<number> {
  const [word, ...rest] = args
  if (word === '--help' || word === '-h') {
    io.out(USAGE)
    return 0
  }
  if (word !== 'check') return misused(io, word === undefined ? 'Say what to do.' : 'There is no such command for connection files.')
  const asked = readArguments(rest)
  return asked === null ? misused(io, 'Name one file to check.') : check(asked, io)
}

interface Asked {
  readonly file: string
  readonly form: 'json' | 'sentences'
}

function readArguments(args: readonly string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } }, allowPositionals: true, strict: true })
    const [file, ...more] = positionals
    return file === undefined || more.length > 0 ? null : { file, form: values.json === true ? 'json' : 'sentences' }
  } catch {
    return null
  }
}

async function check({ file, form }: Asked, io: CommandIo): Promise<number> {
  const read = await readProvisionFile(file)
  const parsed = read.ok ? parseProvision(read.bytes) : read
  if (!parsed.ok) {
    const { message, hint, line, column } = parsed.problem
    if (form === 'json') io.out(JSON.stringify({ sound: false, message, hint, line, column }))
    else io.err(`${line === undefined || column === undefined ? '' : `Line ${String(line)}, column ${String(column)}: `}${message} ${hint}`)
    return read.ok ? 1 : 2
  }
  const { provision } = parsed
  const authorities = authoritiesIn(provision.ca)
  const sections = provision.policy === undefined ? [] : policySheet(provision.policy).sections
  if (form === 'json') {
    const { name, url, database, login, glossary, policy } = provision
    io.out(JSON.stringify({ sound: true, name, url, database, login, authorities, glossary, policy, sheet: sections }))
  } else for (const line of inSentences(provision, authorities, sections)) io.out(line)
  return 0
}

function inSentences({ name, url, database, login, glossary, policy }: Provision, authorities: readonly Authority[], sections: readonly SheetSection[]): readonly string[] {
  return [
    'The connection file is sound, and holds no secret.',
    '',
    `Connects to: ${url}`,
    ...(database === '' ? [] : [`Database: ${database}`]),
    `Login: ${login}`,
    `Name: ${name}`,
    ...authorities.map((one) => `Trusts for this connection: ${one.name}, until ${one.validUntil.slice(0, 10)}, SHA-256 ${one.fingerprint}`),
    ...(glossary.length === 0 ? [] : ['', 'Words', ...glossary.map(({ word, model, domain }) => `- ${word}: ${model}${domain === '' ? '' : `, filtered by ${domain}`}`)]),
    ...(policy === undefined ? ['', 'The file says nothing about rules: those stay as they are.'] : []),
    ...sections.flatMap(({ title, sentences }) => ['', title, ...sentences.map((sentence) => `- ${sentence}`)]),
  ]
}

function misused(io: CommandIo, message: string): number {
  io.err(message)
  io.err('')
  io.err(USAGE)
  return 2
}
