import type * as fsPromises from 'node:fs/promises'

/**
 * The file-system calls a careful write is made of, as a port: a test lets any one of them fail and looks at what is
 * left on the disk. `node:fs/promises` is the real one.
 */
export type FileSteps = Pick<
  typeof fsPromises,
  'open' | 'rename' | 'unlink' | 'readdir' | 'readFile' | 'mkdir' | 'lstat' | 'readlink' | 'stat'
>

/** Waits for a number of milliseconds; a test passes one that does not wait. */
export type Delay = (milliseconds: number) => Promise<unknown>

/** The code of a Node system error such as `ENOENT`, or null for anything else. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}

/** Runs `read` and turns "there is no such file" into null; every other error passes. */
export async function orNullWhenMissing<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}
