import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'
import { VitrineError } from '../errors/vitrine-error'
import type { Host } from '../host/host'

/** Where certificate authorities come from; injected so that every system's case is tested on one. */
export interface TrustSource {
  /** The roots compiled into the runtime. */
  readonly bundled: () => readonly string[]
  /** The operating system's own, where the runtime can ask for them (Node 22.15 and later); undefined where not. */
  readonly system: () => readonly string[] | undefined
  /** A file's text, undefined when it is absent or unreadable. */
  readonly readText: (path: string) => string | undefined
}

/** Where the usual distributions keep their roots: Debian and Ubuntu, Fedora and RHEL, openSUSE, Alpine. */
const LINUX_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

export function nodeTrustSource(): TrustSource {
  return {
    bundled: () => tls.rootCertificates,
    system: () => {
      const get = (tls as { readonly getCACertificates?: (type: 'system') => readonly string[] }).getCACertificates
      return get?.('system')
    },
    readText: (path) => {
      try {
        return readFileSync(path, 'utf8')
      } catch {
        return undefined
      }
    },
  }
}

/**
 * The authorities to trust, as PEM texts: the runtime's roots, the system's, and the connection's own `ca`. Undefined when the
 * runtime's roots are all there is, which is what its default does faster. On Windows and macOS with a runtime that cannot ask
 * the system (Electron 25), an authority that only the system knows must be given as `ca`.
 *
 * Throws `VitrineError` `tls_failed` when `ca` holds no readable certificate.
 */
export function trustedAuthorities(platform: Host['platform'], ca: string | undefined, source: TrustSource): readonly string[] | undefined {
  const more = [...systemAuthorities(platform, source), ...(ca === undefined ? [] : certificatesIn(ca))]
  return more.length === 0 ? undefined : [...source.bundled(), ...more]
}

function systemAuthorities(platform: Host['platform'], source: TrustSource): readonly string[] {
  const known = source.system()
  if (known !== undefined) return known
  if (platform !== 'linux') return []
  for (const path of LINUX_BUNDLES) {
    const bundle = source.readText(path)
    if (bundle?.includes('-----BEGIN CERTIFICATE-----') === true) return [bundle]
  }
  return []
}

function certificatesIn(pem: string): readonly string[] {
  const blocks = pem.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]+-----END (?:TRUSTED )?CERTIFICATE-----/g) ?? []
  try {
    for (const block of blocks) new X509Certificate(block)
    if (blocks.length > 0) return blocks
  } catch {
    // Said below.
  }
  throw new VitrineError('tls_failed', { id: 'odoo.ca' }, {
    hint: { id: 'odoo.ca.hint' },
  })
}
