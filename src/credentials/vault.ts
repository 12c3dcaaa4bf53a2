import { hkdfSync } from 'node:crypto'
import { FernetError, keyFromText, keyLength, keyToText, open, seal } from './fernet'
import type { Keychain } from './keychain'

/**
 * Where credentials are. A master key lies in the keychain as an item of its own; each connection's credential lies
 * there as a Fernet token under it. Nothing of either is ever in a file.
 *
 * Unlocked, the vault holds the master key and the *sealed* tokens it has read, so that a request costs no second trip
 * to the keychain (about a millisecond over D-Bus) but still opens its token for itself. `lock` forgets both.
 * Rotation of the master key will need a second item beside `master-key`; tokens name no key, so both would be tried.
 */
export interface Vault {
  /**
   * Reads the master key from the keychain, or creates it at the very first time. `refuse` throws `missing_master_key`
   * instead: for callers that know of connections, whose credentials a new key could never open. Throws KeychainError
   * or VaultError; concurrent calls share one.
   */
  unlock(options?: { readonly whenMissing?: 'create' | 'refuse' }): Promise<void>
  /** Overwrites and forgets the master key and forgets the sealed tokens. */
  lock(): void
  readonly isUnlocked: boolean
  /** Seals the secret into the keychain and reads it back. Throws `not_stored` when it is not there afterwards. */
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
  /** 32 bytes for the journal's HMAC chain, the same as long as the master key is. Throws `locked_vault`. */
  deriveJournalKey(): Buffer
}

export type VaultErrorCode = 'locked_vault' | 'missing' | 'unreadable' | 'missing_master_key' | 'not_stored' | 'not_removed'

const sentences: Record<VaultErrorCode, string> = {
  locked_vault: 'The vault is locked.',
  missing: 'The keychain holds no key for this connection.',
  unreadable: 'What the keychain holds cannot be read with the master key.',
  missing_master_key: 'The master key is not in the keychain any more.',
  not_stored: 'The keychain did not keep what was stored.',
  not_removed: 'The keychain still holds what was to be removed.',
}

export class VaultError extends Error {
  override readonly name = 'VaultError'
  constructor(readonly code: VaultErrorCode) {
    super(sentences[code])
  }
}

const masterKeyAccount = 'master-key'
const journalKeyInfo = 'vitrine journal chain, version 1'

/** The keychain account of a connection's credential. */
export const connectionAccount = (connectionId: string) => `connection:${connectionId}`

export interface VaultOptions {
  readonly keychain: Keychain
  readonly randomBytes: (length: number) => Buffer
}

export function createVault({ keychain, randomBytes }: VaultOptions): Vault {
  const tokens = new Map<string, string>()
  let masterKey: Buffer | null = null
  let unlocking: Promise<void> | null = null
  /** Rises with every lock, so that an answer of the keychain that comes after it is thrown away. */
  let locks = 0

  const requireKey = (): Buffer => {
    if (masterKey === null) throw new VaultError('locked_vault')
    return masterKey
  }

  const createMasterKey = async (): Promise<string> => {
    const key = randomBytes(keyLength)
    const text = keyToText(key)
    key.fill(0)
    await keychain.set(masterKeyAccount, text)
    if ((await keychain.get(masterKeyAccount)) !== text) throw new VaultError('not_stored')
    return text
  }

  const load = async (whenMissing: 'create' | 'refuse') => {
    const locksBefore = locks
    let text = await keychain.get(masterKeyAccount)
    if (text === null && whenMissing === 'refuse') throw new VaultError('missing_master_key')
    if (locks !== locksBefore) throw new VaultError('locked_vault')
    text ??= await createMasterKey()
    const key = unreadableUnless(() => keyFromText(text))
    if (locks !== locksBefore) throw new VaultError('locked_vault')
    masterKey = key
  }

  const tokenOf = async (connectionId: string): Promise<string> => {
    const known = tokens.get(connectionId)
    if (known !== undefined) return known
    const locksBefore = locks
    const token = await keychain.get(connectionAccount(connectionId))
    if (locks !== locksBefore) throw new VaultError('locked_vault')
    if (token === null) throw new VaultError('missing')
    tokens.set(connectionId, token)
    return token
  }

  return {
    get isUnlocked() {
      return masterKey !== null
    },

    unlock: async ({ whenMissing = 'create' } = {}) => {
      if (masterKey !== null) return
      const mine = (unlocking ??= load(whenMissing))
      try {
        await mine
      } finally {
        if (unlocking === mine) unlocking = null
      }
    },

    lock() {
      locks += 1
      unlocking = null
      masterKey?.fill(0)
      masterKey = null
      tokens.clear()
    },

    store: async (connectionId, secret) => {
      const token = seal(requireKey(), secret)
      const locksBefore = locks
      tokens.delete(connectionId)
      await keychain.set(connectionAccount(connectionId), token)
      const kept = await keychain.get(connectionAccount(connectionId))
      if (kept !== token) throw new VaultError('not_stored')
      if (locks === locksBefore) tokens.set(connectionId, token)
    },

    withSecret: async (connectionId, use) => {
      requireKey()
      const token = await tokenOf(connectionId)
      const key = requireKey()
      return use(unreadableUnless(() => open(key, token)))
    },

    forget(connectionId) {
      tokens.delete(connectionId)
    },

    remove: async (connectionId) => {
      tokens.delete(connectionId)
      await keychain.delete(connectionAccount(connectionId))
      const left = await keychain.get(connectionAccount(connectionId))
      tokens.delete(connectionId)
      if (left !== null) throw new VaultError('not_removed')
    },

    deriveJournalKey: () => Buffer.from(hkdfSync('sha256', requireKey(), new Uint8Array(), journalKeyInfo, 32)),
  }
}

function unreadableUnless<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof FernetError) throw new VaultError('unreadable')
    throw error
  }
}
