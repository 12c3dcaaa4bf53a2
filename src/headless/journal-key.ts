import { chmod, readFile } from 'node:fs/promises'
import path from 'node:path'
import { VitrineError } from '../errors/vitrine-error'
import { atomicWrite } from '../files/atomic-write'
import { orNullWhenMissing } from '../files/file-steps'
import { withLock } from '../files/lock'
import type { Host } from '../host/host'

/**
 * The key of the journal's chain where there is no keychain. Whoever can write the journal's file can mostly read a key file beside it
 * too, and seal what they like: it shows damage and thoughtless changes. A key that comes in the environment, from a place that
 * other programs of this user do not reach, shows changes on purpose as well.
 */
export const JOURNAL_KEY_VARIABLE = 'VITRINE_JOURNAL_KEY'

const KEY_FILE = 'journal.key'
const KEY_BYTES = 32
const WRITTEN = /^[0-9a-f]{64}$/i

/** Null where none is given. Throws VitrineError for what is no key. */
export function journalKeyInEnvironment(env: Host['env']): Buffer | null {
  const text = env[JOURNAL_KEY_VARIABLE]?.trim() ?? ''
  if (text === '') return null
  if (!WRITTEN.test(text)) throw new VitrineError('internal', `${JOURNAL_KEY_VARIABLE} is no key.`, { hint: 'A key is written as 64 hexadecimal digits.' })
  return Buffer.from(text, 'hex')
}

/** Null where the profile has none. Throws VitrineError for a file that is no key, and the system's error. */
export async function journalKeyInProfile(profile: string): Promise<Buffer | null> {
  const text = await orNullWhenMissing(() => readFile(path.join(profile, KEY_FILE), 'utf8'))
  if (text === null) return null
  if (!WRITTEN.test(text.trim())) {
    throw new VitrineError('internal', `The file ${KEY_FILE} in the profile directory holds no key.`, {
      hint: 'Put back the file as it was. Without it a new one can be made by moving this one away, and what was sealed with it cannot be checked any more.',
    })
  }
  return Buffer.from(text.trim(), 'hex')
}

/** The profile's key, made when there is none; of several programs that start at once, all get the same. */
export async function ensureJournalKey(profile: string, { platform, randomBytes }: Pick<Host, 'platform' | 'randomBytes'>): Promise<Buffer> {
  const file = path.join(profile, KEY_FILE)
  const key = await journalKeyInProfile(profile) ?? await withLock(`${file}.lock`, async () => {
    const made = await journalKeyInProfile(profile)
    if (made !== null) return made
    const fresh = randomBytes(KEY_BYTES)
    await atomicWrite(file, `${fresh.toString('hex')}\n`)
    return fresh
  })
  if (platform !== 'win32') await chmod(file, 0o600)
  return key
}
