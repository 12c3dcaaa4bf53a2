import { describe, expect, it } from 'vitest'
import { VitrineError } from '../../../src/errors/vitrine-error'
import { databaseOfOdooOnline, parseOdooUrl } from '../../../src/odoo/url'
import { parseOdooVersion } from '../../../src/odoo/version'

describe('the address of an Odoo', () => {
  it.each([
    ['https://example.odoo.com', 'https://example.odoo.com'],
    ['example.odoo.com', 'https://example.odoo.com'],
    ['  https://Example.Odoo.com/web#action=94&model=sale.order ', 'https://example.odoo.com'],
    ['https://example.com/odoo/sales/7?debug=1', 'https://example.com'],
    ['https://example.com:8443/', 'https://example.com:8443'],
    ['HTTPS://example.com/web/login', 'https://example.com'],
    ['example.com:80', 'https://example.com:80'],
    ['http://localhost:8069/web', 'http://localhost:8069'],
    ['localhost:8069', 'http://localhost:8069'],
    ['localhost:443', 'http://localhost:443'],
    ['127.0.0.1:8069', 'http://127.0.0.1:8069'],
    ['[::1]:8069', 'http://[::1]:8069'],
    ['http://example.com', 'http://example.com'],
    ['https://münchen.example', 'https://xn--mnchen-3ya.example'],
  ])('%s is %s', (typed, url) => {
    expect(parseOdooUrl(typed).url).toBe(url)
  })

  it.each(['', '   ', 'ftp://example.com', 'file:///etc/passwd', 'javascript://x', 'https://', 'https://user:secret@example.com', 'https://exa mple.com', 'not a host'])(
    'refuses %j with a hint, and repeats none of it',
    (typed) => {
      try {
        parseOdooUrl(typed)
      } catch (error) {
        if (!(error instanceof VitrineError)) throw error
        expect(error.code).toBe('unreachable')
        expect(error.hint).not.toBe('')
        expect(error.message + error.hint).not.toContain('secret')
        return
      }
      throw new Error('was accepted')
    },
  )

  it('knows this computer by its names only', () => {
    const isLoopback = (url: string): boolean => parseOdooUrl(url).isLoopback
    expect(['http://localhost', 'http://127.0.0.1', 'http://127.1.2.3', 'http://2130706433', 'http://[::1]'].map(isLoopback)).toEqual([true, true, true, true, true])
    expect(['http://localhost.example.com', 'http://128.0.0.1', 'http://[::2]', 'http://127.0.0.1.nip.io', 'http://0.0.0.0'].some(isLoopback)).toBe(false)
  })

  it('knows the database of an Odoo Online by its address', () => {
    expect(databaseOfOdooOnline(parseOdooUrl('https://my-shop.odoo.com/web'))).toBe('my-shop')
    expect(databaseOfOdooOnline(parseOdooUrl('https://a.b.odoo.com'))).toBeUndefined()
    expect(databaseOfOdooOnline(parseOdooUrl('https://odoo.example.com'))).toBeUndefined()
  })
})

describe('the version of an Odoo', () => {
  it.each([
    ['19.0', 19, 0],
    ['19.0+e', 19, 0],
    ['saas~19.1', 19, 1],
    ['saas-18.2', 18, 2],
    ['saas~17.4+e', 17, 4],
    ['18.4a1', 18, 4],
    ['17.0-20240709', 17, 0],
    ['16.0-20231208', 16, 0],
    ['20', 20, 0],
  ])('%s is %i.%i', (text, major, minor) => {
    expect(parseOdooVersion(text)).toEqual({ major, minor, text })
  })

  it('drops what a version does not hold, and refuses what is none', () => {
    expect(parseOdooVersion('19.0<script>')?.text).toBe('19.0script')
    expect(parseOdooVersion(`19.0${'x'.repeat(1000)}`)?.text).toHaveLength(64)
    for (const value of ['', 'latest', 'v19', '1'.repeat(5), 19, null, undefined, ['19.0']]) expect(parseOdooVersion(value)).toBeUndefined()
  })
})
