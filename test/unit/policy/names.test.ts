import { describe, expect, it } from 'vitest'
import { isFieldName, isModelName, wordsOf } from '../../../src/policy/names'

describe('technical names', () => {
  it.each(['sale.order', 'x_rental', 'res.partner', 'l10n_be.report', 'a', 'account_edi_proxy_client.user'])('take %s as a model', (name) => {
    expect(isModelName(name)).toBe(true)
  })

  it.each(['', '.', 'sale..order', 'sale.', '.order', 'Sale.order', 'sale order', 'sale.order\n', '*', 'hr.*', '__proto__', '7up', 'é', 'a'.repeat(129)])(
    'do not take %j as a model',
    (name) => {
      expect(isModelName(name)).toBe(false)
    },
  )

  it.each(['name', 'partner_id', 'dhl_SiteID', '_rec', 'x_studio_1'])('take %s as a field', (name) => {
    expect(isFieldName(name)).toBe(true)
  })

  it.each(['', 'a.b', 'a b', '1a', 'name\n', 'é', 'a'.repeat(129)])('do not take %j as a field', (name) => {
    expect(isFieldName(name)).toBe(false)
  })
})

describe('words of a name', () => {
  it.each([
    ['x_studio_apiKey2', ['x', 'studio', 'api', 'key']],
    ['APIKey', ['api', 'key']],
    ['dhl_SiteID', ['dhl', 'site', 'id']],
    ['res.users.apikeys', ['res', 'users', 'apikeys']],
    ['totp2', ['totp']],
    ['contraseña', ['contraseña']],
    ['', []],
    ['__1__', []],
  ])('of %j are %j', (name, words) => {
    expect(wordsOf(name)).toEqual(words)
  })
})
