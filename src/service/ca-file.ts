import { readFile, stat } from 'node:fs/promises'
import { VitrineError } from '../errors/vitrine-error'

const MAX_BYTES = 1024 * 1024

/** The PEM text of a certificate authority. Throws `tls_failed` when the file is not one. */
export async function readCaFile(path: string): Promise<string> {
  const unusable = (message: string) =>
    new VitrineError('tls_failed', message, { hint: 'Choose a PEM file that holds the certificate of your certificate authority.' })
  try {
    if ((await stat(path)).size > MAX_BYTES) throw unusable('The certificate file is too large to be one.')
    const text = await readFile(path, 'utf8')
    if (!text.includes('-----BEGIN CERTIFICATE-----')) throw unusable('The certificate file holds no certificate.')
    return text
  } catch (error) {
    if (error instanceof VitrineError) throw error
    throw unusable('The certificate file cannot be read.')
  }
}
