import type { PlainClient } from '../bench/plain-client'
import type { ClaudeStandIn, ToolAnswer } from './claude'

/** A question as a person would put it, the call that a model makes of it, and what Odoo itself says to compare. */
interface Question {
  readonly question: string
  readonly tool: string
  readonly args: Readonly<Record<string, unknown>>
  readonly isRight: (answer: Table, odoo: PlainClient) => Promise<boolean>
  /** The answer in a sentence. */
  readonly say: (answer: Table) => string
}

/** The columns and rows that every answer has, and whatever else it has. */
interface Table extends Readonly<Record<string, unknown>> {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
}

export interface AskedQuestion {
  readonly question: string
  readonly tool: string
  readonly isError: boolean
  readonly rows: number
  readonly ms: number
  /** Whether Odoo, asked directly, says the same. */
  readonly isRight: boolean
  readonly answer: string
}

const unpaid = [['move_type', '=', 'out_invoice'], ['state', '=', 'posted'], ['payment_state', 'in', ['not_paid', 'partial']]]

/** Amounts of several currencies do not add up. */
const inEuros = [['currency_id.name', '=', 'EUR']]

const sum = (state: string, amount: number): string => `${state} ${amount.toFixed(2)}`

function sumsByState(answer: Table): readonly string[] {
  const amounts = column(answer, 'amount_total:sum')
  return column(answer, 'state').map((state, index) => sum(String(state), Number(amounts[index])))
}

/** @param customer the name of somebody in the sample's contacts */
function questionsAbout(customer: string): readonly Question[] {
  return [
    {
      question: 'Which customer invoices are not paid yet?',
      tool: 'odoo_search',
      args: { model: 'account.move', domain: unpaid, fields: ['name', 'partner_id', 'invoice_date_due', 'amount_residual'], order: 'invoice_date_due, id' },
      isRight: async (answer, odoo) => {
        const total = await odoo.call('account.move', 'search_count', { domain: unpaid })
        const records = (await odoo.call('account.move', 'search_read', { domain: unpaid, fields: ['name'], order: 'invoice_date_due, id', limit: 20 })) as {
          name: string
        }[]
        return answer['total'] === total && sameValues(column(answer, 'name'), records.map(({ name }) => name))
      },
      say: (answer) => `${String(answer['total'])} invoices; the longest due is ${String(column(answer, 'name')[0])}.`,
    },
    {
      question: 'How much have we sold in euros, by status of the order?',
      tool: 'odoo_aggregate',
      args: { model: 'sale.order', domain: inEuros, measures: ['amount_total:sum'], group_by: ['state'] },
      isRight: async (answer, odoo) => {
        const groups = (await odoo.call('sale.order', 'formatted_read_group', {
          domain: inEuros,
          groupby: ['state'],
          aggregates: ['amount_total:sum'],
        })) as { state: string; 'amount_total:sum': number }[]
        return sameValues([...sumsByState(answer)].sort(), groups.map((group) => sum(group.state, group['amount_total:sum'])).sort())
      },
      say: (answer) => sumsByState(answer).join(', '),
    },
    {
      question: `What do we know about ${customer}?`,
      tool: 'odoo_search',
      args: { model: 'res.partner', domain: [['name', '=', customer]], limit: 5 },
      isRight: async (answer, odoo) => {
        const records = (await odoo.call('res.partner', 'search_read', { domain: [['name', '=', customer]], fields: ['id'], limit: 5 })) as { id: number }[]
        return sameValues([...column(answer, 'id')].sort(), records.map(({ id }) => id).sort())
      },
      say: (answer) => `${answer.rows.length} contact, by ${answer.columns.join(', ')}.`,
    },
  ]
}

/** Asks three questions one after the other, and asks Odoo itself to compare. */
export async function askThreeQuestions(claude: ClaudeStandIn, odoo: PlainClient): Promise<readonly AskedQuestion[]> {
  const [customer] = (await odoo.call('res.partner', 'search_read', { domain: [['is_company', '=', true], ['customer_rank', '>', 0]], fields: ['name'], limit: 1 })) as {
    name: string
  }[]
  if (customer === undefined) throw new Error('The sample has no customers.')
  const asked: AskedQuestion[] = []
  for (const { question, tool, args, isRight, say } of questionsAbout(customer.name)) {
    const { isError, content, ms } = await claude.ask(tool, args)
    const table = tableOf({ isError, content, ms })
    const right = table !== null && (await isRight(table, odoo))
    asked.push({
      question,
      tool,
      isError,
      rows: table?.rows.length ?? 0,
      ms,
      isRight: right,
      answer: table === null ? String(content['message'] ?? 'An error without a message.') : say(table),
    })
  }
  return asked
}

function tableOf({ isError, content }: ToolAnswer): Table | null {
  const { columns, rows } = content
  return !isError && Array.isArray(columns) && Array.isArray(rows) ? (content as Table) : null
}

function column({ columns, rows }: Table, name: string): readonly unknown[] {
  const at = columns.indexOf(name)
  return rows.map((row) => row[at])
}

function sameValues(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length > 0 && JSON.stringify(one) === JSON.stringify(other)
}
