import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSession, sampleReader, type McpSession } from '../support/mcp/open-session'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

const READS = new Set(['search_read', 'search_count', 'read', 'name_search', 'read_group', 'formatted_read_group'])

describe.each([19, 17] as const)('whatever a client sends to Odoo %i', (version) => {
  let sample: SampleOdoo
  let session: McpSession

  beforeAll(async () => {
    sample = await startSampleOdoo({ version })
    session = await openSession(sampleReader(sample))
    await session.call('odoo_context')
  })
  beforeEach(() => {
    sample.clearCalls()
  })
  afterAll(async () => {
    await session.close()
    await sample.close()
  })

  it.each([
    ['no list', 'name = x'],
    ['a text that is no JSON', '[["name","="'],
    ['a single leaf without its list', ['name', '=', 'x']],
    ['null', null],
    ['an empty text', ''],
    ['an object', { name: 'x' }],
    ['an operator too many', ['&', ['name', '=', 'x']]],
    ['a lonely operator', ['|']],
    ['an unknown logical operator', ['and', ['name', '=', 'x'], ['name', '=', 'y']]],
    ['a leaf of two', [['name', '=']]],
    ['a leaf of four', [['name', '=', 'x', 'y']]],
    ['an unknown operator', [['name', '~', 'x']]],
    ['an unknown field', [['nmae', '=', 'x']]],
    ['an unknown step', [['parent_id.nmae', '=', 'x']]],
    ['a path through no relation', [['name.city', '=', 'x']]],
    ['a field as a number', [[1, '=', 'x']]],
    ['in without a list', [['name', 'in', 'x']]],
    ['a wrong date', [['create_date', '>', 'some day']]],
    ['too many values', [['id', 'in', Array.from({ length: 1_001 }, (_, index) => index + 1)]]],
    ['too many levels', JSON.parse(`${'["!",'.repeat(40)}["id","=",1]${']'.repeat(40)}`) as unknown],
  ])('a filter that is %s is an error, and nothing is asked', async (_what, filter) => {
    for (const [tool, more] of [['odoo_search', {}], ['odoo_search', { limit: 0 }], ['odoo_aggregate', {}], ['odoo_resolve', { names: ['x'] }]] as const) {
      sample.clearCalls()
      const found = await session.call(tool, { model: 'res.partner', domain: filter, ...more })
      expect(found.isError).toBe(true)
      expect(['invalid_domain', 'unknown_field']).toContain(found.answer['code'])
      expect(sample.calls.filter(({ odooMethod = '' }) => READS.has(odooMethod))).toEqual([])
    }
  })

  it.each([
    ['odoo_search', { model: 'res.partner', limit: '5' }, 'limit'],
    ['odoo_search', { model: 'res.partner', limit: 101 }, 'limit'],
    ['odoo_search', { model: 'res.partner', limit: -1 }, 'limit'],
    ['odoo_search', { model: 'res.partner', offset: 1.5 }, 'offset'],
    ['odoo_search', { model: 'res.partner', fields: 'name' }, 'fields'],
    ['odoo_search', { model: 'res.partner', fields: [] }, 'fields'],
    ['odoo_search', { model: 'res.partner', fields: [1] }, 'fields'],
    ['odoo_search', { model: 'res.partner', include_archived: 'yes' }, 'include_archived'],
    ['odoo_search', { model: 'res.partner', company_ids: [3] }, 'company_ids'],
    ['odoo_search', { model: 'res.partner', sudo: true }, 'sudo'],
    ['odoo_search', {}, 'model'],
    ['odoo_search', { model: 7 }, 'model'],
    ['odoo_read', { model: 'res.partner', ids: ['1'] }, 'ids'],
    ['odoo_read', { model: 'res.partner', ids: [0] }, 'ids'],
    ['odoo_read', { model: 'res.partner', ids: Array.from({ length: 51 }, (_, index) => index + 1) }, 'ids'],
    ['odoo_read', { model: 'res.partner', ids: [1], expand: ['parent_id'] }, 'expand'],
    ['odoo_aggregate', { model: 'res.partner', measures: ['color'] }, 'measures'],
    ['odoo_aggregate', { model: 'sale.order', measures: ['amount_total:median'] }, 'median'],
    ['odoo_aggregate', { model: 'sale.order', measures: ['name:sum'] }, 'name'],
    ['odoo_aggregate', { model: 'sale.order', group_by: ['order_line'] }, 'order_line'],
    ['odoo_aggregate', { model: 'sale.order', group_by: ['state:month'] }, 'state'],
    ['odoo_aggregate', { model: 'sale.order', group_by: ['state'], order: 'amount_total desc' }, 'order'],
    ['odoo_resolve', { model: 'res.partner', names: [''] }, 'names'],
    ['odoo_context', { connection: 'Other' }, 'connection'],
  ])('%s refuses %j and names the argument', async (tool, args, named) => {
    const found = await session.call(tool, args)
    expect(found.answer).toMatchObject({ code: 'invalid_domain', message: expect.stringContaining(`'${named}`) })
    expect(found.structured).toEqual(found.answer)
    expect(sample.calls.filter(({ odooMethod = '' }) => READS.has(odooMethod))).toEqual([])
  })

  it('offers the nearest names for what does not exist', async () => {
    const unknownModel = await session.call('odoo_search', { model: 'sale.oder' })
    expect(unknownModel.answer).toMatchObject({ code: 'unknown_model', suggestions: expect.arrayContaining(['sale.order']) })
    const unknownField = await session.call('odoo_search', { model: 'sale.order', fields: ['amount_totl'] })
    expect(unknownField.answer).toMatchObject({ code: 'unknown_field', suggestions: expect.arrayContaining(['amount_total']) })
    const unknownMeasure = await session.call('odoo_aggregate', { model: 'sale.order', measures: ['amount_totl:sum'] })
    expect(unknownMeasure.answer).toMatchObject({ code: 'unknown_field', suggestions: expect.arrayContaining(['amount_total']) })
  })
})
