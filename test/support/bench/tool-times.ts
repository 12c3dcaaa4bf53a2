import type { McpClient } from './mcp-client'
import type { PlainClient } from './plain-client'
import { spreadOf, type Spread } from './statistics'

/** One tool call, and the reads of a plain client that it is measured against. */
export interface TimedCall {
  /** As in the report, such as `search`. */
  readonly name: string
  readonly tool: string
  readonly args: object
  readonly plainly: (plain: PlainClient) => Promise<unknown>
}

export interface Effort {
  readonly rounds: number
  readonly warmUp: number
}

export interface Pair {
  readonly ours: Spread
  readonly reference: Spread
}

const model = 'sale.order'
const fields = ['name', 'partner_id', 'date_order', 'state', 'user_id', 'amount_total']
const domain = [['state', '=', 'sale']]
const order = 'date_order desc, id desc'
const rowsAsked = 20

/** Twenty confirmed orders, newest first: `search_read` with all it takes. */
export const SEARCH = { model, domain, fields, order, limit: rowsAsked }

const GROUPS = { model, domain, measures: ['amount_total:sum'], group_by: ['date_order:month'] }

export const plainRows = (plain: PlainClient, offset = 0): Promise<unknown> =>
  plain.call(model, 'search_read', { domain, fields, order, limit: rowsAsked, offset })
export const plainCount = (plain: PlainClient): Promise<unknown> => plain.call(model, 'search_count', { domain })

/** Both at once, as a plain client with two sockets would have a page and its exact total. */
const plainPage = (plain: PlainClient): Promise<unknown> => Promise.all([plainRows(plain), plainCount(plain)])
const plainGroups = (plain: PlainClient): Promise<unknown> => plain.group(model, domain, ['date_order:month'], ['amount_total:sum'])

/**
 * The seven tools, against a plain client that makes the same reads side by side: a page with its exact total, groups with what
 * tells whether their currencies mix. `searchRows` and `aggregateGroups` hold the same tools against one read alone, without the
 * total and without the currencies; what a tool answers without asking Odoo, once it knows, is held against one read as well.
 */
export async function timedCalls(plain: PlainClient): Promise<readonly TimedCall[]> {
  const found = (await plain.call(model, 'search_read', { domain, fields: ['id', 'partner_id'], limit: rowsAsked, offset: 0 })) as
    { id: number; partner_id: [number, string] }[]
  const ids = found.map(({ id }) => id)
  const [first] = found
  if (first === undefined) throw new Error('There is no confirmed order to measure with.')
  const word = first.partner_id[1].split(' ')[0] ?? ''
  return [
    { name: 'search', tool: 'odoo_search', args: SEARCH, plainly: plainPage },
    { name: 'searchRows', tool: 'odoo_search', args: SEARCH, plainly: plainRows },
    { name: 'read', tool: 'odoo_read', args: { model, ids, fields }, plainly: (client) => client.call(model, 'read', { ids, fields }) },
    {
      name: 'aggregate',
      tool: 'odoo_aggregate',
      args: GROUPS,
      plainly: (client) => Promise.all([plainGroups(client), client.group(model, domain, ['currency_id'], ['amount_total:sum'])]),
    },
    { name: 'aggregateGroups', tool: 'odoo_aggregate', args: GROUPS, plainly: plainGroups },
    {
      name: 'resolve',
      tool: 'odoo_resolve',
      args: { model: 'res.partner', names: [word] },
      plainly: (client) => client.call('res.partner', 'name_search', { name: word, operator: 'ilike', limit: 6 }),
    },
    { name: 'findModels', tool: 'odoo_find_models', args: { query: 'unpaid invoices' }, plainly: plainRows },
    { name: 'describeModel', tool: 'odoo_describe_model', args: { model }, plainly: plainRows },
    { name: 'context', tool: 'odoo_context', args: {}, plainly: plainRows },
  ]
}

const warmUpAtOnce = 4

/**
 * Asks both ways in turn, so that whatever else this machine does falls on both, and who begins changes as well.
 * Milliseconds. What loads schemas, opens sockets and warms the compiler is not counted.
 */
export async function measure({ tool, args, plainly }: TimedCall, client: McpClient, plain: PlainClient, { rounds, warmUp }: Effort): Promise<Pair> {
  const ours: number[] = []
  const reference: number[] = []
  const timed = async (times: number[], ask: () => Promise<unknown>): Promise<void> => {
    const start = performance.now()
    await ask()
    times.push(performance.now() - start)
  }
  const askOurs = (): Promise<void> => timed(ours, () => client.callTool(tool, args))
  const askPlainly = (): Promise<void> => timed(reference, () => plainly(plain))
  for (let round = 0; round < warmUp; round += warmUpAtOnce) {
    await Promise.all(Array.from({ length: warmUpAtOnce }, () => client.callTool(tool, args)))
    await Promise.all(Array.from({ length: warmUpAtOnce }, () => plainly(plain)))
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const ask of round % 2 === 0 ? [askOurs, askPlainly] : [askPlainly, askOurs]) await ask()
  }
  return { ours: spreadOf(ours), reference: spreadOf(reference) }
}
