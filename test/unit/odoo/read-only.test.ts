import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VitrineError } from '../../../src/errors/vitrine-error'
import { assertReadOnly, isModelName, type WireTarget } from '../../../src/odoo/read-methods'
import { createOdooWire, type OdooWire } from '../../../src/odoo/wire'

const READS = ['search_read', 'search_count', 'read', 'fields_get', 'name_search', 'read_group', 'formatted_read_group', 'has_access', 'check_access_rights']
const WRITES = ['create', 'write', 'unlink', 'copy', 'execute', 'execute_kw', 'call_button', 'action_confirm', 'web_search_read', 'load', 'name_create', 'toggle_active', '_read_group', 'search', 'browse', 'message_post', 'constructor', 'toString', '__proto__', 'hasOwnProperty']

const isRefused = (target: WireTarget): boolean => {
  try {
    assertReadOnly(target)
    return false
  } catch (error) {
    return error instanceof VitrineError
  }
}

describe('the list of read methods', () => {
  it('passes its methods', () => {
    for (const method of READS) expect(isRefused({ service: 'object', model: 'sale.order', method })).toBe(false)
    expect(isRefused({ service: 'object', model: 'res.users', method: 'context_get' })).toBe(false)
    expect(isRefused({ service: 'object', model: 'ir.model', method: 'get_available_models' })).toBe(false)
    expect(isRefused({ service: 'common', method: 'version' })).toBe(false)
    expect(isRefused({ service: 'common', method: 'authenticate' })).toBe(false)
    expect(isRefused({ service: 'web', method: 'version' })).toBe(false)
    expect(isRefused({ service: 'db', method: 'list' })).toBe(false)
  })

  it('refuses every other', () => {
    for (const method of WRITES) expect(isRefused({ service: 'object', model: 'res.users', method })).toBe(true)
    expect(isRefused({ service: 'object', model: 'sale.order', method: 'context_get' })).toBe(true)
    expect(isRefused({ service: 'object', model: 'res.users', method: 'get_available_models' })).toBe(true)
    for (const method of ['login', 'about', 'set_loglevel', 'read']) expect(isRefused({ service: 'common', method })).toBe(true)
    expect(isRefused({ service: 'web', method: 'session' })).toBe(true)
    for (const method of ['version', 'drop', 'create_database', 'duplicate_database', 'dump', 'restore', 'rename', 'change_admin_password', 'migrate_databases', 'list_lang']) {
      expect(isRefused({ service: 'db', method })).toBe(true)
    }
    expect(isRefused({ service: 'report', method: 'list' } as unknown as WireTarget)).toBe(true)
    fc.assert(
      fc.property(fc.string(), (method) => {
        fc.pre(!READS.includes(method))
        expect(isRefused({ service: 'object', model: 'sale.order', method })).toBe(true)
      }),
    )
  })

  it('refuses a model name that could be anything else', () => {
    for (const model of ['', '.', '..', 'a..b', 'sale.order/unlink', 'sale/order', 'Sale.Order', 'a b', 'a\n', 'a%2e', '../web', 'a.', '.a', 'a'.repeat(129), 'é', '0day']) {
      expect(isModelName(model)).toBe(false)
      expect(isRefused({ service: 'object', model, method: 'read' })).toBe(true)
    }
    for (const model of ['res.partner', 'account.move.line', 'x_studio_thing', '_unknown', 'l10n_be.report']) expect(isModelName(model)).toBe(true)
  })

  it('refuses ids that are no ids, and ids where a method takes them for something else', () => {
    for (const ids of [[0], [-1], [1.5], [NaN], [Number.MAX_VALUE]]) expect(isRefused({ service: 'object', model: 'sale.order', method: 'read', ids })).toBe(true)
    expect(isRefused({ service: 'object', model: 'sale.order', method: 'check_access_rights', ids: [1] })).toBe(true)
  })
})

describe('the keys of the user', () => {
  const listed = { service: 'object', model: 'res.users.apikeys', method: 'search_read', fields: ['name', 'scope', 'expiration_date'] } as const

  it('may be asked when they end, and nothing else', () => {
    expect(isRefused(listed)).toBe(false)
    for (const method of READS) {
      expect(isRefused({ ...listed, method, fields: undefined })).toBe(true)
      if (method !== 'search_read') expect(isRefused({ ...listed, method })).toBe(true)
    }
    for (const fields of [[], ['name'], ['key'], [...listed.fields, 'key'], 'name', null, [...listed.fields].reverse()]) expect(isRefused({ ...listed, fields })).toBe(true)
    for (const model of ['res.users.apikeys.description', 'res.users.apikeys.show']) expect(isRefused({ ...listed, model })).toBe(true)
  })
})

describe('the way to the socket', () => {
  const touched: string[] = []
  const wire: OdooWire = createOdooWire(
    {
      exchange: async (source) =>
        source(async ({ path }) => {
          touched.push(path)
          return { status: 200, headers: {}, body: '' }
        }),
      close: () => undefined,
    },
    async (use) => {
      touched.push('secret')
      return use('key')
    },
    { monotonicMs: () => 0 },
  )
  const options = { signal: new AbortController().signal }

  it('reaches neither the keychain nor a socket with what is not on the list', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constantFrom(...WRITES), fc.string()), fc.oneof(fc.constant('res.users'), fc.string()), async (method, model) => {
        fc.pre(!READS.includes(method) && method !== 'context_get' && method !== 'get_available_models')
        const read = (): null => null
        await expect(wire.json2({ model, method, database: '', body: {} }, read, options)).rejects.toBeInstanceOf(VitrineError)
        await expect(wire.jsonrpc({ service: 'object', model, method, database: 'x', uid: 2, args: [], kwargs: {} }, read, options)).rejects.toBeInstanceOf(VitrineError)
        expect(touched).toEqual([])
      }),
    )
    for (const ids of ['1', [null], ['1'], { id: 1 }]) {
      await expect(wire.json2({ model: 'res.partner', method: 'read', database: '', body: { ids } }, () => null, options)).rejects.toBeInstanceOf(VitrineError)
    }
    expect(touched).toEqual([])
  })

  it('takes the fields that are asked of the keys from what is sent, in both protocols', async () => {
    const named = { domain: [], fields: ['name', 'key'], limit: 1 }
    const read = (): null => null
    const call = { model: 'res.users.apikeys', method: 'search_read', database: 'x' } as const
    await expect(wire.json2({ ...call, body: named }, read, options)).rejects.toBeInstanceOf(VitrineError)
    await expect(wire.jsonrpc({ ...call, service: 'object', uid: 2, args: [[], ['name', 'key']], kwargs: {} }, read, options)).rejects.toBeInstanceOf(VitrineError)
    await expect(wire.jsonrpc({ ...call, service: 'object', uid: 2, args: [[]], kwargs: named }, read, options)).rejects.toBeInstanceOf(VitrineError)
    expect(touched).toEqual([])
  })

  it('lets a read pass', async () => {
    await wire.json2({ model: 'res.partner', method: 'read', database: '', body: { ids: [1] } }, () => null, options)
    expect(touched).toEqual(['secret', '/json/2/res.partner/read'])
  })
})
