import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const packageName = 'vitrine-odoo'
const dist = new URL('../../../dist', import.meta.url).pathname

/** The packaged application, where a user would have it. */
export interface InstalledApp {
  /** `package`: installed by dpkg. `directory`: the unpacked application in `dist/`, where nothing may be installed. */
  readonly kind: 'package' | 'directory'
  /** What a user's menu starts. */
  readonly program: string
  /** The binary itself, which carries the fuses. */
  readonly binary: string
  readonly directory: string
  readonly resources: string
  /** Takes it off the machine again. */
  readonly remove: () => Promise<void>
}

/** Installs the package that was built into `dist/`, as root and where none is installed yet; else serves it from there. */
export async function installApp(): Promise<InstalledApp> {
  const unpacked = join(dist, 'linux-unpacked')
  const debian = (await readdir(dist)).find((name) => name.endsWith('.deb'))
  const mayInstall = process.getuid?.() === 0 && debian !== undefined && !(await isInstalled())
  if (!mayInstall) {
    const nothing = (): Promise<void> => Promise.resolve()
    return { kind: 'directory', program: join(unpacked, 'vitrine'), ...placesIn(unpacked), remove: nothing }
  }
  await run('dpkg', ['--install', join(dist, debian)])
  const remove = async (): Promise<void> => {
    await run('dpkg', ['--purge', packageName])
  }
  return { kind: 'package', program: '/usr/bin/vitrine', ...placesIn('/opt/Vitrine'), remove }
}

/** Whether the package is on this machine in any state. */
export async function isInstalled(): Promise<boolean> {
  return run('dpkg-query', ['-W', packageName]).then(
    () => true,
    () => false,
  )
}

function placesIn(directory: string): Pick<InstalledApp, 'binary' | 'directory' | 'resources'> {
  const binary = join(directory, 'vitrine')
  if (!existsSync(binary)) throw new Error(`There is no packaged application at ${binary}. Build it: npm run package`)
  return { binary, directory, resources: join(directory, 'resources') }
}
