import { VitrineError } from '../errors/vitrine-error'
import type { Sentence } from '../i18n/sentence'

const NETWORK: Readonly<Record<string, readonly [message: Sentence, hint: Sentence]>> = {
  ENOTFOUND: [{ id: 'net.notFound' }, { id: 'net.notFound.hint' }],
  EAI_AGAIN: [{ id: 'net.lookup' }, { id: 'net.lookup.hint' }],
  ECONNREFUSED: [
    { id: 'net.refused' },
    { id: 'net.refused.hint' },
  ],
  EHOSTUNREACH: [{ id: 'net.noWay' }, { id: 'net.noWay.hint' }],
  ENETUNREACH: [{ id: 'net.noWay' }, { id: 'net.noWay.hint' }],
  ENETDOWN: [{ id: 'net.down' }, { id: 'net.down.hint' }],
  EACCES: [{ id: 'net.forbidden' }, { id: 'net.forbidden.hint' }],
  EPERM: [{ id: 'net.forbidden' }, { id: 'net.forbidden.hint' }],
}

const CERTIFICATE: Readonly<Record<string, Sentence>> = {
  CERT_HAS_EXPIRED: { id: 'net.cert.expired' },
  CERT_NOT_YET_VALID: { id: 'net.cert.notYet' },
  CERT_REVOKED: { id: 'net.cert.revoked' },
  ERR_TLS_CERT_ALTNAME_INVALID: { id: 'net.cert.name' },
}

const UNKNOWN_AUTHORITY = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
])
/** What OpenSSL and BoringSSL say of a certificate besides the above; all are the server's to mend. */
const BAD_CERTIFICATE = /^(?:CERT_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|UNABLE_TO_DECRYPT|UNABLE_TO_GET_CRL|CRL_|HOSTNAME_MISMATCH)/

/** The connection was cut before a single byte of the answer: the only failure after which a read may be sent again. */
export class ResetBeforeAnswer extends VitrineError {}

/** An error of a socket, of TLS or of the HTTP parser → what went wrong, in words and without the host's name. */
export function networkFailure(error: unknown, { hasAnswerBegun }: { readonly hasAnswerBegun: boolean }): VitrineError {
  if (error instanceof VitrineError) return error
  const code = codeOf(error)
  const network = NETWORK[code]
  if (network !== undefined) return new VitrineError('unreachable', network[0], { hint: network[1] })
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ECONNABORTED') {
    if (hasAnswerBegun) return cutAnswer()
    return new ResetBeforeAnswer('unreachable', { id: 'net.cut' }, {
      hint: { id: 'net.cut.hint' },
    })
  }
  if (code === 'ETIMEDOUT') {
    return new VitrineError('timeout', { id: 'net.slow' }, {
      hint: { id: 'net.slow.hint' },
    })
  }
  if (CERTIFICATE[code] !== undefined || UNKNOWN_AUTHORITY.has(code) || BAD_CERTIFICATE.test(code)) return certificateFailure(code)
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
    return new VitrineError('tls_failed', { id: 'net.tls' }, {
      hint: { id: 'net.tls.hint' },
    })
  }
  if (code.startsWith('HPE_')) {
    return new VitrineError('odoo_error', { id: 'net.notWeb' }, {
      hint: { id: 'net.notWeb.hint' },
    })
  }
  return new VitrineError('unreachable', { id: 'net.failed' }, {
    hint: { id: 'webhook.fault.unreachable.hint' },
  })
}

export function cutAnswer(): VitrineError {
  return new VitrineError('unreachable', { id: 'net.halved' }, {
    hint: { id: 'net.halved.hint' },
  })
}

function certificateFailure(code: string): VitrineError {
  const said = CERTIFICATE[code]
  if (said !== undefined) {
    return new VitrineError('tls_failed', said, { hint: { id: code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? 'net.cert.name.hint' : 'net.cert.date.hint' } })
  }
  if (UNKNOWN_AUTHORITY.has(code)) {
    return new VitrineError('tls_failed', { id: 'net.cert.unknown' }, {
      hint: { id: 'net.cert.unknown.hint' },
    })
  }
  return new VitrineError('tls_failed', { id: 'net.cert' }, { hint: { id: 'net.cert.hint' } })
}

/** The code of a system error; of several attempts (one per address of the host) the first that has one. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const { code, errors } = error as { readonly code?: unknown; readonly errors?: unknown }
  if (typeof code === 'string') return code
  return Array.isArray(errors) ? (errors.map(codeOf).find((one) => one !== '') ?? '') : ''
}
