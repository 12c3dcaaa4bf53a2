import { seal } from './fernet'
import { journalKeyAccount, journalKeyOf } from './journal-key'
import type { Keychain } from './keychain'
import { masterKeyAccount, openWithAny, readMasterKeys, setAndCheck, storeNewKey, wipe, type MasterKeys } from './master-keys'
import { finishRotation, rotateMasterKey } from './rotation'
import { inTurn } from './turns'
import { VaultError } from './vault-error'

/**
 * Where credentials are. A master key lies in the keychain as an item of its own; each connection's credential lies
 * there as a Fernet token under it. Nothing of either is ever in a file.
 *
 * Unlocked, the vault holds the master key and the *sealed* tokens it has read, so that a request costs no second trip
 * to the keychain (about a millisecond over D-Bus) but still opens its token for itself. `lock` forgets both.
 *
 * Several vaults may stand on one keychain. What changes items is done by one of them at a time, and a vault whose token does
 * not open looks into the keychain again before it says so: a rotation by another one goes unnoticed by calls in flight.
 */
export interface Vault {
  /**
   * Reads the master key from the keychain, or creates it at the very first time. `refuse` throws `missing_master_key`
   * instead: for callers that know of connections, whose credentials a new key could never open. Finishes a rotation that was
   * cut short, if the keychain lets it. Throws KeychainError or VaultError; concurrent calls share one.
   */
  unlock(options?: { readonly whenMissing?: 'create' | 'refuse' }): Promise<void>
  /** Overwrites and forgets the master key and forgets the sealed tokens. */
  lock(): void
  readonly isUnlocked: boolean
  /** Seals the secret into the keychain and reads it back. Throws `not_stored` when it is not there afterwards; then the one before it stays. */
  store(connectionId: string, secret: string): Promise<void>
  /**
   * Opens a connection's secret for one use; the only way to a secret. It is dropped when `use` ends, as far as
   * JavaScript allows: strings cannot be overwritten. Throws `locked_vault`, `missing` or `unreadable`.
   */
  withSecret<T>(connectionId: string, use: (secret: string) => Promise<T>): Promise<T>
  /** Forgets the sealed token of a connection, so that its next use reads the keychain again: another vault may have replaced it. */
  forget(connectionId: string): void
  /** Deletes a connection's secret and proves it by reading back; works while locked. Throws `not_removed`. */
  remove(connectionId: string): Promise<void>
  /**
   * Replaces the master key and seals everything anew, as rotation.ts describes; everything stays readable throughout. When it
   * throws (`locked_vault`, `not_stored`, `not_removed`, KeychainError), the next unlock finishes what was begun.
   */
  rotate(): Promise<void>
  /** Takes up the keys as another vault has left them; does nothing while locked. */
  refresh(): Promise<void>
  /**
   * 32 bytes for the journal's HMAC chain: from the first unlock on always the same on this computer, through every rotation of
   * the master key. journal-key.ts tells how. Throws `locked_vault`, and `unreadable` when its item in the keychain is damaged.
   */
  deriveJournalKey(): Buffer
}

/** The keychain account of a connection's credential. */
export const connectionAccount = (connectionId: string) => `connection:${connectionId}`

export interface VaultOptions {
  readonly keychain: Keychain
  readonly randomBytes: (length: number) => Buffer
}

/** What an unlocked vault holds in memory, besides sealed tokens. */
interface Opened {
  readonly keys: MasterKeys
  /** Null where the key of the journal is still derived from the master key. */
  readonly journalToken: string | null
}

export function createVault({ keychain, randomBytes }: VaultOptions): Vault {
  const tokens = new Map<string, string>()
  let opened: Opened | null = null
  let unlocking: Promise<void> | null = null
  /** Rises with every lock, so that an answer of the keychain that comes after it is thrown away. */
  let locks = 0

  const requireOpened = (): Opened => {
    if (opened === null) throw new VaultError('locked_vault')
    return opened
  }

  const readKeychain = async (): Promise<Opened | null> => {
    const keys = await readMasterKeys(keychain)
    if (keys === null) return null
    // After the keys: a rotation in between shows in a token that they do not open, and never in a key derived from the wrong one.
    return { keys, journalToken: await keychain.get(journalKeyAccount) }
  }

  const take = (found: Opened | null, locksBefore: number): void => {
    if (locks !== locksBefore || found === null) {
      wipe(found?.keys ?? null)
      throw new VaultError(found === null ? 'missing_master_key' : 'locked_vault')
    }
    wipe(opened?.keys ?? null)
    opened = found
  }

  const load = async (whenMissing: 'create' | 'refuse', locksBefore: number) => {
    let found = await readKeychain()
    if (found?.keys.isRotating === true) {
      wipe(found.keys)
      // Everything can be read all the same: what cannot be finished now is tried again at the next unlock.
      await finishRotation(keychain).catch(() => undefined)
      found = await readKeychain()
    }
    if (found === null && whenMissing === 'create' && locks === locksBefore) {
      await storeNewKey(keychain, masterKeyAccount, randomBytes)
      found = await readKeychain()
    }
    take(found, locksBefore)
  }

  const refresh = async (): Promise<void> => {
    const locksBefore = locks
    take(await readKeychain(), locksBefore)
  }

  const secretOf = async (connectionId: string): Promise<string> => {
    const known = tokens.get(connectionId)
    const secret = known === undefined ? null : openWithAny(requireOpened().keys, known)
    return secret ?? (await freshSecretOf(connectionId)) ?? (await freshSecretOf(connectionId)) ?? fail('unreadable')
  }

  /** Null when the token does not open even with the keys as they are after it was read. */
  const freshSecretOf = async (connectionId: string): Promise<string | null> => {
    const locksBefore = locks
    const token = await keychain.get(connectionAccount(connectionId))
    if (locks !== locksBefore) throw new VaultError('locked_vault')
    if (token === null) throw new VaultError('missing')
    if (openWithAny(requireOpened().keys, token) === null) await refresh()
    const secret = openWithAny(requireOpened().keys, token)
    if (secret !== null) tokens.set(connectionId, token)
    return secret
  }

  return {
    get isUnlocked() {
      return opened !== null
    },

    unlock: async ({ whenMissing = 'create' } = {}) => {
      if (opened !== null) return
      const locksBefore = locks
      const mine = (unlocking ??= inTurn(keychain, () => load(whenMissing, locksBefore)))
      try {
        await mine
      } finally {
        if (unlocking === mine) unlocking = null
      }
    },

    lock() {
      locks += 1
      unlocking = null
      wipe(opened?.keys ?? null)
      opened = null
      tokens.clear()
    },

    store: (connectionId, secret) =>
      inTurn(keychain, async () => {
        requireOpened()
        const locksBefore = locks
        // Sealed with a key that another vault has replaced, it could never be opened again.
        await refresh()
        const token = seal(requireOpened().keys.current, secret)
        tokens.delete(connectionId)
        const before = await keychain.get(connectionAccount(connectionId))
        try {
          await setAndCheck(keychain, connectionAccount(connectionId), token)
        } catch (error) {
          // The secret before this one is still good, and half of the new one is of no use.
          if (before !== null) await keychain.set(connectionAccount(connectionId), before).catch(() => undefined)
          throw error
        }
        if (locks === locksBefore) tokens.set(connectionId, token)
      }),

    withSecret: async (connectionId, use) => {
      requireOpened()
      return use(await secretOf(connectionId))
    },

    forget(connectionId) {
      tokens.delete(connectionId)
    },

    remove: (connectionId) =>
      inTurn(keychain, async () => {
        tokens.delete(connectionId)
        await keychain.delete(connectionAccount(connectionId))
        const left = await keychain.get(connectionAccount(connectionId))
        tokens.delete(connectionId)
        if (left !== null) throw new VaultError('not_removed')
      }),

    rotate: () =>
      inTurn(keychain, async () => {
        requireOpened()
        await rotateMasterKey(keychain, randomBytes)
        // Locked meanwhile, there is nothing to take up; the rotation holds all the same.
        if (opened !== null) await refresh()
      }),

    refresh: () => inTurn(keychain, async () => (opened === null ? undefined : refresh())),

    deriveJournalKey: () => {
      const { keys, journalToken } = requireOpened()
      return journalKeyOf(keys, journalToken)
    },
  }
}

function fail(code: 'unreadable'): never {
  throw new VaultError(code)
}
