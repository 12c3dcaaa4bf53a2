import { VitrineError } from '../errors/vitrine-error'

const NETWORK: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  ENOTFOUND: ['No server with this name could be found.', 'Check the spelling of the address, and that this computer is online.'],
  EAI_AGAIN: ['The name of the server could not be looked up.', 'Check that this computer is online, then try again.'],
  ECONNREFUSED: [
    'The server refused the connection: nothing answers at this address and port.',
    'Check the address and port, and that Odoo is running.',
  ],
  EHOSTUNREACH: ['There is no way to the server from this network.', 'Check the network, or the VPN if Odoo is inside one.'],
  ENETUNREACH: ['There is no way to the server from this network.', 'Check the network, or the VPN if Odoo is inside one.'],
  ENETDOWN: ['The network is down.', 'Check that this computer is online.'],
  EACCES: ['This computer does not allow the connection.', 'A firewall may block Vitrine.'],
  EPERM: ['This computer does not allow the connection.', 'A firewall may block Vitrine.'],
}

const CERTIFICATE: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "The server's certificate has expired.",
  CERT_NOT_YET_VALID: "The server's certificate is not valid yet.",
  CERT_REVOKED: "The server's certificate was revoked.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The server's certificate is for another name than this address.",
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
    return new ResetBeforeAnswer('unreachable', 'The server cut the connection before it answered.', {
      hint: 'Try again; Odoo may be restarting.',
    })
  }
  if (code === 'ETIMEDOUT') {
    return new VitrineError('timeout', 'The server did not accept the connection in time.', {
      hint: 'Check the address and port, and the VPN if Odoo is inside one.',
    })
  }
  if (CERTIFICATE[code] !== undefined || UNKNOWN_AUTHORITY.has(code) || BAD_CERTIFICATE.test(code)) return certificateFailure(code)
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
    return new VitrineError('tls_failed', 'No encrypted connection could be agreed with the server.', {
      hint: 'Check that the address is one for https, and that the server offers TLS 1.2 or newer.',
    })
  }
  if (code.startsWith('HPE_')) {
    return new VitrineError('odoo_error', 'The address answered with something that is not a web server’s answer.', {
      hint: 'Check the address and port.',
    })
  }
  return new VitrineError('unreachable', 'The connection to the server failed.', {
    hint: 'Check the address, and that this computer is online.',
  })
}

export function cutAnswer(): VitrineError {
  return new VitrineError('unreachable', 'The connection was cut in the middle of the answer.', {
    hint: 'Try again; ask for less at once if it happens again.',
  })
}

function certificateFailure(code: string): VitrineError {
  const said = CERTIFICATE[code]
  if (said !== undefined) {
    const hint =
      code === 'ERR_TLS_CERT_ALTNAME_INVALID'
        ? 'Use the address that the certificate was made for, or ask whoever runs the server.'
        : 'Ask whoever runs the server to renew it, and check the date of this computer.'
    return new VitrineError('tls_failed', said, { hint })
  }
  if (UNKNOWN_AUTHORITY.has(code)) {
    return new VitrineError('tls_failed', "The server's certificate comes from an authority that this computer does not know.", {
      hint: 'For a private server, choose the PEM file of its certificate authority in the connection.',
    })
  }
  return new VitrineError('tls_failed', "The server's certificate is not valid.", { hint: 'Ask whoever runs the server.' })
}

/** The code of a system error; of several attempts (one per address of the host) the first that has one. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return ''
  const { code, errors } = error as { readonly code?: unknown; readonly errors?: unknown }
  if (typeof code === 'string') return code
  return Array.isArray(errors) ? (errors.map(codeOf).find((one) => one !== '') ?? '') : ''
}
