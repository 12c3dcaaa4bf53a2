import { appendFileSync, chmodSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from '../files/file-steps'

/**
 * A sink that appends to `path` and, before it would grow beyond `maxBytes`, moves it to `path.1` in place of the older
 * one: never more than twice `maxBytes` on disk. Files are 0600, the directory 0700.
 *
 * Written at once, so that the last lines before a crash are there. A log that cannot be written (a full disk) is given
 * up silently: it must never take the application down.
 */
export function rotatingFile(path: string, { maxBytes }: { readonly maxBytes: number }): (line: string) => void {
  let size: number | null = null
  return (line) => {
    try {
      size ??= prepare(path)
      const bytes = Buffer.byteLength(line)
      if (size > 0 && size + bytes > maxBytes) {
        renameSync(path, `${path}.1`)
        size = 0
      }
      appendFileSync(path, line, { mode: 0o600 })
      size += bytes
    } catch {
      size = null
    }
  }
}

function prepare(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    const { size } = statSync(path)
    chmodSync(path, 0o600)
    return size
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0
    throw error
  }
}
