import type { Problem, ProblemCode } from '../contract/app-state'
import type { ErrorCode } from '../contract/error-codes'
import type { ActionResult } from '../contract/requests'
import { KeychainError } from '../credentials/keychain'
import { VaultError } from '../credentials/vault-error'
import { VitrineError } from '../errors/vitrine-error'
import type { Sentence } from '../i18n/sentence'
import { SettingsError } from '../settings/store'

/** What the user is shown for an error of any room. Unknown errors get a fixed sentence: their text may hold anything. */
export function problemOf(error: unknown): Problem {
  if (error instanceof VitrineError) return { code: error.code, ...error.told, ...(error.httpStatus === undefined ? {} : { httpStatus: error.httpStatus }) }
  if (error instanceof KeychainError) {
    return { code: `keychain_${error.problem}` satisfies ProblemCode, ...error.told }
  }
  if (error instanceof VaultError) return vaultProblem(error)
  if (error instanceof SettingsError) return { code: 'internal', message: { id: error.problem.kind === 'newer' ? 'problem.settings.newer' : 'problem.settings.unreadable' }, hint: { id: `problem.settings.${error.problem.kind}.hint` } }
  if (isAboutFiles(error)) {
    return {
      code: 'internal',
      message: { id: 'problem.files' },
      hint: { id: 'problem.files.hint' },
    }
  }
  return {
    code: 'internal',
    message: { id: 'problem.internal' },
    hint: { id: 'problem.internal.hint' },
  }
}

function vaultProblem({ code }: VaultError): Problem {
  switch (code) {
    case 'missing':
    case 'unreadable':
    case 'missing_master_key':
      return {
        code: 'key_missing',
        message: { id: 'problem.key_missing' },
        hint: { id: 'problem.key_missing.hint' },
      }
    case 'not_stored':
      return {
        code: 'keychain_failed',
        message: { id: 'problem.not_stored' },
        hint: { id: 'problem.not_stored.hint' },
      }
    case 'not_removed':
      return {
        code: 'keychain_failed',
        message: { id: 'problem.not_removed' },
        hint: { id: 'problem.not_removed.hint' },
      }
    case 'locked_vault':
      return { code: 'disconnected', message: { id: 'problem.disconnected' }, hint: { id: 'problem.disconnected.hint' } }
  }
}

const FILE_ERRORS: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO'])

function isAboutFiles(error: unknown): boolean {
  return error instanceof Error && 'code' in error && FILE_ERRORS.has(error.code)
}

/** What a call's error says about the connection, in words: the call itself left only its code. */
export function problemFromCode(code: StoppingCode): Problem {
  return { code, ...SENTENCES[code] }
}

/** The same, as the outcome of something the user asked for. */
export function failureOf(error: unknown): ActionResult {
  const { message, hint } = problemOf(error)
  return { ok: false, message, hint }
}

const SENTENCES = {
  key_rejected: {
    message: { id: 'problem.key_rejected' },
    hint: { id: 'problem.newKey' },
  },
  database_not_found: {
    message: { id: 'problem.database_not_found' },
    hint: { id: 'problem.database_not_found.hint' },
  },
  unreachable: {
    message: { id: 'problem.unreachable' },
    hint: { id: 'problem.unreachable.hint' },
  },
  tls_failed: {
    message: { id: 'problem.tls_failed' },
    hint: { id: 'problem.tls_failed.hint' },
  },
  timeout: {
    message: { id: 'problem.timeout' },
    hint: { id: 'problem.timeout.hint' },
  },
} as const satisfies Partial<Record<ErrorCode, { readonly message: Sentence; readonly hint: Sentence }>>

export type StoppingCode = keyof typeof SENTENCES

/** Whether an error of one call says something about the connection as a whole. */
export function stopsAllCalls(code: ErrorCode): code is StoppingCode {
  return code in SENTENCES
}
