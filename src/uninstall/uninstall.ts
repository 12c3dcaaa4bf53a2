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
  /** Files and folders of ours that could not be taken away. */
  readonly left: readonly string[]
  /** `unknown`: nobody could say that no item of ours is left. */
  readonly keychain: 'kept' | 'cleared' | 'unknown'
}

type Machine = Pick<Host, 'platform' | 'env' | 'homeDir' | 'now'>

export interface UninstallOptions {
  /** `delete` takes the settings, the journal, the keys of clients and the keychain's items as well. */
  readonly data: 'keep' | 'delete'
  /** Takes our items out of the keychain; by the system's own tools where nothing else is given. Rejects when it cannot. */
  readonly forgetKeychain?: () => Promise<void>
}

/** As the application files its items in the system's keychain. */
const keychainService = 'Vitrine for Odoo'

/**
 * Takes away what Vitrine has set up for one user outside its own folder: the entries in configurations of clients, the start
 * at login of Linux, and what lets relays wake it. Each step is done whatever became of the others; never rejects.
 */
export async function uninstall(host: Machine, { data, forgetKeychain }: UninstallOptions, machine: MachineLook): Promise<Uninstalled> {
  const removals: (Removal & { client: string })[] = []
  for (const client of clientTable) {
    const found = await removeEntries(host, client, machine).catch(() => [])
    removals.push(...found.filter(({ outcome }) => outcome !== 'absent').map((removal) => ({ ...removal, client: client.id })))
  }
  const { base, runDir, appFile, quitMarker, wakeLock } = vitrinePaths(host)
  const ours = [...(host.platform === 'linux' ? await autostartFile(host) : []), appFile, quitMarker, wakeLock, runDir]
  if (data === 'delete') ours.push(base, profileDirectory(host))
  const left: string[] = []
  for (const path of ours) if (!(await remove(path))) left.push(path)
  const forget = forgetKeychain ?? (() => forgetByTools(host.platform, machine))
  const keychain = data === 'keep' ? 'kept' : await forget().then(() => 'cleared' as const, () => 'unknown' as const)
  return { removals, left, keychain }
}

/** Ours, and not what somebody else called so. */
async function autostartFile({ env, homeDir }: Pick<Host, 'env' | 'homeDir'>): Promise<readonly string[]> {
  const file = posix.join(env['XDG_CONFIG_HOME'] ?? posix.join(homeDir, '.config'), 'autostart', 'vitrine.desktop')
  const text = await readFile(file, 'utf8').catch(() => '')
  return /^Name=Vitrine$/m.test(text) ? [file] : []
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

/** By the tools that come with the system: the keychain's own library belongs to the application. Rejects where none can tell that it worked. */
async function forgetByTools(platform: Host['platform'], { run }: Pick<MachineLook, 'run'>): Promise<void> {
  switch (platform) {
    case 'darwin':
      // One item a call, and none left is a failure; a keychain that never ends is none.
      for (let items = 0; items < 1_000; items += 1) {
        if ((await run('/usr/bin/security', ['delete-generic-password', '-s', keychainService])) === null) return
      }
      throw new Error('The keychain goes on giving items.')
    case 'win32': {
      const ours = async (): Promise<readonly string[]> =>
        [...((await run('cmdkey', ['/list'])) ?? missing('cmdkey')).matchAll(/target=(Vitrine for Odoo\/.+?)\s*$/gm)].map(([, target = '']) => target)
      for (const target of await ours()) await run('cmdkey', [`/delete:${target}`])
      if ((await ours()).length > 0) throw new Error('Items are left in the credential manager.')
      return
    }
    case 'linux':
      // It fails as well where there is nothing to clear, so that looking afterwards is what tells.
      await run('secret-tool', ['clear', 'service', keychainService])
      if (((await run('secret-tool', ['search', 'service', keychainService])) ?? missing('secret-tool')).trim() !== '') throw new Error('Items are left in the keyring.')
  }
}

function missing(tool: string): never {
  throw new Error(`${tool} is missing or failed.`)
}

/** Whether it is gone. */
async function remove(path: string): Promise<boolean> {
  return rm(path, { recursive: true, force: true }).then(() => true, () => false)
}
