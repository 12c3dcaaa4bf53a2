import { basename, posix, win32 } from 'node:path'
import { parseArgs } from 'node:util'
import { applyPlan } from '../../clients/apply'
import { ApplyError } from '../../clients/apply-error'
import { listBackups, restoreBackup } from '../../clients/backups'
import { clientRow, clientTable, type ClientRow } from '../../clients/client-table'
import { locateClient, type FileProbe } from '../../clients/client-places'
import { readConfigFile } from '../../clients/config-file'
import { diffPreview, type PreviewLine } from '../../clients/diff-preview'
import { entryFor, entryProblems } from '../../clients/entry'
import { diskProbe } from '../../clients/file-probe'
import { planRegistration, planRemoval } from '../../clients/plan'
import { registrationStatus } from '../../clients/status'
import type { Host } from '../../host/host'
import { installedRelay } from '../installed-relay'
import type { CommandIo } from './command-io'

const USAGE = `Usage:
  clients status  [--client ID]…            says how Vitrine stands in the configuration of each client
  clients plan    --client ID…              shows what apply would change; writes nothing
  clients apply   --client ID…              writes our entry and keeps all else, a copy of the file included
  clients remove  [--client ID]…            takes our entry out, of every client when none is named
  clients restore --client ID…              puts the newest copy of the file back; what it replaces is kept as a copy

  --relay PATH     absolute path of what the client starts, vitrine-relay; else that of the installed Vitrine, or of this
                   source tree
  --node PATH      the Node.js that runs it, where --relay names the script relay.cjs
  --home DIR       another home directory
  --platform NAME  linux, darwin or win32: the layout of another system, in a home directory that was copied here
  --json           one line of JSON for each client

The client's key is made by the application; apply writes the entry alone.
Exit codes: 0 done, or all is well; 1 status: something needs repair; 2 used wrongly; 3 conflict, a file that is not
valid, or no copy to put back; 4 the system or another program stood in the way. CLIENTS.md lists the clients.`

const ACTIONS = ['status', 'plan', 'apply', 'remove', 'restore'] as const
const UNWELL: readonly string[] = ['stale_path', 'foreign_entry', 'unreadable']

interface Asked {
  readonly action: (typeof ACTIONS)[number]
  readonly clients: readonly ClientRow[]
  readonly machine: Pick<Host, 'platform' | 'env' | 'homeDir'>
  readonly relay: { readonly command: string; readonly script?: string } | null
  readonly json: boolean
}

/** What came of one client; `code` is its part of the exit code. */
interface Outcome {
  readonly result: string
  readonly code: number
  readonly diff?: readonly PreviewLine[]
}

/** `clients status`, `plan`, `apply`, `remove` and `restore`. */
export async function runClients(args: readonly string[], io: CommandIo): Promise<number> {
  if (args[0] === '--help' || args[0] === '-h') {
    io.out(USAGE)
    return 0
  }
  const asked = await readArguments(args, io)
  if (typeof asked === 'string') {
    io.err(`${asked}\n\n${USAGE}`)
    return 2
  }
  let code = 0
  const here = pathsOf(asked.machine.platform, io.host.platform)
  const probe: FileProbe = { exists: (path) => diskProbe.exists(here(path)), list: (path) => diskProbe.list(here(path)) }
  for (const client of asked.clients) {
    const { locations, installed } = await locateClient(asked.machine, client, probe)
    const [live, ...others] = locations
    // A file that the client does not read is cleaned as well; it may be read again after another installation.
    const paths = [live, ...(asked.action === 'remove' ? others.filter(({ exists }) => exists) : [])].map(({ path }) => here(path))
    for (const path of paths) {
      const outcome = await carryOut(client, path, asked, io.host)
      code = Math.max(code, outcome.code)
      if (asked.json) io.out(JSON.stringify({ client: client.id, path, installed, ...outcome }))
      else io.out([`${client.id}: ${outcome.result.replaceAll('_', ' ')} (${path})`, ...(outcome.diff ?? []).map(lineText)].join('\n'))
    }
  }
  return code
}

/** How a path of one system is written on the disk of another: a backslash is a part of a name everywhere but on Windows. */
function pathsOf(platform: Host['platform'], disk: Host['platform']): (path: string) => string {
  return platform === 'win32' && disk !== 'win32' ? (path) => path.replaceAll('\\', '/') : (path) => path
}

async function carryOut(client: ClientRow, path: string, { action, relay }: Asked, host: Host): Promise<Outcome> {
  try {
    if (action === 'restore') return await restoreNewest(path, host)
    const { text, hash } = await readConfigFile(path)
    const entry = relay === null ? null : entryFor(client, relay)
    if (action === 'status') {
      // Without a path to compare with, an entry of ours is taken as it stands.
      const result = registrationStatus({ client, config: { text }, entry: entry ?? 'any', wasRegistered: false, commandExists: true })
      return { result, code: UNWELL.includes(result) ? 1 : 0 }
    }
    const plan = action === 'remove' || entry === null ? planRemoval(client, text) : planRegistration(client, text, entry)
    if (plan.kind === 'conflict') return { result: `conflict_${plan.reason}`, code: 3 }
    if (plan.kind === 'unparsable') return { result: `not_valid_at_line_${plan.error.line}_column_${plan.error.column}`, code: 3 }
    if (plan.kind === 'unchanged') return { result: 'unchanged', code: 0 }
    const diff = diffPreview(plan.before ?? '', plan.after, { context: 0 })
    if (action === 'plan') return { result: plan.kind, code: 0, diff }
    await applyPlan({ path, change: plan, plannedFor: hash, now: host.now })
    return { result: action === 'remove' ? 'removed' : 'written', code: 0 }
  } catch (error) {
    return { result: error instanceof ApplyError ? `failed_${error.code}` : 'unreadable', code: action === 'status' ? 1 : 4 }
  }
}

/** The copies of a file lie beside what it is a link to. */
async function restoreNewest(path: string, { now }: Host): Promise<Outcome> {
  const { target } = await readConfigFile(path).catch(() => ({ target: path }))
  const [newest] = await listBackups(target).catch(() => [])
  if (newest === undefined) return { result: 'no_copy', code: 3 }
  await restoreBackup({ path, name: basename(newest), now })
  return { result: 'restored', code: 0 }
}

async function readArguments([word, ...rest]: readonly string[], { host, ownRelay }: CommandIo): Promise<Asked | string> {
  const action = ACTIONS.find((one) => one === word)
  if (action === undefined) return 'Say what to do: status, plan, apply, remove or restore.'
  const values = optionsIn(rest)
  if (values === null) return 'There is an option that does not exist, or one without its value.'
  const { home = host.homeDir, platform = host.platform, client: ids = [], node } = values
  if (platform !== 'linux' && platform !== 'darwin' && platform !== 'win32') return 'The platform is linux, darwin or win32.'
  if (ids.some((id) => clientRow(id) === null)) return `There is no client of this id. Clients: ${clientTable.map(({ id }) => id).join(', ')}.`
  const isWriting = action === 'plan' || action === 'apply'
  if ((isWriting || action === 'restore') && ids.length === 0) return 'Say which client, with --client.'
  // The variables of this session say nothing about another home or system.
  const env = values.home === undefined && platform === host.platform ? host.env : {}
  const machine: Asked['machine'] = { platform, env, homeDir: home }
  const given = values.relay === undefined ? null : node === undefined ? { command: values.relay } : { command: node, script: values.relay }
  const relay = given ?? (isWriting && platform === host.platform ? await foundRelay(machine, ownRelay) : null)
  if (isWriting && relay === null) {
    return 'No Vitrine was found for this client to start. Install Vitrine, or say where its relay is, with --relay and an absolute path.'
  }
  if (given !== null && relay !== null) {
    const [problem] = entryProblems({ command: relay.command, args: [] }, platform)
    if (problem !== undefined) return `A client cannot start this path: ${problem.replaceAll('_', ' ')}.`
    const { isAbsolute } = platform === 'win32' ? win32 : posix
    if (!isAbsolute(values.relay ?? '')) return 'The path after --relay must be absolute.'
  }
  const clients = ids.length === 0 ? clientTable : clientTable.filter(({ id }) => ids.includes(id))
  return { action, clients, machine, relay, json: values.json === true }
}

/** The installed one, else that of the source tree this runs in. */
async function foundRelay(machine: Asked['machine'], own: CommandIo['ownRelay']): Promise<Asked['relay']> {
  const installed = await installedRelay(machine, diskProbe)
  if (installed !== null) return { command: installed }
  return own !== undefined && (await diskProbe.exists(own.script)) ? own : null
}

function optionsIn(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    const options = { client: { type: 'string', multiple: true }, relay: text, node: text, home: text, platform: text, json: { type: 'boolean' } } as const
    return parseArgs({ args: [...args], options, strict: true }).values
  } catch {
    return null
  }
}

function lineText({ kind, text }: PreviewLine): string {
  return `${{ same: ' ', added: '+', removed: '-' }[kind]} ${text}`
}
