import * as fsPromises from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { errorCode, type Delay, type FileSteps } from './file-steps'
import { isProcessAlive } from './process-alive'

export interface AtomicWriteOptions {
  /** Permission bits of the new file; 0600 unless said otherwise. Windows knows only the write bit of them. */
  readonly mode?: number
  /** Runs when the new content is safe on disk and nothing is replaced yet; throwing here leaves the old file. */
  readonly beforeReplace?: () => Promise<void>
  readonly fs?: FileSteps
  readonly delay?: Delay
}

const renameAttempts = 8
const firstRetryMs = 10
let written = 0

/**
 * Replaces a file as a whole: whoever reads `path` at any moment, also after a crash, finds either all of the old
 * content or all of the new. Symbolic links are not followed; resolve them first.
 *
 * Throws the system's error (ENOSPC, EACCES, …) and leaves no temporary file behind. One that a killed process left
 * is removed by the next write to the same path.
 */
export async function atomicWrite(
  path: string,
  bytes: Uint8Array | string,
  { mode = 0o600, beforeReplace, fs = fsPromises, delay = wait }: AtomicWriteOptions = {},
): Promise<void> {
  await removeAbandoned(path, fs)
  written += 1
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${written}.tmp`)
  try {
    await writeDurably(temporary, bytes, mode, fs)
    await beforeReplace?.()
    await renameWithPatience(temporary, path, fs, delay)
  } catch (error) {
    await fs.unlink(temporary).catch(() => undefined)
    throw error
  }
  await syncDirectory(dirname(path), fs)
}

async function writeDurably(path: string, bytes: Uint8Array | string, mode: number, fs: FileSteps): Promise<void> {
  const file = await fs.open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    // Set on the open file: the mode given to open() is narrowed by the umask.
    await file.chmod(mode)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** On Windows a virus scanner or an indexer may hold the target for a moment: EPERM, EACCES or EBUSY, then success. */
async function renameWithPatience(from: string, to: string, fs: FileSteps, delay: Delay): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await fs.rename(from, to)
      return
    } catch (error) {
      const mayPass = ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '')
      if (!mayPass || attempt === renameAttempts) throw error
      await delay(firstRetryMs * 2 ** (attempt - 1))
    }
  }
}

/** Makes the rename itself survive a power cut. Windows cannot open directories, some file systems cannot sync them. */
async function syncDirectory(path: string, fs: FileSteps): Promise<void> {
  const unsupported = ['EPERM', 'EACCES', 'EISDIR', 'EINVAL', 'ENOTSUP', 'EBADF', 'ENOSYS']
  try {
    const directory = await fs.open(path, 'r')
    try {
      await directory.sync()
    } finally {
      await directory.close()
    }
  } catch (error) {
    if (!unsupported.includes(errorCode(error) ?? '')) throw error
  }
}

async function removeAbandoned(path: string, fs: FileSteps): Promise<void> {
  const prefix = `.${basename(path)}.`
  const names = await fs.readdir(dirname(path)).catch(() => [])
  for (const name of names) {
    if (!name.startsWith(prefix)) continue
    // Also those of files named after this one, such as a backup that will never be written a second time.
    const owner = /(?:^|\.)(\d+)\.\d+\.tmp$/.exec(name.slice(prefix.length))?.[1]
    if (owner === undefined || isProcessAlive(Number(owner))) continue
    await fs.unlink(join(dirname(path), name)).catch(() => undefined)
  }
}
