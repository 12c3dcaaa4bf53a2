import { describe, expect, test } from 'vitest'
import { keychainErrorOf } from '../../../src/credentials/keychain-problems'
import { keytarKeychain, type KeytarModule } from '../../../src/credentials/keytar-keychain'
import { KeychainError } from '../../../src/credentials/keychain'

/** keytar on a keyring that a test can lock; locked, it behaves as libsecret was seen to: reads say "nothing there". */
function fakeKeytar() {
  const items = new Map<string, string>()
  const state = { isLocked: false, calls: [] as string[] }
  const module: KeytarModule = {
    getPassword: async (_, account) => {
      state.calls.push(`get ${account}`)
      return state.isLocked ? null : (items.get(account) ?? null)
    },
    setPassword: async (_, account, password) => {
      state.calls.push(`set ${account}`)
      if (state.isLocked) throw new Error('Cannot create an item in a locked collection')
      items.set(account, password)
    },
    deletePassword: async (_, account) => {
      state.calls.push(`delete ${account}`)
      return !state.isLocked && items.delete(account)
    },
    findCredentials: async () => {
      state.calls.push('find')
      if (state.isLocked) throw new Error('this would have ended the process')
      return [...items].map(([account, password]) => ({ account, password }))
    },
  }
  return { items, state, module }
}

const never = () => new Promise<never>(() => undefined)
/** A delay that runs out when the test says so. */
function heldDelay() {
  const waiting: (() => void)[] = []
  return { delay: () => new Promise<void>((resolve) => waiting.push(resolve)), runOut: () => waiting.splice(0).forEach((end) => end()) }
}

describe('the keytar keychain', () => {
  const open = (module: KeytarModule, platform: 'linux' | 'darwin' | 'win32' = 'linux') =>
    keytarKeychain({ service: 'vitrine-test', platform, loadKeytar: async () => module })

  test('stores, reads, lists and deletes', async () => {
    const { module } = fakeKeytar()
    const keychain = open(module)
    await keychain.set('b', '2')
    await keychain.set('a', '1')
    expect(await keychain.get('a')).toBe('1')
    expect(await keychain.accounts()).toEqual(['a', 'b'])
    expect(await keychain.delete('a')).toBe(true)
    expect(await keychain.get('a')).toBeNull()
    expect(await keychain.delete('a')).toBe(false)
    expect(await keychain.accounts()).toEqual(['b'])
  })

  test('asks only once for an item that is there', async () => {
    const { module, state } = fakeKeytar()
    const keychain = open(module)
    await keychain.set('a', '1')
    state.calls.length = 0
    await keychain.get('a')
    expect(state.calls).toEqual(['get a'])
  })

  test.each(['get', 'delete', 'accounts'] as const)('does not take a locked keyring for an empty one in %s', async (method) => {
    const { module, state, items } = fakeKeytar()
    items.set('master-key', 'the one')
    state.isLocked = true
    const keychain = open(module)
    await expect(keychain[method]('master-key')).rejects.toMatchObject({ problem: 'locked' })
    expect(state.calls).not.toContain('find')
    expect(items.get('master-key')).toBe('the one')
  })

  test('reads the item after all when the proof has opened the keyring', async () => {
    const { module, state, items } = fakeKeytar()
    items.set('master-key', 'the one')
    state.isLocked = true
    const unlocking: KeytarModule = {
      ...module,
      setPassword: (service, account, password) => {
        state.isLocked = false
        return module.setPassword(service, account, password)
      },
    }
    expect(await open(unlocking).get('master-key')).toBe('the one')
  })

  test('writes nothing to prove anything on macOS and Windows', async () => {
    for (const platform of ['darwin', 'win32'] as const) {
      const { module, state } = fakeKeytar()
      expect(await open(module, platform).get('a')).toBeNull()
      expect(state.calls).toEqual(['get a'])
    }
  })

  test('ends in "locked" when a call hangs in a prompt, and starts no second one', async () => {
    const { delay, runOut } = heldDelay()
    let calls = 0
    const hanging: KeytarModule = { ...fakeKeytar().module, getPassword: () => ((calls += 1), never()) }
    const keychain = keytarKeychain({ service: 'vitrine-test', platform: 'linux', delay, loadKeytar: async () => hanging })
    const both = Promise.allSettled([keychain.get('a'), keychain.get('b')])
    await new Promise(setImmediate)
    expect(keychain.hasPendingCall).toBe(true)
    runOut()
    const outcomes = await both
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason instanceof KeychainError && outcome.reason.problem)).toEqual(['locked', 'locked'])
    expect(calls).toBe(1)
    expect(keychain.hasPendingCall).toBe(true)
  })

  test('serves again once the prompt was answered, without carrying out what was given up', async () => {
    const { delay, runOut } = heldDelay()
    const { module, items, state } = fakeKeytar()
    let answerPrompt = (): void => undefined
    let prompts = 1
    const prompting: KeytarModule = {
      ...module,
      getPassword: async (service, account) => {
        if (prompts > 0) {
          prompts -= 1
          await new Promise<void>((resolve) => (answerPrompt = resolve))
        }
        return module.getPassword(service, account)
      },
    }
    items.set('a', '1')
    const keychain = keytarKeychain({ service: 'vitrine-test', platform: 'linux', delay, loadKeytar: async () => prompting })
    const first = Promise.allSettled([keychain.get('a'), keychain.set('b', 'given up')])
    await new Promise(setImmediate)
    runOut()
    await first
    answerPrompt()
    expect(await keychain.get('a')).toBe('1')
    expect(state.calls).not.toContain('set b')
    expect(keychain.hasPendingCall).toBe(false)
  })

  test('is absent, and not a crash, when keytar cannot be loaded', async () => {
    const loadKeytar = () => Promise.reject(new Error('Failed to load keytar native addon, checked ["../build/Release"]'))
    const keychain = keytarKeychain({ service: 'vitrine-test', platform: 'linux', loadKeytar })
    await expect(keychain.get('a')).rejects.toMatchObject({ problem: 'absent' })
  })
})

describe('what the systems say', () => {
  test.each([
    ['linux', 'Cannot autolaunch D-Bus without X11 $DISPLAY', 'absent'],
    ['linux', 'Failed to execute child process “dbus-launch” (No such file or directory)', 'absent'],
    ['linux', 'Could not connect: No such file or directory', 'absent'],
    ['linux', 'The name org.freedesktop.secrets was not provided by any .service files', 'absent'],
    ['linux', 'GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: The name :1.7 was not provided', 'absent'],
    ['linux', 'Cannot create an item in a locked collection', 'locked'],
    ['linux', 'Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'locked'],
    ['linux', 'Prompt was dismissed', 'denied'],
    ['linux', 'The operation was cancelled', 'denied'],
    ['linux', 'GDBus.Error:org.freedesktop.DBus.Error.AccessDenied: Rejected send message', 'denied'],
    ['linux', 'Something nobody has seen', 'failed'],
    ['darwin', 'User interaction is not allowed.', 'locked'],
    ['darwin', 'The user name or passphrase you entered is not correct.', 'denied'],
    ['darwin', 'User canceled the operation.', 'denied'],
    ['darwin', 'A default keychain could not be found.', 'absent'],
    ['darwin', 'An unknown error occurred.', 'failed'],
    ['win32', 'A specified logon session does not exist. It may already have been terminated.', 'absent'],
    ['win32', 'Access is denied.', 'denied'],
    ['win32', 'The stub received bad data.', 'failed'],
  ] as const)('%s: "%s" is %s', (platform, text, problem) => {
    const error = keychainErrorOf(new Error(text), platform)
    expect(error.problem).toBe(problem)
    expect(error.message).not.toContain(text)
    expect(error.hint).not.toBe('')
  })
})
