import { join } from 'node:path'
import { diskProbe } from '../../src/clients/file-probe'
import type { FileProbe } from '../../src/clients/client-places'
import type { Host } from '../../src/host/host'

export const systems = ['linux', 'darwin', 'win32'] as const
export type System = (typeof systems)[number]

export interface ClientMachine {
  readonly host: Pick<Host, 'platform' | 'env' | 'homeDir'>
  /** Looks at the disk below the root, in the paths of that system. */
  readonly probe: FileProbe
  /** Where a path of that system is on the disk of the test. */
  readonly onDisk: (path: string) => string
}

const homes: Readonly<Record<System, string>> = { linux: '/home/anna', darwin: '/Users/anna', win32: 'C:\\Users\\Anna' }
const relays: Readonly<Record<System, string>> = {
  linux: '/opt/Vitrine/vitrine-relay',
  darwin: '/Applications/Vitrine.app/Contents/Resources/relay/vitrine-relay',
  win32: 'C:\\Vitrine\\vitrine-relay.exe',
}

/** Anna's computer with that system, its disk below `root`: `C:\Users` is `root/C/Users`. */
export function machineIn(root: string, system: System): ClientMachine {
  const homeDir = homes[system]
  const env = system === 'win32' ? { APPDATA: `${homeDir}\\AppData\\Roaming`, LOCALAPPDATA: `${homeDir}\\AppData\\Local` } : {}
  const onDisk = (path: string) => join(root, ...path.replace(/^([A-Z]):/, '$1').split(/[\\/]/))
  return {
    host: { platform: system, env, homeDir },
    probe: { exists: (path) => diskProbe.exists(onDisk(path)), list: (path) => diskProbe.list(onDisk(path)) },
    onDisk,
  }
}

/** Where Vitrine's relay is installed on that system. */
export function relayOn(system: System): string {
  return relays[system]
}
