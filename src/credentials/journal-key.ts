import { hkdfSync } from 'node:crypto'
import { keyFromText, keyToText, seal } from './fernet'
import type { Keychain } from './keychain'
import { openWithAny, setAndCheck, type MasterKeys } from './master-keys'
import { VaultError } from './vault-error'

/** The key of the journal's chain, sealed: there from the first rotation on, so that it outlives every master key. */
export const journalKeyAccount = 'journal-key'

const info = 'vitrine journal chain, version 1'

/**
 * 32 bytes. Without a token the key is HKDF-SHA256 of the master key, as it is until the first rotation; a rotation seals those
 * same bytes, so that rows written before and after it verify with one key. Throws `unreadable` for a token that does not open.
 */
export function journalKeyOf(keys: MasterKeys, token: string | null): Buffer {
  if (token === null) return Buffer.from(hkdfSync('sha256', keys.current, new Uint8Array(), info, 32))
  const text = openWithAny(keys, token)
  if (text === null) throw new VaultError('unreadable')
  return keyFromText(text)
}

/** Seals the derived key of the journal under the next master key, before the one it is derived from goes. */
export async function keepJournalKey(keychain: Keychain, keys: MasterKeys, sealWith: Buffer): Promise<void> {
  if ((await keychain.get(journalKeyAccount)) !== null) return
  const key = journalKeyOf(keys, null)
  const token = seal(sealWith, keyToText(key))
  key.fill(0)
  try {
    await setAndCheck(keychain, journalKeyAccount, token)
  } catch (error) {
    // Half a token would hide the key that can still be derived.
    await keychain.delete(journalKeyAccount).catch(() => undefined)
    throw error
  }
}
