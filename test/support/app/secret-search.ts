import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** A text to look for, under a name that may stand in a report; the text itself never does. */
export interface Secret {
  readonly name: string
  readonly text: string
}

/** Where a secret was found, and how it was written there. */
export interface Find {
  readonly secret: string
  readonly spelling: string
  readonly place: string
}

interface Needle {
  readonly secret: string
  readonly spelling: string
  readonly bytes: Buffer
}

/** So long a piece of a secret is a secret itself. */
const pieceLength = 12

/** Every spelling in which a secret, or either end of it, might have been written down. */
export function spellingsOf({ name, text }: Secret): readonly Needle[] {
  const whole = Buffer.from(text)
  const pieces = [text.slice(0, pieceLength), text.slice(-pieceLength)].map((piece) => Buffer.from(piece))
  const spelled: (readonly [string, Buffer])[] = pieces.flatMap((piece) => [
    ['plain', piece],
    ['hexadecimal', Buffer.from(piece.toString('hex'))],
    ['upper-case hexadecimal', Buffer.from(piece.toString('hex').toUpperCase())],
    ['UTF-16 little-endian', Buffer.from(piece.toString(), 'utf16le')],
    ['UTF-16 big-endian', Buffer.from(piece.toString(), 'utf16le').swap16()],
    ['URL-encoded', Buffer.from(encodeURIComponent(piece.toString()))],
    ['backwards', Buffer.from([...piece].reverse())],
  ])
  for (const [spelling, bytes] of base64Of(whole)) spelled.push([spelling, bytes])
  // A Fernet key or token is base64 itself; what it stands for might be written as it is.
  const raw = Buffer.from(text, 'base64url')
  if (raw.toString('base64url') === text.replace(/=+$/, '')) {
    const core = raw.subarray(-16)
    spelled.push(['raw bytes', core], ['hexadecimal of its bytes', Buffer.from(core.toString('hex'))], ['base64 of its bytes', Buffer.from(raw.toString('base64').slice(0, 16))])
  }
  return spelled.map(([spelling, bytes]) => ({ secret: name, spelling, bytes }))
}

/** Base64 depends on where in a longer text it begins: three ways, without the characters that the neighbours share. */
function base64Of(whole: Buffer): (readonly [string, Buffer])[] {
  return [0, 1, 2].flatMap((offset) => {
    const around = Buffer.concat([Buffer.alloc(offset), whole])
    const inside = (encoding: 'base64' | 'base64url'): Buffer => Buffer.from(around.toString(encoding).slice(offset === 0 ? 0 : 4, 4 * Math.floor(around.length / 3)).slice(0, 20))
    return [
      [`base64 at offset ${offset}`, inside('base64')],
      [`base64url at offset ${offset}`, inside('base64url')],
    ] as const
  })
}

/** Where any of the secrets stands in the bytes of a place. */
export function findIn(place: string, content: Buffer, secrets: readonly Secret[]): readonly Find[] {
  return secrets
    .flatMap(spellingsOf)
    .filter(({ bytes }) => content.includes(bytes))
    .map(({ secret, spelling }) => ({ secret, spelling, place }))
}

/** Every file below a directory, in which a secret stands; their names are looked at too. */
export async function findInFiles(directory: string, secrets: readonly Secret[]): Promise<readonly Find[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name))
  const found = await Promise.all(files.map(async (file) => findIn(path.relative(directory, file), await readFile(file), secrets)))
  const names = entries.map(({ parentPath, name }) => path.join(parentPath, name)).join('\n')
  return [...found.flat(), ...findIn('the names of the files', Buffer.from(names), secrets)]
}

/** What the system tells everybody of the user about a process: its arguments and its environment. */
export async function findInProcess(pid: string, secrets: readonly Secret[]): Promise<readonly Find[]> {
  const [cmdline, environ] = await Promise.all([readFile(`/proc/${pid}/cmdline`), readFile(`/proc/${pid}/environ`)])
  return [...findIn('arguments', cmdline, secrets), ...findIn('environment', environ, secrets)]
}
