import { keyToText, seal } from './fernet'
import { keepJournalKey } from './journal-key'
import type { Keychain } from './keychain'
import { masterKeyAccount, nextKeyAccount, openWith, readMasterKeys, setAndCheck, storeNewKey, wipe } from './master-keys'
import { VaultError } from './vault-error'

/**
 * Rotation of the master key, in steps of which each leaves everything readable:
 *
 * 1. a new key is stored beside the master key, as `master-key:next`, and read back
 * 2. the journal's key, if it is still derived from the master key, is sealed under the new one in an item of its own
 * 3. each sealed item is replaced by the same text sealed under the new key, and read back
 * 4. the new key is stored as the master key, and read back
 * 5. `master-key:next` is deleted
 *
 * Setting an item replaces it at once in all three keychains, so after a crash each item is sealed with one of the two keys
 * that lie there. `finishRotation` then does what is left to do; it may be cut short any number of times itself.
 */
export async function rotateMasterKey(keychain: Keychain, randomBytes: (length: number) => Buffer): Promise<void> {
  // One that was cut short comes first: a third key would leave what only its next key opens without one.
  await finishRotation(keychain)
  try {
    await storeNewKey(keychain, nextKeyAccount, randomBytes)
  } catch (error) {
    // Nothing is sealed with it yet.
    await keychain.delete(nextKeyAccount).catch(() => undefined)
    throw error
  }
  await finishRotation(keychain)
}

/** Brings a rotation that was begun to its end; does nothing where none was. Throws `not_stored`, `not_removed` or KeychainError. */
export async function finishRotation(keychain: Keychain): Promise<void> {
  const keys = await readMasterKeys(keychain)
  if (keys?.isRotating !== true) return
  try {
    if (keys.next !== null) {
      await keepJournalKey(keychain, keys, keys.next)
      for (const account of await keychain.accounts()) {
        if (account !== masterKeyAccount && account !== nextKeyAccount) await sealAnew(keychain, account, keys.current, keys.next)
      }
    }
    await setAndCheck(keychain, masterKeyAccount, keyToText(keys.next ?? keys.current))
  } finally {
    wipe(keys)
  }
  await keychain.delete(nextKeyAccount)
  if ((await keychain.get(nextKeyAccount)) !== null) throw new VaultError('not_removed')
}

/** What neither key opens was lost before, or is no secret; it stays as it is. */
async function sealAnew(keychain: Keychain, account: string, from: Buffer, to: Buffer): Promise<void> {
  const token = await keychain.get(account)
  if (token === null || openWith(to, token) !== null) return
  const text = openWith(from, token)
  if (text === null) return
  try {
    await setAndCheck(keychain, account, seal(to, text))
  } catch (error) {
    // Half kept is worse than not replaced: the old token is still good.
    await keychain.set(account, token).catch(() => undefined)
    throw error
  }
}
