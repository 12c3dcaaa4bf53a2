import type { CallOptions } from '../../odoo/port'
import { defineInput, domain, flag, ids, integer, model, text, texts } from '../arguments'
import { checkFilter, checkSort, resolvedDatesSaid } from '../filter'
import { readPage } from '../paging'
import { recordUrlPattern } from '../record-url'
import { asksBinary, ownFieldInfos, ownFields, type ColumnPlan } from '../render/columns'
import { fetchRelated, unreadableSaid } from '../render/related'
import { byteLength, renderTable } from '../render/table'
import { defaultStyle } from '../render/value'
import { asShown } from '../shown-rows'
import { companiesSaid, fieldsOfFilter, scopeOf, valuesOfCompanySaid } from '../scope'
import { readAsPlanned } from '../stored-plan'
import { ANSWER_BYTES, defineTool, mostRowsSaid } from '../tool'

/** Odoo reads such rows by their ids, so that one stands for all of them. */
const SAME_IDS = 'Several rows have one id: this model is a report, and Odoo cannot tell its rows apart here. Use odoo_aggregate on it instead.'

/** Room for what is known only after the rows: next offset, cut, currency. */
const RESERVE = 1_000

export const searchTool = defineTool({
  name: 'odoo_search',
  title: 'Search records',
  description:
    'Find records: exact total, and a page of rows as a table. Without fields the most telling ones. '
    + 'Page on with next_offset until it is absent. Use odoo_aggregate for sums and counts.',
  input: defineInput({
    model: model('Technical name, e.g. sale.order'),
    domain: domain(
      'Odoo filter in prefix notation, e.g. [["state","=","sale"],["date_order",">=","-30d"]]. Dates may be relative: today, -30d, month_start',
    ),
    fields: texts('Also one level down: partner_id.country_id', { most: 30 }),
    order: text('e.g. date_order desc'),
    limit: integer('0 counts only', { minimum: 0, maximum: 100, default: 20 }),
    offset: integer('', { minimum: 0, maximum: 10_000_000, default: 0 }),
    company_ids: ids("Some of the user's companies; all if absent", { most: 50 }),
    lang: text('e.g. fr_FR'),
    include_archived: flag(''),
  }),
  output: {
    model: 'string', total: 'integer', next_offset: 'integer', columns: 'array', rows: 'array', legend: 'object', currency: 'object',
    companies: 'array', restricted: 'array', warnings: 'array', cut: 'object',
  },
  run: async (call, args) => {
    const session = await call.open(args.model, args)
    const { reader } = session
    const [scope, schema] = await Promise.all([scopeOf(call, session, args), call.schema(args.model)])
    const filter = await checkFilter(call, session, schema, args.domain)
    const { context } = scope
    const options = call.options(context)

    const filtered = fieldsOfFilter(schema, filter.fields)
    if (args.limit === 0) {
      const total = await reader.searchCount(args.model, filter.domain, options)
      call.trail.total = total
      return { model: args.model, total, columns: [], rows: [], ...companiesSaid(scope), ...valuesOfCompanySaid(scope, filtered), ...resolvedDatesSaid(filter) }
    }

    const order = await checkSort(call, session, schema, args.order)
    // The reader's labels are in the language asked for.
    const labelled = context.lang === session.user.lang ? schema : await call.schema(args.model, context)
    const optionsFor = (plan: ColumnPlan): CallOptions => (asksBinary(plan) ? call.options({ ...context, bin_size: true }) : options)
    const most = call.visibility.policy.limits.rowsPerAnswer ?? args.limit
    const limit = Math.min(args.limit, most)
    const { plan, found: { total, records: found }, said } = await readAsPlanned(call, labelled, args.fields, context, (columns) =>
      readPage(
        reader,
        { model: args.model, domain: filter.domain, fields: ownFields(columns), offset: args.offset, limit, order },
        optionsFor(columns),
      ))
    const records = await asShown(call, reader, ownFieldInfos(plan), found, optionsFor(plan).context ?? context)
    const related = await fetchRelated(call, reader, plan, records, optionsFor(plan).context ?? context)

    const head = {
      order,
      ...(context.lang !== undefined && { language: context.lang }),
      time_zone: session.user.tz,
      ...companiesSaid(scope),
      ...valuesOfCompanySaid(scope, [...plan.columns, ...filtered]),
      ...(plan.restricted.length > 0 && { restricted: plan.restricted }),
      ...said,
      ...unreadableSaid(plan, records, related),
      ...(new Set(records.map(({ id }) => id)).size < records.length && { warnings: [SAME_IDS] }),
      ...resolvedDatesSaid(filter),
      url: recordUrlPattern(reader.url, session.version, args.model),
    }
    const columnBytes = byteLength(plan.columns.map(({ key }) => key))
    const table = renderTable({
      plan,
      records,
      related,
      style: defaultStyle(call.visibility, session.user.tz),
      budget: ANSWER_BYTES - RESERVE - columnBytes - byteLength(head),
      leastRows: 1,
    })
    const nextOffset = args.offset + table.rows.length
    const left = Math.min(args.limit, Math.max(records.length, total - args.offset)) - table.rows.length
    call.trail.total = total
    call.trail.rows = table.rows.length
    return {
      model: args.model,
      total,
      ...(table.rows.length > 0 && nextOffset < total && { next_offset: nextOffset }),
      columns: table.columns,
      rows: table.rows,
      ...(Object.keys(table.legend).length > 0 && { legend: table.legend }),
      ...(Object.keys(table.currency).length > 0 && { currency: table.currency }),
      ...head,
      ...(left > 0 && {
        cut: {
          rows_left_out: left,
          reason: table.rows.length === limit ? mostRowsSaid(limit) : 'The answer has reached its size limit.',
          how_to_go_on: `Ask again with offset ${String(nextOffset)}, or for fewer fields.`,
        },
      }),
    }
  },
})
