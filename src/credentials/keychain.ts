import { inEnglish } from '../i18n/english'
import type { Said } from '../i18n/sentence'
/** The operating system's keychain, as far as Vitrine needs it: text by account name, all under one service name. */
export interface Keychain {
  /** The text of an item; null only when it is certain that there is no such item. */
  get(account: string): Promise<string | null>
  /** Creates or replaces an item. */
  set(account: string, secret: string): Promise<void>
  /** Deletes an item; answers whether there was one. */
  delete(account: string): Promise<boolean>
  /** The names of all our items, sorted. */
  accounts(): Promise<string[]>
}

/**
 * Why a keychain does not serve:
 * - `absent`: there is none in this session, or its library cannot be loaded
 * - `locked`: it waits for its password, or did not answer in time
 * - `denied`: the user or the system said no
 * - `failed`: anything else
 */
export type KeychainProblem = 'absent' | 'locked' | 'denied' | 'failed'

/** Every method of a keychain throws this and nothing else. `message` says what, `hint` what the user can do. */
export class KeychainError extends Error {
  override readonly name = 'KeychainError'
  readonly hint: string
  readonly told: { readonly message: Said; readonly hint: Said }
  constructor(
    readonly problem: KeychainProblem,
    message: Said,
    hint: Said,
    options?: ErrorOptions,
  ) {
    super(inEnglish(message), options)
    this.told = { message, hint }
    this.hint = inEnglish(hint)
  }
}

/** Keeps items until the process ends: the "until I quit" choice where no keychain serves, and tests. */
export function memoryKeychain(): Keychain {
  const items = new Map<string, string>()
  return {
    get: async (account) => items.get(account) ?? null,
    set: async (account, secret) => void items.set(account, secret),
    delete: async (account) => items.delete(account),
    accounts: async () => [...items.keys()].sort(),
  }
}
