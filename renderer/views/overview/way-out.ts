import type { ProblemCode } from '../../../src/contract/app-state'

export type WayOut = 'memory' | 'new_key' | 'check_connection' | 'try_again'

/** Which action gets a person out of a problem, besides what its hint says. */
export function wayOut(code: ProblemCode): WayOut {
  switch (code) {
    case 'keychain_absent':
    case 'keychain_locked':
    case 'keychain_denied':
    case 'keychain_failed':
      return 'memory'
    case 'key_missing':
    case 'key_rejected':
      return 'new_key'
    case 'database_not_found':
    case 'tls_failed':
    case 'unreachable':
    case 'timeout':
    case 'odoo_error':
      return 'check_connection'
    default:
      return 'try_again'
  }
}
