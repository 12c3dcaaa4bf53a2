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
  /** A vault waits for the system: somebody is asked for a password, or nobody answers. */
  readonly isWaiting: () => boolean
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
  let waiting = 0
  const counted = async <Value>(call: Promise<Value>): Promise<Value> => {
    waiting += 1
    try {
      return await call
    } finally {
      waiting -= 1
    }
  }
  const system: Keychain = {
    get: (account) => counted(systemKeychain.get(account)),
    set: (account, secret) => counted(systemKeychain.set(account, secret)),
    delete: (account) => counted(systemKeychain.delete(account)),
    accounts: () => counted(systemKeychain.accounts()),
  }
  let keychain = system
  let vault = over(keychain)
  /** Connections whose keys the system's keychain may hold, although keys are kept in memory now. */
  let leftInKeychain: ReadonlySet<string> = new Set()

  /** Where there is no keychain, there is no key to delete either. One that refuses may hold it still. */
  const removeFromSystemKeychain = async (connectionId: string): Promise<void> => {
    try {
      await over(system).remove(connectionId)
    } catch (error) {
      if (!(error instanceof KeychainError) || error.problem !== 'absent') throw error
    }
  }

  return {
    keychain: () => (keychain === system ? systemKeychain : keychain),
    vault: () => vault,
    openVault: () => over(keychain),
    isWaiting: () => waiting > 0,
    keepInMemory: () => {
      if (keychain !== system) return false
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
