import type { ActionResult } from '../contract/requests'
import type { Vault } from '../credentials/vault'
import { VaultError } from '../credentials/vault-error'
import type { Host } from '../host/host'
import type { Sentence } from '../i18n/sentence'
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
    return { ok: false, message: { id: 'fault.master.none' }, hint: { id: 'fault.master.none.hint' } }
  }
  const { message, hint } = problemOf(error)
  const nothingLost: Sentence = { id: 'fault.master.nothingLost' }
  if (error instanceof VaultError) return { ok: false, message: { id: 'fault.master.notKept' }, hint: nothingLost }
  return { ok: false, message, hint: [hint, nothingLost] }
}
