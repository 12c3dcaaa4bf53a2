import { X509Certificate } from 'node:crypto'
import type { Authority } from '../contract/provisioning'

const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]+-----END (?:TRUSTED )?CERTIFICATE-----/g
const MOST = 20

/** The certificates in a PEM text, one after the other and nothing else; null where one cannot be read, or there is none or far too many. */
export function certificatesIn(pem: string): string | null {
  const blocks = pem.match(CERTIFICATE) ?? []
  if (blocks.length === 0 || blocks.length > MOST || pem.replace(CERTIFICATE, '').includes('-----BEGIN')) return null
  try {
    for (const block of blocks) new X509Certificate(block)
  } catch {
    return null
  }
  return `${blocks.map((block) => block.replace(/\r\n?/g, '\n')).join('\n')}\n`
}

/** What to show of the certificates in a text that `certificatesIn` gave. */
export function authoritiesIn(pem: string): readonly Authority[] {
  return (pem.match(CERTIFICATE) ?? []).map((block) => {
    const { subject, fingerprint256, validTo } = new X509Certificate(block)
    const commonName = /^CN=(.+)$/m.exec(subject)?.[1] ?? subject
    return { name: commonName.replace(/\s+/g, ' ').slice(0, 120), fingerprint: fingerprint256, validUntil: new Date(validTo).toISOString() }
  })
}
