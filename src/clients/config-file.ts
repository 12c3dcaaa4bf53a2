import * as fsPromises from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import { orNullWhenMissing, type FileSteps } from '../files/file-steps'
import { decodeTextFile } from '../files/text-file'

/** A client's configuration file as it was read. */
export interface ConfigFile {
  /** The file itself, where `path` given was a symbolic link; all work is done there. */
  readonly target: string
  /** Null when there is no such file. */
  readonly bytes: Uint8Array | null
  /** Without byte-order mark; null when there is no such file. */
  readonly text: string | null
  /** SHA-256 of the bytes, hexadecimal; null when there is no such file. */
  readonly hash: string | null
  /** Permission bits; those of a new file when there is none. */
  readonly mode: number
  readonly isReadOnly: boolean
}

const newFileMode = 0o600
const mostLinks = 40

/** Reads a configuration file. Throws NotUtf8Error, or the system's error when it exists and cannot be read. */
export async function readConfigFile(path: string, fs: FileSteps = fsPromises): Promise<ConfigFile> {
  const file = await readRawConfigFile(path, fs)
  return { ...file, text: file.bytes === null ? null : decodeTextFile(file.bytes).text }
}

/** The same of a file whose content need not be text. */
export async function readRawConfigFile(path: string, fs: FileSteps = fsPromises): Promise<Omit<ConfigFile, 'text'>> {
  const target = await resolveLinks(path, fs)
  // The bytes come last: what another program writes after this look is lost when the file is replaced.
  const stats = await orNullWhenMissing(() => fs.stat(target))
  const bytes = stats === null ? null : await orNullWhenMissing(() => fs.readFile(target))
  if (stats === null || bytes === null) return { target, bytes: null, hash: null, mode: newFileMode, isReadOnly: false }
  const permissions = stats.mode & 0o777
  return {
    target,
    bytes,
    hash: hashOf(bytes),
    mode: permissions,
    // The administrator's account may write anything; a file without the bit still says "leave me alone".
    isReadOnly: (permissions & 0o200) === 0,
  }
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Where a path leads, also when nothing is there yet: `realpath` refuses links to files that do not exist. */
async function resolveLinks(path: string, fs: FileSteps): Promise<string> {
  let current = resolve(path)
  for (let links = 0; links < mostLinks; links += 1) {
    const found = await orNullWhenMissing(() => fs.lstat(current))
    if (!found?.isSymbolicLink()) return current
    current = resolve(dirname(current), await fs.readlink(current))
  }
  throw Object.assign(new Error('Too many symbolic links.'), { code: 'ELOOP' })
}
