import { VitrineError } from '../errors/vitrine-error'
import type { CallOptions, OdooReader, RawRecord, SearchQuery } from '../odoo/port'

export interface Page {
  /** Exact number of matching records, counted by Odoo. */
  readonly total: number
  readonly records: readonly RawRecord[]
}

/** Models on which Odoo cuts the page first and takes out what the user may not see afterwards. */
const filtersAfterLimit: ReadonlySet<string> = new Set(['mail.message'])

const chunk = 1_000
const mostChunks = 20

/**
 * One page of records and the exact total, asked side by side. `offset` counts records that the user may see, on every model,
 * so that pages that follow each other hold each record exactly once.
 */
export async function readPage(reader: OdooReader, query: SearchQuery, options: CallOptions): Promise<Page> {
  const counting = reader.searchCount(query.model, query.domain, options)
  if (filtersAfterLimit.has(query.model)) {
    const total = await counting
    return { total, records: await readVisible(reader, query, total, options) }
  }
  const [total, records] = await Promise.all([counting, reader.searchRead(query, options)])
  // Shorter than the count says: this model filters after the limit as well, or records have just gone.
  const isShort = records.length < Math.min(query.limit, total - query.offset)
  return { total, records: isShort ? await readVisible(reader, query, total, options) : records }
}

/** Walks over the matches from the first on, because only the visible ones count, then reads the page by its ids. */
async function readVisible(reader: OdooReader, query: SearchQuery, total: number, options: CallOptions): Promise<readonly RawRecord[]> {
  const wanted = Math.min(query.offset + query.limit, total)
  if (query.offset >= wanted) return []
  const ids: number[] = []
  for (let step = 0; ids.length < wanted; step += 1) {
    if (step === mostChunks) {
      throw new VitrineError('answer_too_large', 'Too many records would have to be walked over to reach this page.', {
        hint: 'Narrow the filter, or ask for the newest records first.',
      })
    }
    const found = await reader.searchRead({ ...query, fields: ['id'], offset: step * chunk, limit: chunk }, options)
    ids.push(...found.map(({ id }) => id))
    if (found.length === 0 && !filtersAfterLimit.has(query.model)) break
  }
  const page = ids.slice(query.offset, query.offset + query.limit)
  if (page.length === 0) return []
  const rows = await reader.searchRead({ ...query, domain: [['id', 'in', page]], offset: 0, limit: page.length }, options)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return page.map((id) => byId.get(id)).filter((row) => row !== undefined)
}
