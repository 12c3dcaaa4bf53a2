import type { Host } from '../host/host'

/** What a client's configuration says about one server it starts. */
export interface ServerEntry {
  /** Absolute path of an executable. */
  readonly command: string
  readonly args: readonly string[]
}

/** The name under `mcpServers`. */
export const entryName = 'vitrine-odoo'
export const claudeDesktopClientId = 'claude-desktop'

/** The relay as an executable, and as a script for a checkout that runs it with Node. */
const relayExecutable = /^vitrine-relay(?:\.exe)?$/i
const relayScript = /^(?:vitrine-)?relay\.(?:cjs|mjs|js)$/i

/**
 * The entry that starts our relay for Claude Desktop. It holds no secret: the relay finds the client's key by the
 * client's name, in `~/.vitrine/clients`. `script` is for a checkout, where Node (`command`) runs the relay's bundle.
 */
export function claudeDesktopEntry({ command, script }: { command: string; script?: string }): ServerEntry {
  return { command, args: [...(script === undefined ? [] : [script]), '--client', claudeDesktopClientId] }
}

/**
 * Whether we wrote an entry, at this or another time and from whatever place: its arguments hold `--client` and right
 * after it `claude-desktop`, and the command, or the first argument where the command is Node, is a relay of ours by its
 * file name. An entry of our name that is not this belongs to somebody else and is never changed without being asked.
 */
export function isOurEntry(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('command' in value) || !('args' in value)) return false
  const { command, args } = value
  if (typeof command !== 'string' || !Array.isArray(args)) return false
  const words: unknown[] = args
  const at = words.indexOf('--client')
  if (at === -1 || words[at + 1] !== claudeDesktopClientId) return false
  return relayExecutable.test(fileName(command)) || (typeof words[0] === 'string' && relayScript.test(fileName(words[0])))
}

/** Whether an entry starts exactly this command; other keys that a user added to it do not matter. */
export function startsSame(value: unknown, entry: ServerEntry): boolean {
  if (typeof value !== 'object' || value === null || !('command' in value) || !('args' in value)) return false
  return value.command === entry.command && JSON.stringify(value.args) === JSON.stringify(entry.args)
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
