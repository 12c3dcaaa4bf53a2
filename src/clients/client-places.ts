import { posix, win32 } from 'node:path'
import type { Host } from '../host/host'
import type { ClientRow, Place } from './client-table'

export interface ClientLocation {
  readonly path: string
  /** `packaged`: inside the private folder that Windows gives an application from a package. */
  readonly kind: 'classic' | 'packaged'
  /** Whether the file exists. */
  readonly exists: boolean
  /** Whether this is the one that the client reads. Exactly one location is. */
  readonly live: boolean
}

export interface ClientPlaces {
  /** All places, the live one first. */
  readonly locations: readonly [ClientLocation, ...ClientLocation[]]
  /** The client has been here: a directory of its own exists. */
  readonly installed: boolean
}

/** What locating asks the disk. */
export interface FileProbe {
  exists(path: string): Promise<boolean>
  /** Names in a directory; empty when it does not exist. */
  list(path: string): Promise<readonly string[]>
}

type Machine = Pick<Host, 'platform' | 'env' | 'homeDir'>

/** Package family name: `Claude_` and a hash of the publisher, which is not ours to know. */
const packageName = /^Claude_[a-z0-9]+$/i

/**
 * Where a client keeps its configuration on this machine. Of several places the first that exists is the live one.
 *
 * On Windows, Claude Desktop from a package reads a private copy of its folder inside
 * `%LOCALAPPDATA%\Packages\Claude_…\LocalCache\Roaming`. Once there is one, a classic file is what an
 * earlier installation left behind. Before, the package may still see the classic file, and a private one of ours would hide
 * the servers in it.
 */
export async function locateClient(host: Machine, row: ClientRow, probe: FileProbe): Promise<ClientPlaces> {
  const { join } = pathsOf(host)
  const packaged = row.id === 'claude-desktop' && host.platform === 'win32' ? await packagedDirectories(host, probe) : []
  const places = row.places[host.platform]
  const candidates = await Promise.all(
    [
      ...packaged.map((directory) => ({ path: win32.join(directory, places[0].file), kind: 'packaged' as const })),
      ...places.map((place) => ({ path: join(directoryOf(host, place), place.file), kind: 'classic' as const })),
    ].map(async (candidate) => ({ ...candidate, exists: await probe.exists(candidate.path) })),
  )
  const liveIndex = Math.max(0, candidates.findIndex(({ exists }) => exists))
  const sorted = [...candidates.slice(liveIndex, liveIndex + 1), ...candidates.filter((_, index) => index !== liveIndex)]
  const [live, ...others] = sorted.map((candidate, index): ClientLocation => ({ ...candidate, live: index === 0 }))
  if (live === undefined) throw new RangeError('There is always a classic place.')
  const marks = await Promise.all(places.map((place) => probe.exists(markOf(host, place))))
  return { locations: [live, ...others], installed: packaged.length > 0 || marks.includes(true) }
}

function directoryOf(host: Machine, { base, directory, env }: Place): string {
  const { join, isAbsolute } = pathsOf(host)
  const named = env === undefined ? undefined : host.env[env]
  return named !== undefined && isAbsolute(named) ? named : join(baseOf(host, base), ...directory)
}

function markOf(host: Machine, place: Place): string {
  if (place.mark === undefined) return directoryOf(host, place)
  const named = place.env === undefined ? undefined : host.env[place.env]
  return named ?? pathsOf(host).join(baseOf(host, place.base), ...place.mark)
}

function baseOf({ env, homeDir }: Machine, base: Place['base']): string {
  switch (base) {
    case 'home':
      return homeDir
    case 'app_support':
      return posix.join(homeDir, 'Library', 'Application Support')
    case 'roaming':
      return env['APPDATA'] ?? win32.join(homeDir, 'AppData', 'Roaming')
    case 'local':
      return env['LOCALAPPDATA'] ?? win32.join(homeDir, 'AppData', 'Local')
    case 'xdg_config': {
      // The specification of base directories has relative paths ignored.
      const configured = env['XDG_CONFIG_HOME']
      return configured !== undefined && posix.isAbsolute(configured) ? configured : posix.join(homeDir, '.config')
    }
  }
}

async function packagedDirectories(host: Machine, probe: FileProbe): Promise<string[]> {
  const packages = win32.join(baseOf(host, 'local'), 'Packages')
  const names = (await probe.list(packages)).filter((name) => packageName.test(name))
  return names.sort().map((name) => win32.join(packages, name, 'LocalCache', 'Roaming', 'Claude'))
}

function pathsOf({ platform }: Pick<Host, 'platform'>) {
  return platform === 'win32' ? win32 : posix
}
