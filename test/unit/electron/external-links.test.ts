import { describe, expect, it } from 'vitest'
import { addressOf } from '../../../electron/app/external-links'
import { LISTED_MODELS } from '../../../src/contract/odoo-lists'
import { EXTERNAL_LINKS, requests } from '../../../src/contract/requests'

describe('the pages that may be opened in the browser', () => {
  it('are all https addresses of ours, or in the Odoo of the user', () => {
    const odoo = 'https://odoo.example/base'
    for (const link of EXTERNAL_LINKS) {
      const address = addressOf(link, odoo, 'sale.order')
      const { protocol, hostname } = new URL(address ?? '')
      expect(protocol).toBe('https:')
      expect(['odoo.example', 'www.odoo.com', 'claude.ai', 'www.anthropic.com']).toContain(hostname)
    }
  })

  it('lead nowhere in an Odoo that is not there', () => {
    expect(addressOf('odoo_keys', undefined)).toBeNull()
    expect(addressOf('odoo_users', undefined)).toBeNull()
    expect(addressOf('odoo_list', undefined, 'sale.order')).toBeNull()
  })

  it('open the list of a model by the action that Odoo has for it', () => {
    expect(addressOf('odoo_list', 'https://odoo.example', 'sale.order')).toBe('https://odoo.example/web#action=sale.action_orders')
    expect(addressOf('odoo_list', 'https://odoo.example')).toBeNull()
    for (const model of LISTED_MODELS) expect(addressOf('odoo_list', 'https://odoo.example', model)).toMatch(/^https:\/\/odoo\.example\/web#action=[a-z]+\.[a-z_0-9]+$/)
  })

  it('are of no model that the window makes up', () => {
    const { args } = requests.openExternal
    expect(args.safeParse({ link: 'odoo_list', model: 'sale.order' }).success).toBe(true)
    for (const model of ['sale.order&id=1', 'ir.config_parameter', '__proto__', '']) {
      expect(args.safeParse({ link: 'odoo_list', model }).success).toBe(false)
    }
  })
})
