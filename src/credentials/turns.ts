import type { Keychain } from './keychain'

const last = new WeakMap<Keychain, Promise<unknown>>()

/**
 * Carries out changes of one keychain one after the other, whichever vault asks for them: a credential that is stored or removed
 * in the middle of a rotation would be sealed with a key that is about to go, or come back after it was deleted.
 */
export function inTurn<T>(keychain: Keychain, change: () => Promise<T>): Promise<T> {
  const result = (last.get(keychain) ?? Promise.resolve()).then(change)
  // Not `catch` alone: the queue would keep the last answer in memory.
  last.set(keychain, result.then(nothing, nothing))
  return result
}

const nothing = () => undefined
