import { rm, stat, writeFile } from 'node:fs/promises'
import { atomicWrite } from '../files/atomic-write'
import { orNullWhenMissing } from '../files/file-steps'
import type { Host } from '../host/host'
import { vitrinePaths } from './address'
import { prepareRunDirectory } from './run-files'

/*
 * What the application leaves for relays that find it not running: how it is started, and whether the user wants that.
 * The relay trusts this file alone; what a client put into its arguments or environment can start nothing.
 */

/** A start that was asked for longer ago than this is over, well or not. Milliseconds. */
const longestWakeMs = 30_000
/** Without these a program on Linux finds neither screen nor keychain. Where systemd starts it, systemd knows them better. */
const sessionVariables = [
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'XDG_RUNTIME_DIR',
  'XDG_SESSION_TYPE',
  'XDG_CURRENT_DESKTOP',
  'XDG_CONFIG_HOME',
  'DBUS_SESSION_BUS_ADDRESS',
  'LANG',
] as const

type Machine = Pick<Host, 'platform' | 'homeDir' | 'tempDir' | 'env'>

/** @param command the program, absolute, and its arguments */
export async function writeAppFile(host: Machine, command: readonly string[]): Promise<void> {
  const [executable, ...args] = command
  const environment = host.platform === 'linux' ? Object.fromEntries(sessionVariables.flatMap((name) => pairOf(name, host.env[name]))) : {}
  await prepareRunDirectory(host)
  await rm(vitrinePaths(host).quitMarker, { force: true })
  await atomicWrite(vitrinePaths(host).appFile, `${JSON.stringify({ version: 1, executable, args, environment })}\n`, { mode: 0o600 })
}

function pairOf(name: string, value: string | undefined): readonly (readonly [string, string])[] {
  return value === undefined || value === '' ? [] : [[name, value]]
}

/** Notes that the user quit on purpose. */
export async function markQuit(machine: Pick<Host, 'platform' | 'homeDir'>): Promise<void> {
  await writeFile(vitrinePaths(machine).quitMarker, '', { mode: 0o600 })
}

/** Whether a relay has just started this application; asked once, since the trace of it is taken away. */
export async function wasWoken(host: Pick<Host, 'platform' | 'homeDir' | 'now'>): Promise<boolean> {
  const { wakeLock } = vitrinePaths(host)
  const found = await orNullWhenMissing(() => stat(wakeLock))
  if (found === null) return false
  await rm(wakeLock, { force: true })
  return host.now() - found.mtimeMs < longestWakeMs
}
