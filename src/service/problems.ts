import type { Problem, ProblemCode } from '../contract/app-state'
import type { ErrorCode } from '../contract/error-codes'
import type { ActionResult } from '../contract/requests'
import { KeychainError } from '../credentials/keychain'
import { VaultError } from '../credentials/vault-error'
import { VitrineError } from '../errors/vitrine-error'
import { SettingsError, type SettingsProblem } from '../settings/store'

/** What the user is shown for an error of any room. Unknown errors get a fixed sentence: their text may hold anything. */
export function problemOf(error: unknown): Problem {
  if (error instanceof VitrineError) return { code: error.code, ...error.told }
  if (error instanceof KeychainError) {
    return { code: `keychain_${error.problem}` satisfies ProblemCode, message: error.message, hint: error.hint }
  }
  if (error instanceof VaultError) return vaultProblem(error)
  if (error instanceof SettingsError) return { code: 'internal', message: error.message, hint: SETTINGS_HINTS[error.problem.kind] }
  if (isAboutFiles(error)) {
    return {
      code: 'internal',
      message: 'Vitrine could not write its files.',
      hint: 'Check that the disk is not full and that your user may write to the folder of Vitrine.',
    }
  }
  return {
    code: 'internal',
    message: 'Something went wrong inside Vitrine.',
    hint: 'Try again. If it happens again, quit Vitrine and open it once more.',
  }
}

function vaultProblem({ code }: VaultError): Problem {
  switch (code) {
    case 'missing':
    case 'unreadable':
    case 'missing_master_key':
      return {
        code: 'key_missing',
        message: 'The Odoo key of this connection is not in the keychain any more.',
        hint: 'Open Connections and choose Replace key.',
      }
    case 'not_stored':
      return {
        code: 'keychain_failed',
        message: 'The keychain did not keep the key.',
        hint: 'Check that the keychain of your system is working, then try again. Nothing was stored.',
      }
    case 'not_removed':
      return {
        code: 'keychain_failed',
        message: 'The keychain still holds the key.',
        hint: 'Remove it by hand in the keychain of your system, under "Vitrine for Odoo".',
      }
    case 'locked_vault':
      return { code: 'disconnected', message: 'Vitrine is disconnected from Odoo.', hint: 'Choose Connect.' }
  }
}

const SETTINGS_HINTS: Readonly<Record<SettingsProblem['kind'], string>> = {
  newer: 'Install the newer version of Vitrine again.',
  unreadable: 'Check the permissions of the settings file.',
  broken: 'Quit Vitrine and open it again.',
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
    message: 'Odoo does not accept the key any more: it was revoked or has expired.',
    hint: 'Make a new API key in Odoo, then choose Replace key under Connections.',
  },
  database_not_found: {
    message: 'Odoo does not know the database.',
    hint: 'Check the name of the database under Connections.',
  },
  unreachable: {
    message: 'Odoo cannot be reached.',
    hint: 'Check your internet connection. Vitrine tries again by itself.',
  },
  tls_failed: {
    message: 'The connection to Odoo is not secure, so nothing was sent.',
    hint: 'Ask whoever runs your Odoo about its certificate.',
  },
  timeout: {
    message: 'Odoo took too long to answer.',
    hint: 'Vitrine tries again by itself.',
  },
} as const satisfies Partial<Record<ErrorCode, { readonly message: string; readonly hint: string }>>

export type StoppingCode = keyof typeof SENTENCES

/** Whether an error of one call says something about the connection as a whole. */
export function stopsAllCalls(code: ErrorCode): code is StoppingCode {
  return code in SENTENCES
}
