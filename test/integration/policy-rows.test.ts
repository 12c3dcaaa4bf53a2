import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConsentQuestion } from '../../src/contract/consent'
import { VitrineError } from '../../src/errors/vitrine-error'
import { OPEN_POLICY, type Policy } from '../../src/policy/policy'
import { openSession, sampleReader, type McpSession } from '../support/mcp/open-session'
import { startSampleOdoo, type OdooVersion, type Row, type SampleOdoo } from '../support/sample-odoo/server'

const companies: Policy = { ...OPEN_POLICY, rows: { 'res.partner': [['is_company', '=', true]], 'sale.order': [['state', '=', 'sale']] } }

/** Each a way to learn something of a contact outside the rule, or of an order; none may be answered with it. */
const REFUSED: readonly (readonly [what: string, tool: string, args: Readonly<Record<string, unknown>>])[] = [
  ['a name compared with a relation', 'odoo_search', { model: 'sale.order', domain: [['partner_id', 'ilike', 'a']] }],
  ['a name that a relation must not have', 'odoo_search', { model: 'sale.order', domain: [['partner_id', 'not ilike', 'a']] }],
  ['a name among ids', 'odoo_search', { model: 'sale.order', domain: [['partner_id', 'in', ['Azure']]] }],
  ['the same as text', 'odoo_search', { model: 'sale.order', domain: '[["partner_id", "=", "Azure"]]' }],
  ['the hierarchy of contacts', 'odoo_search', { model: 'sale.order', domain: [['partner_id', 'child_of', 1]] }],
  ['the hierarchy by its own ids', 'odoo_search', { model: 'res.partner', domain: [['id', 'child_of', 1]] }],
  ['names made of a parent', 'odoo_search', { model: 'res.partner', fields: ['display_name'] }],
  ['a filter on such names', 'odoo_search', { model: 'res.partner', domain: [['display_name', 'ilike', 'a']] }],
  ['the order of names', 'odoo_search', { model: 'sale.order', order: 'partner_id desc' }],
  ['the order through another model', 'odoo_search', { model: 'sale.order.line', order: 'order_id' }],
  ['a number counted elsewhere', 'odoo_search', { model: 'res.partner', fields: ['sale_order_count'] }],
  ['an amount added up elsewhere', 'odoo_search', { model: 'res.partner', domain: [['credit', '>', 0]] }],
  ['groups in the order of names', 'odoo_aggregate', { model: 'sale.order', group_by: ['partner_id'], limit: 2 }],
  ['later groups in that order', 'odoo_aggregate', { model: 'sale.order', group_by: ['partner_id'], limit: 200, offset: 2 }],
]

describe.each<OdooVersion>([19, 17, 16])('a rule on the records of a model, on Odoo %i', (version) => {
  let sample: SampleOdoo
  let open: McpSession
  let ruled: McpSession

  beforeAll(async () => {
    sample = await startSampleOdoo({ version })
    open = await openSession(sampleReader(sample, 'admin'))
    ruled = await openSession(sampleReader(sample, 'admin'), { allowed: companies })
  })
  afterAll(async () => {
    await Promise.all([open.close(), ruled.close()])
    await sample.close()
  })

  const rowsOf = (model: string): readonly Row[] => sample.data[model] ?? []
  const total = async (session: McpSession, model: string, domain: readonly unknown[]): Promise<unknown> =>
    (await session.call('odoo_search', { model, domain, limit: 0, include_archived: true })).answer['total']

  it.each(REFUSED)('refuses %s', async (_what, tool, args) => {
    expect((await ruled.call(tool, args)).answer).toMatchObject({ code: 'restricted_field' })
    expect((await open.call(tool, args)).answer).not.toMatchObject({ code: 'restricted_field' })
  })

  it('is added to every question to the model, whatever operators stand in the filter', async () => {
    const inside = rowsOf('sale.order').filter((row) => row['state'] === 'sale')
    expect(inside.length).toBeLessThan(rowsOf('sale.order').length)
    expect(await total(ruled, 'sale.order', [])).toBe(inside.length)
    expect(await total(ruled, 'sale.order', ['|', ['state', '=', 'draft'], ['id', '>', 0]])).toBe(inside.length)
    expect(await total(ruled, 'sale.order', ['!', ['state', '=', 'sale']])).toBe(0)
    const grouped = await ruled.call('odoo_aggregate', { model: 'sale.order', group_by: ['state'], measures: ['amount_total:count'] })
    expect(grouped.answer).toMatchObject({ rows: [['sale', inside.length, inside.length]], total_row: [null, inside.length, inside.length] })
  })

  it('counts records outside as missing, and their lines as not there', async () => {
    const outside = rowsOf('sale.order').find((row) => row['state'] !== 'sale') as Row
    const inside = rowsOf('sale.order').find((row) => row['state'] === 'sale') as Row
    expect((await ruled.call('odoo_read', { model: 'sale.order', ids: [outside.id] })).answer).toMatchObject({ code: 'record_not_found' })
    expect((await ruled.call('odoo_read', { model: 'sale.order', ids: [outside.id, inside.id], fields: ['state'] })).answer)
      .toMatchObject({ missing: [outside.id], rows: [[inside.id, 'sale', expect.any(String)]] })
    const partner = rowsOf('res.partner').find((row) => row['is_company'] === true && rowsOf('sale.order').some((one) => one['partner_id'] === row.id && one['state'] !== 'sale')) as Row
    const theirs = rowsOf('sale.order').filter((row) => row['partner_id'] === partner.id && row['state'] === 'sale').length
    const read = await ruled.call('odoo_read', { model: 'res.partner', ids: [partner.id], fields: ['sale_order_ids'], expand: ['sale_order_ids'] })
    expect(read.answer).toMatchObject({ rows: [[partner.id, theirs, expect.any(String)]], expanded: { sale_order_ids: { lines: [{ total: theirs }] } } })
  })

  it('shows the id of a record outside where another one points to it, and never its name', async () => {
    const names = new Map(rowsOf('res.partner').map((row) => [row.id, row]))
    const found = await ruled.call('odoo_search', { model: 'res.partner', fields: ['name', 'parent_id', 'parent_id.city', 'user_id'], limit: 100, include_archived: true })
    const orders = await ruled.call('odoo_search', { model: 'sale.order', fields: ['partner_id', 'partner_id.city'], limit: 100 })
    let withheld = 0
    for (const [, pair, city] of orders.answer['rows'] as readonly (readonly [number, readonly [number, string?], string | null])[]) {
      const partner = names.get(pair[0])
      if (partner?.['is_company'] === true) expect(pair).toEqual([partner.id, partner['name']])
      else {
        withheld += 1
        expect(pair).toHaveLength(1)
        expect(city).toBeNull()
      }
    }
    expect(found.isError).toBe(false)
    if (withheld > 0) expect(orders.answer['unreadable']).toEqual(['partner_id.city'])
  })

  it('lets a path be met by records inside alone, also when it is turned round', async () => {
    const cities = rowsOf('res.partner').map((row) => row['city']).filter((city) => typeof city === 'string' && city !== '')
    for (const city of [...new Set(cities)].slice(0, 4)) {
      const domain = [['partner_id.city', '=', city]]
      const inside = rowsOf('sale.order').filter((order) => {
        const partner = rowsOf('res.partner').find(({ id }) => id === order['partner_id'])
        return order['state'] === 'sale' && partner?.['is_company'] === true && partner['city'] === city
      })
      expect(await total(ruled, 'sale.order', domain)).toBe(inside.length)
      expect(await total(ruled, 'sale.order', ['!', ...domain])).toBe(rowsOf('sale.order').filter((row) => row['state'] === 'sale').length - inside.length)
    }
  })

  it('reaches what is the same record under a second name', async () => {
    const users = await ruled.call('odoo_search', { model: 'res.users', limit: 50, include_archived: true })
    const shown = (users.answer['rows'] as readonly (readonly [number])[]).map(([id]) => id)
    const partners = new Map(rowsOf('res.partner').map((row) => [row.id, row['is_company']]))
    expect(shown.every((id) => partners.get(Number(rowsOf('res.users').find((row) => row.id === id)?.['partner_id'])) === true)).toBe(true)
  })

  it('hides messages and files of the model, since which of them belong to records outside cannot be told', async () => {
    expect(await total(open, 'mail.message', [['model', '=', 'sale.order']])).toBeGreaterThan(0)
    expect(await total(ruled, 'mail.message', [['model', '=', 'sale.order']])).toBe(0)
    expect(await total(ruled, 'mail.message', [])).toBe(Number(await total(open, 'mail.message', [['model', 'not in', ['sale.order', 'res.partner', 'res.users', 'hr.employee']]])))
  })

  it.each([
    ['a field that is not there', [['x_none', '=', 1]]],
    ['a field that cannot be searched', [['sale_order_count', '>', 1]]],
    ['a value of another kind', [['is_company', '=', 'maybe']]],
  ])('that names %s closes its model, and does not say what it is', async (_what, rule) => {
    const session = await openSession(sampleReader(sample, 'admin'), { allowed: { ...OPEN_POLICY, rows: { 'res.partner': rule } } })
    for (const [tool, args] of [['odoo_search', {}], ['odoo_search', { limit: 0 }], ['odoo_read', { ids: [1] }], ['odoo_aggregate', {}], ['odoo_resolve', { names: ['a'] }]] as const) {
      const { answer, text } = await session.call(tool, { model: 'res.partner', ...args })
      expect(answer).toMatchObject({ code: 'not_allowed_by_policy', message: expect.stringMatching(/rule .* cannot be applied/) })
      expect(text).not.toMatch(/x_none|sale_order_count|maybe/)
    }
    const orders = await session.call('odoo_search', { model: 'sale.order', fields: ['partner_id'], limit: 5 })
    for (const [, pair] of orders.answer['rows'] as readonly (readonly [number, readonly unknown[]])[]) expect(pair).toHaveLength(1)
    await session.close()
  })

  it('may look at what the client may not, and stays out of the journal', async () => {
    const session = await openSession(sampleReader(sample, 'admin'), {
      allowed: { ...companies, fields: { ...OPEN_POLICY.fields, hide: { 'res.partner': ['is_company'] } } },
    })
    const { answer } = await session.call('odoo_search', { model: 'res.partner', domain: [['city', '!=', false]], limit: 1 })
    expect(answer['total']).toBeGreaterThan(0)
    expect(session.events.at(-1)).toMatchObject({ filterShape: 'city !=', fields: expect.not.arrayContaining(['is_company']) })
    await session.close()
  })

  it('asks Odoo nothing more where there is none', async () => {
    const count = async (session: McpSession): Promise<number> => {
      await session.call('odoo_search', { model: 'sale.order', limit: 5 })
      sample.clearCalls()
      await session.call('odoo_search', { model: 'sale.order', limit: 5 })
      return sample.calls.length
    }
    expect(await count(open)).toBe(2)
  })

  it('lets no more records stand in an answer than the policy says, and says so', async () => {
    const session = await openSession(sampleReader(sample, 'admin'), { allowed: { ...OPEN_POLICY, limits: { rowsPerAnswer: 3 } } })
    const cut = { reason: expect.stringContaining('at most 3 records') }
    const found = (await session.call('odoo_search', { model: 'sale.order', limit: 10 })).answer
    expect(found).toMatchObject({ total: rowsOf('sale.order').length, next_offset: 3, cut: { ...cut, rows_left_out: 7 } })
    expect(found['rows']).toHaveLength(3)
    expect((await session.call('odoo_read', { model: 'sale.order', ids: [1, 2, 3, 4, 5], fields: ['name'] })).answer).toMatchObject({ total: 5, cut: { ...cut, ids_left_out: [4, 5] } })
    const lines = (await session.call('odoo_read', { model: 'sale.order', ids: [1, 2], fields: ['name'], expand: ['order_line'] })).answer as { readonly expanded: { readonly order_line: { readonly rows: readonly unknown[] } } }
    expect(lines.expanded.order_line.rows.length).toBeLessThanOrEqual(1)
    const groups = (await session.call('odoo_aggregate', { model: 'sale.order', group_by: ['date_order:month'] })).answer
    expect(groups).toMatchObject({ has_more: true, next_offset: 3, cut })
    expect(groups['total_row']).toEqual([null, rowsOf('sale.order').length])
    expect((await session.call('odoo_resolve', { model: 'res.partner', names: ['a', 'e'], limit: 5 })).answer).toMatchObject({ cut })
    await session.close()
  })
})

describe('a model that asks first', () => {
  const asking: Policy = { ...OPEN_POLICY, models: { presets: [], allow: ['sale.order', 'res.partner'], hide: [], others: 'ask' } }
  let sample: SampleOdoo

  beforeAll(async () => {
    sample = await startSampleOdoo({ version: 19 })
  })
  afterAll(() => sample.close())

  it('is asked for once a call, with fields that it has and the number of records', async () => {
    const asked: ConsentQuestion[] = []
    const session = await openSession(sampleReader(sample), { allowed: asking, consent: (question) => Promise.resolve(asked.push(question)).then(() => 'once' as const) })
    const { answer } = await session.call('odoo_search', { model: 'crm.lead', fields: ['name', 'no_such', 'partner_id.city'], domain: [['type', '=', 'lead']], order: 'create_date' })
    expect(answer).toMatchObject({ code: 'unknown_field' })
    expect(asked).toEqual([{ connectionId: 'main', model: 'crm.lead', modelLabel: expect.any(String), fields: ['name', 'partner_id', 'create_date', 'type'], records: expect.any(Number) }])
    const found = await session.call('odoo_search', { model: 'crm.lead', limit: 1 })
    expect(found.isError).toBe(false)
    expect(asked).toHaveLength(2)
    expect(session.events.at(-1)).toMatchObject({ consent: 'once', outcome: 'answered' })
    await session.close()
  })

  it('is read by nobody before, after a no, or where nobody can be asked', async () => {
    const no = new VitrineError('consent_denied', 'The user said no.')
    const waiting = new VitrineError('waiting_for_consent', 'Nobody has answered.')
    for (const [consent, code] of [[() => Promise.reject(no), 'consent_denied'], [() => Promise.reject(waiting), 'waiting_for_consent'], [undefined, 'not_allowed_by_policy']] as const) {
      const session = await openSession(sampleReader(sample), { allowed: asking, ...(consent !== undefined && { consent }) })
      for (const [tool, args] of [
        ['odoo_search', {}], ['odoo_read', { ids: [1] }], ['odoo_aggregate', {}], ['odoo_resolve', { names: ['a'] }], ['odoo_describe_model', {}],
      ] as const) {
        sample.clearCalls()
        const { answer } = await session.call(tool, { model: 'crm.lead', ...args })
        expect(answer).toMatchObject({ code })
        if (consent === undefined) expect(answer['message']).toMatch(/nobody here who can be asked/)
        expect(sample.calls.filter(({ model, odooMethod }) => model === 'crm.lead' && odooMethod !== 'fields_get' && odooMethod !== 'search_count')).toEqual([])
      }
      await session.close()
    }
  })

  it('stays hidden in paths, lists and names until the user has agreed for longer', async () => {
    let isGranted = false
    const session = await openSession(sampleReader(sample), {
      allowed: asking, consent: () => Promise.resolve('session'), granted: (model) => isGranted && model === 'crm.team',
    })
    const named = async (): Promise<readonly unknown[]> => {
      const { answer } = await session.call('odoo_search', { model: 'sale.order', fields: ['team_id'], domain: [['team_id', '!=', false]], limit: 1 })
      return ((answer['rows'] as readonly (readonly unknown[])[])[0] ?? [])[1] as readonly unknown[]
    }
    expect(await named()).toEqual([expect.any(Number)])
    expect((await session.call('odoo_search', { model: 'sale.order', domain: [['team_id.name', 'ilike', 'a']] })).isError).toBe(true)
    expect((await session.call('odoo_search', { model: 'sale.order', order: 'team_id' })).answer).toMatchObject({ code: 'restricted_field' })
    expect((await session.call('odoo_read', { model: 'res.partner', ids: [1], fields: ['opportunity_ids'] })).answer).toMatchObject({ code: 'restricted_field' })
    isGranted = true
    expect(await named()).toEqual([expect.any(Number), expect.any(String)])
    await session.close()
  })

  it('is listed and marked where somebody can be asked, and not listed where nobody can', async () => {
    const asked = await openSession(sampleReader(sample), { allowed: asking, consent: () => Promise.resolve('once') })
    const { answer } = await asked.call('odoo_find_models', { limit: 50 })
    const models = answer['models'] as readonly { readonly model: string; readonly asks?: true }[]
    expect(models.find(({ model }) => model === 'crm.lead')).toMatchObject({ asks: true })
    expect(models.find(({ model }) => model === 'sale.order')).not.toHaveProperty('asks')
    expect(models.map(({ model }) => model)).not.toContain('payment.token')
    const alone = await openSession(sampleReader(sample), { allowed: asking })
    expect((await alone.call('odoo_find_models', { query: 'crm.lead' })).text).not.toContain('crm.lead')
    await Promise.all([asked.close(), alone.close()])
  })
})
