import { KeychainError, memoryKeychain, type Keychain } from '../credentials/keychain'
import { createVault, type Vault } from '../credentials/vault'
import type { Host } from '../host/host'
import type { SettingsStore } from '../settings/store'

export interface KeyStore {
  readonly keychain: () => Keychain
  /** The vault in use: it remembers that it is unlocked. */
  readonly vault: () => Vault
  /** A vault of its own over the same keychain. */
  readonly openVault: () => Vault
  /** Keeps keys in memory from now on. Answers false when they are kept there already. */
  readonly keepInMemory: () => boolean
  /** Deletes a connection's key wherever it may be. */
  readonly remove: (connectionId: string) => Promise<void>
}

/** Where keys are: the system's keychain, or the memory of this process where the user chose it because there is none. */
export function createKeyStore({ host, settings, systemKeychain }: {
  readonly host: Pick<Host, 'randomBytes'>
  readonly settings: Pick<SettingsStore, 'get'>
  readonly systemKeychain: Keychain
}): KeyStore {
  const over = (keychain: Keychain): Vault => createVault({ keychain, randomBytes: host.randomBytes })
  let keychain = systemKeychain
  let vault = over(keychain)
  /** Connections whose keys the system's keychain may hold, although keys are kept in memory now. */
  let leftInKeychain: ReadonlySet<string> = new Set()

  /** Where there is no keychain, there is no key to delete either. One that refuses may hold it still. */
  const removeFromSystemKeychain = async (connectionId: string): Promise<void> => {
    try {
      await over(systemKeychain).remove(connectionId)
    } catch (error) {
      if (!(error instanceof KeychainError) || error.problem !== 'absent') throw error
    }
  }

  return {
    keychain: () => keychain,
    vault: () => vault,
    openVault: () => over(keychain),
    keepInMemory: () => {
      if (keychain !== systemKeychain) return false
      keychain = memoryKeychain()
      vault = over(keychain)
      leftInKeychain = new Set(settings.get().connections.map(({ id }) => id))
      return true
    },
    remove: async (connectionId) => {
      if (leftInKeychain.has(connectionId)) await removeFromSystemKeychain(connectionId)
      await vault.remove(connectionId)
    },
  }
}
