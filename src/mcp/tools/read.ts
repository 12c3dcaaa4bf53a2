import { VitrineError } from '../../errors/vitrine-error'
import type { CallContext } from '../../odoo/port'
import { defineInput, model, requiredIds, texts, textsOrNone } from '../arguments'
import type { Call, Session } from '../call'
import { expandLines, planExpansions } from '../expand'
import { readReadable } from '../readable'
import { recordUrl, recordUrlPattern } from '../record-url'
import { asShown, idsShown } from '../shown-rows'
import { asksBinary, ownFieldInfos, ownFields, type ColumnPlan } from '../render/columns'
import { fetchRelated, unreadableSaid } from '../render/related'
import { byteLength, renderTable } from '../render/table'
import { defaultStyle } from '../render/value'
import { companiesSaid, scopeOf, valuesOfCompanySaid } from '../scope'
import { readAsPlanned } from '../stored-plan'
import { ANSWER_BYTES, defineTool, mostRowsSaid } from '../tool'

const RESERVE = 1_500

export const readTool = defineTool({
  name: 'odoo_read',
  title: 'Read records',
  description: 'Read records by id, with their address. expand adds the lines of one-to-many fields (20 each) as tables of their own.',
  input: defineInput({
    model: model(''),
    ids: requiredIds('', { most: 50 }),
    fields: texts('The most telling ones if absent', { most: 30 }),
    expand: textsOrNone('e.g. order_line', { most: 3 }),
  }),
  output: {
    model: 'string', total: 'integer', columns: 'array', rows: 'array', legend: 'object', currency: 'object', companies: 'array',
    expanded: 'object', missing: 'array', forbidden: 'array', restricted: 'array', cut: 'object',
  },
  run: async (call, args) => {
    const session = await call.open(args.model, args)
    const { reader, user } = session
    const [scope, schema] = await Promise.all([scopeOf(call, session), call.schema(args.model)])
    const { context } = scope
    const expansions = await planExpansions(call, schema, args.expand ?? [], context)
    const shownIds = await idsShown(call, reader, args.model, args.ids, context)
    const wanted = args.ids.filter((id) => shownIds.has(id))
    const contextFor = (columns: ColumnPlan): CallContext => (asksBinary(columns) ? { ...context, bin_size: true } : context)
    const { plan, found: { records, denied }, said } = await readAsPlanned(call, schema, args.fields, context, (columns) => {
      const fields = [...new Set([...ownFields(columns), ...expansions.map(({ field }) => field.name)])]
      return readReadable(call, reader, args.model, wanted, fields, contextFor(columns))
    })
    const forbidden = await forbiddenAmong(call, session, args.model, denied, scope.context)
    const most = call.visibility.policy.limits.rowsPerAnswer ?? Number.POSITIVE_INFINITY
    const seen = await asShown(call, reader, [...ownFieldInfos(plan), ...expansions.map(({ field }) => field)], records, context)
    const byId = new Map(seen.map((record) => [record.id, record]))
    const found = args.ids.map((id) => byId.get(id)).filter((record) => record !== undefined)
    const missing = args.ids.filter((id) => !byId.has(id) && !forbidden.includes(id))
    if (found.length === 0) throw nothingFound(args.model, forbidden)
    const related = await fetchRelated(call, reader, plan, found, contextFor(plan))

    const pattern = recordUrlPattern(reader.url, session.version, args.model)
    const style = defaultStyle(call.visibility, user.tz)
    const restricted = [...plan.restricted, ...expansions.flatMap((one) => one.plan.restricted.map((name) => `${one.field.name}.${name}`))]
    const head = {
      time_zone: user.tz,
      ...companiesSaid(scope),
      ...valuesOfCompanySaid(scope, [
        ...plan.columns,
        ...expansions.flatMap((one) => one.plan.columns.map((column) => ({ ...column, key: `${one.field.name}.${column.key}` }))),
      ]),
      ...(missing.length > 0 && { missing }),
      ...(forbidden.length > 0 && { forbidden, forbidden_why: 'Odoo does not let this user read these records.' }),
      ...(restricted.length > 0 && { restricted }),
      ...said,
      ...unreadableSaid(plan, found, related),
    }
    const room = ANSWER_BYTES - RESERVE - byteLength(head) - byteLength(plan.columns.map(({ key }) => key))
    const table = renderTable({
      plan,
      records: found.slice(0, most),
      related,
      style,
      budget: room,
      leastRows: 1,
      tail: { name: '_url', of: ({ id }) => recordUrl(pattern, id) },
    })
    const shown = found.slice(0, table.rows.length)
    const expanded = await expandLines(call, session, expansions, shown, { context, style, budget: room - table.bytes, most: most - table.rows.length })
    const left = found.slice(table.rows.length).map(({ id }) => id)
    call.trail.rows = table.rows.length + expanded.rows
    call.trail.total = found.length
    return {
      model: args.model,
      total: found.length,
      columns: table.columns,
      rows: table.rows,
      ...(Object.keys(table.legend).length > 0 && { legend: table.legend }),
      ...(Object.keys(table.currency).length > 0 && { currency: table.currency }),
      ...(expansions.length > 0 && { expanded: expanded.tables }),
      ...head,
      ...((left.length > 0 || expanded.isCut) && {
        cut: {
          ...(left.length > 0 && { ids_left_out: left }),
          ...(expanded.isCut && { lines_left_out: 'See total and shown of each expanded table.' }),
          reason: table.rows.length + expanded.rows >= most
            ? mostRowsSaid(most)
            : left.length > 0 || expanded.isOverBudget ? 'The answer has reached its size limit.' : 'At most 20 lines are expanded for a record.',
          how_to_go_on: left.length > 0
            ? 'Read the ids left out in another call, or ask for fewer fields.'
            : 'Search the model of the lines, filtered on their parent.',
        },
      }),
    }
  },
})

/** Of ids that could not be read, those that exist: each is asked for by itself, which tells a forbidden record from a missing one. */
async function forbiddenAmong(
  call: Call,
  { reader }: Session,
  modelName: string,
  unread: readonly number[],
  context: CallContext,
): Promise<readonly number[]> {
  const found = await Promise.all(
    unread.map(async (id) => {
      const { denied } = await readReadable(call, reader, modelName, [id], ['display_name'], context)
      return denied
    }),
  )
  return found.flat()
}

function nothingFound(modelName: string, forbidden: readonly number[]): VitrineError {
  return forbidden.length > 0
    ? new VitrineError('access_denied_by_odoo', `Odoo does not let this user read these records of ${modelName}.`, {
      hint: 'odoo_search finds the records that the user may read.',
    })
    : new VitrineError('record_not_found', `There is no record of ${modelName} with these ids.`, {
      hint: 'odoo_search or odoo_resolve finds records and their ids.',
    })
}

