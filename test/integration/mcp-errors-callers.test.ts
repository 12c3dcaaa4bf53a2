import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSession, sampleReader, type McpSession } from '../support/mcp/open-session'
import { startSampleOdoo, type SampleOdoo } from '../support/sample-odoo/server'

const CALLERS = 64
const SOCKETS = 4

describe.each([19, 17] as const)('sixty-four callers at once on Odoo %i', (version) => {
  let sample: SampleOdoo
  let session: McpSession

  beforeAll(async () => {
    sample = await startSampleOdoo({ version, delayMs: 5 })
    session = await openSession(sampleReader(sample))
    await session.call('odoo_search', { model: 'res.partner', limit: 0 })
  })
  beforeEach(() => {
    sample.clearCalls()
  })
  afterAll(async () => {
    await session.close()
    await sample.close()
  })

  const count = (id: number): Promise<unknown> => session.call('odoo_search', { model: 'res.partner', domain: [['id', '<=', id]], limit: 0 })

  it('are all answered, each with its own answer, over four sockets that are kept', async () => {
    const found = await Promise.all(Array.from({ length: CALLERS }, (_, index) =>
      session.call('odoo_search', { model: 'res.partner', domain: [['id', '<=', index]], fields: ['name'], limit: 100, include_archived: true })))
    for (const [index, { isError, answer, text }] of found.entries()) {
      expect(isError, text).toBe(false)
      expect(answer['total']).toBe((answer['rows'] as readonly unknown[]).length)
      for (const [id] of answer['rows'] as readonly (readonly number[])[]) expect(id).toBeLessThanOrEqual(index)
    }
    expect(sample.calls).toHaveLength(CALLERS * 2)
    expect(sample.connections).toBeLessThanOrEqual(SOCKETS)
  })

  it('are served in the order in which they came', async () => {
    const ends: number[] = []
    await Promise.all(Array.from({ length: CALLERS }, async (_, index) => {
      await count(index + 1)
      ends.push(index)
    }))
    // Those that are under way together may change places, and nobody else.
    for (const [place, index] of ends.entries()) expect(Math.abs(place - index)).toBeLessThan(SOCKETS * 2)
  })

  it('do not wait for one that hangs, nor end with one that is reset', async () => {
    sample.faults.set({ fault: 'hang', on: { model: 'sale.order' } })
    const controller = new AbortController()
    const hanging = session.client.callTool({ name: 'odoo_search', arguments: { model: 'sale.order', limit: 0 } }, undefined, { signal: controller.signal })
    sample.faults.next({ fault: 'reset', on: { model: 'res.partner' } })
    const found = await Promise.all(Array.from({ length: CALLERS }, (_, index) => session.call('odoo_search', { model: 'res.partner', domain: [['id', '<=', index]], limit: 0 })))
    expect(found.filter(({ isError }) => isError)).toEqual([])
    // The one that was reset was sent once more.
    expect(sample.calls.filter(({ model }) => model === 'res.partner')).toHaveLength(CALLERS + 1)
    sample.faults.set(null)
    controller.abort()
    await expect(hanging).rejects.toThrow()
  })

  it('read a schema that none has read yet once', async () => {
    await Promise.all(Array.from({ length: CALLERS }, () => session.call('odoo_search', { model: 'purchase.order', limit: 0 })))
    expect(sample.calls.filter(({ odooMethod }) => odooMethod === 'fields_get')).toHaveLength(1)
  })
})
