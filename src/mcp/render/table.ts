import type { RawRecord } from '../../odoo/port'
import type { Column, ColumnPlan } from './columns'
import { rawValue, type Related } from './related'
import { renderValue, selectionLabel, type ValueStyle } from './value'

/** Records as a columnar table, as far as they fit. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  /** Labels of the selection values that occur, by column. */
  readonly legend: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** The currency of a monetary column where it is the same in all rows; otherwise it stands in a column. */
  readonly currency: Readonly<Record<string, string>>
  /** UTF-8 bytes of the rows and the legend as JSON. */
  readonly bytes: number
}

export interface TableInput {
  readonly plan: ColumnPlan
  readonly records: readonly RawRecord[]
  readonly related: Related
  readonly style: ValueStyle
  /** UTF-8 bytes that the rows and the legend may take. */
  readonly budget: number
  /** Rows that are rendered even if they do not fit, their texts cut short: without it nothing would get on. */
  readonly leastRows: 0 | 1
  /** A column before the others, such as the record that a line belongs to. `index` counts the rows from 0. */
  readonly lead?: { readonly name: string; readonly of: (record: RawRecord, index: number) => unknown }
  /** A column after the others. */
  readonly tail?: { readonly name: string; readonly of: (record: RawRecord, index: number) => unknown }
}

/** Texts of a first row that is too large by itself are cut shorter, step by step: an answer always gets on. */
const shorterTexts = [500, 150, 40, 8]

export const byteLength = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? 'null')

/** Renders records until the budget is used up. */
export function renderTable(input: TableInput): Table {
  const { plan, records, related, lead, tail, budget } = input
  const { currency, added } = currenciesOf(plan, records, related)
  const columns = [...plan.columns, ...added]
  const legend = new Map<string, Map<string, string>>()
  const rows: (readonly unknown[])[] = []
  let bytes = 0

  for (const record of records) {
    let attempt = renderRow(record, input.style)
    if (rows.length < input.leastRows) {
      for (const longestText of shorterTexts) {
        if (attempt.bytes <= budget) break
        attempt = renderRow(record, { ...input.style, longestText })
      }
    } else if (bytes + attempt.bytes > budget) break
    bytes += attempt.bytes
    rows.push(attempt.row)
    for (const { key, value, label } of attempt.labels) {
      const labels = legend.get(key) ?? new Map<string, string>()
      legend.set(key, labels.set(value, label))
    }
  }

  return {
    columns: [...(lead === undefined ? [] : [lead.name]), ...columns.map(({ key }) => key), ...(tail === undefined ? [] : [tail.name])],
    rows,
    legend: Object.fromEntries([...legend].map(([key, labels]) => [key, Object.fromEntries(labels)])),
    currency,
    bytes,
  }

  /** One row, the legend entries it adds, and the bytes of both. */
  function renderRow(record: RawRecord, style: ValueStyle) {
    const labels: { readonly key: string; readonly value: string; readonly label: string }[] = []
    let extra = 1
    const cells = columns.map((column) => {
      const raw = rawValue(record, column, related)
      // The record behind a dotted field may not be read, or there is none.
      if (raw === undefined) return null
      const cell = renderValue(raw, column.model, column.field, style)
      if (column.field.type === 'selection' && typeof cell === 'string' && legend.get(column.key)?.has(cell) !== true) {
        const label = selectionLabel(column.field, cell)
        labels.push({ key: column.key, value: cell, label })
        extra += byteLength({ [cell]: label }) + (legend.has(column.key) ? 0 : byteLength(column.key) + 4)
      }
      return cell
    })
    const index = rows.length
    const row = [...(lead === undefined ? [] : [lead.of(record, index)]), ...cells, ...(tail === undefined ? [] : [tail.of(record, index)])]
    return { row, labels, bytes: byteLength(row) + extra }
  }
}

/** Which monetary columns have one currency throughout, and the currency columns to add for those that have not. */
function currenciesOf(plan: ColumnPlan, records: readonly RawRecord[], related: Related) {
  const shown = new Set(plan.columns.map(({ key }) => key))
  const currency: Record<string, string> = {}
  const added = new Map<string, Column>()
  for (const [key, column] of plan.currencies) {
    if (shown.has(column.key)) continue
    const names = new Set<string>()
    for (const record of records) {
      const raw = rawValue(record, column, related)
      if (Array.isArray(raw) && typeof raw[1] === 'string') names.add(raw[1])
    }
    const [only] = names
    if (names.size > 1) added.set(column.key, column)
    else if (only !== undefined) currency[key] = only
  }
  return { currency, added: [...added.values()] }
}
