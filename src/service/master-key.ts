import type { ActionResult } from '../contract/requests'
import type { Vault } from '../credentials/vault'
import { VaultError } from '../credentials/vault-error'
import type { Host } from '../host/host'
import type { SettingsStore } from '../settings/store'
import { problemOf } from './problems'

export interface MasterKeyDeps {
  readonly host: Pick<Host, 'now'>
  readonly settings: SettingsStore
  /** A locked vault of its own, so that Disconnect in the middle neither stops the rotation nor is stopped by it. */
  readonly openVault: () => Vault
  /** The vault that answers calls. It goes on with the former key until it has taken up the new one. */
  readonly vault: () => Vault
}

/** Replaces the master key while everything goes on. */
export async function rotateMasterKey({ host, settings, openVault, vault }: MasterKeyDeps): Promise<ActionResult> {
  const own = openVault()
  try {
    await own.unlock({ whenMissing: 'refuse' })
    await own.rotate()
  } catch (error) {
    return refusal(error)
  } finally {
    own.lock()
  }
  // Neither is part of the rotation: the old key in memory goes with the next Disconnect at the latest, and the date is only shown.
  await vault().refresh().catch(() => undefined)
  await settings.update((before) => ({ ...before, sealedAnewAt: new Date(host.now()).toISOString() })).catch(() => undefined)
  return { ok: true }
}

function refusal(error: unknown): ActionResult {
  if (error instanceof VaultError && error.code === 'missing_master_key') {
    return { ok: false, message: 'There is no master key in the keychain.', hint: 'It is made when a key of Odoo is stored: add your Odoo, or choose Replace key, under Connections.' }
  }
  const { message, hint } = problemOf(error)
  const nothingLost = 'No Odoo key is lost: what was begun is finished the next time Vitrine connects.'
  if (error instanceof VaultError) return { ok: false, message: 'The keychain did not keep what it was given.', hint: nothingLost }
  return { ok: false, message, hint: `${hint} ${nothingLost}` }
}
