import type { CallContext, FieldInfo, Group, GroupKey, GroupQuery, OdooReader, RawRecord } from '../../odoo/port'
import { oneLine } from '../../odoo/text'
import { planGroupings, planMeasures, planOrder, type Grouping, type Measure } from '../aggregate-plan'
import { defineInput, domain, integer, model, text, textsOrNone } from '../arguments'
import { addedUp, checkCurrencies, currencyOfSums, MOST_CURRENCIES } from '../currencies'
import { checkFilter, resolvedDatesSaid } from '../filter'
import { byteLength } from '../render/table'
import { cutText } from '../render/text'
import { selectionLabel } from '../render/value'
import { bucketBound, isoInZone, parseOdooDatetime } from '../render/zone'
import { companiesSaid, fieldsOfFilter, scopeOf, valuesOfCompanySaid } from '../scope'
import type { Call } from '../call'
import { isSortedHere, sortGroups, tooManyToSort } from '../group-order'
import { asShown } from '../shown-rows'
import { ANSWER_BYTES, defineTool, mostRowsSaid } from '../tool'
import type { Visibility } from '../visibility'

const RESERVE = 700

export const aggregateTool = defineTool({
  name: 'odoo_aggregate',
  title: 'Group and sum',
  description:
    'Sums, averages, counts over all matching records, by groups. Each row has its number of records (count); total_row is over everything, not the page.',
  input: defineInput({
    model: model(''),
    measures: textsOrNone('field:function, e.g. amount_total:sum; functions sum, avg, min, max, count, count_distinct', { most: 10 }),
    group_by: textsOrNone('e.g. partner_id, date_order:month (day, week, month, quarter, year)', { most: 3 }),
    domain: domain('As in odoo_search'),
    order: text('A measure, group or count, e.g. amount_total:sum desc'),
    limit: integer('', { minimum: 1, maximum: 200, default: 50 }),
    offset: integer('', { minimum: 0, maximum: 1_000_000, default: 0 }),
  }),
  output: {
    model: 'string', columns: 'array', rows: 'array', has_more: 'boolean', next_offset: 'integer', total_row: 'array', legend: 'object',
    currency: 'object', warnings: 'array', companies: 'array', cut: 'object',
  },
  run: async (call, args) => {
    const session = await call.open(args.model, args)
    const { reader, user } = session
    const [scope, schema] = await Promise.all([scopeOf(call, session), call.schema(args.model)])
    const measures = planMeasures(call, schema, args.measures ?? [])
    const groupings = planGroupings(call, schema, args.group_by ?? [])
    const order = planOrder(args.order, measures, groupings)
    const filter = await checkFilter(call, session, schema, args.domain)
    const { context } = scope
    const options = call.options(context)
    const most = Math.min(args.limit, call.visibility.policy.limits.rowsPerAnswer ?? args.limit)
    const sortedHere = await isSortedHere(call, args.model, groupings)
    if (sortedHere && args.offset > 0) throw tooManyToSort(groupings)

    const everything: GroupQuery = { model: args.model, domain: filter.domain, groupBy: [], measures, offset: 0, limit: 1 }
    const grouped: GroupQuery = {
      ...everything,
      groupBy: groupings.map(({ field, granularity }) => ({ field, ...(granularity !== undefined && { granularity }) })),
      offset: args.offset,
      // One more than asked for says whether there are more.
      limit: (sortedHere ? args.limit : most) + 1,
      ...(order !== undefined && !sortedHere && { order }),
    }
    // The longest first: what follows is answered meanwhile.
    const asked = groupings.length === 0 ? Promise.resolve([]) : reader.group(grouped, options)
    const currencyField = currencyOfSums(call, schema, measures)
    const byCurrency = currencyField && {
      field: currencyField,
      groups: reader.group({ ...everything, groupBy: [{ field: currencyField }], limit: MOST_CURRENCIES }, options),
    }
    const askTotal = async (): Promise<Group | undefined> => (await reader.group(everything, options))[0]
    const [total, answered, currencies] = await Promise.all([
      byCurrency === undefined ? askTotal() : byCurrency.groups.then((groups) => addedUp(groups) ?? askTotal()),
      asked,
      checkCurrencies(call, session, schema, measures, {
        domain: filter.domain,
        context,
        groupedBy: groupings.map(({ field }) => field.name),
        byCurrency,
      }),
    ])

    if (sortedHere && answered.length > args.limit) throw tooManyToSort(groupings)
    const found = await namesShown(call, reader, sortedHere ? sortGroups(answered, order, groupings.length) : answered, groupings, context)
    const style: KeyStyle = { visibility: call.visibility, timeZone: user.tz }
    const columns = [...groupings.map(({ key }) => key), 'count', ...measures.map(({ key }) => key)]
    const totalRow = [...groupings.map(() => null), total?.count ?? 0, ...measuresOf(total, measures, style)]
    const manyToMany = groupings.filter(({ field }) => field.type === 'many2many').map(({ key }) => key)
    const warnings = [
      ...currencies.warnings,
      ...manyToMany.map((key) => `${key}: a record with several values counts in each of their groups; total_row counts it once.`),
    ]
    const head = {
      total_row: totalRow,
      ...(Object.keys(currencies.currency).length > 0 && { currency: currencies.currency }),
      ...(warnings.length > 0 && { warnings }),
      time_zone: user.tz,
      ...companiesSaid(scope),
      ...valuesOfCompanySaid(scope, [
        ...[...groupings, ...measures].map(({ key, field }) => ({ key, model: args.model, field })),
        ...fieldsOfFilter(schema, filter.fields),
      ]),
      ...resolvedDatesSaid(filter),
    }

    const page = found.slice(0, most)
    const legend = new Map<string, Record<string, string>>()
    const rows: unknown[][] = []
    let left = ANSWER_BYTES - RESERVE - byteLength(args.model) - byteLength(head) - byteLength(columns)
    for (const group of page) {
      const row = [
        ...groupings.map(({ field }, index) => renderKey(group.keys[index] ?? null, field, style)),
        group.count,
        ...measuresOf(group, measures, style),
      ]
      const labels = groupings.flatMap((grouping, index) => labelOf(row[index], grouping))
      left -= byteLength(row) + 1 + labels.reduce((sum, one) => sum + byteLength(one), 0)
      if (left < 0 && rows.length > 0) break
      rows.push(row)
      for (const { key, value, label } of labels) legend.set(key, { ...legend.get(key), [value]: label })
    }
    const cut = page.length - rows.length
    const isLimited = rows.length === most && most < args.limit && found.length > most
    const hasMore = found.length > rows.length
    const nextOffset = args.offset + rows.length
    call.trail.rows = rows.length
    call.trail.total = total?.count ?? 0
    return {
      model: args.model,
      columns,
      rows,
      has_more: hasMore,
      ...(hasMore && { next_offset: nextOffset }),
      ...(legend.size > 0 && { legend: Object.fromEntries(legend) }),
      ...head,
      ...((cut > 0 || isLimited) && {
        cut: {
          ...(cut > 0 && { groups_left_out: cut }),
          reason: isLimited ? mostRowsSaid(most) : 'The answer has reached its size limit.',
          how_to_go_on: sortedHere ? 'Ask with a filter that leaves fewer groups.' : `Ask again with offset ${String(nextOffset)}.`,
        },
      }),
    }
  },
})

/** Groups without the names of records that may not be seen. */
async function namesShown(call: Call, reader: OdooReader, groups: readonly Group[], groupings: readonly Grouping[], context: CallContext): Promise<readonly Group[]> {
  if (call.rows === undefined) return groups
  const records = groups.map(({ keys }, id) =>
    Object.assign({ id }, ...keys.map((key, index) => (key?.kind === 'record' ? { [String(index)]: [key.id, key.name] } : {}))) as RawRecord)
  const fields = groupings.map(({ field }, index) => ({ ...field, name: String(index), type: 'many2one' }))
  const shown = await asShown(call, reader, fields, records, context)
  return groups.map((group, at) => ({
    ...group,
    keys: group.keys.map((key, index): GroupKey => {
      if (key?.kind !== 'record') return key
      const pair = shown[at]?.[String(index)]
      const name: unknown = Array.isArray(pair) ? pair[1] : undefined
      return { ...key, name: typeof name === 'string' ? name : '' }
    }),
  }))
}

interface KeyStyle {
  readonly visibility: Visibility
  readonly timeZone: string
}

function renderKey(key: GroupKey, field: FieldInfo, { visibility, timeZone }: KeyStyle): unknown {
  // The group of "not set" is a group of its own, except on booleans where it is `false`.
  if (key === null) return field.type === 'boolean' ? false : null
  switch (key.kind) {
    case 'value':
      return typeof key.value === 'string' ? cutText(key.value, 200) : key.value
    case 'record':
      return field.relation !== undefined && (key.name === '' || !visibility.isNameShown(field.relation)) ? [key.id] : [key.id, oneLine(key.name, 200)]
    case 'range':
      return { label: oneLine(key.label, 60), from: bucketBound(key.from, timeZone), to: bucketBound(key.to, timeZone) }
  }
}

function labelOf(value: unknown, { key, field }: Grouping): readonly { readonly key: string; readonly value: string; readonly label: string }[] {
  return field.type === 'selection' && typeof value === 'string' ? [{ key, value, label: selectionLabel(field, value) }] : []
}

function measuresOf(group: Group | undefined, measures: readonly Measure[], { timeZone }: KeyStyle): readonly unknown[] {
  return measures.map(({ aggregate, field }, index) => {
    const value = group?.measures[index] ?? null
    // Nothing to add up is nothing, and nothing to count is none.
    if (value === null) return aggregate === 'count' || aggregate === 'count_distinct' ? 0 : null
    if (typeof value !== 'string') return value
    const instant = field.type === 'datetime' ? parseOdooDatetime(value) : undefined
    return instant === undefined ? value.slice(0, 40) : isoInZone(instant, timeZone)
  })
}
