import { VitrineError } from '../errors/vitrine-error'
import type { CallOptions, OdooReader, RawRecord, SearchQuery } from '../odoo/port'

export interface Page {
  /** Exact number of matching records, counted by Odoo. */
  readonly total: number
  readonly records: readonly RawRecord[]
}

/** Models on which Odoo cuts the page first and takes out what the user may not see afterwards. */
const filtersAfterLimit: ReadonlySet<string> = new Set(['mail.message'])

/** Models of one connection that have shown themselves to do the same. */
const late = new WeakMap<OdooReader, Set<string>>()

const isLate = (reader: OdooReader, model: string): boolean => filtersAfterLimit.has(model) || late.get(reader)?.has(model) === true

const chunk = 1_000
const mostChunks = 20

/**
 * One page of records and the exact total, asked side by side. `offset` counts records that the user may see, on every model,
 * so that pages that follow each other hold each record exactly once.
 */
export async function readPage(reader: OdooReader, query: SearchQuery, options: CallOptions): Promise<Page> {
  if (isLate(reader, query.model)) return readVisible(reader, query, options)
  const page = await readOnce(reader, query, options)
  if (!isShort(page, query)) return page
  // Fewer than counted: records have just gone, or, when it stays so, some are taken out after the cut here too.
  const again = await readOnce(reader, query, options)
  if (!isShort(again, query)) return again
  late.set(reader, (late.get(reader) ?? new Set()).add(query.model))
  return readVisible(reader, query, options)
}

async function readOnce(reader: OdooReader, query: SearchQuery, options: CallOptions): Promise<Page> {
  // The records first: they take longer, and are read while the number is still on its way.
  const [records, total] = await Promise.all([
    reader.searchRead(query, options),
    reader.searchCount(query.model, query.domain, options),
  ])
  // A record that was created between the two is counted too.
  return { total: records.length === 0 ? total : Math.max(total, query.offset + records.length), records }
}

const isShort = ({ total, records }: Page, { limit, offset }: SearchQuery): boolean => records.length < Math.min(limit, total - offset)

/** Walks over the matches from the first on, because only the visible ones count, then reads the page by its ids. */
async function readVisible(reader: OdooReader, query: SearchQuery, options: CallOptions): Promise<Page> {
  const total = await reader.searchCount(query.model, query.domain, options)
  const wanted = Math.min(query.offset + query.limit, total)
  if (query.offset >= wanted) return { total, records: [] }
  const ids: number[] = []
  for (let step = 0; ids.length < wanted; step += 1) {
    if (step === mostChunks) {
      throw new VitrineError('answer_too_large', 'Too many records would have to be walked over to reach this page.', {
        hint: 'Narrow the filter, or ask for the newest records first.',
      })
    }
    const part = await reader.searchRead({ ...query, fields: ['id'], offset: step * chunk, limit: chunk }, options)
    ids.push(...part.map(({ id }) => id))
  }
  const page = ids.slice(query.offset, query.offset + query.limit)
  const rows = await reader.searchRead({ ...query, domain: [['id', 'in', page]], offset: 0, limit: page.length }, options)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return { total, records: page.map((id) => byId.get(id)).filter((row) => row !== undefined) }
}
