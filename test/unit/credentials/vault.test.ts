import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { keyFromText, open } from '../../../src/credentials/fernet'
import { KeychainError, memoryKeychain, type Keychain } from '../../../src/credentials/keychain'
import { createVault } from '../../../src/credentials/vault'
import { VaultError } from '../../../src/credentials/vault-error'

const apiKey = '0123456789abcdef0123456789abcdef01234567'
const echo = async (secret: string) => secret

async function unlockedVault(keychain: Keychain = memoryKeychain()) {
  const vault = createVault({ keychain, randomBytes })
  await vault.unlock()
  return { vault, keychain }
}

/** A keychain whose reads wait until they are let through, until they are held again. */
function heldKeychain() {
  const inner = memoryKeychain()
  const waiting: (() => void)[] = []
  let isHeld = true
  const keychain: Keychain = {
    ...inner,
    get: async (account) => {
      if (isHeld) await new Promise<void>((resolve) => waiting.push(resolve))
      return inner.get(account)
    },
  }
  return {
    inner,
    keychain,
    hold: () => (isHeld = true),
    letThrough: () => {
      isHeld = false
      waiting.splice(0).forEach((go) => go())
    },
  }
}

describe('the master key', () => {
  test('is made at the first unlock, as 32 bytes in an item of its own', async () => {
    const { vault, keychain } = await unlockedVault()
    expect(vault.isUnlocked).toBe(true)
    expect(await keychain.accounts()).toEqual(['master-key'])
    expect(keyFromText((await keychain.get('master-key')) ?? '')).toHaveLength(32)
  })

  test('comes from the random source that was given', async () => {
    const keychain = memoryKeychain()
    await createVault({ keychain, randomBytes: (length) => Buffer.alloc(length, 7) }).unlock()
    expect(keyFromText((await keychain.get('master-key')) ?? '')).toEqual(Buffer.alloc(32, 7))
  })

  test('stays the same from start to start', async () => {
    const { vault, keychain } = await unlockedVault()
    await vault.store('c1', apiKey)
    const { vault: next } = await unlockedVault(keychain)
    expect(await next.withSecret('c1', echo)).toBe(apiKey)
    expect(next.deriveJournalKey()).toEqual(vault.deriveJournalKey())
  })

  test('is not made anew when the caller knows that there must be one', async () => {
    const keychain = memoryKeychain()
    const vault = createVault({ keychain, randomBytes })
    await expect(vault.unlock({ whenMissing: 'refuse' })).rejects.toMatchObject({ code: 'missing_master_key' })
    expect(await keychain.accounts()).toEqual([])
    expect(vault.isUnlocked).toBe(false)
  })

  test('is never replaced when it cannot be understood', async () => {
    const keychain = memoryKeychain()
    await keychain.set('master-key', 'something else')
    await expect(createVault({ keychain, randomBytes }).unlock()).rejects.toMatchObject({ code: 'unreadable' })
    expect(await keychain.get('master-key')).toBe('something else')
  })

  test('is read once for callers that come at the same time', async () => {
    const { keychain, letThrough } = heldKeychain()
    await keychain.set('master-key', Buffer.alloc(32, 1).toString('base64'))
    let reads = 0
    const vault = createVault({ keychain: { ...keychain, get: (account) => ((reads += Number(account === 'master-key')), keychain.get(account)) }, randomBytes })
    const both = Promise.all([vault.unlock(), vault.unlock()])
    letThrough()
    await both
    expect(reads).toBe(1)
  })

  test('is refused when the keychain does not keep it', async () => {
    const keychain: Keychain = { ...memoryKeychain(), set: async () => undefined }
    const vault = createVault({ keychain, randomBytes })
    await expect(vault.unlock()).rejects.toMatchObject({ code: 'not_stored' })
    expect(vault.isUnlocked).toBe(false)
  })

  test('leaves the vault locked and tells the state when the keychain does not serve', async () => {
    const problem = new KeychainError('locked', 'The keychain is locked.', 'Unlock it.')
    const keychain: Keychain = { ...memoryKeychain(), get: () => Promise.reject(problem) }
    const vault = createVault({ keychain, randomBytes })
    await expect(vault.unlock()).rejects.toBe(problem)
    expect(vault.isUnlocked).toBe(false)
  })
})

describe('forget', () => {
  test('lets a key that another vault has replaced take the place of the old one', async () => {
    const { vault, keychain } = await unlockedVault()
    await vault.store('one', apiKey)
    await vault.store('two', 'second')
    const other = createVault({ keychain, randomBytes })
    await other.unlock()
    await other.store('one', 'replaced')
    expect(await vault.withSecret('one', echo)).toBe(apiKey)
    vault.forget('one')
    expect(await vault.withSecret('one', echo)).toBe('replaced')
    expect(await vault.withSecret('two', echo)).toBe('second')
    expect(vault.isUnlocked).toBe(true)
  })
})

describe('lock', () => {
  test('overwrites the master key in memory', async () => {
    const buffers: Buffer[] = []
    const from = Buffer.from
    const spy = (...args: Parameters<typeof Buffer.from>) => {
      const buffer = Reflect.apply(from, Buffer, args) as Buffer
      // 32 bytes: the master key, in all its copies.
      if (buffer.length === 32) buffers.push(buffer)
      return buffer
    }
    Object.assign(Buffer, { from: spy })
    try {
      const { vault } = await unlockedVault()
      await vault.store('c1', apiKey)
      await vault.withSecret('c1', echo)
      expect(buffers.some((buffer) => buffer.some((byte) => byte !== 0))).toBe(true)
      vault.lock()
      expect(vault.isUnlocked).toBe(false)
      expect(buffers.every((buffer) => buffer.every((byte) => byte === 0))).toBe(true)
    } finally {
      Object.assign(Buffer, { from })
    }
  })

  test('closes every way to a secret, until it is unlocked again', async () => {
    const { vault } = await unlockedVault()
    await vault.store('c1', apiKey)
    vault.lock()
    await expect(vault.withSecret('c1', echo)).rejects.toMatchObject({ code: 'locked_vault' })
    await expect(vault.store('c1', apiKey)).rejects.toMatchObject({ code: 'locked_vault' })
    expect(() => vault.deriveJournalKey()).toThrow(new VaultError('locked_vault'))
    await vault.unlock()
    expect(await vault.withSecret('c1', echo)).toBe(apiKey)
  })

  test('wins over an unlock that is under way', async () => {
    const { inner, keychain, letThrough } = heldKeychain()
    await inner.set('master-key', Buffer.alloc(32, 1).toString('base64'))
    const vault = createVault({ keychain, randomBytes })
    const unlocking = vault.unlock()
    vault.lock()
    letThrough()
    await expect(unlocking).rejects.toMatchObject({ code: 'locked_vault' })
    expect(vault.isUnlocked).toBe(false)
    const again = vault.unlock()
    letThrough()
    await again
    expect(vault.isUnlocked).toBe(true)
  })

  test('wins over a request that waits for the keychain', async () => {
    const { inner, keychain, hold, letThrough } = heldKeychain()
    await (await unlockedVault(inner)).vault.store('c1', apiKey)
    const vault = createVault({ keychain, randomBytes })
    const unlocking = vault.unlock()
    letThrough()
    await unlocking
    hold()
    const used: string[] = []
    const request = vault.withSecret('c1', async (secret) => void used.push(secret))
    vault.lock()
    letThrough()
    await expect(request).rejects.toMatchObject({ code: 'locked_vault' })
    expect(used).toEqual([])
  })
})

describe('credentials', () => {
  test('lie in the keychain as Fernet tokens under the master key', async () => {
    const { vault, keychain } = await unlockedVault()
    await vault.store('c1', apiKey)
    expect(await keychain.accounts()).toEqual(['connection:c1', 'master-key'])
    const token = (await keychain.get('connection:c1')) ?? ''
    expect(token).toMatch(/^gAAAA/)
    expect(token).not.toContain(apiKey)
    expect(open(keyFromText((await keychain.get('master-key')) ?? ''), token)).toBe(apiKey)
  })

  test('are each connection’s own', async () => {
    const { vault } = await unlockedVault()
    await vault.store('c1', 'first')
    await vault.store('c2', 'second')
    expect(await vault.withSecret('c1', echo)).toBe('first')
    expect(await vault.withSecret('c2', echo)).toBe('second')
  })

  test('are used in the new form at once after they were replaced', async () => {
    const { vault } = await unlockedVault()
    await vault.store('c1', 'old')
    await vault.withSecret('c1', echo)
    await vault.store('c1', 'new')
    expect(await vault.withSecret('c1', echo)).toBe('new')
  })

  test('are read from the keychain once, and opened for every request', async () => {
    const keychain = memoryKeychain()
    await (await unlockedVault(keychain)).vault.store('c1', apiKey)
    const reads: string[] = []
    const counted: Keychain = { ...keychain, get: (account) => (reads.push(account), keychain.get(account)) }
    const { vault } = await unlockedVault(counted)
    for (let request = 0; request < 3; request += 1) await vault.withSecret('c1', echo)
    const once = ['master-key:next', 'master-key', 'journal-key', 'connection:c1']
    expect(reads).toEqual(once)
    vault.lock()
    await vault.unlock()
    await vault.withSecret('c1', echo)
    expect(reads).toEqual([...once, ...once])
  })

  test('that are not there, or cannot be opened, are told apart', async () => {
    const { vault, keychain } = await unlockedVault()
    await expect(vault.withSecret('c1', echo)).rejects.toMatchObject({ code: 'missing' })
    await keychain.set('connection:c2', 'gAAAA-not-a-token')
    await expect(vault.withSecret('c2', echo)).rejects.toMatchObject({ code: 'unreadable' })
  })

  test('pass on what the use answers or throws', async () => {
    const { vault } = await unlockedVault()
    await vault.store('c1', apiKey)
    await expect(vault.withSecret('c1', () => Promise.reject(new Error('Odoo is away')))).rejects.toThrow('Odoo is away')
    expect(await vault.withSecret('c1', async (secret) => secret.length)).toBe(40)
  })

  test('are not taken as stored when the keychain holds something else afterwards', async () => {
    const inner = memoryKeychain()
    const { vault } = await unlockedVault({
      ...inner,
      set: (account, secret) => inner.set(account, account === 'master-key' ? secret : secret.slice(0, 20)),
    })
    await expect(vault.store('c1', apiKey)).rejects.toMatchObject({ code: 'not_stored' })
  })

  test('are removed for good, also while the vault is locked', async () => {
    const { vault, keychain } = await unlockedVault()
    await vault.store('c1', apiKey)
    vault.lock()
    await vault.remove('c1')
    expect(await keychain.accounts()).toEqual(['master-key'])
    await vault.unlock()
    await expect(vault.withSecret('c1', echo)).rejects.toMatchObject({ code: 'missing' })
  })

  test('are not taken as removed while the keychain still holds them', async () => {
    const { vault } = await unlockedVault({ ...memoryKeychain(), delete: async () => true })
    await vault.store('c1', apiKey)
    await expect(vault.remove('c1')).rejects.toMatchObject({ code: 'not_removed' })
  })

  test('never stand in an error', async () => {
    const { vault, keychain } = await unlockedVault()
    await vault.store('c1', apiKey)
    const token = (await keychain.get('connection:c1')) ?? ''
    await keychain.set('connection:c1', `${token.slice(0, -8)}AAAAAA==`)
    vault.lock()
    await vault.unlock()
    const error: unknown = await vault.withSecret('c1', echo).catch((thrown: unknown) => thrown)
    const said = `${String(error)} ${JSON.stringify(error)} ${error instanceof Error ? String(error.cause) : ''}`
    expect(said).not.toContain(token.slice(20, 40))
    expect(said).not.toContain(apiKey)
  })
})

describe('the journal key', () => {
  test('has 32 bytes, depends on the master key and does not show it', async () => {
    const { vault, keychain } = await unlockedVault()
    const key = vault.deriveJournalKey()
    expect(key).toHaveLength(32)
    expect(key).not.toEqual(keyFromText((await keychain.get('master-key')) ?? ''))
    expect((await unlockedVault()).vault.deriveJournalKey()).not.toEqual(key)
  })

  test('is HKDF-SHA256 of the master key with a fixed info, so that old journals stay verifiable', async () => {
    const keychain = memoryKeychain()
    await keychain.set('master-key', Buffer.alloc(32, 1).toString('base64'))
    const { vault } = await unlockedVault(keychain)
    expect(vault.deriveJournalKey().toString('hex')).toBe(
      // RFC 5869 computed by hand with Python's hmac.
      '9b28fabb0dbb154a83955419ee9cbc8c50cc90e01444889f472fedfc8f04b2a8',
    )
  })
})
