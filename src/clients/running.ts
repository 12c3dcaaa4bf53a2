import type { Host } from '../host/host'
import type { ClientProgram, ClientRow } from './client-table'
import type { MachineLook } from './machine-look'

export interface RunningProgram {
  readonly pid: number
  /** Path of the executable; on Linux with the words after it. */
  readonly command: string
}

/** What runs now under one of these names, `unknown` when the system does not say. Names are file names without `.exe`. */
export async function runningPrograms(
  platform: Host['platform'],
  names: readonly string[],
  look: Pick<MachineLook, 'list' | 'readText' | 'run'>,
): Promise<readonly RunningProgram[] | 'unknown'> {
  const isMeant = ({ command }: RunningProgram): boolean => names.some((name) => isNamed(platform, command, name))
  const programs = await { linux: onLinux, darwin: onMac, win32: onWindows }[platform](look, names)
  return programs === 'unknown' ? programs : programs.filter(isMeant)
}

/** The processes of a client among those that run. */
export function processesOf({ program }: Pick<ClientRow, 'program'>, platform: Host['platform'], running: readonly RunningProgram[]): readonly number[] {
  return program === undefined ? [] : running.filter(({ command }) => isProgram(program, platform, command)).map(({ pid }) => pid)
}

function isProgram({ names, commands }: ClientProgram, platform: Host['platform'], command: string): boolean {
  return names.some((name) => isNamed(platform, command, name)) && (commands?.[platform]?.test(command) ?? true)
}

function isNamed(platform: Host['platform'], command: string, name: string): boolean {
  // Spaces separate words on Linux alone; elsewhere they stand in paths.
  const path = platform === 'linux' ? (command.split(' ')[0] ?? '') : command
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  return platform === 'win32' ? file.toLowerCase() === `${name.toLowerCase()}.exe` : file === name
}

async function onLinux(look: Pick<MachineLook, 'list' | 'readText'>): Promise<readonly RunningProgram[] | 'unknown'> {
  const pids = (await look.list('/proc')).filter((entry) => /^\d+$/.test(entry))
  if (pids.length === 0) return 'unknown'
  // A process may end between listing and looking.
  const commands = await Promise.all(pids.map((pid) => look.readText(`/proc/${pid}/cmdline`)))
  return pids
    .map((pid, index) => ({ pid: Number(pid), command: (commands[index] ?? '').split('\0').join(' ').trim() }))
    // What a program of Chromium's family starts for itself is the same executable.
    .filter(({ command }) => !command.includes(' --type='))
}

async function onMac(look: Pick<MachineLook, 'run'>): Promise<readonly RunningProgram[] | 'unknown'> {
  const text = await look.run('/bin/ps', ['-axww', '-o', 'pid=,comm='])
  return text === null ? 'unknown' : lines(text)
}

/** The quick list of names first: the one with paths takes a second of PowerShell. */
async function onWindows(look: Pick<MachineLook, 'run'>, names: readonly string[]): Promise<readonly RunningProgram[] | 'unknown'> {
  const listed = await look.run('tasklist', ['/NH', '/FO', 'CSV'])
  if (listed === null) return 'unknown'
  const pids = [...listed.matchAll(/^"([^"]+)","(\d+)"/gm)]
    .filter(([, image = '']) => names.some((name) => isNamed('win32', image, name)))
    .map(([, , pid = '']) => pid)
  if (pids.length === 0) return []
  const script = `Get-Process -Id ${pids.join(',')} -ErrorAction SilentlyContinue | ForEach-Object { "$($_.Id) $($_.Path)" }`
  const text = await look.run('powershell', ['-NoProfile', '-NonInteractive', '-Command', script])
  return text === null ? 'unknown' : lines(text)
}

function lines(text: string): readonly RunningProgram[] {
  return [...text.matchAll(/^\s*(\d+) (.+?)\s*$/gm)].map(([, pid, command = '']) => ({ pid: Number(pid), command }))
}
