import { posix, win32 } from 'node:path'
import type { Host } from '../host/host'

export interface ClaudeLocation {
  readonly path: string
  /** `packaged`: inside the private folder that Windows gives an application from a package. */
  readonly kind: 'classic' | 'packaged'
  /** Whether the file exists. */
  readonly exists: boolean
  /** Whether this is the one that Claude Desktop reads. Exactly one location is. */
  readonly live: boolean
}

export interface ClaudeDesktopPlaces {
  /** All places, the live one first. */
  readonly locations: readonly [ClaudeLocation, ...ClaudeLocation[]]
  /** Claude Desktop has been here: a directory of its own exists. */
  readonly installed: boolean
}

/** What locating asks the disk. */
export interface FileProbe {
  exists(path: string): Promise<boolean>
  /** Names in a directory; empty when it does not exist. */
  list(path: string): Promise<readonly string[]>
}

const fileName = 'claude_desktop_config.json'
/** Package family name: `Claude_` and a hash of the publisher, which is not ours to know. */
const packageName = /^Claude_[a-z0-9]+$/i

/**
 * Where Claude Desktop keeps its configuration on this machine.
 *
 * - macOS: `~/Library/Application Support/Claude`
 * - Linux: `$XDG_CONFIG_HOME/Claude`, else `~/.config/Claude`
 * - Windows: `%APPDATA%\Claude`, or, for the packaged application, the same path inside
 *   `%LOCALAPPDATA%\Packages\Claude_…\LocalCache\Roaming`. When a package is there, it is the live one, and a classic
 *   file is what an earlier installation left behind.
 */
export async function locateClaudeDesktop(host: Pick<Host, 'platform' | 'env' | 'homeDir'>, probe: FileProbe): Promise<ClaudeDesktopPlaces> {
  const packaged = host.platform === 'win32' ? await packagedDirectories(host, probe) : []
  const classic = classicDirectory(host)
  const { join } = pathsOf(host)
  const places = [
    ...packaged.map((directory) => ({ directory, kind: 'packaged' as const })),
    { directory: classic, kind: 'classic' as const },
  ]
  const locations = await Promise.all(
    places.map(async ({ directory, kind }, index): Promise<ClaudeLocation> => {
      const path = join(directory, fileName)
      return { path, kind, exists: await probe.exists(path), live: index === 0 }
    }),
  )
  const [live, ...others] = locations
  if (live === undefined) throw new RangeError('There is always a classic place.')
  return { locations: [live, ...others], installed: packaged.length > 0 || (await probe.exists(classic)) }
}

function classicDirectory({ platform, env, homeDir }: Pick<Host, 'platform' | 'env' | 'homeDir'>): string {
  switch (platform) {
    case 'darwin':
      return posix.join(homeDir, 'Library', 'Application Support', 'Claude')
    case 'win32':
      return win32.join(env['APPDATA'] ?? win32.join(homeDir, 'AppData', 'Roaming'), 'Claude')
    case 'linux': {
      // The specification of base directories has relative paths ignored.
      const configured = env['XDG_CONFIG_HOME']
      const base = configured !== undefined && posix.isAbsolute(configured) ? configured : posix.join(homeDir, '.config')
      return posix.join(base, 'Claude')
    }
  }
}

async function packagedDirectories({ env, homeDir }: Pick<Host, 'env' | 'homeDir'>, probe: FileProbe): Promise<string[]> {
  const packages = win32.join(env['LOCALAPPDATA'] ?? win32.join(homeDir, 'AppData', 'Local'), 'Packages')
  const names = (await probe.list(packages)).filter((name) => packageName.test(name))
  return names.sort().map((name) => win32.join(packages, name, 'LocalCache', 'Roaming', 'Claude'))
}

function pathsOf({ platform }: Pick<Host, 'platform'>) {
  return platform === 'win32' ? win32 : posix
}
