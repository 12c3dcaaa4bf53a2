import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSession, sampleReader, type CallOutcome, type McpSession } from '../support/mcp/open-session'
import { startSampleOdoo, type Row, type SampleOdoo } from '../support/sample-odoo/server'

/** Rows as objects, so that a test can speak of columns by name. */
function recordsOf({ answer }: CallOutcome): readonly Readonly<Record<string, unknown>>[] {
  const columns = answer['columns'] as readonly string[]
  return (answer['rows'] as readonly (readonly unknown[])[]).map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])))
}

const cents = (value: number): number => Math.round(value * 100) / 100
const sum = (rows: readonly Row[], field: string): number => cents(rows.reduce((total, row) => total + Number(row[field]), 0))

describe.each([
  { version: 19, protocol: 'json2' },
  { version: 17, protocol: 'jsonrpc' },
] as const)('answers from Odoo $version over $protocol', ({ version, protocol }) => {
  let sample: SampleOdoo
  let session: McpSession

  /** Rita sees the companies 1 and 2, and all documents in them. */
  const mine = (model: string): readonly Row[] =>
    (sample.data[model] ?? []).filter((row) => (row['company_id'] === false || row['company_id'] === undefined || [1, 2].includes(row['company_id'] as number)) && row['active'] !== false)
  const nameOf = (model: string, id: unknown): unknown => sample.data[model]?.find((row) => row.id === id)?.['name']

  beforeAll(async () => {
    sample = await startSampleOdoo({ version })
    session = await openSession(sampleReader(sample))
  })
  afterAll(async () => {
    await session.close()
    await sample.close()
  })

  it('come over the protocol they should', async () => {
    await session.call('odoo_search', { model: 'sale.order', limit: 1 })
    expect(sample.calls.filter((call) => call.model === 'sale.order').every((call) => call.protocol === protocol)).toBe(true)
  })

  it('say who asks, for which companies, when and of which Odoo', async () => {
    const { answer } = await session.call('odoo_context')
    expect(answer).toMatchObject({
      user: { id: sample.users.reader.id, name: 'Rita Reader' },
      companies: [{ id: 1, name: 'Atelier Lumen', currency: 'EUR', current: true }, { id: 2, name: 'Northgate Fixtures Ltd', currency: 'GBP' }],
      language: 'en_US',
      time_zone: 'Europe/Brussels',
      now: '2026-06-15T11:30:00+02:00',
      connections: ['Main'],
    })
    expect(answer['odoo_version']).toMatch(new RegExp(`^${String(version)}\\.0`))
    expect(JSON.stringify(answer)).not.toContain(sample.login)
  })

  it('count exactly and list in order', async () => {
    const orders = mine('sale.order').filter((row) => row['state'] === 'sale' && Number(row['amount_total']) > 5_000)
    const expected = [...orders].sort((a, b) => Number(b['amount_total']) - Number(a['amount_total']) || a.id - b.id)
    const found = await session.call('odoo_search', {
      model: 'sale.order',
      domain: [['state', '=', 'sale'], ['amount_total', '>', 5_000]],
      fields: ['name', 'amount_total', 'partner_id', 'order_line'],
      order: 'amount_total desc',
      limit: 7,
      offset: 3,
    })
    expect(found.answer).toMatchObject({ total: orders.length, next_offset: 10, companies: [[1, 'Atelier Lumen'], [2, 'Northgate Fixtures Ltd']] })
    expect(recordsOf(found).map(({ id, name, amount_total: amount }) => ({ id, name, amount }))).toEqual(
      expected.slice(3, 10).map((row) => ({ id: row.id, name: row['name'], amount: row['amount_total'] })),
    )
    for (const record of recordsOf(found)) {
      const lines = (sample.data['sale.order.line'] ?? []).filter((line) => line['order_id'] === record['id'])
      expect(record['order_line']).toBe(lines.length)
      const partner = expected.find(({ id }) => id === record['id'])?.['partner_id']
      expect((record['partner_id'] as readonly unknown[])[0]).toBe(partner)
    }
  })

  it('count only when the limit is 0, and never send that limit', async () => {
    sample.clearCalls()
    const { answer } = await session.call('odoo_search', { model: 'res.partner', limit: 0, domain: [['is_company', '=', true]] })
    expect(answer).toMatchObject({ total: mine('res.partner').filter((row) => row['is_company'] === true).length, rows: [] })
    expect(sample.calls.map((call) => call.odooMethod).filter((method) => method !== 'fields_get')).toEqual(['search_count'])
  })

  it('hold archived records only when asked', async () => {
    const archived = (sample.data['res.partner'] ?? []).filter((row) => row['active'] === false
      && (row['company_id'] === false || [1, 2].includes(row['company_id'] as number)))
    expect(archived.length).toBeGreaterThan(0)
    const count = async (include_archived: boolean): Promise<unknown> =>
      (await session.call('odoo_search', { model: 'res.partner', limit: 0, include_archived })).answer['total']
    expect(await count(false)).toBe(mine('res.partner').length)
    expect(await count(true)).toBe(mine('res.partner').length + archived.length)
  })

  it('are narrowed to the companies asked for, and say so', async () => {
    const { answer } = await session.call('odoo_search', { model: 'sale.order', limit: 0, company_ids: [2] })
    expect(answer).toMatchObject({
      total: (sample.data['sale.order'] ?? []).filter((row) => row['company_id'] === 2).length,
      companies: [[2, 'Northgate Fixtures Ltd']],
    })
  })

  it('follow one relation, the records behind it read in one request', async () => {
    sample.clearCalls()
    const found = await session.call('odoo_search', {
      model: 'sale.order', fields: ['name', 'partner_id.city', 'partner_id.country_id'], order: 'id', limit: 30,
    })
    expect(sample.calls.filter((call) => call.model === 'res.partner')).toHaveLength(1)
    for (const record of recordsOf(found)) {
      const order = sample.data['sale.order']?.find(({ id }) => id === record['id'])
      const partner = sample.data['res.partner']?.find(({ id }) => id === order?.['partner_id'])
      expect(record['partner_id.city']).toBe(partner?.['city'] === false ? null : partner?.['city'])
      const country = partner?.['country_id']
      expect(record['partner_id.country_id']).toEqual(country === false ? null : [country, nameOf('res.country', country)])
    }
  })

  it('say a currency once where it is the same throughout, and in a column where it is not', async () => {
    const usd = sample.data['res.currency']?.find((row) => row['name'] === 'USD')?.id
    const one = await session.call('odoo_search', { model: 'sale.order', fields: ['amount_total'], domain: [['currency_id', '=', usd]], limit: 5 })
    expect(one.answer).toMatchObject({ currency: { amount_total: 'USD' }, columns: ['id', 'amount_total'] })
    const several = await session.call('odoo_search', { model: 'sale.order', fields: ['amount_total'], order: 'id', limit: 100 })
    expect(several.answer['columns']).toEqual(['id', 'amount_total', 'currency_id'])
    for (const record of recordsOf(several)) {
      const currency = sample.data['sale.order']?.find(({ id }) => id === record['id'])?.['currency_id']
      expect(record['currency_id']).toEqual([currency, nameOf('res.currency', currency)])
    }
  })

  it('put times into the zone of the user, winter and summer', async () => {
    const found = await session.call('odoo_search', { model: 'sale.order', fields: ['date_order'], order: 'id', limit: 100 })
    const offsets = new Set<string>()
    for (const record of recordsOf(found)) {
      const raw = sample.data['sale.order']?.find(({ id }) => id === record['id'])?.['date_order']
      const said = String(record['date_order'])
      expect(Date.parse(said)).toBe(Date.parse(`${String(raw).replace(' ', 'T')}Z`))
      offsets.add(said.slice(-6))
    }
    expect([...offsets].sort()).toEqual(['+01:00', '+02:00'])
  })

  it('resolve relative dates by the calendar of the user, and say what they became', async () => {
    const { answer } = await session.call('odoo_search', { model: 'account.move', limit: 0, domain: '[["invoice_date", ">=", "month_start-1m"]]' })
    expect(answer['total']).toBe(mine('account.move').filter((row) => row['invoice_date'] !== false && String(row['invoice_date']) >= '2026-05-01').length)
    expect(answer['resolved_dates']).toEqual({ 'invoice_date month_start-1m': '2026-05-01' })
  })

  it('name selections once, and show no markup and no content of files', async () => {
    const found = await session.call('odoo_search', {
      model: 'sale.order', fields: ['state', 'note', 'signature'], domain: [['note', '!=', false]], limit: 20,
    })
    const { legend } = found.answer as { readonly legend: { readonly state: Readonly<Record<string, string>> } }
    expect(Object.keys(legend.state).sort()).toEqual([...new Set(recordsOf(found).map(({ state }) => String(state)))].sort())
    for (const record of recordsOf(found)) expect(record['note']).not.toMatch(/<\w/)
  })

  it('give the size of a file and never fetch it', async () => {
    sample.clearCalls()
    const found = await session.call('odoo_search', { model: 'ir.attachment', fields: ['name', 'datas', 'raw'], limit: 20 })
    const sizes = recordsOf(found).map(({ datas }) => datas).filter((one) => one !== null)
    expect(sizes.length).toBeGreaterThan(0)
    for (const one of sizes) expect(one).toEqual({ type: 'binary', size: expect.stringMatching(/^[\d.]+ (bytes|Kb|Mb)$/) })
    for (const row of sample.data['ir.attachment'] ?? []) {
      if (typeof row['content'] === 'string' && row['content'].length > 20) expect(found.text).not.toContain(row['content'].slice(0, 20))
    }
    const read = sample.calls.find((call) => call.odooMethod === 'search_read')
    expect(JSON.stringify(protocol === 'json2' ? read?.body : read?.kwargs)).toContain('"bin_size":true')
  })

  it('read records with their lines, and list what does not exist', async () => {
    const order = mine('sale.order').find((row) => (sample.data['sale.order.line'] ?? []).filter((line) => line['order_id'] === row.id).length > 2)
    const id = order?.id ?? 0
    const found = await session.call('odoo_read', { model: 'sale.order', ids: [id, 987_654], fields: ['name', 'amount_total'], expand: ['order_line'] })
    expect(found.answer).toMatchObject({ total: 1, missing: [987_654] })
    expect(recordsOf(found)).toMatchObject([{ id, name: order?.['name'], amount_total: order?.['amount_total'] }])
    expect(recordsOf(found)[0]?.['_url']).toBe(
      version >= 18 ? `${sample.url}/odoo/sale.order/${String(id)}` : `${sample.url}/web#id=${String(id)}&model=sale.order&view_type=form`,
    )
    const { order_line: table } = found.answer['expanded'] as Readonly<Record<string, { columns: string[]; rows: unknown[][]; lines: unknown[] }>>
    const lines = (sample.data['sale.order.line'] ?? []).filter((line) => line['order_id'] === id)
    expect(table?.lines).toEqual([{ _record: id, total: lines.length, shown: lines.length }])
    const at = (name: string): number => table?.columns.indexOf(name) ?? -1
    expect(table?.rows.map((row) => [row[at('_record')], row[at('id')], row[at('price_subtotal')]]).sort()).toEqual(
      lines.map((line) => [id, line.id, line['price_subtotal']]).sort(),
    )
  })

  it('tell forbidden records from missing ones, and still read the rest', async () => {
    const foreign = (sample.data['sale.order'] ?? []).find((row) => row['company_id'] === 3)?.id ?? 0
    const own = mine('sale.order')[0]
    const found = await session.call('odoo_read', { model: 'sale.order', ids: [foreign, own?.id, 987_654], fields: ['name'] })
    expect(found.answer).toMatchObject({ total: 1, missing: [987_654], forbidden: [foreign] })
    expect(recordsOf(found)).toMatchObject([{ id: own?.id, name: own?.['name'] }])
    expect((await session.call('odoo_read', { model: 'sale.order', ids: [foreign] })).answer).toMatchObject({ code: 'access_denied_by_odoo' })
    expect((await session.call('odoo_read', { model: 'sale.order', ids: [987_654] })).answer).toMatchObject({ code: 'record_not_found' })
  })

  it('group, sum and count, with a grand total over everything and more to come', async () => {
    const orders = mine('sale.order').filter((row) => row['currency_id'] === 1)
    const byPartner = new Map<unknown, Row[]>()
    for (const row of orders) byPartner.set(row['partner_id'], [...(byPartner.get(row['partner_id']) ?? []), row])
    const { answer } = await session.call('odoo_aggregate', {
      model: 'sale.order', domain: [['currency_id', '=', 1]], measures: ['amount_total:sum', 'amount_total:max', 'user_id:count_distinct'],
      group_by: ['partner_id'], order: 'amount_total:sum desc', limit: 5,
    })
    const ranked = [...byPartner].map(([id, rows]) => ({ id, rows, total: sum(rows, 'amount_total') })).sort((a, b) => b.total - a.total)
    expect(answer).toMatchObject({ has_more: true, next_offset: 5, columns: ['partner_id', 'count', 'amount_total:sum', 'amount_total:max', 'user_id:count_distinct'] })
    expect((answer['rows'] as unknown[][]).map(([partner, count, total, most, users]) => [(partner as unknown[])[0], count, cents(Number(total)), most, users])).toEqual(
      ranked.slice(0, 5).map(({ id, rows, total }) => [
        id, rows.length, total, Math.max(...rows.map((row) => Number(row['amount_total']))), new Set(rows.map((row) => row['user_id']).filter((user) => user !== false)).size,
      ]),
    )
    const total = answer['total_row'] as unknown[]
    expect([total[0], total[1], cents(Number(total[2]))]).toEqual([null, orders.length, sum(orders, 'amount_total')])
    expect(answer['currency']).toEqual({ 'amount_total:sum': 'EUR', 'amount_total:max': 'EUR' })
    expect(answer).not.toHaveProperty('warnings')
  })

  it('put dates into buckets of the calendar of the user', async () => {
    const { answer } = await session.call('odoo_aggregate', { model: 'sale.order', group_by: ['date_order:month'], limit: 200 })
    const expected = new Map<string, number>()
    const month = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Brussels', year: 'numeric', month: '2-digit' })
    for (const row of mine('sale.order')) {
      const key = `${month.format(Date.parse(`${String(row['date_order']).replace(' ', 'T')}Z`)).slice(0, 7)}-01`
      expected.set(key, (expected.get(key) ?? 0) + 1)
    }
    const rows = answer['rows'] as readonly (readonly [{ readonly from: string; readonly to: string; readonly label: string }, number])[]
    expect(Object.fromEntries(rows.map(([bucket, count]) => [bucket.from, count]))).toEqual(Object.fromEntries(expected))
    expect(answer['has_more']).toBe(false)
  })

  it('warn when amounts of several currencies are added up', async () => {
    const mixed = await session.call('odoo_aggregate', { model: 'sale.order', measures: ['amount_total:sum'], group_by: ['state'] })
    expect(mixed.answer['warnings']).toEqual([expect.stringMatching(/several currencies are mixed.*EUR \d+.*Group by currency_id/)])
    const apart = await session.call('odoo_aggregate', { model: 'sale.order', measures: ['amount_total:sum'], group_by: ['currency_id'] })
    expect(apart.answer['warnings']).toEqual([expect.stringMatching(/total_row mixes them/)])
  })

  it('find records by name and say when a name is ambiguous', async () => {
    const partners = mine('res.partner')
    const counts = new Map<string, number>()
    for (const row of partners) counts.set(String(row['name']), (counts.get(String(row['name'])) ?? 0) + 1)
    const unique = partners.find((row) => row['is_company'] === true && counts.get(String(row['name'])) === 1)
    const { answer } = await session.call('odoo_resolve', { model: 'res.partner', names: [String(unique?.['name']), 'Amber', 'no such name'] })
    const results = answer['results'] as readonly { readonly matches: readonly (readonly [number, string])[]; readonly ambiguous: boolean }[]
    expect(results[0]?.ambiguous).toBe(false)
    expect(results[0]?.matches.some(([id]) => id === unique?.id)).toBe(true)
    expect(results[1]).toMatchObject({ ambiguous: true, more: true })
    expect(results[1]?.matches).toHaveLength(5)
    expect(results[2]).toMatchObject({ matches: [], ambiguous: false })
  })

  it('find the model by what people call it', async () => {
    const first = async (query: string): Promise<unknown> =>
      ((await session.call('odoo_find_models', { query })).answer['models'] as readonly unknown[])[0]
    expect(await first('unpaid invoices')).toMatchObject({ model: 'account.move', hint: 'filter ["move_type","=","out_invoice"]' })
    expect(await first('bills')).toMatchObject({ model: 'account.move', hint: 'filter ["move_type","=","in_invoice"]' })
    expect(await first('customers')).toMatchObject({ model: 'res.partner' })
    expect(await first('stock')).toMatchObject({ model: 'stock.quant' })
    expect(await first('sale.order.line')).toMatchObject({ model: 'sale.order.line' })
    expect(await first('employees')).toMatchObject({ model: 'hr.employee' })
    expect(await first('customer visit')).toMatchObject({ model: 'x_visit' })
  })

  it('describe a model with its choices, and filters that work', async () => {
    const { answer } = await session.call('odoo_describe_model', { model: 'crm.lead', limit: 60 })
    const rows = answer['rows'] as readonly (readonly unknown[])[]
    expect(rows.find(([name]) => name === 'expected_revenue')).toEqual(['expected_revenue', expect.any(String), 'monetary', null, true, true, 'sum'])
    expect(rows.find(([name]) => name === 'partner_id')?.[3]).toBe('res.partner')
    expect(answer['selections']).toMatchObject({ type: { lead: 'Lead', opportunity: 'Opportunity' } })
    for (const domain of answer['examples'] as readonly unknown[]) {
      expect((await session.call('odoo_search', { model: 'crm.lead', domain, limit: 0 })).isError).toBe(false)
    }
  })

  it('follow the language asked for, and refuse one that is not installed', async () => {
    const labels = async (lang: string): Promise<CallOutcome> =>
      session.call('odoo_search', { model: 'sale.order', fields: ['state'], domain: [['state', '=', 'draft']], limit: 1, lang })
    expect((await labels('fr_FR')).answer['legend']).toEqual({ state: { draft: 'Devis' } })
    expect((await labels('xx_XX')).answer).toMatchObject({ code: 'invalid_domain', message: expect.stringContaining("'lang'") })
  })

  it.each(['res.partner', 'mail.message', 'stock.quant', 'product.template'])('page through %s and meet each record once', async (model) => {
    const ids: unknown[] = []
    let offset: number | undefined = 0
    let total: unknown
    for (let pages = 0; offset !== undefined && pages < 60; pages += 1) {
      const found: CallOutcome = await session.call('odoo_search', { model, limit: 61, offset, fields: ['id'] })
      expect(found.isError).toBe(false)
      ids.push(...recordsOf(found).map(({ id }) => id))
      ;({ total, next_offset: offset } = found.answer as { total: unknown; next_offset?: number })
    }
    expect(ids).toHaveLength(Number(total))
    expect(new Set(ids).size).toBe(ids.length)
    if (model !== 'mail.message') expect(total).toBe(mine(model).length)
  })

  it.each([[undefined, /\bid\b/], ['state', /^state, id$/], ['partner_id desc, state', /^partner_id desc, state, id$/], ['id desc', /^id desc$/]])(
    'ask for an order in which every record has its place, also for %s', async (order, sent) => {
      for (const model of ['sale.order', 'account.move', 'purchase.order'] as const) {
        sample.clearCalls()
        const found = await session.call('odoo_search', { model, limit: 1, fields: ['id'], ...(order !== undefined && { order }) })
        const read = sample.calls.find((call) => call.odooMethod === 'search_read')
        expect((protocol === 'json2' ? read?.body : read?.kwargs) as object).toMatchObject({ order: expect.stringMatching(sent) })
        expect(found.answer['order']).toMatch(sent)
      }
    })

  it('page on after a cut without losing or repeating a record', async () => {
    const schema = await session.call('odoo_describe_model', { model: 'res.partner', limit: 30 })
    const fields = (schema.answer['rows'] as readonly (readonly unknown[])[]).map(([name]) => name)
    const ids: unknown[] = []
    let cuts = 0
    let offset: number | undefined = 0
    while (offset !== undefined) {
      const found: CallOutcome = await session.call('odoo_search', { model: 'res.partner', limit: 100, offset, fields })
      expect(Buffer.byteLength(found.text)).toBeLessThanOrEqual(24 * 1024)
      if ('cut' in found.answer) cuts += 1
      ids.push(...recordsOf(found).map(({ id }) => id))
      offset = (found.answer as { next_offset?: number }).next_offset
    }
    expect(cuts).toBeGreaterThan(0)
    expect([...ids].sort()).toEqual(mine('res.partner').map(({ id }) => id).sort())
  })

  it('carry the same in the text block and in the structured content', async () => {
    const found = await session.call('odoo_search', { model: 'sale.order', limit: 3 })
    expect(found.structured).toEqual(found.answer)
    expect(found.text).toBe(JSON.stringify(found.answer))
  })

  it('leave one event each, with names and counts and no value', async () => {
    const before = session.events.length
    const found = await session.call('odoo_search', {
      model: 'sale.order', domain: [['partner_id.city', 'ilike', 'Gent'], ['amount_total', '>', 1]], fields: ['name'], order: 'date_order desc', limit: 2,
    })
    expect(session.events.slice(before)).toEqual([{
      receipt: found.answer['receipt'],
      time: '2026-06-15T09:30:00.000Z',
      offsetMinutes: 120,
      clientName: 'test client',
      clientVersion: '1.2.3',
      clientId: 'test',
      connectionId: 'main',
      odooUser: sample.users.reader.login,
      tool: 'odoo_search',
      model: 'sale.order',
      modelLabel: 'Sales Order',
      methods: expect.arrayContaining([expect.stringMatching(/^search/)]),
      companies: (found.answer['companies'] as [number, string][]).map(([id]) => id),
      fields: ['partner_id.city', 'amount_total', 'date_order', 'id', 'name'],
      hiddenFields: [],
      filterShape: 'partner_id.city ilike and amount_total >',
      rows: (found.answer['rows'] as unknown[]).length,
      total: found.answer['total'],
      bytes: Buffer.byteLength(found.text),
      ms: expect.any(Number),
      odooMs: expect.any(Number),
      outcome: 'answered',
      code: undefined,
      consent: undefined,
      address: undefined,
    }])
  })
})
