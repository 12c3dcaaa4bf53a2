import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeField, judgeModel } from '../../src/policy/decide'
import { OPEN_POLICY, type Policy } from '../../src/policy/policy'
import { Dice } from '../support/generated/dice'
import { Attacker, type Attack } from '../support/interference/attacker'
import { changeWhatIsHidden, storedFields, type PlainRule } from '../support/interference/hidden-values'
import { openSession, sampleReader, type McpSession } from '../support/mcp/open-session'
import { buildModels } from '../support/sample-odoo/schema/models'
import { startSampleOdoo, type OdooVersion, type SampleOdoo } from '../support/sample-odoo/server'

/**
 * Two servers that differ in nothing but what the policy hides must answer everything alike, byte for byte: then nothing that is
 * asked can tell anything about it, whatever a client makes of the answers.
 */

const RULES: readonly PlainRule[] = [
  { model: 'res.partner', rule: [['is_company', '=', true]], fields: ['is_company'], isInside: (row) => row['is_company'] === true },
  { model: 'sale.order', rule: [['state', 'in', ['sale', 'done']]], fields: ['state'], isInside: (row) => row['state'] === 'sale' || row['state'] === 'done' },
  { model: 'account.move', rule: ['|', ['move_type', '=', 'out_invoice'], ['move_type', '=', 'out_refund']], fields: ['move_type'], isInside: (row) => String(row['move_type']).startsWith('out_') && row['move_type'] !== 'out_receipt' },
  { model: 'crm.lead', rule: ['!', ['priority', '=', '0']], fields: ['priority'], isInside: (row) => row['priority'] !== '0' },
  { model: 'product.template', rule: [['id', '<', 25]], fields: [], isInside: (row) => row.id < 25 },
  { model: 'product.category', rule: [['id', 'in', [1, 2, 3, 4]]], fields: [], isInside: (row) => row.id <= 4 },
  { model: 'sale.order.line', rule: [['id', '>', 300]], fields: [], isInside: (row) => row.id > 300 },
  { model: 'project.task', rule: [['id', '>', 10]], fields: [], isInside: (row) => row.id > 10 },
  { model: 'stock.picking', rule: [['state', '!=', 'cancel'], ['id', '>', 20]], fields: ['state'], isInside: (row) => row['state'] !== 'cancel' && row.id > 20 },
  { model: 'stock.location', rule: [['usage', '=', 'internal']], fields: ['usage'], isInside: (row) => row['usage'] === 'internal' },
  { model: 'res.country', rule: [['code', 'in', ['BE', 'FR', 'NL']]], fields: ['code'], isInside: (row) => ['BE', 'FR', 'NL'].includes(String(row['code'])) },
  { model: 'res.partner.category', rule: [['id', '<=', 3]], fields: [], isInside: (row) => row.id <= 3 },
]

/** Who asks is known by these before a policy is asked; the others decide which records Odoo shows to anybody. */
const NEVER_HIDDEN = new Set(['id', 'active', 'company_id', 'company_ids', 'state'])
const MODELS_ATTACKED = [
  'res.partner', 'sale.order', 'sale.order.line', 'account.move', 'account.move.line', 'crm.lead', 'purchase.order', 'purchase.order.line', 'stock.picking',
  'product.template', 'product.product', 'product.category', 'project.task', 'project.project', 'mail.message', 'ir.attachment', 'stock.quant', 'stock.location',
  'stock.move', 'x_visit', 'hr.employee', 'hr.department', 'crm.team', 'res.users', 'res.partner.category', 'res.country', 'account.account', 'account.journal',
]

interface Case {
  readonly what: string
  readonly policy: Policy
  readonly rules: readonly PlainRule[]
}

function policiesFor(version: OdooVersion, dice: Dice): readonly Case[] {
  const models = [...buildModels(version).values()].filter(({ name }) => MODELS_ATTACKED.includes(name))
  const someFields = (percent: number): Policy['fields']['hide'] => Object.fromEntries(models.map((model) =>
    [model.name, [...model.fields.values()].filter(({ name }) => !NEVER_HIDDEN.has(name) && dice.happens(percent)).map(({ name }) => name)]))
  const withRules = (rules: readonly PlainRule[]): Policy['rows'] => Object.fromEntries(rules.map(({ model, rule }) => [model, rule]))
  const hiding = (hide: readonly string[]): Policy['models'] => ({ ...OPEN_POLICY.models, hide })
  const one = (name: string): PlainRule => RULES.find(({ model }) => model === name) as PlainRule
  const some = dice.some(RULES, 4, 7)
  return [
    { what: 'some hidden fields', policy: { ...OPEN_POLICY, fields: { ...OPEN_POLICY.fields, hide: someFields(15) } }, rules: [] },
    { what: 'half of the fields hidden', policy: { ...OPEN_POLICY, fields: { ...OPEN_POLICY.fields, hide: someFields(50) } }, rules: [] },
    { what: 'hidden models', policy: { ...OPEN_POLICY, models: hiding(['crm.team', 'product.category', 'account.journal', 'res.country', 'project.task']) }, rules: [] },
    { what: 'models that nobody can be asked about', policy: { ...OPEN_POLICY, models: { presets: ['sales', 'products'], allow: ['res.partner', 'mail.message', 'ir.attachment'], hide: [], others: 'ask' } }, rules: [] },
    { what: 'a rule on contacts', policy: { ...OPEN_POLICY, rows: withRules([one('res.partner')]) }, rules: [one('res.partner')] },
    { what: 'a rule on orders', policy: { ...OPEN_POLICY, rows: withRules([one('sale.order'), one('sale.order.line')]) }, rules: [one('sale.order'), one('sale.order.line')] },
    { what: 'rules on invoices, leads and products', policy: { ...OPEN_POLICY, rows: withRules([one('account.move'), one('crm.lead'), one('product.template')]) }, rules: [one('account.move'), one('crm.lead'), one('product.template')] },
    { what: 'rules on many models', policy: { ...OPEN_POLICY, rows: withRules(RULES) }, rules: RULES },
    {
      what: 'everything at once',
      policy: { ...OPEN_POLICY, models: hiding(['crm.stage', 'res.currency.rate', 'account.tax']), fields: { ...OPEN_POLICY.fields, hide: { ...someFields(12), '*': ['phone'] } }, rows: withRules(some) },
      rules: some,
    },
  ]
}

describe.each<readonly [OdooVersion, number]>([[19, 220], [17, 220], [16, 160]])('on Odoo %i', (version, count) => {
  const cases = policiesFor(version, new Dice(version * 7))
  let open: SampleOdoo

  beforeAll(async () => {
    open = await startSampleOdoo({ version })
  })
  afterAll(() => open.close())

  it.each(cases.map((one, index) => [one.what, one, index] as const))('%s cannot be noticed in any answer', async (_what, { policy, rules }, index) => {
    const dice = new Dice(version * 1_000 + index)
    const other = await startSampleOdoo({ version })
    const changed = changeWhatIsHidden(other, policy, rules, dice)
    expect(changed).toBeGreaterThan(5)
    const [ours, theirs] = await Promise.all([open, other].map((sample) => openSession(sampleReader(sample, 'admin'), { allowed: policy })))
    const models = buildModels(version)
    const attacker = new Attacker([open, other], models, dice)
    let answered = 0
    for (const attack of attacksUnder(policy, rules, count, dice, attacker, version)) {
      const [left, right] = await Promise.all([said(ours as McpSession, open, attack), said(theirs as McpSession, other, attack)])
      if (left !== right) expect.fail(`${JSON.stringify(attack)}\n${left.slice(0, 1_500)}\n${right.slice(0, 1_500)}\n`)
      answered += left.includes('"code":') ? 0 : 1
    }
    for (const model of MODELS_ATTACKED) {
      const [left, right] = await Promise.all([besides(ours as McpSession, open, model), besides(theirs as McpSession, other, model)])
      expect(left).toEqual(right)
    }
    // Refusing everything would be easy.
    expect(answered).toBeGreaterThan(count * 0.07)
    await Promise.all([ours?.close(), theirs?.close(), other.close()])
  }, 120_000)
})

/** Three of four at what is hidden, the others at anything. */
function attacksUnder(policy: Policy, rules: readonly PlainRule[], count: number, dice: Dice, attacker: Attacker, version: OdooVersion): readonly Attack[] {
  const models = [...buildModels(version).values()].filter(({ name }) => MODELS_ATTACKED.includes(name))
  const all = models.flatMap((model) => [...model.fields.values()].map(({ name }) => [model.name, name] as const))
  const hidden = models.flatMap((model) => {
    const isWhole = judgeModel(policy, model.name).status !== 'allowed' || rules.some((rule) => rule.model === model.name)
    const fields = isWhole ? storedFields(model) : [...model.fields.values()].filter((field) => !judgeField(policy, model.name, field).allowed)
    return fields.map(({ name }) => [model.name, name] as const)
  })
  return Array.from({ length: count }, () => attacker.on(...dice.one(dice.happens(75) && hidden.length > 0 ? hidden : all)))
}

async function said(session: McpSession, sample: SampleOdoo, [tool, args]: Attack): Promise<string> {
  const { text } = await session.call(tool, args)
  return text.replaceAll(sample.url, 'URL').replace(/"receipt":"\w*"/, '')
}

/** What can be asked besides tool calls about fields: records and models by their address, names of models, who asks. */
async function besides({ client, call, server }: McpSession, sample: SampleOdoo, model: string): Promise<readonly string[]> {
  const record = (sample.data[model] ?? [])[3]?.id ?? 1
  const asked = [
    client.readResource({ uri: `odoo://Main/${model}/${String(record)}` }),
    client.readResource({ uri: `odoo://Main/${model}/schema` }),
    client.complete({ ref: { type: 'ref/resource', uri: 'odoo://{connection}/{model}/{id}' }, argument: { name: 'model', value: model.slice(0, 5) } }),
    call('odoo_find_models', { query: model.replaceAll('.', ' ') }),
    call('odoo_context'),
  ]
  const told = await Promise.all(asked.map((one) => one.catch((error: unknown) => String(error))))
  return [...told, client.getInstructions(), server.client()].map((one) => JSON.stringify(one).replaceAll(sample.url, 'URL').replace(/receipt\\*":\\*"\w*/g, ''))
}
