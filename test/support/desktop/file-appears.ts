import { existsSync, watch } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Resolves once a file exists, and holds what `isRight` wants to see in it. Its directory is made when absent, with the
 * mode of a private one, to be watched.
 */
export async function fileAppears(path: string, signal: AbortSignal, isRight: () => boolean = () => true): Promise<void> {
  const directory = dirname(path)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await new Promise<void>((resolve, reject) => {
    const watcher = watch(directory, () => { check() })
    const finish = (settle: () => void): void => {
      watcher.close()
      settle()
    }
    const check = (): void => {
      if (existsSync(path) && isRight()) finish(resolve)
    }
    signal.addEventListener('abort', () => { finish(() => { reject(new Error(`${path} did not appear.`)) }) })
    check()
  })
}
