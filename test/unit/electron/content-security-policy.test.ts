import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CONTENT_SECURITY_POLICY } from '../../../electron/security/content-security-policy'

const directives = (policy: string): Record<string, string> =>
  Object.fromEntries(
    policy.split(';').map((part) => {
      const [name = '', ...values] = part.trim().split(/\s+/)
      return [name, values.join(' ')]
    }),
  )

describe('the content security policy', () => {
  it('allows our own scripts, styles, pictures and fonts, and nothing else', () => {
    const { 'require-trusted-types-for': trusted, ...rest } = directives(CONTENT_SECURITY_POLICY)
    const own = Object.keys(rest).filter((name) => rest[name] === "'self'")
    expect(own.sort()).toEqual(['font-src', 'img-src', 'script-src', 'style-src'])
    expect(Object.keys(rest).filter((name) => rest[name] === "'none'").sort()).toEqual([
      'base-uri',
      'child-src',
      'connect-src',
      'default-src',
      'form-action',
      'frame-ancestors',
      'frame-src',
      'manifest-src',
      'media-src',
      'object-src',
      'script-src-attr',
      'style-src-attr',
      'trusted-types',
      'worker-src',
    ])
    expect(Object.keys(rest)).toHaveLength(18)
    expect(trusted).toBe("'script'")
  })

  it('stands in the page word for word, but for the one directive that a page cannot set for itself', () => {
    const page = readFileSync(new URL('../../../renderer/index.html', import.meta.url), 'utf8')
    const meta = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(page)?.[1] ?? ''
    const { 'frame-ancestors': ancestors, ...rest } = directives(CONTENT_SECURITY_POLICY)
    expect(ancestors).toBe("'none'")
    expect(directives(meta)).toEqual(rest)
  })
})
