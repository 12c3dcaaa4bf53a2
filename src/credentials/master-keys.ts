import { FernetError, keyFromText, keyLength, keyToText, open } from './fernet'
import type { Keychain } from './keychain'
import { VaultError } from './vault-error'

/** Keychain accounts that hold keys as they are; whatever else is ours is a Fernet token under one of them. */
export const masterKeyAccount = 'master-key'
/** The key that is to replace the master key: there while a rotation runs, and after one that was cut short. */
export const nextKeyAccount = 'master-key:next'

/** The keys that tokens may be sealed with: the master key, and during a rotation the one that replaces it. */
export interface MasterKeys {
  readonly current: Buffer
  readonly next: Buffer | null
  /** An item for a next key is there, of use or not: a rotation runs, or was cut short. */
  readonly isRotating: boolean
}

/**
 * Reads both keys; null when there is none. Throws `unreadable` for a master key that is none.
 *
 * The next key is stored before anything is sealed with it and deleted after it has become the master key. So of the keys that are
 * read here, in this order, one opens whatever token was read before. A next key that cannot be understood has sealed nothing:
 * it is read back before it is used.
 */
export async function readMasterKeys(keychain: Keychain): Promise<MasterKeys | null> {
  const nextText = await keychain.get(nextKeyAccount)
  const text = await keychain.get(masterKeyAccount)
  const isRotating = nextText !== null
  const next = keyOrNull(nextText)
  const current = keyOrNull(text)
  if (current === null) {
    // The master key is replaced when all is sealed with the next one: lost in that moment, it is not needed any more.
    if (next !== null) return { current: next, next: null, isRotating }
    if (text === null) return null
    throw new VaultError('unreadable')
  }
  if (next?.equals(current) !== true) return { current, next, isRotating }
  next.fill(0)
  return { current, next: null, isRotating }
}

/** The text of a token under either key; null when neither opens it. */
export function openWithAny({ current, next }: MasterKeys, token: string): string | null {
  return openWith(current, token) ?? (next === null ? null : openWith(next, token))
}

/** The text of a token under this key; null when the key does not open it. */
export function openWith(key: Buffer, token: string): string | null {
  return nullWhenWrong(() => open(key, token))
}

export function wipe(keys: MasterKeys | null): void {
  keys?.current.fill(0)
  keys?.next?.fill(0)
}

/** Makes a key and stores it; throws `not_stored` when it is not there afterwards. */
export async function storeNewKey(keychain: Keychain, account: string, randomBytes: (length: number) => Buffer): Promise<void> {
  const key = randomBytes(keyLength)
  const text = keyToText(key)
  key.fill(0)
  await setAndCheck(keychain, account, text)
}

/** Throws `not_stored` when the keychain does not hold what it was given. */
export async function setAndCheck(keychain: Keychain, account: string, text: string): Promise<void> {
  await keychain.set(account, text)
  if ((await keychain.get(account)) !== text) throw new VaultError('not_stored')
}

function keyOrNull(text: string | null): Buffer | null {
  return text === null ? null : nullWhenWrong(() => keyFromText(text))
}

function nullWhenWrong<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof FernetError) return null
    throw error
  }
}
