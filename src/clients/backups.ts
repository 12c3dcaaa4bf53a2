import * as fsPromises from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { atomicWrite } from '../files/atomic-write'
import type { FileSteps } from '../files/file-steps'

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
