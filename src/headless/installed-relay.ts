import { readFile } from 'node:fs/promises'
import { posix, win32 } from 'node:path'
import type { FileProbe } from '../clients/client-places'
import { vitrinePaths } from '../endpoint/address'
import type { Host } from '../host/host'

/**
 * The relay of the Vitrine that is installed for this user: beside the program that was started last, else where the
 * installers put it. Null where there is none.
 */
export async function installedRelay(machine: Pick<Host, 'platform' | 'env' | 'homeDir'>, probe: Pick<FileProbe, 'exists'>): Promise<string | null> {
  const started = await lastStarted(machine)
  const candidates = [...(started === null ? [] : [relayBeside(machine.platform, started)]), relayBeside(machine.platform, installedProgram(machine))]
  for (const candidate of candidates) if (await probe.exists(candidate)) return candidate
  return null
}

/** As the application wrote it down at its last start. */
async function lastStarted(machine: Pick<Host, 'platform' | 'homeDir'>): Promise<string | null> {
  try {
    const written: unknown = JSON.parse(await readFile(vitrinePaths(machine).appFile, 'utf8'))
    return typeof written === 'object' && written !== null && 'executable' in written && typeof written.executable === 'string' ? written.executable : null
  } catch {
    return null
  }
}

function installedProgram({ platform, env, homeDir }: Pick<Host, 'platform' | 'env' | 'homeDir'>): string {
  switch (platform) {
    case 'linux':
      return '/opt/Vitrine/vitrine'
    case 'darwin':
      return '/Applications/Vitrine.app/Contents/MacOS/Vitrine'
    case 'win32':
      return win32.join(env['LOCALAPPDATA'] ?? win32.join(homeDir, 'AppData', 'Local'), 'Programs', 'vitrine-odoo', 'Vitrine.exe')
  }
}

function relayBeside(platform: Host['platform'], program: string): string {
  switch (platform) {
    case 'linux':
      return posix.join(posix.dirname(program), 'resources', 'relay', 'vitrine-relay')
    case 'darwin':
      return posix.join(posix.dirname(program), '..', 'Resources', 'relay', 'vitrine-relay')
    case 'win32':
      return win32.join(win32.dirname(program), 'resources', 'relay', 'vitrine-relay.exe')
  }
}
