import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A secret in the forms in which it might lie about: as text, escaped, in hexadecimal, in base64 at every alignment, in UTF-16. */
export function formsOf(secret: string | Buffer): readonly Buffer[] {
  const bytes = Buffer.from(secret)
  const forms = [bytes, Buffer.from(bytes.toString('hex')), Buffer.from(bytes.toString('hex').toUpperCase())]
  for (const alignment of [0, 1, 2]) {
    const text = Buffer.concat([Buffer.alloc(alignment), bytes]).toString('base64')
    // The first and last groups hold bits of neighbours.
    const inner = text.slice(alignment === 0 ? 0 : 4, Math.floor((alignment + bytes.length) / 3) * 4)
    forms.push(Buffer.from(inner), Buffer.from(inner.replaceAll('+', '-').replaceAll('/', '_')))
  }
  if (typeof secret === 'string') {
    const wide = Buffer.from(secret, 'utf16le')
    forms.push(wide, Buffer.from(wide).swap16(), Buffer.from(encodeURIComponent(secret)), Buffer.from(JSON.stringify(secret).slice(1, -1)))
  }
  return forms
}

/** Whether any form of any of the secrets, told by name, stands in these bytes. */
export function secretsIn(bytes: Buffer, secrets: Readonly<Record<string, string | Buffer>>): readonly string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => formsOf(secret).some((form) => bytes.includes(form)))
    .map(([name]) => name)
}

/** Files below a directory in which secrets stand, by path and name of the secret; file names are searched as well. */
export async function secretsBelow(root: string, secrets: Readonly<Record<string, string | Buffer>>): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const found: string[] = []
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const content = entry.isFile() ? await contentOf(path) : Buffer.alloc(0)
    // What was just being written now has its own name, under which it may not have been looked at.
    if (content === null) return secretsBelow(root, secrets)
    for (const name of secretsIn(Buffer.concat([Buffer.from(`${entry.name}\n`), content]), secrets)) found.push(`${path}: ${name}`)
  }
  return found
}

/** Null for a file that is gone since the directory was listed: a temporary one that took the place of another. */
async function contentOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
