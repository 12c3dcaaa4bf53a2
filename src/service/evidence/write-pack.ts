import * as fsPromises from 'node:fs/promises'
import path from 'node:path'
import { JournalError } from '../../activity/journal-error'
import { errorCode } from '../../files/file-steps'
import { hashed, manifestFiles, type Hashed, type PackFile } from './pack'
import type { PackFacts } from './readme'

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
export function packFailure(error: unknown): { readonly message: string; readonly hint: string } {
  if (error instanceof PackExists) return { message: 'There is already a file or folder of that name.', hint: 'Choose another name: a pack never takes the place of something else.' }
  if (error instanceof JournalError) return { message: error.message, hint: error.hint }
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { message: 'The disk is full, and nothing was written.', hint: 'Free some space, or choose a folder on another disk.' }
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { message: 'Vitrine may not write there, and nothing was written.', hint: 'Choose a folder that you may write to.' }
    case 'ENOENT':
    case 'ENOTDIR':
      return { message: 'That folder does not exist, and nothing was written.', hint: 'Choose a folder that is there.' }
    default:
      return { message: 'The evidence pack could not be written, and nothing was left behind.', hint: 'Choose another folder, and try again.' }
  }
}
