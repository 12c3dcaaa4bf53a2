import type { Host } from '../host/host'
import type { ClientRow, EntryShape } from './client-table'

/** What a client's configuration says about one server it starts. */
export interface ServerEntry {
  /** Absolute path of an executable. */
  readonly command: string
  readonly args: readonly string[]
}

/** The name of our entry in every client's configuration. */
export const entryName = 'vitrine-odoo'

/** The relay as an executable, and as a script for a checkout that runs it with Node. */
const relayExecutable = /^vitrine-relay(?:\.exe)?$/i
const relayScript = /^(?:vitrine-)?relay\.(?:cjs|mjs|js)$/i

/**
 * The entry that starts our relay for a client. It holds no secret: the relay finds the client's key by the client's name,
 * in `~/.vitrine/clients`. `script` is for a checkout, where Node (`command`) runs the relay's bundle.
 */
export function entryFor({ id }: Pick<ClientRow, 'id'>, { command, script }: { command: string; script?: string }): ServerEntry {
  return { command, args: [...(script === undefined ? [] : [script]), '--client', id] }
}

/** An entry as a client of this shape writes it. */
export function shapedEntry(shape: EntryShape, { command, args }: ServerEntry): Readonly<Record<string, unknown>> {
  switch (shape) {
    case 'plain':
      return { command, args: [...args] }
    case 'stdio_type':
      return { type: 'stdio', command, args: [...args] }
    case 'command_list':
      return { type: 'local', command: [command, ...args], enabled: true }
    case 'local_tools':
      return { type: 'local', command, args: [...args], tools: ['*'] }
  }
}

/** What an entry of this shape starts; null when it starts nothing on this machine. */
function readShaped(shape: EntryShape, value: unknown): ServerEntry | null {
  if (typeof value !== 'object' || value === null || !('command' in value)) return null
  const words: unknown = shape === 'command_list' ? value.command : 'args' in value ? [value.command, ...listOf(value.args)] : null
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) return null
  const [command, ...args] = words
  return command === undefined ? null : { command, args }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [null]
}

/**
 * Whether we wrote an entry for this client, at this or another time and from whatever place: its arguments hold `--client`
 * and right after it the client's id, and the command, or the first argument where the command is Node, is a relay of ours
 * by its file name. An entry of our name that is not this belongs to somebody else and is never changed without being asked.
 */
export function isOurEntry({ id, shape }: Pick<ClientRow, 'id' | 'shape'>, value: unknown): boolean {
  const entry = readShaped(shape, value)
  if (entry === null) return false
  const { command, args } = entry
  const at = args.indexOf('--client')
  if (at === -1 || args[at + 1] !== id) return false
  return relayExecutable.test(fileName(command)) || (args[0] !== undefined && relayScript.test(fileName(args[0])))
}

/** Whether an entry starts exactly this; what else a user added to it does not matter. */
export function startsSame({ shape }: Pick<ClientRow, 'shape'>, value: unknown, { command, args }: ServerEntry): boolean {
  const entry = readShaped(shape, value)
  return entry !== null && entry.command === command && JSON.stringify(entry.args) === JSON.stringify(args)
}

export type EntryProblem =
  /** Clients start servers in any working directory. */
  | 'not_absolute'
  /** Windows: Claude starts it through `cmd.exe /C`, where a space or a script breaks it. */
  | 'space_in_path'
  | 'not_an_executable'
  /** The path of an AppImage's mount point; `$APPIMAGE` is the one that lasts. */
  | 'mount_point'
  /** macOS runs a downloaded application from a random place until it is moved into Applications. */
  | 'translocated'

/** What would make an entry fail, now or after the next start. */
export function entryProblems({ command, args }: ServerEntry, platform: Host['platform']): readonly EntryProblem[] {
  const problems: EntryProblem[] = []
  const isAbsolute = platform === 'win32' ? /^[a-z]:[\\/]/i.test(command) : command.startsWith('/')
  if (!isAbsolute) problems.push('not_absolute')
  if (platform === 'win32' && [command, ...args].some((word) => word.includes(' '))) problems.push('space_in_path')
  if (platform === 'win32' && !/\.exe$/i.test(command)) problems.push('not_an_executable')
  if (platform === 'linux' && /\/\.mount_[^/]+\//.test(command)) problems.push('mount_point')
  if (platform === 'darwin' && command.includes('/AppTranslocation/')) problems.push('translocated')
  return problems
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}
