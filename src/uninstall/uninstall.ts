import { readFile, rm } from 'node:fs/promises'
import { posix, win32 } from 'node:path'
import { clientTable } from '../clients/client-table'
import type { MachineLook } from '../clients/machine-look'
import { removeEntries, type Removal } from '../clients/remove-entries'
import { vitrinePaths } from '../endpoint/address'
import type { Host } from '../host/host'

export interface Uninstalled {
  /** Configurations in which an entry of our name stood. */
  readonly removals: readonly (Removal & { readonly client: string })[]
}

type Machine = Pick<Host, 'platform' | 'env' | 'homeDir' | 'now'>

/** As the application files its items in the system's keychain. */
const keychainService = 'Vitrine for Odoo'

/**
 * Takes away what Vitrine has set up for one user outside its own folder: the entries in configurations of clients, the start
 * at login of Linux, and what lets relays wake it. `data: 'delete'` takes the settings, the journal, the keys of clients and
 * the keychain's items as well. Each step is done whatever became of the others; never rejects.
 */
export async function uninstall(host: Machine, { data }: { readonly data: 'keep' | 'delete' }, machine: MachineLook): Promise<Uninstalled> {
  const removals: (Removal & { client: string })[] = []
  for (const client of clientTable) {
    const found = await removeEntries(host, client, machine).catch(() => [])
    removals.push(...found.filter(({ outcome }) => outcome !== 'absent').map((removal) => ({ ...removal, client: client.id })))
  }
  if (host.platform === 'linux') await removeAutostart(host)
  const { base, runDir, appFile, quitMarker, wakeLock } = vitrinePaths(host)
  for (const path of [appFile, quitMarker, wakeLock, runDir]) await remove(path)
  if (data === 'delete') {
    for (const path of [base, profileDirectory(host)]) await remove(path)
    await forgetKeychain(host.platform, machine)
  }
  return { removals }
}

async function removeAutostart({ env, homeDir }: Pick<Host, 'env' | 'homeDir'>): Promise<void> {
  const file = posix.join(env['XDG_CONFIG_HOME'] ?? posix.join(homeDir, '.config'), 'autostart', 'vitrine.desktop')
  const text = await readFile(file, 'utf8').catch(() => '')
  if (/^Name=Vitrine$/m.test(text)) await remove(file)
}

function profileDirectory({ platform, env, homeDir }: Pick<Host, 'platform' | 'env' | 'homeDir'>): string {
  switch (platform) {
    case 'darwin':
      return posix.join(homeDir, 'Library', 'Application Support', 'Vitrine')
    case 'win32':
      return win32.join(env['APPDATA'] ?? win32.join(homeDir, 'AppData', 'Roaming'), 'Vitrine')
    case 'linux':
      return posix.join(env['XDG_CONFIG_HOME'] ?? posix.join(homeDir, '.config'), 'Vitrine')
  }
}

/** By the tools that come with the system: the keychain's own library belongs to the application. */
async function forgetKeychain(platform: Host['platform'], { run }: Pick<MachineLook, 'run'>): Promise<void> {
  switch (platform) {
    case 'darwin':
      // One item a call, and none left is a failure; a keychain that never ends is none.
      for (let items = 0; items < 1_000; items += 1) {
        if ((await run('/usr/bin/security', ['delete-generic-password', '-s', keychainService])) === null) return
      }
      return
    case 'win32': {
      const listed = (await run('cmdkey', ['/list'])) ?? ''
      for (const [, target = ''] of listed.matchAll(/target=(Vitrine for Odoo\/.+?)\s*$/gm)) await run('cmdkey', [`/delete:${target}`])
      return
    }
    case 'linux':
      await run('secret-tool', ['clear', 'service', keychainService])
  }
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined)
}
