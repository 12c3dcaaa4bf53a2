import type { McpClient } from './mcp-client'
import type { PlainClient } from './plain-client'
import { spreadOf, type Spread } from './statistics'

/** One question, asked through Vitrine and, as far as a single call to Odoo goes, plainly. */
export interface Question {
  readonly name: 'search' | 'read' | 'aggregate'
  readonly tool: string
  readonly args: object
  readonly model: string
  readonly method: string
  readonly plainArgs: object
}

const model = 'sale.order'
const fields = ['name', 'partner_id', 'date_order', 'state', 'user_id', 'amount_total']
const domain = [['state', '=', 'sale']]
const rowsAsked = 20

/** @param ids of twenty orders, for the question that reads */
export function questions(ids: readonly number[]): readonly Question[] {
  const order = 'date_order desc, id desc'
  const groupedBy = ['date_order:month']
  return [
    {
      name: 'search',
      tool: 'odoo_search',
      args: { model, domain, fields, order, limit: rowsAsked },
      model,
      method: 'search_read',
      plainArgs: { domain, fields, order, limit: rowsAsked, offset: 0 },
    },
    { name: 'read', tool: 'odoo_read', args: { model, ids, fields }, model, method: 'read', plainArgs: { ids, fields } },
    {
      name: 'aggregate',
      tool: 'odoo_aggregate',
      args: { model, domain, measures: ['amount_total:sum'], group_by: groupedBy },
      model,
      method: 'formatted_read_group',
      plainArgs: { domain, groupby: groupedBy, aggregates: ['amount_total:sum', '__count'] },
    },
  ]
}

export async function idsForReading(plain: PlainClient): Promise<number[]> {
  const rows = (await plain.call(model, 'search_read', { domain, fields: ['id'], limit: rowsAsked, offset: 0 })) as { id: number }[]
  if (rows.length !== rowsAsked) throw new Error(`The sample has ${rows.length} orders where ${rowsAsked} are asked for.`)
  return rows.map(({ id }) => id)
}

/**
 * Asks both ways in turn, so that whatever else this machine does falls on both, and who begins changes as well.
 * Milliseconds. The first rounds are not counted: they load schemas, open sockets and warm the compiler.
 */
export async function measure(
  question: Question,
  client: McpClient,
  plain: PlainClient,
  { rounds, warmUp }: { readonly rounds: number; readonly warmUp: number },
): Promise<{ readonly ours: Spread; readonly reference: Spread }> {
  const ours: number[] = []
  const reference: number[] = []
  const askOurs = async (): Promise<void> => {
    const start = performance.now()
    await client.callTool(question.tool, question.args)
    ours.push(performance.now() - start)
  }
  const askPlainly = async (): Promise<void> => {
    const start = performance.now()
    await plain.call(question.model, question.method, question.plainArgs)
    reference.push(performance.now() - start)
  }
  for (let round = 0; round < warmUp + rounds; round += 1) {
    for (const ask of round % 2 === 0 ? [askOurs, askPlainly] : [askPlainly, askOurs]) await ask()
  }
  return { ours: spreadOf(ours.slice(warmUp)), reference: spreadOf(reference.slice(warmUp)) }
}

/** Size of an answer as a model reads it, against the same rows as `search_read` gives them, pretty-printed. Bytes. */
export async function answerBytes(question: Question, client: McpClient, plain: PlainClient): Promise<{ readonly ours: number; readonly reference: number; readonly wholeLine: number }> {
  const answer = await client.callTool(question.tool, question.args)
  const rows = await plain.call(question.model, question.method, question.plainArgs)
  return {
    ours: Buffer.byteLength(answer.text),
    reference: Buffer.byteLength(JSON.stringify(rows, null, 2)),
    wholeLine: answer.bytes,
  }
}
