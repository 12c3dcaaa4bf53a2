import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { keyFromText, open } from '../../../src/credentials/fernet'
import { memoryKeychain, type Keychain } from '../../../src/credentials/keychain'
import { createVault, type Vault } from '../../../src/credentials/vault'
import { dyingKeychain } from '../../support/dying-keychain'

const secrets = { c1: '0123456789abcdef0123456789abcdef01234567', c2: 'fedcba9876543210fedcba9876543210fedcba98' } as const
const ids = Object.keys(secrets) as (keyof typeof secrets)[]
const left = ['connection:c1', 'connection:c2', 'journal-key', 'master-key']
const echo = async (secret: string) => secret
/** What an unlock asks of the keychain where no rotation is under way. */
const unlockCalls = 3

async function vaultOn(keychain: Keychain): Promise<Vault> {
  const vault = createVault({ keychain, randomBytes })
  await vault.unlock({ whenMissing: 'refuse' })
  return vault
}

/** A keychain with two credentials, and what has to outlive every rotation. */
async function filled() {
  const keychain = memoryKeychain()
  const vault = createVault({ keychain, randomBytes })
  await vault.unlock()
  for (const id of ids) await vault.store(id, secrets[id])
  return { keychain, vault, journalKey: vault.deriveJournalKey(), masterKey: await keychain.get('master-key') }
}

async function copyOf(keychain: Keychain): Promise<Keychain> {
  const copy = memoryKeychain()
  for (const account of await keychain.accounts()) await copy.set(account, (await keychain.get(account)) ?? '')
  return copy
}

async function expectAllReadable(vault: Vault, journalKey: Buffer) {
  for (const id of ids) expect(await vault.withSecret(id, echo)).toBe(secrets[id])
  expect(vault.deriveJournalKey().equals(journalKey)).toBe(true)
}

describe('rotating the master key', () => {
  test('seals everything under a new key and leaves nothing of the old one', async () => {
    const { keychain, vault, journalKey, masterKey } = await filled()
    const tokens = await Promise.all(ids.map((id) => keychain.get(`connection:${id}`)))
    await vault.rotate()
    expect(await keychain.accounts()).toEqual(left)
    const now = (await keychain.get('master-key')) ?? ''
    expect(now).not.toBe(masterKey)
    for (const [index, id] of ids.entries()) {
      const token = (await keychain.get(`connection:${id}`)) ?? ''
      expect(token).not.toBe(tokens[index])
      expect(open(keyFromText(now), token)).toBe(secrets[id])
      expect(() => open(keyFromText(masterKey ?? ''), token)).toThrow()
    }
    await expectAllReadable(vault, journalKey)
    await expectAllReadable(await vaultOn(keychain), journalKey)
  })

  test('can be done again and again, and the key of the journal stays the same', async () => {
    const { keychain, vault, journalKey } = await filled()
    const seen = new Set<string | null>()
    for (let turn = 0; turn < 3; turn += 1) {
      await vault.rotate()
      seen.add(await keychain.get('master-key'))
    }
    expect(seen.size).toBe(3)
    expect(await keychain.accounts()).toEqual(left)
    await expectAllReadable(await vaultOn(keychain), journalKey)
  })

  test('seals whatever else lies there under the old key, and leaves alone what neither key opens', async () => {
    const { keychain, vault } = await filled()
    await keychain.set('something', (await keychain.get('connection:c1')) ?? '')
    await keychain.set('keyring-check', 'open')
    await keychain.set('connection:lost', 'gAAAA-of-another-key')
    await vault.rotate()
    expect(open(keyFromText((await keychain.get('master-key')) ?? ''), (await keychain.get('something')) ?? '')).toBe(secrets.c1)
    expect(await keychain.get('keyring-check')).toBe('open')
    expect(await keychain.get('connection:lost')).toBe('gAAAA-of-another-key')
  })

  test('needs an open vault', async () => {
    const { vault } = await filled()
    vault.lock()
    await expect(vault.rotate()).rejects.toMatchObject({ code: 'locked_vault' })
  })

  test.each(['master-key:next', 'journal-key', 'connection:c1', 'connection:c2', 'master-key'])('stops when the keychain keeps half of %s, and everything stays readable', async (account) => {
    const { keychain, vault, journalKey } = await filled()
    let halves = 0
    const forgetful: Keychain = {
      ...keychain,
      set: (name, text) => keychain.set(name, name === account && (halves += 1) === 1 ? text.slice(0, 20) : text),
    }
    await expect((await vaultOn(forgetful)).rotate()).rejects.toMatchObject({ code: 'not_stored' })
    await expectAllReadable(vault, journalKey)
    await expectAllReadable(await vaultOn(keychain), journalKey)
    expect(await keychain.get('master-key:next')).toBeNull()
  })
})

describe('other vaults on the same keychain', () => {
  test('go on with what they hold, read what they have not read yet, and store under the new key', async () => {
    const { keychain, vault: rotating, journalKey } = await filled()
    const used = await vaultOn(keychain)
    await used.withSecret('c1', echo)
    const unused = await vaultOn(keychain)
    await rotating.rotate()
    expect(await used.withSecret('c1', echo)).toBe(secrets.c1)
    await expectAllReadable(used, journalKey)
    await expectAllReadable(unused, journalKey)
    const storing = createVault({ keychain, randomBytes })
    await storing.unlock()
    await rotating.rotate()
    await storing.store('c2', 'replaced')
    expect(await (await vaultOn(keychain)).withSecret('c2', echo)).toBe('replaced')
  })

  test('forget the old key when they are told', async () => {
    const { keychain, vault: rotating } = await filled()
    const other = await vaultOn(keychain)
    await other.withSecret('c1', echo)
    await rotating.rotate()
    await other.refresh()
    await keychain.delete('master-key')
    expect(await other.withSecret('c2', echo)).toBe(secrets.c2)
    other.lock()
    await other.refresh()
    expect(other.isUnlocked).toBe(false)
  })

  test('can use every secret between any two steps', async () => {
    const { keychain, journalKey } = await filled()
    const reader = await vaultOn(keychain)
    let steps = 0
    const between = async <T>(answer: Promise<T>): Promise<T> => {
      const result = await answer
      steps += 1
      reader.forget('c1')
      await expectAllReadable(reader, journalKey)
      const fresh = createVault({ keychain: { ...keychain, set: refuse, delete: refuse }, randomBytes })
      await fresh.unlock({ whenMissing: 'refuse' })
      await expectAllReadable(fresh, journalKey)
      return result
    }
    const watched: Keychain = {
      get: (account) => between(keychain.get(account)),
      set: (account, text) => between(keychain.set(account, text)),
      delete: (account) => between(keychain.delete(account)),
      accounts: () => between(keychain.accounts()),
    }
    const vault = await vaultOn(watched)
    await vault.rotate()
    expect(steps).toBeGreaterThan(20)
  })

  test('do not bring back in the middle what is removed, and keep what is stored', async () => {
    const { keychain, vault } = await filled()
    const other = await vaultOn(keychain)
    await Promise.all([vault.rotate(), other.remove('c1'), other.store('c2', 'replaced'), vault.rotate()])
    expect(await keychain.accounts()).toEqual(left.filter((account) => account !== 'connection:c1'))
    expect(await (await vaultOn(keychain)).withSecret('c2', echo)).toBe('replaced')
  })
})

const refuse = (): Promise<never> => Promise.reject(new Error('nothing may be changed'))

describe('a process that dies during a rotation', () => {
  test.each(['before', 'after'] as const)('%s any call of the keychain leaves everything readable, and the next start tidies up', async (when) => {
    const { keychain: first, journalKey } = await filled()
    let died = true
    for (let at = 0; died; at += 1) {
      const keychain = await copyOf(first)
      const unlocked = await vaultOn(keychain)
      const vault = await vaultOn(dyingKeychain(keychain, at + unlockCalls, when).keychain)
      died = await vault.rotate().then(() => false, () => true)
      await expectAllReadable(unlocked, journalKey)

      const next = await vaultOn(keychain)
      await expectAllReadable(next, journalKey)
      const accounts = await keychain.accounts()
      expect(accounts.filter((account) => account !== 'journal-key')).toEqual(left.filter((account) => account !== 'journal-key'))
      if (!died) expect(at).toBeGreaterThan(20)
    }
  })

  test.each(['before', 'after'] as const)('and again %s any call of its recovery, is recovered at the start after that', async (when) => {
    const { keychain: first, journalKey } = await filled()
    let died = true
    for (let at = 0; died; at += 1) {
      const halfway = await copyOf(first)
      const vault = await vaultOn(dyingKeychain(halfway, at + unlockCalls, when).keychain)
      died = await vault.rotate().then(() => false, () => true)
      let diedAgain = true
      for (let second = 0; diedAgain; second += 1) {
        const keychain = await copyOf(halfway)
        const dying = dyingKeychain(keychain, second, when)
        await createVault({ keychain: dying.keychain, randomBytes }).unlock({ whenMissing: 'refuse' }).catch(() => undefined)
        diedAgain = dying.calls() > second
        await expectAllReadable(await vaultOn(keychain), journalKey)
        expect(await keychain.get('master-key:next')).toBeNull()
      }
    }
  }, 60_000)
})

