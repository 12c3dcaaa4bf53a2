import { describe, expect, it } from 'vitest'
import { readPage } from '../../../src/mcp/paging'
import type { OdooReader, RawRecord, SearchQuery } from '../../../src/odoo/port'
import { fakeReader } from '../../support/mcp/fake-reader'

/** Cuts the page first and takes out what is hidden afterwards, as Odoo's messages do. */
function lateFilter(count: number, isVisible: (id: number) => boolean): OdooReader {
  const all = Array.from({ length: count }, (_, index): RawRecord => ({ id: index + 1 }))
  const visible = all.filter(({ id }) => isVisible(id))
  return fakeReader({
    searchCount: () => Promise.resolve(visible.length),
    searchRead: ({ domain, offset, limit }) => {
      const [leaf] = domain
      const ids = Array.isArray(leaf) ? new Set(leaf[2] as readonly number[]) : undefined
      return Promise.resolve(all.filter(({ id }) => ids?.has(id) ?? true).slice(offset, offset + limit).filter(({ id }) => isVisible(id)))
    },
  })
}

async function walk(reader: OdooReader, model: string, limit: number): Promise<readonly number[]> {
  const ids: number[] = []
  for (;;) {
    const query: SearchQuery = { model, domain: [], fields: ['id'], offset: ids.length, limit, order: 'id' }
    const { total, records } = await readPage(reader, query, {})
    ids.push(...records.map(({ id }) => id))
    if (records.length === 0 || ids.length >= total) return ids
  }
}

describe('pages of a model that filters after the limit', () => {
  it.each([
    ['mail.message', 'a model known for it'],
    ['x_note', 'one that shows it by a short page'],
  ])('of %s, %s, hold each visible record once', async (model) => {
    const isVisible = (id: number): boolean => id > 1_300 || id % 3 === 0
    const ids = await walk(lateFilter(2_600, isVisible), model, 100)
    const expected = Array.from({ length: 2_600 }, (_, index) => index + 1).filter(isVisible)
    expect(ids).toEqual(expected)
  })

  it('are refused where thousands would have to be walked over', async () => {
    const reader = lateFilter(30_000, (id) => id > 29_990)
    const query: SearchQuery = { model: 'mail.message', domain: [], fields: ['id'], offset: 0, limit: 5, order: 'id' }
    await expect(readPage(reader, query, {})).rejects.toMatchObject({ code: 'answer_too_large' })
  })
})

describe('pages of any other model', () => {
  it('are taken as they are when records go between the count and the search', async () => {
    let count = 4
    const reader = fakeReader({ searchCount: () => Promise.resolve((count -= 1)), searchRead: () => Promise.resolve([{ id: 1 }, { id: 2 }]) })
    const query: SearchQuery = { model: 'x_thing', domain: [], fields: ['id'], offset: 0, limit: 5, order: 'id' }
    expect(await readPage(reader, query, {})).toEqual({ total: 2, records: [{ id: 1 }, { id: 2 }] })
  })

  it('are one count and one search, side by side', async () => {
    let open = 0
    let most = 0
    const slow = async <T>(value: T): Promise<T> => {
      open += 1
      most = Math.max(most, open)
      await Promise.resolve()
      open -= 1
      return value
    }
    const reader = fakeReader({ searchCount: () => slow(2), searchRead: () => slow([{ id: 1 }, { id: 2 }]) })
    const query: SearchQuery = { model: 'x_thing', domain: [], fields: ['id'], offset: 0, limit: 5, order: 'id' }
    expect(await readPage(reader, query, {})).toEqual({ total: 2, records: [{ id: 1 }, { id: 2 }] })
    expect(most).toBe(2)
  })
})
