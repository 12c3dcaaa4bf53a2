import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { json2 } from '../../support/sample-odoo/client'
import { startSampleOdoo, type FaultKind, type SampleOdoo } from '../../support/sample-odoo/server'

let odoo: SampleOdoo
beforeEach(async () => {
  odoo = await startSampleOdoo({ version: 19 })
})
afterEach(async () => {
  await odoo.close()
})

const ask = (): Promise<Response> => fetch(`${odoo.url}/json/2/res.partner/search_count`, {
  method: 'POST', headers: { 'content-type': 'application/json', authorization: `bearer ${odoo.apiKey}` }, body: '{"domain": []}', redirect: 'manual',
})

describe('a fault on demand', () => {
  it('replaces the answer: another status, another type, another place', async () => {
    const cases: readonly (readonly [FaultKind, number, string])[] = [['html', 200, 'text/html'], ['redirect', 302, 'text/html'], ['too-many', 429, 'text/html'], ['bad-gateway', 502, 'text/html'], ['translated-error', 403, 'application/json']]
    for (const [kind, status, type] of cases) {
      odoo.faults.next(kind)
      const response = await ask()
      expect([kind, response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([kind, status, type])
      await response.text()
    }
    expect((await ask()).status).toBe(200)
  })

  it('breaks the connection, the body or the JSON', async () => {
    odoo.faults.next('reset')
    await expect(ask()).rejects.toThrow()
    odoo.faults.next('cut-body')
    await expect(ask().then((response) => response.text())).rejects.toThrow()
    odoo.faults.next('garbage')
    await expect(ask().then((response) => response.json())).rejects.toThrow()
  })

  it('sends as much as it is told to', async () => {
    odoo.faults.next({ huge: 3_000_000 })
    expect((await (await ask()).text()).length).toBeGreaterThan(3_000_000)
  })

  it('hits only the calls it is meant for', async () => {
    odoo.faults.set({ fault: 'bad-gateway', on: { model: 'sale.order' } })
    expect((await ask()).status).toBe(200)
    expect((await fetch(`${odoo.url}/json/2/sale.order/search_count`, { method: 'POST', headers: { authorization: `bearer ${odoo.apiKey}` } })).status).toBe(502)
  })

  it('can be a key that is taken away and given back', async () => {
    odoo.revokeKey(odoo.login)
    expect((await json2(odoo, odoo.users.reader, 'res.partner', 'search_count', { domain: [] })).status).toBe(401)
    odoo.restoreKey(odoo.login)
    expect((await json2(odoo, odoo.users.reader, 'res.partner', 'search_count', { domain: [] })).status).toBe(200)
  })

  it('leaves a hanging call to whoever waits, and closing ends it', async () => {
    odoo.faults.next('hang')
    const arrived = new Promise<void>((resolve) => {
      odoo.onCall(() => {
        resolve()
      })
    })
    const waiting = ask().then(() => 'answered', () => 'ended')
    await arrived
    await odoo.close()
    expect(await waiting).toBe('ended')
  })
})
