import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../../../src/contract/error-codes'
import type { KeychainProblem } from '../../../src/credentials/keychain'
import { keychainError } from '../../../src/credentials/keychain-problems'
import { VaultError, type VaultErrorCode } from '../../../src/credentials/vault-error'
import { VitrineError } from '../../../src/errors/vitrine-error'
import { failureOf, problemFromCode, problemOf, stopsAllCalls } from '../../../src/service/problems'
import { SettingsError } from '../../../src/settings/store'
import { asRead } from '../../support/in-english'

const told = (error: unknown) => asRead(problemOf(error))

describe('what the user is told of an error', () => {
  it.each(['absent', 'locked', 'denied', 'failed'] satisfies KeychainProblem[])('a keychain that is %s has its own code, sentence and way out', (problem) => {
    const error = keychainError(problem, 'linux')
    expect(told(error)).toEqual({ code: `keychain_${problem}`, message: error.message, hint: error.hint })
  })

  it.each([
    ['missing', 'key_missing'],
    ['unreadable', 'key_missing'],
    ['missing_master_key', 'key_missing'],
    ['not_stored', 'keychain_failed'],
    ['not_removed', 'keychain_failed'],
    ['locked_vault', 'disconnected'],
  ] satisfies [VaultErrorCode, string][])('the vault’s "%s" is %s', (code, expected) => {
    const problem = told(new VaultError(code))
    expect(problem.code).toBe(expected)
    expect(problem.message).not.toBe('')
    expect(problem.hint).not.toBe('')
  })

  it('an error of ours keeps its words', () => {
    const error = new VitrineError('timeout', 'Odoo did not answer.', { hint: 'Try again.' })
    expect(told(error)).toEqual({ code: 'timeout', message: 'Odoo did not answer.', hint: 'Try again.' })
    expect(failureOf(error)).toEqual({ ok: false, message: 'Odoo did not answer.', hint: 'Try again.' })
  })

  it('settings that cannot be written say why', () => {
    expect(told(new SettingsError({ kind: 'newer', version: 7 }))).toMatchObject({ message: expect.stringContaining('newer version') as string })
    expect(told(new SettingsError({ kind: 'unreadable' })).hint).toContain('permissions')
  })

  it.each(['ENOSPC', 'EACCES', 'EROFS'])('a file that cannot be written (%s) is said without its path', (code) => {
    const problem = told(Object.assign(new Error(`${code}: open '/home/somebody/settings.json'`), { code }))
    expect(problem.message).toBe('Vitrine could not write its files.')
    expect(JSON.stringify(problem)).not.toContain('/home')
  })

  it.each([new Error('secret 0123456789'), 'secret 0123456789', undefined, { message: 'secret 0123456789' }])('anything else gets a fixed sentence', (error) => {
    const problem = told(error)
    expect(problem.code).toBe('internal')
    expect(JSON.stringify(problem)).not.toContain('secret')
  })
})

describe('what a call’s code says about the connection', () => {
  it('is something for the codes that concern every call, in one sentence and a hint', () => {
    const stopping = ERROR_CODES.filter(stopsAllCalls)
    expect(stopping).toEqual(['key_rejected', 'database_not_found', 'unreachable', 'tls_failed', 'timeout'])
    for (const code of stopping) {
      const { message, hint } = asRead(problemFromCode(code))
      expect(message).toMatch(/^[A-Z][^.]*\.$/)
      expect(hint).not.toBe('')
    }
  })
})
