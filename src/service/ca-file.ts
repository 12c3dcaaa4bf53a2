import { readFile, stat } from 'node:fs/promises'
import { VitrineError } from '../errors/vitrine-error'
import type { Sentence } from '../i18n/sentence'

const MAX_BYTES = 1024 * 1024

/** The PEM text of a certificate authority. Throws `tls_failed` when the file is not one. */
export async function readCaFile(path: string): Promise<string> {
  const unusable = (message: Sentence) =>
    new VitrineError('tls_failed', message, { hint: { id: 'fault.ca.hint' } })
  try {
    if ((await stat(path)).size > MAX_BYTES) throw unusable({ id: 'fault.ca.large' })
    const text = await readFile(path, 'utf8')
    if (!text.includes('-----BEGIN CERTIFICATE-----')) throw unusable({ id: 'fault.ca.none' })
    return text
  } catch (error) {
    if (error instanceof VitrineError) throw error
    throw unusable({ id: 'fault.ca.unreadable' })
  }
}
