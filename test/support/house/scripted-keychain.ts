import type { Keychain, KeychainProblem } from '../../../src/credentials/keychain'
import { keychainError } from '../../../src/credentials/keychain-problems'

/** A keychain that does what a test says. */
export interface ScriptedKeychain extends Keychain {
  /** What every call ends in from now on; `open` serves. */
  mood: KeychainProblem | 'open'
  /** Narrows the mood to calls of these kinds; all of them when empty. */
  moodFor: ReadonlySet<'get' | 'set' | 'delete'>
  readonly items: Map<string, string>
  /** Accounts that were read so far, in order. */
  readonly reads: readonly string[]
  /** From now on calls wait, as for a person at a prompt; resolves with the way to let them go once one is waiting. */
  readonly hold: () => { readonly asked: Promise<void>; readonly letGo: () => void }
}

export function scriptedKeychain(): ScriptedKeychain {
  const items = new Map<string, string>()
  const reads: string[] = []
  let gate: { readonly open: Promise<void>; readonly ask: () => void } | null = null

  const pass = async (kind: 'get' | 'set' | 'delete'): Promise<void> => {
    gate?.ask()
    await gate?.open
    if (self.mood !== 'open' && (self.moodFor.size === 0 || self.moodFor.has(kind))) throw keychainError(self.mood, 'linux')
  }

  const self: ScriptedKeychain = {
    mood: 'open',
    moodFor: new Set(),
    items,
    reads,
    hold: () => {
      let ask = (): void => undefined
      let release = (): void => undefined
      const asked = new Promise<void>((resolve) => (ask = resolve))
      gate = { open: new Promise<void>((resolve) => (release = resolve)), ask }
      return {
        asked,
        letGo: () => {
          gate = null
          release()
        },
      }
    },
    get: async (account) => {
      reads.push(account)
      await pass('get')
      return items.get(account) ?? null
    },
    set: async (account, secret) => {
      await pass('set')
      items.set(account, secret)
    },
    delete: async (account) => {
      await pass('delete')
      return items.delete(account)
    },
    accounts: async () => {
      await pass('get')
      return [...items.keys()].sort()
    },
  }
  return self
}
