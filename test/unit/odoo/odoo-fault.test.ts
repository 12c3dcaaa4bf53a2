import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../src/contract/error-codes'
import { createJson2Transport } from '../../../src/odoo/json2'
import { createJsonRpc } from '../../../src/odoo/jsonrpc'
import { cleanMessage, faultByName, keyRejected, statusFault } from '../../../src/odoo/odoo-fault'
import { createOdooWire } from '../../../src/odoo/wire'
import { networkFailure } from '../../../src/odoo/network-failure'
import { problemOf } from '../../../src/service/problems'
import { failureOf } from '../../support/odoo/reader-of'
import { hasRecordings, NO_RECORDINGS, recordingsOf, type Recording } from '../../support/odoo/recordings'

const identity = (text: string): string => text
const codeOf = (name: string): ErrorCode => faultByName({ name, message: '' }, 'sale.order', false, identity).code

describe('an exception of Odoo', () => {
  it.each<[string, ErrorCode]>([
    ['odoo.exceptions.AccessDenied', 'key_rejected'],
    ['werkzeug.exceptions.Unauthorized', 'key_rejected'],
    ['odoo.exceptions.AccessError', 'access_denied_by_odoo'],
    ['odoo.exceptions.MissingError', 'record_not_found'],
    ['odoo.exceptions.UserError', 'odoo_error'],
    ['odoo.exceptions.ValidationError', 'odoo_error'],
    ['odoo.exceptions.LockError', 'odoo_error'],
    ['psycopg2.OperationalError', 'database_not_found'],
    ['psycopg.OperationalError', 'database_not_found'],
    ['psycopg2.errors.QueryCanceled', 'timeout'],
    ['builtins.ValueError', 'odoo_error'],
    ['', 'odoo_error'],
    ['a"; DROP', 'odoo_error'],
  ])('%s is %s', (name, code) => {
    expect(codeOf(name)).toBe(code)
  })

  it('is known by its name alone, whatever the language of its words', () => {
    const said = ['Accès refusé', 'Zugriff verweigert', 'unknown model', 'Access Denied', '']
    for (const message of said) expect(faultByName({ name: 'odoo.exceptions.AccessError', message }, 'sale.order', false, identity).code).toBe('access_denied_by_odoo')
  })

  it('mentions the plan on Odoo Online', () => {
    expect(faultByName({ name: 'odoo.exceptions.AccessDenied', message: '' }, '', true, identity).hint).toMatch(/Custom plan/)
    expect(faultByName({ name: 'odoo.exceptions.AccessDenied', message: '' }, '', false, identity).hint).not.toMatch(/Custom plan/)
  })
})

describe('the words of a server', () => {
  it('are one line, without paths, and short', () => {
    expect(cleanMessage('You may not.\n\nAsk your administrator.')).toBe('You may not.')
    expect(cleanMessage('Failed in /usr/lib/python3/odoo/models.py today')).toBe('Failed in … today')
    expect(cleanMessage('Failed in C:\\odoo\\server\\models.py today')).toBe('Failed in … today')
    expect(cleanMessage('See https://odoo.example.com/web?token=1 for more')).toBe('See … for more')
    expect(cleanMessage('x'.repeat(5000))).toHaveLength(200)
  })

  it('are dropped when they are no words', () => {
    for (const message of ['Traceback (most recent call last):', '  File "/x.py", line 1', 'psycopg2.errors.X', 'SELECT id FROM res_users', 'LINE 2: ...']) expect(cleanMessage(message)).toBe('')
  })
})

describe('a status', () => {
  const answer = (status: number, retryAfter?: string) => ({ status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter }, body: '' })
  const now = Date.parse('2026-06-15T09:30:00Z')

  it('carries how long to wait, in seconds or until a date, within an hour', () => {
    expect(statusFault(answer(429, '7'), now)).toMatchObject({ code: 'rate_limited', retryAfterS: 7 })
    expect(statusFault(answer(429, 'Mon, 15 Jun 2026 09:30:30 GMT'), now)?.retryAfterS).toBe(30)
    expect(statusFault(answer(429, 'Mon, 15 Jun 2020 09:30:30 GMT'), now)?.retryAfterS).toBe(0)
    expect(statusFault(answer(503, '999999'), now)).toMatchObject({ code: 'unreachable', retryAfterS: 3600 })
    expect(statusFault(answer(429, 'soon'), now)?.retryAfterS).toBeUndefined()
    expect(statusFault(answer(200), now)).toBeUndefined()
  })

  it('is told as a sentence of the catalogue, so that it is read in any language', () => {
    for (const status of [302, 413, 429, 502]) expect(statusFault(answer(status), now)?.told).toMatchObject({ message: { id: expect.any(String) as string }, hint: { id: expect.any(String) as string } })
  })

  it('is kept with the fault, for the details of the problem', () => {
    for (const status of [302, 413, 429, 502, 503, 504]) expect(statusFault(answer(status), now)?.httpStatus).toBe(status)
    expect(problemOf(statusFault(answer(503), now))).toMatchObject({ code: 'unreachable', httpStatus: 503 })
    expect(problemOf(keyRejected({ isOnline: false, httpStatus: 401 }))).toMatchObject({ code: 'key_rejected', httpStatus: 401 })
    expect(problemOf(keyRejected())).not.toHaveProperty('httpStatus')
  })
})

describe('a failure of the network', () => {
  it.each<[unknown, ErrorCode]>([
    [{ code: 'ENOTFOUND' }, 'unreachable'],
    [{ code: 'EAI_AGAIN' }, 'unreachable'],
    [{ code: 'EHOSTUNREACH' }, 'unreachable'],
    [{ code: 'ETIMEDOUT' }, 'timeout'],
    [{ errors: [{}, { code: 'ECONNREFUSED' }] }, 'unreachable'],
    [{ code: 'CERT_HAS_EXPIRED' }, 'tls_failed'],
    [{ code: 'CERT_SIGNATURE_FAILURE' }, 'tls_failed'],
    [{ code: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'tls_failed'],
    [{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'tls_failed'],
    [{ code: 'EPROTO' }, 'tls_failed'],
    [{ code: 'HPE_INVALID_CONSTANT' }, 'odoo_error'],
    [new Error('secret'), 'unreachable'],
    ['text', 'unreachable'],
    [undefined, 'unreachable'],
  ])('%j is %s', (error, code) => {
    const failure = networkFailure(error, { hasAnswerBegun: false })
    expect(failure.code).toBe(code)
    expect(failure.message).not.toContain('secret')
  })
})

describe.skipIf(!hasRecordings)(`the refusals of real servers${hasRecordings ? '' : ` (skipped: ${NO_RECORDINGS})`}`, () => {
  const host = { now: () => 0, monotonicMs: () => 0 }
  const options = { signal: new AbortController().signal }
  const outcome = (version: number, protocol: 'json2' | 'jsonrpc', name: string) => {
    const recording: Recording | undefined = recordingsOf(version, protocol).get(name)
    if (recording === undefined) throw new Error(`no ${name} on ${version}`)
    const { status, contentType, body } = recording.response
    const wire = createOdooWire(
      {
        exchange: (source) => source(async () => ({ status, headers: { 'content-type': contentType }, body: contentType.startsWith('application/json') ? JSON.stringify(body) : String(body) })),
        close: () => undefined,
      },
      (use) => use('key'),
      host,
    )
    const transport =
      protocol === 'json2' ? createJson2Transport({ wire, database: 'odoo', isOnline: false, host }) : createJsonRpc({ wire, isOnline: false, host }).transport('odoo', 2)
    return transport.call({ model: 'res.partner', method: 'search_read', named: {} }, undefined, options)
  }

  it.each<[string, ErrorCode, string]>([
    ['wrong_key', 'key_rejected', 'denied'],
    ['expired_key', 'key_rejected', 'denied'],
    ['key_of_other_db', 'key_rejected', 'denied'],
    ['no_auth_header', 'key_rejected', 'denied'],
    ['wrong_db', 'database_not_found', 'no_endpoint'],
    ['no_db_header_multidb', 'database_not_found', 'no_endpoint'],
    ['unknown_model', 'unknown_model', 'not_found'],
    ['unknown_method', 'unknown_model', 'not_found'],
    ['access_denied_reader_apps', 'access_denied_by_odoo', 'other'],
    ['record_rule_denied_reader_read', 'access_denied_by_odoo', 'other'],
    ['field_group_denied_reader', 'access_denied_by_odoo', 'other'],
    ['missing_id_write', 'record_not_found', 'other'],
    ['bad_order_syntax', 'odoo_error', 'user_error'],
    ['m_context_bad_lang', 'odoo_error', 'user_error'],
    ['unknown_field_in_fields', 'odoo_error', 'not_understood'],
    ['bad_domain_operator', 'odoo_error', 'not_understood'],
    ['bad_json', 'odoo_error', 'other'],
  ])('JSON-2: %s is %s', async (name, code, kind) => {
    expect(await failureOf(outcome(19, 'json2', name))).toMatchObject({ code, kind })
  })

  it.each([16, 17, 18, 19].flatMap((version) =>
    ([
      ['wrong_key', 'key_rejected', 'denied'],
      ['key_of_other_user', 'key_rejected', 'denied'],
      ['wrong_db', 'database_not_found', 'other'],
      ['unknown_model', 'odoo_error', 'user_error'],
      ['unknown_method', 'odoo_error', 'no_method'],
      ['access_denied_reader_apps', 'access_denied_by_odoo', 'other'],
      ['record_rule_denied_reader_read', 'access_denied_by_odoo', 'other'],
      ['missing_id_write', 'record_not_found', 'other'],
      ['bad_order_syntax', 'odoo_error', 'user_error'],
      ['unknown_field_in_domain', 'odoo_error', 'not_understood'],
      ['x_rg_agg_str', 'odoo_error', 'other'],
      ['bad_json', 'odoo_error', 'no_endpoint'],
    ] as const).map(([name, code, kind]) => [version, name, code, kind] as const),
  ))('JSON-RPC of %i: %s is %s', async (version, name, code, kind) => {
    const failure = await failureOf(outcome(version, 'jsonrpc', name))
    expect(failure).toMatchObject({ code, kind })
    expect(failure.message + failure.hint).not.toMatch(/Traceback|LINE|psycopg|port \d|\n/)
  })

  it('null is what a method answers that returns nothing', async () => {
    for (const version of [16, 17]) expect(await outcome(version, 'jsonrpc', 'm_check_access_rule_none')).toBeNull()
    expect(await outcome(19, 'json2', 'm_none_return')).toBeNull()
  })
})
