import type { Keychain } from '../../src/credentials/keychain'

export interface DyingKeychain {
  readonly keychain: Keychain
  /** Calls that were begun so far. */
  readonly calls: () => number
}

/**
 * A keychain whose process dies at the nth call, from 0: `before` it has done anything, or `after`, when nobody hears of it any
 * more. No later call comes back either.
 */
export function dyingKeychain(inner: Keychain, at: number, when: 'before' | 'after'): DyingKeychain {
  let calls = 0
  const never = <T>(): Promise<T> => Promise.reject(new Error('the process has died'))
  const call = async <T>(work: () => Promise<T>): Promise<T> => {
    const index = calls
    calls += 1
    if (index > at || (index === at && when === 'before')) return never()
    const answer = await work()
    return index === at ? never() : answer
  }
  return {
    calls: () => calls,
    keychain: {
      get: (account) => call(() => inner.get(account)),
      set: (account, secret) => call(() => inner.set(account, secret)),
      delete: (account) => call(() => inner.delete(account)),
      accounts: () => call(() => inner.accounts()),
    },
  }
}
