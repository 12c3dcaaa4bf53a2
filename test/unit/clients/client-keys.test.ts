import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  createClientKey,
  hashClientKey,
  readClientKeyFile,
  removeClientKeyFile,
  verifyClientKey,
  writeClientKeyFile,
} from '../../../src/clients/client-keys'
import { temporaryDirectory } from '../../support/temporary-directory'

const machine = async () => ({ platform: 'linux', homeDir: await temporaryDirectory() }) as const

describe('a client key', () => {
  test('is 32 random bytes, kept as its SHA-256', () => {
    const { key, keyHash } = createClientKey({ randomBytes: (length) => Buffer.alloc(length, 5) })
    expect(Buffer.from(key, 'base64url')).toEqual(Buffer.alloc(32, 5))
    expect(keyHash).toBe(createHash('sha256').update(key).digest('hex'))
  })

  test('finds its client among several, and nobody else', () => {
    const keys = Array.from({ length: 3 }, () => createClientKey({ randomBytes }))
    const clients = keys.map(({ keyHash }, index) => ({ id: `client-${index}`, keyHash }))
    expect(keys.map(({ key }) => verifyClientKey(key, clients)?.id)).toEqual(['client-0', 'client-1', 'client-2'])
    const [first] = keys
    for (const wrong of ['', 'x', first?.keyHash ?? '', `${first?.key ?? ''}=`, createClientKey({ randomBytes }).key]) {
      expect(verifyClientKey(wrong, clients)).toBeNull()
    }
  })

  test('is not compared with hashes that are none', () => {
    const { key } = createClientKey({ randomBytes })
    expect(verifyClientKey(key, [{ keyHash: '' }, { keyHash: 'zz' }, { keyHash: hashClientKey(key).slice(2) }])).toBeNull()
  })

  test('lies in a file of its own, for its owner alone', async () => {
    const host = await machine()
    const path = await writeClientKeyFile(host, 'claude-desktop', 'the-key')
    expect(path).toBe(join(host.homeDir, '.vitrine', 'clients', 'claude-desktop.key'))
    expect(await readFile(path, 'utf8')).toBe('the-key\n')
    const modes = await Promise.all([path, join(path, '..'), join(path, '..', '..')].map(async (item) => (await stat(item)).mode & 0o777))
    expect(modes).toEqual([0o600, 0o700, 0o700])
    expect(await readClientKeyFile(host, 'claude-desktop')).toBe('the-key')
  })

  test('takes back permissions that were too wide', async () => {
    const host = await machine()
    const directory = join(host.homeDir, '.vitrine')
    await mkdir(directory)
    await chmod(directory, 0o755)
    await writeClientKeyFile(host, 'claude-desktop', 'the-key')
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
  })

  test('is gone after removal, which may happen twice', async () => {
    const host = await machine()
    await writeClientKeyFile(host, 'claude-desktop', 'the-key')
    await removeClientKeyFile(host, 'claude-desktop')
    await removeClientKeyFile(host, 'claude-desktop')
    expect(await readClientKeyFile(host, 'claude-desktop')).toBeNull()
  })

  test.each(['../evil', 'a/b', '', 'A', '.', 'a\\b'])('cannot be filed under %j', async (clientId) => {
    await expect(writeClientKeyFile(await machine(), clientId, 'key')).rejects.toThrow(RangeError)
  })
})
