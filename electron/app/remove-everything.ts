import { clientTable } from '../../src/clients/client-table'
import { thisMachine } from '../../src/clients/machine-look'
import type { RemovalResult } from '../../src/contract/requests'
import type { Keychain } from '../../src/credentials/keychain'
import type { Host } from '../../src/host/host'
import { uninstall } from '../../src/uninstall/uninstall'
import { setStartAtLogin } from '../adapters/login-item'
import { isDemo } from './identity'

export interface RemovalPorts {
  readonly host: Host
  readonly keychain: Keychain
  /** Ends everything that could write again: sessions, journal, settings, log. */
  readonly close: () => Promise<void>
}

/**
 * Takes away all that Vitrine has set up for this user, itself excepted. Nothing runs on afterwards: what is left to do is to say
 * what could not be removed, and to quit.
 */
export async function removeEverything({ host, keychain, close }: RemovalPorts): Promise<RemovalResult> {
  // A demonstration has a profile of its own, and clients are registered with the real one.
  if (isDemo()) return { ok: false, message: { id: 'removal.demo' }, hint: { id: 'fault.nothingChanged' } }
  // On Linux the file is looked for once more below, and named when it stays; elsewhere the system has no way to say no.
  await setStartAtLogin(host, 'off').catch(() => undefined)
  // What does not end properly is taken away all the same: the window cannot go back to what was closed by half.
  await close().catch(() => undefined)
  const { removals, left, keychain: outcome } = await uninstall(host, { data: 'delete', forgetKeychain: () => forget(keychain) }, thisMachine)
  const nameOf = (client: string): string => clientTable.find(({ id }) => id === client)?.name ?? client
  return {
    ok: true,
    left: [...removals.filter((removal) => removal.outcome === 'left').map(({ client, path }) => ({ client: nameOf(client), path })), ...left.map((path) => ({ path }))],
    keychain: outcome === 'cleared' ? 'cleared' : 'unknown',
  }
}

async function forget(keychain: Keychain): Promise<void> {
  for (const account of await keychain.accounts()) await keychain.delete(account)
}
