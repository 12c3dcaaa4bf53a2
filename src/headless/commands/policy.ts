import { parseArgs } from 'node:util'
import { serializePolicy } from '../../policy/parse'
import { OPEN_POLICY, type Policy } from '../../policy/policy'
import { policySheet } from '../../policy/sheet'
import { policyInText } from '../policy-file'
import type { CommandIo } from './command-io'
import { readHideArgument, type Hidden } from './hide-argument'

const USAGE = `Usage:
  policy example [--hide NAME]…   prints a policy that hides just these, and allows all else that the Odoo user may read
  policy check FILE               says whether a policy file is sound, and what it allows

NAME is a field (res.partner.email), a field of every model (*.email) or a whole model (hr.payslip). Where it can be both,
model:field is the field and model.* the whole model.

Exit codes: 0 sound, 1 not sound, 2 used wrongly. POLICY.md describes the file.`

/** `policy example` and `policy check`. */
export async function runPolicy(args: readonly string[], io: CommandIo): Promise<number> {
  const [word, ...rest] = args
  if (word === 'example') return example(rest, io)
  if (word === 'check') return check(rest, io)
  if (word === '--help' || word === '-h') {
    io.out(USAGE)
    return 0
  }
  return misused(io, word === undefined ? 'Say what to do.' : 'There is no such command for policies.')
}

function example(args: readonly string[], io: CommandIo): number {
  const names = hideOptions(args)
  if (names === null) return misused(io, 'An example is made with --hide NAME, as often as wished, and nothing else.')
  const read = names.map(readHideArgument)
  const wrong = read.flatMap((one) => (one.ok ? [] : [one.message]))
  if (wrong.length > 0) {
    for (const message of wrong) io.err(message)
    return 2
  }
  const hidden = read.flatMap((one) => (one.ok ? [one.hidden] : []))
  for (const one of hidden) io.err(one.kind === 'model' ? `Hidden: the model ${one.model}.` : `Hidden: the field ${one.field} of ${one.model === '*' ? 'every model' : one.model}.`)
  io.out(serializePolicy(policyHiding(hidden)).trimEnd())
  return 0
}

function hideOptions(args: readonly string[]): readonly string[] | null {
  try {
    const { values } = parseArgs({ args: [...args], options: { hide: { type: 'string', multiple: true } }, strict: true })
    return values.hide ?? []
  } catch {
    return null
  }
}

function policyHiding(hidden: readonly Hidden[]): Policy {
  const models = new Set<string>()
  const fields = new Map<string, Set<string>>()
  for (const one of hidden) {
    if (one.kind === 'model') models.add(one.model)
    else fields.set(one.model, (fields.get(one.model) ?? new Set()).add(one.field))
  }
  const hide = Object.fromEntries([...fields].map(([model, names]) => [model, [...names]]))
  return { ...OPEN_POLICY, models: { ...OPEN_POLICY.models, hide: [...models] }, fields: { ...OPEN_POLICY.fields, hide } }
}

async function check(args: readonly string[], io: CommandIo): Promise<number> {
  const [file, ...more] = args
  if (file === undefined || more.length > 0 || file.startsWith('-')) return misused(io, 'Name one file to check.')
  let text: string
  try {
    text = await io.readText(file)
  } catch {
    io.err('The file cannot be read.')
    return 2
  }
  const parsed = policyInText(text)
  if (!parsed.ok) {
    io.err(`The policy is not sound, and nothing would be answered with it. ${parsed.message}`)
    return 1
  }
  io.out('The policy is sound.')
  for (const { title, sentences } of policySheet(parsed.policy).sections) {
    io.out('')
    io.out(title)
    for (const sentence of sentences) io.out(`- ${sentence}`)
  }
  return 0
}

function misused(io: CommandIo, message: string): number {
  io.err(message)
  io.err('')
  io.err(USAGE)
  return 2
}
