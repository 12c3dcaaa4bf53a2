import * as fsPromises from 'node:fs/promises'
import { dirname } from 'node:path'
import { atomicWrite } from '../files/atomic-write'
import { errorCode, type Delay, type FileSteps } from '../files/file-steps'
import { LockBusyError, withLock } from '../files/lock'
import { NotUtf8Error } from '../files/text-file'
import { ApplyError } from './apply-error'
import { keepBackup } from './backups'
import { readConfigFile, type ConfigFile } from './config-file'
import type { ConfigChange } from './config-plan'
import { haveSameValues } from './same-values'

export interface ApplyOptions {
  /** The configuration file, or a symbolic link to it. */
  readonly path: string
  readonly change: ConfigChange
  /** `hash` of the file that the change was planned for: what the user has seen the difference to. */
  readonly plannedFor: string | null
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly fs?: FileSteps
  readonly delay?: Delay
}

export interface Applied {
  /** The file that was written, links resolved. */
  readonly target: string
  /** Copy of what was there before; null when there was nothing. */
  readonly backup: string | null
}

/**
 * Writes a planned change: resolve links → lock → read → check the plan against what is there → backup → temporary
 * file with the same mode → compare with the original once more → rename → read back. A crash between any two steps
 * leaves the whole old file or the whole new one. Throws ApplyError.
 *
 * A byte-order mark is not written back: it makes Claude Desktop reset the file.
 */
export async function applyPlan(options: ApplyOptions): Promise<Applied> {
  const { fs = fsPromises } = options
  try {
    const { target } = await readConfigFile(options.path, fs)
    await fs.mkdir(dirname(target), { recursive: true, mode: 0o700 })
    const lockOptions = { fs, ...(options.delay === undefined ? {} : { delay: options.delay }) }
    return await withLock(`${target}.vitrine-lock`, () => applyLocked(options, fs), lockOptions)
  } catch (error) {
    if (error instanceof ApplyError) throw error
    if (error instanceof LockBusyError) throw new ApplyError('busy')
    if (error instanceof NotUtf8Error) throw new ApplyError('changed')
    throw new ApplyError(errorCode(error) === 'EROFS' ? 'read_only' : 'not_written', { cause: error })
  }
}

async function applyLocked({ path, change, plannedFor, now, delay }: ApplyOptions, fs: FileSteps): Promise<Applied> {
  const file = await readConfigFile(path, fs)
  if (!isPlannedFor(file, change, plannedFor)) throw new ApplyError('changed')
  if (file.isReadOnly) throw new ApplyError('read_only')
  if (!haveSameValues(change.before ?? '', change.after, change.place)) throw new ApplyError('unsafe_edit')

  const backup = file.bytes === null ? null : await keepBackup(file.target, file.bytes, now(), fs)
  await atomicWrite(file.target, change.after, {
    mode: file.mode,
    fs,
    ...(delay === undefined ? {} : { delay }),
    beforeReplace: async () => {
      const latest = await readConfigFile(path, fs)
      if (latest.target !== file.target || latest.hash !== file.hash) throw new ApplyError('changed')
    },
  })
  const written = await fs.readFile(file.target, 'utf8')
  if (written !== change.after) throw new ApplyError('not_kept')
  return { target: file.target, backup }
}

function isPlannedFor(file: ConfigFile, change: ConfigChange, plannedFor: string | null): boolean {
  return file.hash === plannedFor && file.text === change.before
}
