import { VitrineError } from '../errors/vitrine-error'
import { countIn, isObject, pairIn } from './answers'
import { strangeAnswer } from './odoo-fault'
import type { Group, GroupKey, GroupQuery } from './port'
import type { ReadCall } from './read-methods'
import { oneLine } from './text'

type Row = Readonly<Record<string, unknown>>
type Bounds = { readonly from: string; readonly to: string }

/** One of Odoo's two ways to group: how to ask, and how to read the answer. */
export interface Grouping {
  readonly call: (query: GroupQuery) => ReadCall
  readonly read: (query: GroupQuery, answer: unknown) => readonly Group[]
}

/** `formatted_read_group`, from 19 on. */
export const formattedGrouping: Grouping = {
  call: (query) => ({
    model: query.model,
    method: 'formatted_read_group',
    named: {
      domain: query.domain,
      groupby: query.groupBy.map(specOf),
      aggregates: [...new Set([...query.measures.map(aggregateOf), '__count'])],
      ...pageOf(query),
      ...orderOf(query, { measure: (index) => aggregateOf(at(query.measures, index)), count: '__count', name: 'order' }),
    },
    positional: ['domain'],
  }),
  read: (query, answer) =>
    rowsIn(query, answer).map((row) => ({
      keys: keysIn(query, row, boundsInDomain(query, row)),
      measures: query.measures.map((measure) => measureIn(row, aggregateOf(measure), measure.aggregate)),
      count: countIn(row.__count ?? 0),
    })),
}

/**
 * `read_group`, up to 18. Every measure has a name of its own, because the plain form answers under the field's name and two
 * measures of one field would be one. `__count` as a field keeps 16 from summing every number of the model.
 */
export const classicGrouping = (major: number): Grouping => ({
  call: (query) => {
    // Up to 16, ordering by `__count` fails; ordering by a count under a name of its own does not.
    const isCountMeasured = major <= 16 && (query.order?.some(({ by }) => by === 'count') ?? false)
    return {
      model: query.model,
      method: 'read_group',
      named: {
        domain: query.domain,
        fields: [
          '__count',
          ...query.measures.map(({ field, aggregate }, index) => `${nameOf(index)}:${aggregate}(${field.name})`),
          ...(isCountMeasured ? [`${COUNT_NAME}:count(id)`] : []),
        ],
        groupby: query.groupBy.map(specOf),
        lazy: false,
        ...pageOf(query),
        ...orderOf(query, { measure: nameOf, count: isCountMeasured ? COUNT_NAME : '__count', name: 'orderby' }),
      },
      positional: ['domain', 'fields', 'groupby'],
    }
  },
  read: (query, answer) =>
    rowsIn(query, answer).map((row) => {
      const ranges = isObject(row.__range) ? row.__range : {}
      return {
        keys: keysIn(query, row, (_index, spec) => {
          const range = ranges[spec]
          return isObject(range) && typeof range.from === 'string' && typeof range.to === 'string' ? { from: range.from, to: range.to } : undefined
        }),
        measures: query.measures.map((measure, index) => {
          // 16 leaves out, without a word, a measure of a field that it also groups by.
          if (!(nameOf(index) in row) && !isMadeUp(row)) throw droppedMeasure(measure.field.name)
          return measureIn(row, nameOf(index), measure.aggregate)
        }),
        count: countIn(row.__count ?? 0),
      }
    }),
})

const COUNT_NAME = 'vitrine_count'
/** Stands in for the one row of a total over nothing, where a version answers none. */
const NO_RECORDS: Row = Object.freeze({ __count: 0 })

const nameOf = (index: number): string => `vitrine_${index}`
const isMadeUp = (row: Row): boolean => row === NO_RECORDS

function specOf({ field, granularity }: GroupQuery['groupBy'][number]): string {
  if (field.type !== 'date' && field.type !== 'datetime') return field.name
  return `${field.name}:${granularity ?? 'month'}`
}

function aggregateOf({ field, aggregate }: GroupQuery['measures'][number]): string {
  return `${field.name}:${aggregate}`
}

function pageOf({ groupBy, offset, limit }: GroupQuery): Record<string, number> {
  return groupBy.length === 0 ? {} : { offset, limit }
}

function orderOf(
  query: GroupQuery,
  as: { readonly measure: (index: number) => string; readonly count: string; readonly name: string },
): Record<string, string> {
  if (query.order === undefined || query.order.length === 0 || query.groupBy.length === 0) return {}
  const specs = query.groupBy.map(specOf)
  const terms = query.order.map(({ by, direction }) => {
    const name = by === 'count' ? as.count : 'group' in by ? at(specs, by.group) : as.measure(by.measure)
    return { name, term: `${name} ${direction}` }
  })
  // Groups of equal rank must not change places from one page to the next.
  const ties = specs.filter((spec) => !terms.some(({ name }) => name === spec))
  return { [as.name]: [...terms.map(({ term }) => term), ...ties].join(', ') }
}

function rowsIn(query: GroupQuery, answer: unknown): readonly Row[] {
  if (!Array.isArray(answer) || !answer.every(isObject)) throw strangeAnswer()
  const rows = answer as readonly Row[]
  return query.groupBy.length === 0 && rows.length === 0 ? [NO_RECORDS] : rows
}

function keysIn(query: GroupQuery, row: Row, boundsOf: (index: number, spec: string) => Bounds | undefined): readonly GroupKey[] {
  return query.groupBy.map((dimension, index) => {
    const spec = specOf(dimension)
    const value = row[spec]
    switch (dimension.field.type) {
      case 'boolean':
        return { kind: 'value', value: value === true }
      case 'many2one':
      case 'many2many': {
        if (value === false || value === null || value === undefined) return null
        const pair = pairIn(value)
        return pair === undefined ? nameOnly(value) : { kind: 'record', ...pair }
      }
      case 'date':
      case 'datetime': {
        if (value === false || value === null || value === undefined) return null
        const bounds = boundsOf(index, spec)
        if (bounds === undefined) throw strangeAnswer()
        return { kind: 'range', label: oneLine(Array.isArray(value) ? value[1] : value, 120), ...bounds }
      }
      default:
        return keyIn(dimension.field.name, value)
    }
  })
}

/** A few models, `account.root` among them, have texts for ids. Any other key would be taken for "not set": it is an error. */
function nameOnly(value: unknown): GroupKey {
  if (!Array.isArray(value) || typeof value[0] !== 'string') throw strangeAnswer()
  return { kind: 'value', value: oneLine(value[0], 200) }
}

/** Up to 18, a group by `id` is keyed by the record as Python writes it: `sale.order(7,)`. From 19 on it is id and name. */
const RECORD_TEXT = /^[a-z_][a-z0-9_.]*\((-?\d+),\)$/

function keyIn(field: string, value: unknown): GroupKey {
  if (typeof value === 'number') return { kind: 'value', value }
  const pair = field === 'id' ? pairIn(value) : undefined
  if (pair !== undefined) return { kind: 'value', value: pair.id }
  if (value === false || value === null || value === undefined) return null
  if (typeof value !== 'string') throw strangeAnswer()
  if (field !== 'id') return { kind: 'value', value }
  const id = RECORD_TEXT.exec(value)?.[1]
  if (id === undefined) throw strangeAnswer()
  return { kind: 'value', value: Number(id) }
}

/** The bounds stand in the group's own condition, a pair of leaves `>=` and `<` per bucket, in the order of the grouping. */
function boundsInDomain(query: GroupQuery, row: Row): (index: number) => Bounds | undefined {
  const leaves = Array.isArray(row.__extra_domain) ? (row.__extra_domain as readonly unknown[]) : []
  const boundOf = (field: string, operator: string): readonly string[] =>
    leaves.flatMap((leaf) => (Array.isArray(leaf) && leaf[0] === field && leaf[1] === operator && typeof leaf[2] === 'string' ? [leaf[2]] : []))
  return (index) => {
    const { field } = at(query.groupBy, index)
    const isFilled = ({ field: other }: GroupQuery['groupBy'][number], place: number): boolean =>
      place < index && other.name === field.name && Boolean(row[specOf(at(query.groupBy, place))])
    const nth = query.groupBy.filter(isFilled).length
    const from = boundOf(field.name, '>=')[nth]
    const to = boundOf(field.name, '<')[nth]
    return from === undefined || to === undefined ? undefined : { from, to }
  }
}

/** `false` is Odoo's null, except where a truth value was asked for. */
function measureIn(row: Row, name: string, aggregate: GroupQuery['measures'][number]['aggregate']): number | boolean | string | null {
  const value = row[name]
  if (typeof value === 'boolean') return aggregate === 'bool_and' || aggregate === 'bool_or' ? value : null
  return typeof value === 'number' || typeof value === 'string' ? value : null
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index]
  if (item === undefined) throw new VitrineError('invalid_domain', 'The order names a group or measure that is not in the query.')
  return item
}

function droppedMeasure(field: string): VitrineError {
  return new VitrineError('invalid_domain', `This Odoo cannot measure ${field} while it groups by it.`, {
    hint: 'Measure another field, or group by another one.',
  })
}
