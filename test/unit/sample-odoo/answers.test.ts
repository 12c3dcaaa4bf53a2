import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { json2, rpc } from '../../support/sample-odoo/client'
import { startSampleOdoo, type Json, type Row, type SampleOdoo } from '../../support/sample-odoo/server'

let odoo: SampleOdoo
let old: SampleOdoo
beforeAll(async () => {
  odoo = await startSampleOdoo({ version: 19 })
  old = await startSampleOdoo({ version: 17 })
})
afterAll(async () => {
  await odoo.close()
  await old.close()
})

const table = (model: string): readonly Row[] => odoo.data[model] ?? []
const visible = (model: string): Row[] => table(model).filter((row) => row['company_id'] === false || [1, 2].includes(row['company_id'] as number))
const count = async (model: string, domain: Json): Promise<Json> => (await json2(odoo, odoo.users.reader, model, 'search_count', { domain })).body
const country = (partner: Json | undefined): Json => table('res.partner').find((row) => row.id === partner)?.['country_id'] ?? false

describe('a domain', () => {
  it('joins its conditions by prefix operators, and by "and" where there are none', async () => {
    const orders = visible('sale.order')
    expect(await count('sale.order', ['|', ['state', '=', 'sale'], '&', ['state', '=', 'draft'], ['amount_total', '>', 5000]]))
      .toBe(orders.filter((row) => row['state'] === 'sale' || (row['state'] === 'draft' && Number(row['amount_total']) > 5000)).length)
    expect(await count('sale.order', ['!', ['state', 'in', ['sale', 'cancel']], ['amount_total', '<=', 5000]]))
      .toBe(orders.filter((row) => !['sale', 'cancel'].includes(String(row['state'])) && Number(row['amount_total']) <= 5000).length)
  })

  it('follows dotted paths, relations to many, and any', async () => {
    const orders = visible('sale.order')
    const dear = new Set(table('sale.order.line').filter((line) => Number(line['price_subtotal']) > 3000).map((line) => line['order_id']))
    const belgian = orders.filter((row) => country(row['partner_id']) === 2)
    expect(await count('sale.order', [['partner_id.country_id.code', '=', 'BE']])).toBe(belgian.length)
    expect(await count('sale.order', [['order_line.price_subtotal', '>', 3000]])).toBe(orders.filter((row) => dear.has(row.id)).length)
    expect(await count('sale.order', [['order_line', 'not any', [['price_subtotal', '>', 3000]]]])).toBe(orders.filter((row) => !dear.has(row.id)).length)
  })

  it('treats what is not set as different from every value', async () => {
    const orders = visible('sale.order')
    const [sample] = orders.filter((row) => row['client_order_ref'])
    const reference = sample?.['client_order_ref'] ?? ''
    expect(await count('sale.order', [['client_order_ref', '!=', reference]])).toBe(orders.filter((row) => row['client_order_ref'] !== reference).length)
    expect(await count('sale.order', [['client_order_ref', '=', false]])).toBe(orders.filter((row) => !row['client_order_ref']).length)
    expect(await count('sale.order', [['client_order_ref', 'not ilike', 'po-1']])).toBe(orders.filter((row) => !String(row['client_order_ref']).startsWith('PO-1')).length)
  })

  it('takes a bare day as the whole day', async () => {
    const day = String(visible('sale.order')[100]?.['date_order']).slice(0, 10)
    expect(await count('sale.order', [['date_order', '>=', day], ['date_order', '<=', day]])).toBe(visible('sale.order').filter((row) => String(row['date_order']).startsWith(day)).length)
  })

  it('on a field that cannot be searched matches everything on 17 and fails on 19', async () => {
    const domain: Json = [['amount_undiscounted', '>', 1e12]]
    expect((await rpc(old, old.users.reader, 'sale.order', 'search_count', [domain])).result).toBe(old.data['sale.order']?.filter((row) => row['company_id'] !== 3).length)
    expect((await rpc(odoo, odoo.users.reader, 'sale.order', 'search_count', [domain])).error?.name).toBe('builtins.ValueError')
  })

  it('hides archived records unless they are asked for', async () => {
    const all = visible('res.partner')
    expect(await count('res.partner', [])).toBe(all.filter((row) => row['active']).length)
    expect((await json2(odoo, odoo.users.reader, 'res.partner', 'search_count', { domain: [], context: { active_test: false } })).body).toBe(all.length)
    expect(await count('res.partner', [['active', '=', false]])).toBe(all.filter((row) => !row['active']).length)
  })
})

describe('grouping', () => {
  it('gives by month what adding up by hand gives, and a domain that selects the group', async () => {
    const { body } = await json2(odoo, odoo.users.reader, 'sale.order', 'formatted_read_group', { domain: [['state', '=', 'sale']], groupby: ['date_order:month', 'currency_id'], aggregates: ['amount_total:sum', '__count'] })
    const groups = body as Record<string, Json>[]
    const byHand = new Map<string, number>()
    for (const row of visible('sale.order').filter((order) => order['state'] === 'sale')) {
      const key = `${String(row['date_order']).slice(0, 7)}-01 00:00:00|${String(row['currency_id'])}`
      byHand.set(key, (byHand.get(key) ?? 0) + Number(row['amount_total']))
    }
    expect(groups.length).toBe(byHand.size)
    for (const group of groups) {
      const [from] = group['date_order:month'] as Json[]
      const [currency] = group['currency_id'] as Json[]
      expect(group['amount_total:sum']).toBeCloseTo(byHand.get(`${String(from)}|${String(currency)}`) ?? -1, 2)
      expect(await count('sale.order', ['&', ['state', '=', 'sale'], ...(group['__extra_domain'] as Json[])])).toBe(group['__count'])
    }
  })

  it('starts weeks on Monday on 16 and in French, on Sunday else', async () => {
    const sixteen = await startSampleOdoo({ version: 16 })
    try {
      const firstDay = async (server: SampleOdoo, lang: string): Promise<number> => {
        const { result } = await rpc(server, server.users.reader, 'sale.order', 'read_group', [[], ['__count'], ['date_order:week']], { lazy: false, limit: 1, context: { lang } })
        const [group] = result as { __range: Record<string, { from: string }> }[]
        return new Date(`${group?.__range['date_order:week']?.from.slice(0, 10)}T00:00:00Z`).getUTCDay()
      }
      expect([await firstDay(sixteen, 'en_US'), await firstDay(old, 'en_US'), await firstDay(old, 'fr_FR')]).toEqual([1, 0, 1])
    } finally {
      await sixteen.close()
    }
  })
})

describe('rights', () => {
  it('hide the orders of others from one who sees only his own, and refuse them by id', async () => {
    const { sales } = odoo.users
    const own = table('sale.order').filter((row) => row['user_id'] === sales.id && row['company_id'] === 1)
    expect((await json2(odoo, sales, 'sale.order', 'search_count', { domain: [] })).body).toBe(own.length)
    const other = table('sale.order').find((row) => row['user_id'] !== sales.id)?.id ?? 0
    const { status, body } = await json2(odoo, sales, 'sale.order', 'read', { ids: [own[0]?.id ?? 0, other], fields: ['name'] })
    expect([status, (body as { name: string }).name]).toEqual([403, 'odoo.exceptions.AccessError'])
  })

  it('keep payslips to payroll, settings to administrators, and other companies out', async () => {
    const statuses = async (model: string): Promise<number[]> => Promise.all([odoo.users.reader, odoo.users.payroll, odoo.users.admin].map(async (user) => (await json2(odoo, user, model, 'search_count', { domain: [] })).status))
    expect(await statuses('hr.payslip')).toEqual([403, 200, 200])
    expect(await statuses('ir.config_parameter')).toEqual([403, 403, 200])
    expect((await json2(odoo, odoo.users.reader, 'sale.order', 'search_count', { domain: [], context: { allowed_company_ids: [1, 3] } })).status).toBe(403)
  })

  it('leave fields of other groups out of fields_get and refuse to read them', async () => {
    const { body } = await json2(odoo, odoo.users.reader, 'hr.employee', 'fields_get', { attributes: ['type'] })
    expect(Object.keys(body as object)).not.toContain('pin')
    expect((await json2(odoo, odoo.users.reader, 'hr.employee', 'search_read', { domain: [], fields: ['pin'], limit: 1 })).status).toBe(403)
  })

  it('let values differ by company', async () => {
    const cost = async (company: number): Promise<Json> => {
      const { body } = await json2(odoo, odoo.users.admin, 'product.product', 'read', { ids: [1], fields: ['standard_price'], context: { allowed_company_ids: [company] } })
      return (body as Record<string, Json>[])[0]?.['standard_price'] ?? false
    }
    expect(await cost(1)).not.toBe(await cost(3))
  })
})

describe('writing', () => {
  it('really works where rights allow, and is on the record', async () => {
    const server = await startSampleOdoo({ version: 19 })
    try {
      const { admin, reader } = server.users
      const [id = 0] = (await json2(server, admin, 'res.partner', 'create', { vals_list: [{ name: 'New one' }] })).body as number[]
      await json2(server, admin, 'res.partner', 'write', { ids: [id], vals: { city: 'Gent' } })
      expect((await json2(server, reader, 'res.partner', 'read', { ids: [id], fields: ['city'] })).body).toEqual([{ id, city: 'Gent' }])
      expect((await json2(server, reader, 'res.country', 'write', { ids: [1], vals: { code: 'XX' } })).status).toBe(403)
      expect((await json2(server, admin, 'res.partner', 'unlink', { ids: [id] })).body).toBe(true)
      expect(server.calls.map((call) => [call.odooMethod, call.status])).toEqual([['create', 200], ['write', 200], ['read', 200], ['write', 403], ['unlink', 200]])
      expect(JSON.stringify(server.calls)).not.toContain(admin.key)
    } finally {
      await server.close()
    }
  })
})
