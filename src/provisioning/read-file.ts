import { constants } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { MOST_BYTES, type ProvisionProblem } from './parse'

export type FileRead = { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly problem: ProvisionProblem }

const UNREADABLE: FileRead = { ok: false, problem: { message: 'The file cannot be read.', hint: 'Check that it is still there and that you may read it.' } }
const NO_FILE: FileRead = { ok: false, problem: { message: 'This is no file but a folder or a device.', hint: 'Open the file that you were given.' } }

/**
 * The bytes of a file whose path came from outside: from a command line or a double click. Only of a regular file, and no more of it
 * than one byte above what a provisioning file may have, so that neither a pipe nor a device nor an endless file holds anything up.
 * The path stands in no message.
 */
export async function readProvisionFile(path: string): Promise<FileRead> {
  try {
    // Opening some devices does something already, so the first look comes before.
    if (!(await stat(path)).isFile()) return NO_FILE
    // Not waiting, for what is a pipe by now. Windows has no such thing and no such pipes.
    const file = await open(path, constants.O_RDONLY | ((constants as { readonly O_NONBLOCK?: number }).O_NONBLOCK ?? 0))
    try {
      if (!(await file.stat()).isFile()) return NO_FILE
      const buffer = new Uint8Array(MOST_BYTES + 1)
      let length = 0
      while (length < buffer.length) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length, length)
        if (bytesRead === 0) break
        length += bytesRead
      }
      return { ok: true, bytes: buffer.subarray(0, length) }
    } finally {
      await file.close()
    }
  } catch {
    return UNREADABLE
  }
}
