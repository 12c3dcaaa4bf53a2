import { createHash, timingSafeEqual } from 'node:crypto'
import { chmod, mkdir, readFile, rm } from 'node:fs/promises'
import { clientKeyFile, vitrinePaths } from '../endpoint/address'
import { atomicWrite } from '../files/atomic-write'
import { orNullWhenMissing } from '../files/file-steps'
import type { Host } from '../host/host'

type Machine = Pick<Host, 'platform' | 'homeDir'>

export interface ClientKey {
  /** 32 random bytes, base64url. Goes into the client's key file and nowhere else. */
  readonly key: string
  /** SHA-256 of `key`, hexadecimal: what the settings keep. */
  readonly keyHash: string
}

const keyBytes = 32
const ownerOnly = 0o700

export function createClientKey({ randomBytes }: Pick<Host, 'randomBytes'>): ClientKey {
  const key = randomBytes(keyBytes).toString('base64url')
  return { key, keyHash: hashClientKey(key) }
}

/** A key has 256 random bits, so a plain hash keeps it: there is nothing to guess that a slow hash would slow down. */
export function hashClientKey(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex')
}

/**
 * The client whose key this is, or null. Compares with every client in constant time, so that an answer's delay tells
 * neither how much of a key was right nor whose it is.
 */
export function verifyClientKey<T extends { readonly keyHash: string }>(presented: string, clients: readonly T[]): T | null {
  const hash = Buffer.from(hashClientKey(presented), 'hex')
  let match: T | null = null
  for (const client of clients) {
    const expected = Buffer.from(client.keyHash, 'hex')
    if (expected.length === hash.length && timingSafeEqual(expected, hash)) match = client
  }
  return match
}

/** Writes a client's key to `~/.vitrine/clients/<clientId>.key`, 0600 in directories of 0700. Answers the path. */
export async function writeClientKeyFile(machine: Machine, clientId: string, key: string): Promise<string> {
  const path = clientKeyFile(machine, clientId)
  const { base, clientsDir } = vitrinePaths(machine)
  for (const directory of [base, clientsDir]) {
    await mkdir(directory, { recursive: true, mode: ownerOnly })
    // Also when it existed with wider permissions. Windows has none of this; the profile is the user's own there.
    if (machine.platform !== 'win32') await chmod(directory, ownerOnly)
  }
  await atomicWrite(path, `${key}\n`, { mode: 0o600 })
  return path
}

/** The key in a client's key file, or null when there is none. */
export async function readClientKeyFile(machine: Machine, clientId: string): Promise<string | null> {
  const text = await orNullWhenMissing(() => readFile(clientKeyFile(machine, clientId), 'utf8'))
  return text?.trim() ?? null
}

/** Removes a client's key file; it may be gone already. */
export async function removeClientKeyFile(machine: Machine, clientId: string): Promise<void> {
  await rm(clientKeyFile(machine, clientId), { force: true })
}
