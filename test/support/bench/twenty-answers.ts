import { BUSINESS_QUESTIONS } from '../questions/all'
import type { Answer, Setting, ToolCall } from '../questions/question'
import type { McpClient } from './mcp-client'
import type { PlainArguments, PlainClient } from './plain-client'
import { tokensOf } from './tokens'

/** What one question took, over all its calls. */
export interface QuestionCosts {
  readonly name: string
  readonly calls: number
  /** Of the answers as a model reads them. */
  readonly bytes: number
  readonly tokens: number
  /** The same rows as Odoo gives them, pretty-printed. */
  readonly plainBytes: number
  readonly plainTokens: number
  /** Why there is no answer, such as a model that this Odoo does not have; nothing else counts then. */
  readonly unanswered?: string
}

/** What a client is told in `instructions` before its first question, and a customer who owes something. */
export async function settingOf(client: McpClient, plain: PlainClient): Promise<Setting> {
  const { structuredContent } = await client.callTool('odoo_context', {})
  const { companies, now, odoo_version: version } = structuredContent as {
    companies: { id: number; currency: string; current?: true }[]
    now: string
    odoo_version: string
  }
  const company = companies.find(({ current }) => current === true) ?? companies[0]
  if (company === undefined) throw new Error('The user belongs to no company.')
  const owing = [['move_type', '=', 'out_invoice'], ['state', '=', 'posted'], ['payment_state', '=', 'not_paid']]
  const [invoice] = (await plain.call('account.move', 'search_read', { domain: owing, fields: ['partner_id'], limit: 1, offset: 0, order: 'id desc' })) as
    { partner_id: [number, string] }[]
  if (invoice === undefined) throw new Error('Nobody owes anything: there is no customer to ask about.')
  return {
    today: now.slice(0, 10),
    version: Number(/\d+/.exec(version)?.[0] ?? 0),
    company: { id: company.id, currency: company.currency },
    customer: invoice.partner_id[1],
  }
}

/** Asks the twenty questions once each. */
export async function askTwenty(client: McpClient, plain: PlainClient): Promise<readonly QuestionCosts[]> {
  const setting = await settingOf(client, plain)
  const costs: QuestionCosts[] = []
  for (const { name, steps, since } of BUSINESS_QUESTIONS) {
    if (setting.version < (since ?? 0)) continue
    const answers: Answer[] = []
    const [texts, plainTexts]: [string[], string[]] = [[], []]
    try {
      for (const step of steps) {
        const call = step(answers, setting)
        const { structuredContent, text } = await client.callTool(call.tool, call.args)
        answers.push(structuredContent)
        texts.push(text)
        plainTexts.push(...(await plainAnswers(call, structuredContent, plain)).map((rows) => JSON.stringify(rows, null, 2)))
      }
    } catch (error) {
      costs.push({ name, calls: 0, bytes: 0, tokens: 0, plainBytes: 0, plainTokens: 0, unanswered: error instanceof Error ? error.message.slice(0, 120) : 'error' })
      continue
    }
    costs.push({
      name,
      calls: texts.length,
      bytes: bytesOf(texts),
      tokens: await tokensOfAll(texts),
      plainBytes: bytesOf(plainTexts),
      plainTokens: await tokensOfAll(plainTexts),
    })
  }
  return costs
}

const bytesOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
const tokensOfAll = async (texts: readonly string[]): Promise<number> => (await Promise.all(texts.map(tokensOf))).reduce((sum, tokens) => sum + tokens, 0)

/** The very rows of an answer, and no others, as the server itself gives them: records by their ids, groups by the same grouping. */
async function plainAnswers({ tool, args }: ToolCall, answer: Answer, plain: PlainClient): Promise<readonly unknown[]> {
  const model = String(args['model'])
  switch (tool) {
    case 'odoo_resolve': {
      const [name] = args['names'] as readonly string[]
      return [await plain.call(model, 'name_search', { name, operator: 'ilike', limit: 5 })]
    }
    case 'odoo_aggregate': {
      const domain = absolute(args['domain'], answer)
      const measures = (args['measures'] ?? []) as readonly string[]
      const rows = (await plain.group(model, domain, args['group_by'] as readonly string[], measures)) as readonly unknown[]
      return [rows.slice(0, (answer['rows'] as readonly unknown[]).length), await plain.group(model, domain, [], measures)]
    }
    default: {
      const tables = Object.values((answer['expanded'] ?? {}) as Readonly<Record<string, Answer & { model: string }>>)
      return Promise.all([recordsOf(model, answer, plain), ...tables.map((table) => recordsOf(table.model, table, plain))])
    }
  }
}

function recordsOf(model: string, table: Answer, plain: PlainClient): Promise<unknown> {
  const columns = table['columns'] as readonly string[]
  const at = columns.indexOf('id')
  const ids = (table['rows'] as readonly (readonly unknown[])[]).map((row) => row[at])
  if (ids.length === 0) return Promise.resolve([])
  const fields = [...new Set(columns.filter((name) => name !== 'id' && !name.startsWith('_')).map((name) => name.split('.')[0]))]
  const args: PlainArguments = { domain: [['id', 'in', ids]], fields, offset: 0, limit: ids.length, context: { active_test: false } }
  return plain.call(model, 'search_read', args)
}

/** The filter with the dates that the answer says it was asked with. */
function absolute(domain: unknown, answer: Answer): unknown {
  const resolved = (answer['resolved_dates'] ?? {}) as Readonly<Record<string, string>>
  return ((domain ?? []) as readonly unknown[]).map((term) => {
    if (!Array.isArray(term)) return term
    const [field, operator, value] = term as readonly unknown[]
    const became = typeof value === 'string' ? resolved[`${String(field)} ${value}`] : undefined
    if (became === undefined) return term
    const [, bound = '', text = ''] = /^(from |before )?(.*?)(?: UTC)?$/.exec(became) ?? []
    return [field, bound === 'from ' ? '>=' : bound === 'before ' ? '<' : operator, text]
  })
}
