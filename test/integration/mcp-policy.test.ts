import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hiding } from '../support/hiding'
import { openSession, sampleReader, type CallOutcome, type McpSession } from '../support/mcp/open-session'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

const policy = hiding({
  models: ['crm.team', 'stock.warehouse'],
  fields: { 'res.partner': ['vat', 'email'], 'sale.order': ['amount_untaxed'], '*': ['phone'] },
})

/** Requests that ask for or match records, as against those that learn about fields and models. */
const asked = (sample: SampleOdoo): readonly string[] =>
  sample.calls.map((call) => call.odooMethod ?? '').filter((method) => ['search_read', 'search_count', 'read', 'name_search', 'read_group', 'formatted_read_group'].includes(method))

describe.each([19, 17] as const)('a policy on Odoo %i', (version) => {
  let sample: SampleOdoo
  let session: McpSession

  beforeAll(async () => {
    sample = await startSampleOdoo({ version })
    session = await openSession(sampleReader(sample), { allowed: policy })
    await session.call('odoo_context')
  })
  afterAll(async () => {
    await session.close()
    await sample.close()
  })

  const refusedBeforeOdoo = async (tool: string, args: Readonly<Record<string, unknown>>): Promise<CallOutcome> => {
    sample.clearCalls()
    const found = await session.call(tool, args)
    expect(found.isError).toBe(true)
    expect(asked(sample)).toEqual([])
    return found
  }

  it.each([
    ['odoo_search', { model: 'crm.team' }],
    ['odoo_search', { model: 'ir.config_parameter' }],
    ['odoo_search', { model: 'res.users.apikeys' }],
    ['odoo_describe_model', { model: 'crm.team' }],
    ['odoo_describe_model', { model: 'payment.token' }],
    ['odoo_read', { model: 'crm.team', ids: [1] }],
    ['odoo_aggregate', { model: 'crm.team' }],
    ['odoo_resolve', { model: 'crm.team', names: ['Lumen'] }],
  ])('lets %s not at a hidden model: %j', async (tool, args) => {
    const found = await refusedBeforeOdoo(tool, args)
    expect(found.answer).toMatchObject({ code: 'not_allowed_by_policy' })
    expect(session.events.at(-1)).toMatchObject({ tool, model: args.model, outcome: 'refused', code: 'not_allowed_by_policy' })
  })

  it.each([
    ['a filter', 'odoo_search', { model: 'res.partner', domain: [['vat', 'ilike', 'BE']] }, 'vat'],
    ['a dotted filter', 'odoo_search', { model: 'sale.order', domain: [['partner_id.vat', 'ilike', 'BE']] }, 'vat'],
    ['a filter on a hidden model', 'odoo_search', { model: 'sale.order', domain: [['team_id', '=', 1]] }, 'team_id'],
    ['a filter through a hidden model', 'odoo_search', { model: 'sale.order', domain: [['team_id.name', '=', 'x']] }, 'team_id'],
    ['a filter on names that are searched in hidden fields', 'odoo_search', { model: 'sale.order', domain: [['partner_id', 'ilike', 'BE0']] }, 'email'],
    ['the order', 'odoo_search', { model: 'res.partner', order: 'vat desc' }, 'vat'],
    ['the order, through a hidden model', 'odoo_search', { model: 'sale.order', order: 'team_id' }, 'team_id'],
    ['a grouping', 'odoo_aggregate', { model: 'res.partner', group_by: ['vat'] }, 'vat'],
    ['a grouping by a hidden model', 'odoo_aggregate', { model: 'sale.order', group_by: ['warehouse_id'] }, 'warehouse_id'],
    ['a measure', 'odoo_aggregate', { model: 'sale.order', measures: ['amount_untaxed:sum'] }, 'amount_untaxed'],
    ['the filter of a grouping', 'odoo_aggregate', { model: 'sale.order', domain: [['amount_untaxed', '>', 1]] }, 'amount_untaxed'],
    ['the filter of a resolution', 'odoo_resolve', { model: 'res.partner', names: ['a'], domain: [['phone', '!=', false]] }, 'phone'],
    ['the only column', 'odoo_search', { model: 'res.partner', fields: ['vat'] }, 'vat'],
    ['the only column read', 'odoo_read', { model: 'res.partner', ids: [1], fields: ['phone'] }, 'phone'],
  ] as const)('keeps a hidden field out of %s', async (_place, tool, args, name) => {
    const found = await refusedBeforeOdoo(tool, args)
    expect(found.answer).toMatchObject({ code: 'restricted_field' })
    expect(session.events.at(-1)).toMatchObject({ outcome: 'refused', hiddenFields: [name], rows: 0 })
  })

  it('leaves hidden fields out of the columns, and names them', async () => {
    const fields = ['name', 'vat', 'parent_id.email', 'phone']
    const found = await session.call('odoo_search', { model: 'res.partner', fields, limit: 5 })
    expect(found.answer).toMatchObject({ columns: ['id', 'name'], restricted: ['vat', 'parent_id.email', 'phone'] })
    expect(session.events.at(-1)).toMatchObject({ fields: ['id', 'name'], hiddenFields: ['vat', 'parent_id.email', 'phone'] })
    const read = await session.call('odoo_read', { model: 'sale.order', ids: [1], fields: ['name', 'team_id', 'partner_id.vat'] })
    expect(read.answer).toMatchObject({ columns: ['id', 'name', '_url'], restricted: ['team_id', 'partner_id.vat'] })
  })

  it('never asks Odoo for a hidden field, whatever the columns', async () => {
    for (const model of ['res.partner', 'sale.order', 'purchase.order', 'stock.picking', 'crm.lead', 'res.users']) {
      sample.clearCalls()
      const found = await session.call('odoo_search', { model, limit: 3 })
      expect(found.isError).toBe(false)
      const requests = JSON.stringify(sample.calls.filter((call) => call.odooMethod !== 'fields_get').map((call) => [call.body, call.args, call.kwargs]))
      for (const name of ['"vat"', '"phone"', '"team_id"', '"warehouse_id"', '"amount_untaxed"']) {
        if (name === '"amount_untaxed"' && model !== 'sale.order') continue
        expect(requests).not.toContain(name)
      }
    }
  })

  it('describes hidden fields by their names only', async () => {
    const { answer } = await session.call('odoo_describe_model', { model: 'res.partner', limit: 60 })
    expect(answer['restricted']).toEqual(expect.arrayContaining(['email', 'phone', 'vat']))
    const names = (answer['rows'] as readonly (readonly unknown[])[]).map(([name]) => name)
    for (const name of ['email', 'phone', 'vat']) expect(names).not.toContain(name)
    expect(JSON.stringify(answer['examples'])).not.toMatch(/email|phone|vat/)
  })

  it('does not list hidden models', async () => {
    const { answer } = await session.call('odoo_find_models', { limit: 50 })
    const names = (answer['models'] as readonly { readonly model: string }[]).map(({ model }) => model)
    for (const name of ['crm.team', 'stock.warehouse', 'payment.token', 'ir.config_parameter']) expect(names).not.toContain(name)
    const near = await session.call('odoo_search', { model: 'crm.teams' })
    expect(near.answer).toMatchObject({ code: 'unknown_model' })
    expect(near.text).not.toContain('"crm.team"')
  })

  it('resolves names without a hidden value telling itself by a match', async () => {
    const partner = (sample.data['res.partner'] ?? []).find((row) => typeof row['email'] === 'string' && row['is_company'] === true && row['company_id'] === false)
    const { answer } = await session.call('odoo_resolve', { model: 'res.partner', names: [String(partner?.['email']), String(partner?.['name'])] })
    expect(answer['results']).toMatchObject([
      { matches: [] },
      { matches: expect.arrayContaining([[partner?.id, expect.stringContaining(String(partner?.['name']))]]) },
    ])
  })

  it('shows no names of records whose name is hidden', async () => {
    const other = await openSession(sampleReader(sample), { allowed: hiding({ fields: { 'res.partner': ['name'] } }) })
    const found = await other.call('odoo_search', { model: 'sale.order', fields: ['partner_id'], limit: 3 })
    for (const row of found.answer['rows'] as readonly (readonly unknown[])[]) expect(row[1]).toEqual([expect.any(Number)])
    // Groups stand in the order of the names: which of them come first would tell as much as the names.
    const few = { model: 'sale.order', group_by: ['partner_id'], domain: [['id', '<', 20]], limit: 200 }
    expect((await other.call('odoo_aggregate', { ...few, limit: 3 })).answer).toMatchObject({ code: 'restricted_field' })
    expect((await other.call('odoo_aggregate', { ...few, offset: 1 })).answer).toMatchObject({ code: 'restricted_field' })
    expect((await other.call('odoo_search', { model: 'sale.order', order: 'partner_id' })).answer).toMatchObject({ code: 'restricted_field' })
    const grouped = await other.call('odoo_aggregate', few)
    const ids = (grouped.answer['rows'] as readonly (readonly [readonly [number]])[]).map(([[id]]) => id)
    expect(ids.length).toBeGreaterThan(3)
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    for (const row of grouped.answer['rows'] as readonly (readonly unknown[])[]) expect(row[0]).toEqual([expect.any(Number)])
    expect((await other.call('odoo_resolve', { model: 'res.partner', names: ['a'] })).answer).toMatchObject({ code: 'restricted_field' })
    await other.close()
  })

  it('hides messages and files of a hidden model with it', async () => {
    const other = await openSession(sampleReader(sample), { allowed: hiding({ models: ['account.move', 'sale.order'] }) })
    const open = await openSession(sampleReader(sample))
    for (const [model, owner] of [['mail.message', 'model'], ['ir.attachment', 'res_model']] as const) {
      const onHidden = { model, domain: [[owner, 'in', ['account.move', 'sale.order']]], fields: ['id'], limit: 5 }
      const hidden = await open.call('odoo_search', onHidden)
      expect(hidden.answer['total']).toBeGreaterThan(0)
      expect((await other.call('odoo_search', onHidden)).answer).toMatchObject({ total: 0, rows: [] })
      expect((await other.call('odoo_search', { model, domain: ['|', ['id', '>', 1], ['id', '=', 1]], limit: 0 })).answer['total'])
        .toBe(Number((await open.call('odoo_search', { model, limit: 0 })).answer['total']) - Number(hidden.answer['total']))
      const [first] = hidden.answer['rows'] as readonly (readonly number[])[]
      expect((await other.call('odoo_read', { model, ids: first })).answer).toMatchObject({ code: 'record_not_found' })
    }
    await Promise.all([other.close(), open.close()])
  })

  it('holds for resources, completion and what the client is told', async () => {
    await expect(session.client.readResource({ uri: 'odoo://Main/crm.team/1' })).rejects.toThrow(/hidden the model crm\.team/)
    expect(session.events.at(-1)).toMatchObject({ tool: 'odoo_read', model: 'crm.team', outcome: 'refused' })
    const { contents } = await session.client.readResource({ uri: 'odoo://Main/res.partner/schema' })
    expect(JSON.parse((contents[0] as { readonly text: string }).text)).toMatchObject({ model: 'res.partner', restricted: expect.arrayContaining(['vat']) })
    expect(session.events.at(-1)).toMatchObject({ tool: 'odoo_describe_model', model: 'res.partner', outcome: 'answered' })
    const record = await session.client.readResource({ uri: 'odoo://Main/sale.order/1' })
    expect(JSON.parse((record.contents[0] as { readonly text: string }).text)).toMatchObject({ model: 'sale.order', total: 1 })
    const { completion } = await session.client.complete({
      ref: { type: 'ref/resource', uri: 'odoo://{connection}/{model}/{id}' },
      argument: { name: 'model', value: 'crm' },
    })
    expect(completion.values).toContain('crm.lead')
    expect(completion.values).not.toContain('crm.team')
    expect(session.events.at(-1)).toMatchObject({ tool: 'odoo_find_models', outcome: 'answered' })
    expect(session.client.getInstructions()).toMatch(/crm\.team, stock\.warehouse/)
  })
})
