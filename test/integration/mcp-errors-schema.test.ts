import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createOdooReader } from '../../src/odoo/reader'
import { nodeHost } from '../../src/host/node-host'
import { startChangingOdoo, type ChangingOdoo } from '../support/generated/changing-odoo'
import { openSession, sampleHost, type McpSession } from '../support/mcp/open-session'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

describe.each([19, 17] as const)('when fields of Odoo %i change under a cached schema', (version) => {
  let sample: SampleOdoo
  let odoo: ChangingOdoo
  let session: McpSession
  let nowMs: number

  beforeAll(async () => {
    sample = await startSampleOdoo({ version })
  })
  afterAll(() => sample.close())
  beforeEach(async () => {
    odoo = await startChangingOdoo(sample)
    nowMs = 1_000_000
    const host = { ...sampleHost(), monotonicMs: () => nowMs }
    const reader = createOdooReader(
      { url: odoo.url, database: sample.db, login: sample.login, withSecret: (use) => use(sample.apiKey) },
      { ...nodeHost(), ...sampleHost() },
    )
    session = await openSession(reader, { host })
  })
  afterEach(async () => {
    await session.close()
    await odoo.close()
  })

  const asking = { model: 'sale.order', fields: ['name', 'client_order_ref'], limit: 2 }

  it.each([
    ['a column', 'odoo_search', asking],
    ['a filter', 'odoo_search', { model: 'sale.order', domain: [['client_order_ref', '!=', false]], fields: ['name'] }],
    ['a count', 'odoo_search', { model: 'sale.order', domain: [['client_order_ref', '!=', false]], limit: 0 }],
    ['an order', 'odoo_search', { model: 'sale.order', fields: ['name'], order: 'client_order_ref' }],
    ['a group', 'odoo_aggregate', { model: 'sale.order', group_by: ['client_order_ref'] }],
    ['a record', 'odoo_read', { model: 'sale.order', ids: [1], fields: ['client_order_ref'] }],
  ])('%s that is gone is an unknown field, found out by one fresh look', async (_what, tool, args) => {
    expect((await session.call(tool, args)).isError).toBe(false)
    odoo.drop('client_order_ref')
    const before = odoo.schemaReads()
    const found = await session.call(tool, args)
    expect(found.answer).toMatchObject({ code: 'unknown_field', message: expect.stringContaining('client_order_ref'), suggestions: expect.any(Array) })
    expect(found.text).not.toMatch(/Champ|Traceback/)
    expect(odoo.schemaReads()).toBe(before + 1)
    expect(session.events).toHaveLength(2)
    // The cache is renewed: the next call knows it without asking.
    expect((await session.call(tool, args)).answer).toMatchObject({ code: 'unknown_field' })
  })

  it('default columns that are gone are left out, and the answer is right', async () => {
    const before = await session.call('odoo_search', { model: 'sale.order', limit: 3 })
    const columns = before.answer['columns'] as readonly string[]
    const dropped = columns.find((name) => name !== 'id' && name !== 'name' && name !== 'state') ?? ''
    odoo.drop(dropped)
    const after = await session.call('odoo_search', { model: 'sale.order', limit: 3 })
    expect(after.isError).toBe(false)
    expect(after.answer['total']).toBe(before.answer['total'])
    expect(after.answer['columns']).not.toContain(dropped)
  })

  it('a field that is new is found', async () => {
    odoo.drop('client_order_ref')
    expect((await session.call('odoo_search', asking)).answer).toMatchObject({ code: 'unknown_field' })
    odoo.restore('client_order_ref')
    expect((await session.call('odoo_search', asking)).answer).toMatchObject({ columns: ['id', 'name', 'client_order_ref'] })
  })

  it('a field that never was costs one look a minute, and not one for each guess', async () => {
    await session.call('odoo_search', asking)
    const before = odoo.schemaReads()
    for (let guess = 0; guess < 5; guess += 1) {
      expect((await session.call('odoo_search', { ...asking, fields: [`guess_${String(guess)}`] })).answer).toMatchObject({ code: 'unknown_field' })
    }
    expect(odoo.schemaReads()).toBe(before + 1)
    nowMs += 60_001
    await session.call('odoo_search', { ...asking, fields: ['guess'] })
    expect(odoo.schemaReads()).toBe(before + 2)
  })

  it('an error of Odoo with the fields as they were stays that error, after one look', async () => {
    await session.call('odoo_search', asking)
    const before = odoo.schemaReads()
    odoo.drop('"limit"')
    expect((await session.call('odoo_search', asking)).answer).toMatchObject({ code: 'odoo_error', hint: expect.any(String) })
    expect(odoo.schemaReads()).toBe(before + 1)
  })
})
