import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSession, sampleReader, type CallOutcome, type McpSession } from '../support/mcp/open-session'
import { json2, rpc } from '../support/sample-odoo/client'
import { startSampleOdoo, type Json, type OdooVersion, type Row, type SampleOdoo, type SampleUserName } from '../support/sample-odoo/server'

/** What is sent when a question is asked of Odoo. */
const READS = new Set(['search_read', 'search_count', 'read', 'name_search', 'read_group', 'formatted_read_group'])
const MIDNIGHT = /T00:00:00/

describe.each([16, 17, 18, 19, 20] as const satisfies readonly OdooVersion[])('a trap of Odoo %i', (version) => {
  let sample: SampleOdoo
  const sessions = new Map<SampleUserName, McpSession>()

  beforeAll(async () => {
    sample = await startSampleOdoo({ version })
    for (const user of ['reader', 'sales', 'accountant', 'admin'] as const) {
      const session = await openSession(sampleReader(sample, user))
      sessions.set(user, session)
      await session.call('odoo_context')
    }
  })
  afterAll(async () => {
    for (const session of sessions.values()) await session.close()
    await sample.close()
  })

  const call = async (tool: string, args: Readonly<Record<string, unknown>>, user: SampleUserName = 'reader'): Promise<CallOutcome> => {
    const session = sessions.get(user)
    if (session === undefined) throw new Error(`no session of ${user}`)
    return session.call(tool, args)
  }
  const answerOf = async (tool: string, args: Readonly<Record<string, unknown>>, user?: SampleUserName): Promise<CallOutcome['answer']> => {
    const found = await call(tool, args, user)
    expect(found.isError, found.text.slice(0, 300)).toBe(false)
    return found.answer
  }
  const refusedUnasked = async (tool: string, args: Readonly<Record<string, unknown>>, code = 'invalid_domain'): Promise<CallOutcome> => {
    sample.clearCalls()
    const found = await call(tool, args)
    expect(found.answer, JSON.stringify(args)).toMatchObject({ code })
    expect(sample.calls.filter(({ odooMethod = '' }) => READS.has(odooMethod))).toEqual([])
    return found
  }
  /** Odoo itself, asked without any care. */
  const plain = async (model: string, method: string, kwargs: Record<string, Json>, user: SampleUserName = 'reader'): Promise<Json | undefined> => {
    if (version >= 19) {
      const { status, body } = await json2(sample, sample.users[user], model, method, kwargs)
      return status === 200 ? body : undefined
    }
    return (await rpc(sample, sample.users[user], model, method, [], kwargs)).result
  }
  const rowsOf = (answer: CallOutcome['answer']): readonly (readonly unknown[])[] => answer['rows'] as readonly (readonly unknown[])[]

  it('a filter on a field that cannot be searched matches every record up to 18; here it is refused on every version', async () => {
    const everything = await plain('sale.order', 'search_count', { domain: [] })
    const careless = await plain('sale.order', 'search_count', { domain: [['is_expired', '=', true]] })
    expect(careless).toBe(version <= 18 ? everything : undefined)
    for (const domain of [[['is_expired', '=', true]], ['|', ['id', '=', 1], ['is_expired', '=', true]], [['order_line.order_id.is_expired', '=', true]]]) {
      for (const [tool, more] of [['odoo_search', {}], ['odoo_search', { limit: 0 }], ['odoo_aggregate', { group_by: ['state'] }], ['odoo_resolve', { names: ['S'] }]] as const) {
        expect((await refusedUnasked(tool, { model: 'sale.order', domain, ...more })).answer['message']).toContain('is_expired')
      }
    }
  })

  it('a filter on a display name is none up to 17; here it is refused or finds what is called so', async () => {
    const [order] = visible('sale.order', [1, 2])
    const found = await call('odoo_search', { model: 'sale.order', domain: [['display_name', '=', order?.['name']]], fields: ['name'] })
    if (version <= 17) {
      const careless = await plain('sale.order', 'search_count', { domain: [['display_name', '=', 'no such name']] })
      expect(careless).toBe(await plain('sale.order', 'search_count', { domain: [] }))
      expect(found.answer).toMatchObject({ code: 'invalid_domain' })
    } else expect(rowsOf(found.answer)).toEqual([[order?.id, order?.['name']]])
  })

  it('a relative date in words is a guess of the database up to 18; here it is refused or sent as an absolute day', async () => {
    for (const words of ['last month', 'today -1x', 'now()', '30 days ago', 'Monday']) {
      await refusedUnasked('odoo_search', { model: 'sale.order', domain: [['date_order', '>', words]] })
    }
    sample.clearCalls()
    const answer = await answerOf('odoo_search', { model: 'sale.order', domain: [['date_order', '>=', 'today -1m']], limit: 0 })
    expect(answer['resolved_dates']).toEqual({ 'date_order today -1m': expect.stringContaining('2026-05-14 22:00:00') })
    expect(JSON.stringify(sample.calls.map(({ body, args, kwargs }) => [body, args, kwargs]))).not.toMatch(/-1m|today/)
    const since = Date.parse('2026-05-14T22:00:00Z')
    expect(answer['total']).toBe(visible('sale.order', [1, 2]).filter((row) => Date.parse(`${String(row['date_order']).replace(' ', 'T')}Z`) >= since).length)
  })

  it('a time with a trailing Z is refused from 19 on; here it is sent as Odoo writes times', async () => {
    sample.clearCalls()
    const answer = await answerOf('odoo_search', { model: 'sale.order', domain: [['date_order', '<', '2026-03-05T10:00:00Z']], limit: 0 })
    expect(answer['total']).toBe(visible('sale.order', [1, 2]).filter((row) => String(row['date_order']) < '2026-03-05 10:00:00').length)
    expect(JSON.stringify(sample.calls.map(({ body, args, kwargs }) => [body, args, kwargs]))).toContain('"2026-03-05 10:00:00"')
  })

  it('a limit of 0 means all records and no fields mean all fields; here neither is ever sent', async () => {
    expect(((await plain('res.partner', 'search_read', { domain: [], fields: ['id'], limit: 0 })) as Json[]).length).toBeGreaterThan(400)
    sample.clearCalls()
    expect(await answerOf('odoo_search', { model: 'res.partner', limit: 0 })).toMatchObject({ rows: [] })
    await answerOf('odoo_search', { model: 'res.partner' })
    await answerOf('odoo_read', { model: 'res.partner', ids: [1, 2] })
    await answerOf('odoo_resolve', { model: 'res.partner', names: ['a'] })
    for (const { protocol, odooMethod, body, kwargs } of sample.calls) {
      const named = (protocol === 'json2' ? body : kwargs) as Record<string, Json>
      expect(typeof named === 'object' && !Array.isArray(named)).toBe(true)
      if (odooMethod === 'search_read') expect(named['limit']).toBeGreaterThan(0)
      if (odooMethod === 'search_read' || odooMethod === 'read') expect((named['fields'] as Json[]).length).toBeGreaterThan(0)
    }
  })

  it('a body that is no object is dropped without a word by JSON-2; here every body is one, whatever the arguments are', async () => {
    if (version >= 19) {
      const everything = await json2(sample, sample.users.reader, 'res.partner', 'search_count', { domain: [] })
      const dropped = await json2(sample, sample.users.reader, 'res.partner', 'search_read', [[['id', '=', 1]], ['name']])
      expect((dropped.body as Json[]).length).toBe(everything.body)
    }
    for (const args of [[], 'text', 7, [[['id', '=', 1]]]]) {
      const before = sample.calls.length
      const session = sessions.get('reader')
      const result = await session?.client.callTool({ name: 'odoo_search', arguments: args as never }).catch((cause: unknown) => cause)
      expect(JSON.stringify(result)).toMatch(/must be an object|invalid_type|expected record/)
      expect(sample.calls.length).toBe(before)
    }
  })

  it('ids and limits of a wrong type are errors or guesses by version; here they are refused unasked on each', async () => {
    await refusedUnasked('odoo_read', { model: 'res.partner', ids: ['1'] })
    await refusedUnasked('odoo_read', { model: 'res.partner', ids: [1.5] })
    await refusedUnasked('odoo_read', { model: 'res.partner', ids: [true] })
    await refusedUnasked('odoo_search', { model: 'res.partner', limit: '2' })
    await refusedUnasked('odoo_search', { model: 'res.partner', offset: '2' })
    await refusedUnasked('odoo_aggregate', { model: 'res.partner', limit: null })
  })

  it('a missing id is left out without a word; here it is listed', async () => {
    expect(((await plain('res.partner', 'read', { ids: [1, 999_999], fields: ['name'] })) as Json[] | undefined ?? [1]).length).toBe(1)
    expect(await answerOf('odoo_read', { model: 'res.partner', ids: [999_999, 1], fields: ['name'] })).toMatchObject({ missing: [999_999], rows: [[1, expect.any(String), expect.any(String)]] })
  })

  it('a read of allowed and forbidden records fails as a whole; here the allowed ones are answered and the others named', async () => {
    const orders = sample.data['sale.order'] ?? []
    const own = orders.find((row) => row['company_id'] === 1 && row['user_id'] === sample.users.sales.id)
    const other = orders.find((row) => row['company_id'] === 1 && row['user_id'] !== sample.users.sales.id && row['user_id'] !== false)
    if (own === undefined || other === undefined) throw new Error('the sample lacks orders of two salespeople')
    expect(await plain('sale.order', 'read', version >= 19 ? { ids: [own.id, other.id], fields: ['name'] } : { ids: [own.id, other.id], fields: ['name'] }, 'sales')).toBeUndefined()
    const answer = await answerOf('odoo_read', { model: 'sale.order', ids: [other.id, own.id], fields: ['name'] }, 'sales')
    expect(rowsOf(answer).map(([id]) => id)).toEqual([own.id])
    expect(answer['forbidden']).toEqual([other.id])
  })

  it('read_group of 16 sums every number unasked, drops unknown measures and cannot order by a count; here all answer alike', async () => {
    const orders = visible('sale.order', [1, 2])
    const bare = await answerOf('odoo_aggregate', { model: 'sale.order' })
    expect(bare).toMatchObject({ columns: ['count'], rows: [], total_row: [orders.length] })
    await refusedUnasked('odoo_aggregate', { model: 'sale.order', measures: ['id:array_agg'] })
    await refusedUnasked('odoo_aggregate', { model: 'sale.order', measures: ['amount_total:median'] })
    await refusedUnasked('odoo_aggregate', { model: 'sale.order', measures: ['name:sum'] })
    const byCount = await answerOf('odoo_aggregate', { model: 'sale.order', group_by: ['state'], order: 'count desc' })
    const counts = rowsOf(byCount).map(([, count]) => count)
    expect(counts).toEqual([...new Map(orders.map((row) => [row['state'], orders.filter((one) => one['state'] === row['state']).length])).values()].sort((a, b) => b - a))
  })

  it('two measures of one field are one to read_group; here each has its own column', async () => {
    const orders = visible('sale.order', [1, 2]).map((row) => Number(row['amount_total']))
    const { total_row: totals } = await answerOf('odoo_aggregate', { model: 'sale.order', measures: ['amount_total:sum', 'amount_total:min', 'amount_total:max'] })
    const [count, sum, min, max] = totals as readonly number[]
    expect([count, min, max]).toEqual([orders.length, Math.min(...orders), Math.max(...orders)])
    expect(sum).toBeCloseTo(orders.reduce((total, one) => total + one, 0), 4)
  })

  it('weeks start on Monday on 16 and in French, and on Sunday otherwise; here each says its range', async () => {
    for (const [user, firstDay] of [['reader', version === 16 ? 1 : 0], ['accountant', 1]] as const) {
      const answer = await answerOf('odoo_aggregate', { model: 'account.move', group_by: ['invoice_date:week'], domain: [['invoice_date', '>=', '2026-01-01']] }, user)
      const buckets = rowsOf(answer).map(([bucket]) => bucket as { label: string; from: string; to: string } | null)
      expect(buckets.length).toBeGreaterThan(5)
      for (const bucket of buckets) {
        expect(bucket).toMatchObject({ label: expect.stringMatching(/^[WS]\d+ \d{4}$/), from: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
        expect(new Date(bucket?.from ?? '').getUTCDay()).toBe(firstDay)
        expect(Date.parse(bucket?.to ?? '') - Date.parse(bucket?.from ?? '')).toBe(7 * 86_400_000)
      }
    }
  })

  it('JSON-2 groups days in UTC unless told otherwise; here a day is the day of the user', async () => {
    const answer = await answerOf('odoo_aggregate', { model: 'sale.order', group_by: ['date_order:day'], limit: 200 })
    const local = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels' })
    const dayOf = (row: Row): string => local.format(new Date(`${String(row['date_order']).replace(' ', 'T')}Z`))
    const orders = visible('sale.order', [1, 2])
    expect(orders.some((row) => dayOf(row) !== String(row['date_order']).slice(0, 10))).toBe(true)
    for (const [bucket, count] of rowsOf(answer)) {
      const { from } = bucket as { readonly from: string }
      expect(from).not.toMatch(MIDNIGHT)
      expect(count).toBe(orders.filter((row) => dayOf(row) === from).length)
    }
  })

  it('a language that is not installed is ignored on 16 and 17; here it is refused on each, with those that are', async () => {
    expect(await plain('product.template', 'search_read', { domain: [], fields: ['name'], limit: 1, context: { lang: 'de_DE' } })).toEqual(version <= 17 ? [expect.anything()] : undefined)
    expect((await refusedUnasked('odoo_search', { model: 'product.template', lang: 'de_DE' })).answer['hint']).toMatch(/en_US.*fr_FR/)
  })

  it('a search in a translated field looks at one language only; here the answer says at which', async () => {
    const french = await answerOf('odoo_search', { model: 'product.template', lang: 'fr_FR', domain: [['name', 'ilike', 'bureau']], fields: ['name'] })
    const english = await answerOf('odoo_search', { model: 'product.template', domain: [['name', 'ilike', 'bureau']], fields: ['name'] })
    expect(french['total']).toBeGreaterThan(0)
    expect(french['language']).toBe('fr_FR')
    for (const [, name] of rowsOf(french)) expect(String(name).toLowerCase()).toContain('bureau')
    expect(english).toMatchObject({ language: 'en_US', total: 0 })
  })

  it('companies of others are an error of Odoo and none at all are taken for all; here both are refused, and those answered are named', async () => {
    await refusedUnasked('odoo_search', { model: 'sale.order', company_ids: [3] })
    await refusedUnasked('odoo_search', { model: 'sale.order', company_ids: [] })
    const answer = await answerOf('odoo_search', { model: 'sale.order', company_ids: [2], limit: 0 })
    expect(answer).toMatchObject({ companies: [[2, expect.any(String)]], total: visible('sale.order', [2]).length })
  })

  it.each([
    ['any', [['order_line', 'any', [['product_uom_qty', '>', 1]]]], 17],
    ['a part of a date', [['date_order.month_number', '=', 3]], 18],
    ['not =like', [['name', 'not =like', 'S0001%']], 19],
  ] as const)('the operator %s is young; before it was known it is refused with the version', async (_what, domain, since) => {
    if (version < since) await refusedUnasked('odoo_search', { model: 'sale.order', domain })
    else expect((await answerOf('odoo_search', { model: 'sale.order', domain, limit: 0 }))['total']).toBeGreaterThan(0)
  })

  it('an order by a field that is not stored is taken in silence up to 17; here it is refused, and nulls only where they are known', async () => {
    await refusedUnasked('odoo_search', { model: 'sale.order', order: 'is_expired desc' })
    const nulls = { model: 'sale.order', order: 'validity_date nulls last', limit: 3 }
    if (version === 16) await refusedUnasked('odoo_search', nulls)
    else await answerOf('odoo_search', nulls)
  })

  it('an order that leaves records level may show one on two pages; here each has its place', async () => {
    sample.clearCalls()
    await answerOf('odoo_search', { model: 'sale.order', order: 'state', limit: 3 })
    const [asked] = sample.calls.filter(({ odooMethod }) => odooMethod === 'search_read')
    expect(JSON.stringify([asked?.body, asked?.kwargs])).toMatch(/"state(?: asc)?, id"/)
  })

  it('a field that the user may not read is an access error with words of each version; here it is no field', async () => {
    const listed = (await plain('res.partner', 'fields_get', { attributes: ['type'] }, 'admin')) as Record<string, unknown>
    const own = (await plain('res.partner', 'fields_get', { attributes: ['type'] })) as Record<string, unknown>
    const [hidden] = Object.keys(listed).filter((name) => !(name in own))
    if (hidden === undefined) throw new Error('the sample lacks a field for administrators only')
    const found = await refusedUnasked('odoo_search', { model: 'res.partner', fields: [hidden] }, 'unknown_field')
    expect(found.answer['message']).toContain('this user may read')
  })

  it('a model that may not be read still lists its fields; here its records are refused by Odoo, and nothing is taken for none', async () => {
    expect(await plain('hr.payslip', 'fields_get', { attributes: ['type'] })).toBeDefined()
    for (const [tool, args] of [['odoo_search', {}], ['odoo_search', { limit: 0 }], ['odoo_aggregate', {}], ['odoo_read', { ids: [1] }], ['odoo_resolve', { names: ['a'] }]] as const) {
      expect((await call(tool, { model: 'hr.payslip', ...args })).answer, tool).toMatchObject({ code: 'access_denied_by_odoo' })
    }
  })

  it('the filter of a search by name was renamed in 19; here it holds on each', async () => {
    const [company] = (sample.data['res.partner'] ?? []).filter((row) => row['is_company'] === true && row['active'] !== false && row['company_id'] === false)
    const name = String(company?.['name'])
    const inside = await answerOf('odoo_resolve', { model: 'res.partner', names: [name], domain: [['id', '=', company?.id]] })
    expect(inside['results']).toMatchObject([{ matches: [[company?.id, expect.stringContaining(name)]] }])
    const outside = await answerOf('odoo_resolve', { model: 'res.partner', names: [name], domain: [['id', '!=', company?.id], ['is_company', '=', false], ['parent_id', '=', false]] })
    expect(JSON.stringify(outside['results'])).not.toContain(`[${String(company?.id)},`)
  })

  it('a name asked for in a model without names matches every record; here it is refused', async () => {
    const careless = (await plain('x_reading', 'name_search', { name: 'nothing is called this' })) as Json[]
    expect(careless).toHaveLength(12)
    expect((await call('odoo_resolve', { model: 'x_reading', names: ['nothing is called this'] })).answer).toMatchObject({ code: 'invalid_domain' })
    expect((await call('odoo_search', { model: 'x_reading', domain: [['display_name', 'ilike', 'nothing']] })).answer).toMatchObject({ code: 'invalid_domain' })
    // A model with names is compared as before.
    expect((await answerOf('odoo_search', { model: 'x_reading', domain: [['x_visit_id', 'ilike', 'Visit 12']], limit: 0 }))['total']).toBe(1)
  })

  it('a page of messages is cut before rights are applied; here a page is full and the total exact', async () => {
    const first = await answerOf('odoo_search', { model: 'mail.message', fields: ['date'], limit: 50 })
    const careless = (await plain('mail.message', 'search_read', { domain: [], fields: ['id'], limit: 50, order: 'id desc' })) as Json[]
    expect(careless.length).toBeLessThan(50)
    expect(rowsOf(first)).toHaveLength(50)
    const all = ((await plain('mail.message', 'search_read', { domain: [], fields: ['id'] })) as Json[]).length
    expect(first['total']).toBe(all)
  })

  it('archived records hide; here they come when asked for', async () => {
    const all = visible('res.partner', [1, 2])
    expect((await answerOf('odoo_search', { model: 'res.partner', limit: 0 }))['total']).toBe(all.filter((row) => row['active'] !== false).length)
    expect((await answerOf('odoo_search', { model: 'res.partner', limit: 0, include_archived: true }))['total']).toBe(all.length)
  })

  it('a sum over several currencies means nothing; here it is flagged', async () => {
    const answer = await answerOf('odoo_aggregate', { model: 'sale.order', measures: ['amount_total:sum'] }, 'admin')
    expect(JSON.stringify(answer['warnings'])).toMatch(/currencies/)
    const one = await answerOf('odoo_aggregate', { model: 'sale.order', measures: ['amount_total:sum'], domain: [['currency_id.name', '=', 'EUR']] }, 'admin')
    expect(one).toMatchObject({ currency: { 'amount_total:sum': 'EUR' } })
  })

  it('the page of a record has another address before 18', async () => {
    const answer = await answerOf('odoo_read', { model: 'sale.order', ids: [1], fields: ['name'] })
    expect(String(rowsOf(answer)[0]?.at(-1))).toMatch(version >= 18 ? /\/odoo\/sale\.order\/1$/ : /\/web#id=1&model=sale\.order&view_type=form$/)
  })

  it('18 leads from JSON-2 to its login page; here no redirect is followed and JSON-RPC answers', async () => {
    const paths = new Set(sample.calls.map(({ path }) => path))
    expect([...paths].some((path) => path.includes('/web/login'))).toBe(false)
    if (version >= 19) expect([...paths].every((path) => path.startsWith('/json/2/') || path === '/web/version')).toBe(true)
    else {
      const redirect = await fetch(`${sample.url}/json/2/res.partner/search_read`, { method: 'POST', body: '{}', redirect: 'manual' })
      expect(redirect.status).toBe(version === 18 ? 303 : 404)
      expect([...paths].filter((path) => path !== '/json/2/res.partner/search_read' && path !== '/web/version')).toEqual(['/jsonrpc'])
    }
  })

  it('a refusal comes in the words of the user’s language; here it is known by its name', async () => {
    sample.faults.next({ fault: 'translated-error', on: { method: 'search_count' } })
    expect((await call('odoo_search', { model: 'sale.order', limit: 0 })).answer).toMatchObject({ code: 'access_denied_by_odoo' })
  })

  it('half of a page that could not be read is no answer', async () => {
    for (const method of ['search_read', 'search_count']) {
      sample.faults.next({ fault: 'translated-error', on: { method } })
      expect((await call('odoo_search', { model: 'sale.order', limit: 5 })).isError).toBe(true)
    }
    sample.faults.set({ fault: { status: 500, body: '{"name":"builtins.ValueError","message":"x"}', contentType: 'application/json' }, on: { method: version >= 19 ? 'formatted_read_group' : 'read_group' } })
    expect((await call('odoo_aggregate', { model: 'sale.order', group_by: ['state'] })).isError).toBe(true)
    sample.faults.set(null)
  })

  /** Records of these companies, or of none. */
  function visible(model: string, companies: readonly number[]): readonly Row[] {
    return (sample.data[model] ?? []).filter((row) => typeof row['company_id'] !== 'number' || companies.includes(row['company_id']))
  }
})
