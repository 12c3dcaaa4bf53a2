import { describe, expect, it } from 'vitest'
import { addressOf } from '../../../electron/app/external-links'
import { EXTERNAL_LINKS } from '../../../src/contract/requests'

describe('the pages that may be opened in the browser', () => {
  it('are all https addresses of ours, or in the Odoo of the user', () => {
    const odoo = 'https://odoo.example/base'
    for (const link of EXTERNAL_LINKS) {
      const address = addressOf(link, odoo)
      const { protocol, hostname } = new URL(address ?? '')
      expect(protocol).toBe('https:')
      expect(['odoo.example', 'www.odoo.com', 'claude.ai', 'www.anthropic.com']).toContain(hostname)
    }
  })

  it('lead nowhere in an Odoo that is not there', () => {
    expect(addressOf('odoo_keys', undefined)).toBeNull()
    expect(addressOf('odoo_users', undefined)).toBeNull()
  })
})
