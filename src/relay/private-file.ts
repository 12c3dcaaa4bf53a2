import { open } from 'node:fs/promises'

type PrivateFile = { readonly kind: 'read'; readonly text: string } | { readonly kind: 'missing' } | { readonly kind: 'exposed' }

/** Reads a small file that only its owner may read; the check is on the open file, so nothing can be put in its place. */
export async function readPrivateFile(path: string): Promise<PrivateFile> {
  const file = await open(path, 'r').catch(() => null)
  if (file === null) return { kind: 'missing' }
  try {
    const { mode, uid } = await file.stat()
    // Windows has no such bits, and no getuid: there the directory's access list of the profile protects both files.
    const me = process.getuid?.()
    if (me !== undefined && ((mode & 0o077) !== 0 || uid !== me)) return { kind: 'exposed' }
    return { kind: 'read', text: await file.readFile('utf8') }
  } catch {
    return { kind: 'missing' }
  } finally {
    await file.close().catch(() => undefined)
  }
}
