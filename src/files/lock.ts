import * as fsPromises from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { errorCode, orNullWhenMissing, type Delay, type FileSteps } from './file-steps'
import { isProcessAlive } from './process-alive'

export interface LockOptions {
  /** How often to try, with `pauseMs` between two attempts; about five seconds unless said otherwise. */
  readonly attempts?: number
  readonly pauseMs?: number
  readonly delay?: Delay
  readonly fs?: FileSteps
}

/** Another living process kept the lock for as long as we were willing to wait. */
export class LockBusyError extends Error {
  override readonly name = 'LockBusyError'
  constructor() {
    super('Another program is working on this file.')
  }
}

/** Locks this process holds. A lock file with our process id that is not among them was left by an earlier process. */
const held = new Set<string>()
let taken = 0

/**
 * Runs `work` while holding the lock file at `path`; its directory must exist. Serves processes of one machine that all
 * use it; it stops nobody else. A lock whose process is gone is broken. Throws LockBusyError, or what `work` throws.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const { attempts = 100, pauseMs = 50, delay = wait, fs = fsPromises } = options
  const owner = newOwner()
  const isAbandoned = abandonedAfter(attempts / 2)
  const isBreakerAbandoned = abandonedAfter(attempts / 4)
  try {
    for (let attempt = 1; !(await tryCreate(path, owner, fs)); attempt += 1) {
      if (attempt === attempts) throw new LockBusyError()
      const lock = await stateOf(path, fs)
      const isRemoved = isAbandoned(lock) && (await breakLock(path, lock.identity, isBreakerAbandoned, fs))
      if (!isRemoved) await delay(pauseMs)
    }
    try {
      return await work()
    } finally {
      await fs.unlink(path).catch(() => undefined)
    }
  } finally {
    held.delete(owner)
  }
}

/** Known as ours before the file exists, so that nobody in this process takes it for an abandoned one. */
function newOwner(): string {
  taken += 1
  const owner = `${process.pid} ${taken}`
  held.add(owner)
  return owner
}

async function tryCreate(path: string, owner: string, fs: FileSteps): Promise<boolean> {
  let file
  try {
    file = await fs.open(path, 'wx', 0o600)
  } catch (error) {
    // Windows answers EPERM or EBUSY for a file that another process is deleting at this moment.
    if (['EEXIST', 'EPERM', 'EBUSY'].includes(errorCode(error) ?? '')) return false
    throw error
  }
  try {
    await file.writeFile(owner)
    return true
  } catch (error) {
    await fs.unlink(path).catch(() => undefined)
    throw error
  } finally {
    await file.close()
  }
}

/**
 * Says at each look at a lock whether its owner is gone. An empty one, whose owner is between creating and writing, which
 * takes no time, or died there, is abandoned when it is seen for more than `looks` times.
 */
function abandonedAfter(looks: number): (lock: LockState) => boolean {
  let last = { identity: '', seen: 0 }
  return ({ state, identity }) => {
    if (state !== 'unwritten') return state === 'stale'
    last = { identity, seen: last.identity === identity ? last.seen + 1 : 1 }
    return last.seen > looks
  }
}

/**
 * Removes a lock whose owner is gone; false when another process does that now. Two processes may find the same stale
 * lock: only the one that holds the second file looks again and removes, so that nobody removes a fresh lock that took the
 * stale one's place. The second file may have lost its owner as well.
 */
async function breakLock(path: string, identity: string, isAbandoned: (lock: LockState) => boolean, fs: FileSteps): Promise<boolean> {
  const breaker = `${path}.break`
  const owner = newOwner()
  try {
    if (!(await tryCreate(breaker, owner, fs))) {
      if (!isAbandoned(await stateOf(breaker, fs))) return false
      await fs.unlink(breaker).catch(() => undefined)
      return true
    }
    try {
      if ((await stateOf(path, fs)).identity === identity) await fs.unlink(path).catch(() => undefined)
      return true
    } finally {
      await fs.unlink(breaker).catch(() => undefined)
    }
  } finally {
    held.delete(owner)
  }
}

interface LockState {
  readonly state: 'held' | 'stale' | 'unwritten'
  /** Tells this lock from the next one at the same path. */
  readonly identity: string
}

async function stateOf(path: string, fs: FileSteps): Promise<LockState> {
  const [owner, stats] = await Promise.all([
    orNullWhenMissing(() => fs.readFile(path, 'utf8')),
    orNullWhenMissing(() => fs.stat(path)),
  ])
  if (owner === null || stats === null) return { state: 'held', identity: '' }
  const identity = `${owner} ${stats.ino} ${stats.mtimeMs}`
  if (owner === '') return { state: 'unwritten', identity }
  const pid = Number(owner.split(' ')[0])
  if (pid === process.pid) return { state: held.has(owner) ? 'held' : 'stale', identity }
  return { state: Number.isInteger(pid) && pid > 0 && isProcessAlive(pid) ? 'held' : 'stale', identity }
}
