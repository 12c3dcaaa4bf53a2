import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSession, sampleReader, type McpSession } from '../support/mcp/open-session'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

const search = { model: 'sale.order', fields: ['name'], limit: 2 }

describe.each([19, 17] as const)('when Odoo %i is in trouble', (version) => {
  let sample: SampleOdoo
  let session: McpSession

  beforeEach(async () => {
    sample = await startSampleOdoo({ version })
    session = await openSession(sampleReader(sample))
    await session.call('odoo_search', search)
  })
  afterEach(async () => {
    await session.close()
    await sample.close()
  })

  it.each([
    ['too-many', 'rate_limited'],
    ['bad-gateway', 'unreachable'],
    ['html', 'odoo_error'],
    ['garbage', 'odoo_error'],
    ['wrong-shape', 'odoo_error'],
    ['redirect', 'odoo_error'],
    ['translated-error', 'access_denied_by_odoo'],
  ] as const)('%s is the error %s, and the next call is answered', async (fault, code) => {
    sample.faults.set({ fault, on: { method: 'search_read' } })
    const failed = await session.call('odoo_search', search)
    expect(failed.answer).toMatchObject({ code })
    expect(failed.text).not.toMatch(/Traceback|<html|nginx|elsewhere\.invalid/)
    if (code === 'rate_limited') expect(failed.answer['retry_after_s']).toBe(7)
    expect(session.events.at(-1)).toMatchObject({ model: 'sale.order', code, rows: 0 })
    sample.faults.set(null)
    expect((await session.call('odoo_search', search)).isError).toBe(false)
  })

  it('a key that is revoked midway is said to be rejected', async () => {
    sample.revokeKey(sample.login)
    expect((await session.call('odoo_search', search)).answer).toMatchObject({ code: 'key_rejected' })
    sample.restoreKey(sample.login)
    expect((await session.call('odoo_search', search)).isError).toBe(false)
  })

  it('a model that the user may not read is refused by Odoo, and recorded as a refusal', async () => {
    expect((await session.call('odoo_search', { model: 'hr.payslip' })).answer).toMatchObject({ code: 'access_denied_by_odoo' })
    expect(session.events.at(-1)).toMatchObject({ model: 'hr.payslip', outcome: 'refused', code: 'access_denied_by_odoo' })
  })

  it('a server that is gone is unreachable', async () => {
    await sample.close()
    expect((await session.call('odoo_search', search)).answer).toMatchObject({ code: 'unreachable' })
  })

  it('one call that hangs keeps no other waiting, and is given up when it is cancelled', async () => {
    sample.faults.set({ fault: 'hang', on: { model: 'res.partner', method: 'search_count' } })
    const controller = new AbortController()
    const hanging = session.client.callTool({ name: 'odoo_search', arguments: { model: 'res.partner', limit: 0 } }, undefined, { signal: controller.signal })
    const others = await Promise.all(Array.from({ length: 8 }, () => session.call('odoo_search', search)))
    expect(others.map(({ isError }) => isError)).toEqual(Array.from({ length: 8 }, () => false))
    controller.abort()
    await expect(hanging).rejects.toThrow()
    sample.faults.set(null)
    expect((await session.call('odoo_search', { model: 'res.partner', limit: 0 })).isError).toBe(false)
    expect(session.events.filter(({ outcome }) => outcome === 'cancelled')).toMatchObject([{ model: 'res.partner', code: 'cancelled' }])
  })
})
