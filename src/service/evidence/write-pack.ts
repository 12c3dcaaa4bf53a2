import * as fsPromises from 'node:fs/promises'
import path from 'node:path'
import { JournalError } from '../../activity/journal-error'
import { errorCode } from '../../files/file-steps'
import { hashed, manifestFiles, type Hashed, type PackFile } from './pack'
import type { PackFacts } from './readme'
import type { Said } from '../../i18n/sentence'

export type PackSteps = Pick<typeof fsPromises, 'open' | 'mkdir' | 'mkdtemp' | 'rename' | 'rm' | 'lstat'>

/** There is something of that name already. */
export class PackExists extends Error {
  override readonly name = 'PackExists'
}

/**
 * Writes a pack as a new folder that only its owner can read. The folder has its name once it is whole; whatever goes wrong before leaves
 * nothing behind. Throws PackExists, JournalError and the system's error.
 */
export async function writePack(target: string, files: readonly PackFile[], facts: PackFacts, fs: PackSteps = fsPromises): Promise<void> {
  if (await fs.lstat(target).then(() => true, () => false)) throw new PackExists()
  const unfinished = await fs.mkdtemp(`${target}.unfinished-`)
  try {
    const written: Hashed[] = []
    for (const file of files) written.push(await writeFile(unfinished, file, fs))
    for (const file of await manifestFiles(facts, written)) await writeFile(unfinished, file, fs)
    await fs.rename(unfinished, target)
  } catch (error) {
    await fs.rm(unfinished, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
}

async function writeFile(folder: string, file: PackFile, fs: PackSteps): Promise<Hashed> {
  const place = path.join(folder, ...file.path.split('/'))
  await fs.mkdir(path.dirname(place), { recursive: true, mode: 0o700 })
  const handle = await fs.open(place, 'wx', 0o600)
  try {
    const result = await hashed(file, (piece) => handle.writeFile(piece))
    await handle.sync()
    return result
  } finally {
    await handle.close()
  }
}

/** Why a pack could not be written, in words; nothing of the system's own words, which hold paths. */
export function packFailure(error: unknown): { readonly message: Said; readonly hint: Said } {
  if (error instanceof PackExists) return { message: { id: 'fault.evidence.exists' }, hint: { id: 'fault.evidence.exists.hint' } }
  if (error instanceof JournalError) return error.told
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { message: { id: 'fault.evidence.full' }, hint: { id: 'fault.evidence.full.hint' } }
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { message: { id: 'fault.evidence.forbidden' }, hint: { id: 'fault.evidence.forbidden.hint' } }
    case 'ENOENT':
    case 'ENOTDIR':
      return { message: { id: 'fault.evidence.noFolder' }, hint: { id: 'fault.evidence.noFolder.hint' } }
    default:
      return { message: { id: 'fault.evidence.failed' }, hint: { id: 'fault.evidence.failed.hint' } }
  }
}
