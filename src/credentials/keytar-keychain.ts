import { setTimeout as wait } from 'node:timers/promises'
import type { Host } from '../host/host'
import type { Keychain } from './keychain'
import { keychainError, keychainErrorOf } from './keychain-problems'

/** The part of keytar that we use. */
export interface KeytarModule {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
  findCredentials(service: string): Promise<{ account: string; password: string }[]>
}

export interface KeytarKeychain extends Keychain {
  /**
   * A call to the system has not come back, most likely because a password prompt is open. It holds a thread of the
   * process: `process.exit()` would wait for it for ever, so quitting has to end the process by a signal.
   */
  readonly hasPendingCall: boolean
}

export interface KeytarKeychainOptions {
  /** The name our items are filed under. */
  readonly service: string
  readonly platform: Host['platform']
  /** How long a call may take, prompts included; then it is reported as locked. Milliseconds. */
  readonly timeoutMs?: number
  /** Resolves after that time, or rejects when called off. */
  readonly delay?: (milliseconds: number, options: { signal: AbortSignal }) => Promise<unknown>
  readonly loadKeytar?: () => Promise<KeytarModule>
}

/** Written and removed to prove that the keyring is open; says nothing and protects nothing. */
const checkAccount = 'keyring-check'

/**
 * The keychain of the operating system through keytar, which is loaded at the first call: where libsecret is missing,
 * loading fails, and that is a state (`absent`) and not a crash at start.
 *
 * Calls go one after the other, each bounded in time: a call that hangs in a prompt holds a thread of Node's small
 * pool, and a second and third one would stop all file access.
 *
 * On Linux keytar answers "no such item" for an item in a locked keyring whose prompt was dismissed, and its
 * `findCredentials` crashes the process there (atom/node-keytar#477). Both are believed and called only after a write
 * has proved that the keyring is open; otherwise a new master key could replace one that is merely locked away.
 */
export function keytarKeychain(options: KeytarKeychainOptions): KeytarKeychain {
  const { service, platform, timeoutMs = 30_000, delay = waitFor, loadKeytar = importKeytar } = options
  let loading: Promise<KeytarModule> | null = null
  let queue: Promise<unknown> = Promise.resolve()
  let pending = 0

  const call = async <T>(use: (keytar: KeytarModule) => Promise<T>): Promise<T> => {
    const timer = new AbortController()
    const result = queue.then(async () => {
      // Given up while it waited for an earlier call: too late to surprise anybody with a prompt or a write.
      if (timer.signal.aborted) throw keychainError('locked', platform)
      pending += 1
      try {
        loading ??= loadKeytar()
        return await use(await loading)
      } catch (error) {
        throw keychainErrorOf(error, platform)
      } finally {
        pending -= 1
      }
    })
    // Not `catch` alone: the queue would keep the last answer, and with it a key, in memory.
    queue = result.then(nothing, nothing)
    const tooLong = delay(timeoutMs, { signal: timer.signal }).then(() => {
      throw keychainError('locked', platform)
    })
    tooLong.catch(() => undefined)
    try {
      return await Promise.race([result, tooLong])
    } finally {
      timer.abort()
    }
  }

  const proveOpen = async () => {
    if (platform !== 'linux') return
    await call((keytar) => keytar.setPassword(service, checkAccount, 'open'))
    await call((keytar) => keytar.deletePassword(service, checkAccount))
  }

  const read = (account: string) => call((keytar) => keytar.getPassword(service, account))
  const erase = (account: string) => call((keytar) => keytar.deletePassword(service, account))

  return {
    get hasPendingCall() {
      return pending > 0
    },
    get: async (account) => {
      const first = await read(account)
      if (first !== null || platform !== 'linux') return first
      await proveOpen()
      return read(account)
    },
    set: (account, secret) => call((keytar) => keytar.setPassword(service, account, secret)),
    delete: async (account) => {
      const first = await erase(account)
      if (first || platform !== 'linux') return first
      await proveOpen()
      return erase(account)
    },
    accounts: async () => {
      await proveOpen()
      const items = await call((keytar) => keytar.findCredentials(service))
      return items.map(({ account }) => account).sort()
    },
  }
}

const nothing = () => undefined

const waitFor = (milliseconds: number, options: { signal: AbortSignal }) => wait(milliseconds, undefined, options)

async function importKeytar(): Promise<KeytarModule> {
  // CommonJS: a bundle, Node and the test runner disagree on whether the names are also on the namespace itself.
  const loaded: KeytarModule & { default?: KeytarModule } = await import('keytar')
  return loaded.default ?? loaded
}
