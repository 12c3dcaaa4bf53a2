import * as fsPromises from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { atomicWrite } from '../files/atomic-write'
import type { FileSteps } from '../files/file-steps'
import { LockBusyError, withLock } from '../files/lock'
import { ApplyError } from './apply-error'
import { readRawConfigFile as readRaw } from './config-file'

const backupsKept = 5
const infix = '.vitrine-backup-'

/**
 * Copies a configuration's bytes beside it, for its owner alone (other servers' entries may hold secrets), and removes
 * all but the five newest copies. Answers the copy's path.
 */
export async function keepBackup(path: string, bytes: Uint8Array, nowMs: number, fs: FileSteps = fsPromises): Promise<string> {
  const time = new Date(nowMs).toISOString().replace(/[-:.]/g, '')
  const taken = new Set(await listBackups(path, fs))
  let backup = `${path}${infix}${time}`
  for (let copy = 2; taken.has(backup); copy += 1) backup = `${path}${infix}${time}-${copy}`
  await atomicWrite(backup, bytes, { mode: 0o600, fs })
  const all = await listBackups(path, fs)
  for (const old of all.slice(backupsKept)) await fs.unlink(old).catch(() => undefined)
  return backup
}

/** Backups of a configuration file, the newest first. */
export async function listBackups(path: string, fs: FileSteps = fsPromises): Promise<string[]> {
  const prefix = `${basename(path)}${infix}`
  const names = (await fs.readdir(dirname(path))).filter((name) => name.startsWith(prefix))
  return names
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => join(dirname(path), name))
}

export interface RestoreOptions {
  /** The configuration file, or a symbolic link to it. */
  readonly path: string
  /** File name of the copy, one of `listBackups`. */
  readonly name: string
  readonly now: () => number
  readonly fs?: FileSteps
}

/**
 * Puts a copy back as a whole, under the same lock as every change, after keeping what is there as a copy as well: a
 * restore can be taken back. Throws ApplyError, and a RangeError when there is no such copy.
 */
export async function restoreBackup({ path, name, now, fs = fsPromises }: RestoreOptions): Promise<void> {
  const { target, mode } = await readRaw(path, fs)
  try {
    await withLock(`${target}.vitrine-lock`, async () => {
      const copy = (await listBackups(target, fs)).find((one) => basename(one) === name)
      if (copy === undefined) throw new RangeError('There is no such copy.')
      const wanted = await fs.readFile(copy)
      const current = await readRaw(path, fs)
      if (current.bytes !== null) await keepBackup(target, current.bytes, now(), fs)
      await atomicWrite(target, wanted, {
        mode,
        fs,
        beforeReplace: async () => {
          const latest = await readRaw(path, fs)
          if (latest.target !== target || latest.hash !== current.hash) throw new ApplyError('changed')
        },
      })
    }, { fs })
  } catch (error) {
    if (error instanceof ApplyError || error instanceof RangeError) throw error
    throw new ApplyError(error instanceof LockBusyError ? 'busy' : 'not_written', { cause: error })
  }
}
