import { describe, expect, it } from 'vitest'
import { PROMPTS } from '../../../src/mcp/prompts'
import { judgeModel } from '../../../src/policy/decide'
import { COMPANIONS, MODELS_OF_PRESETS } from '../../../src/policy/model-presets'
import { isModelName } from '../../../src/policy/names'
import { neverReason } from '../../../src/policy/never-list'
import { MODEL_PRESETS, OPEN_POLICY, USUAL_POLICY, type Policy } from '../../../src/policy/policy'

const ASKING = [
  'hr.payslip', 'hr.payslip.line', 'hr.contract', 'hr.version', 'hr.leave', 'hr.leave.allocation', 'hr.attendance', 'hr.applicant', 'hr.candidate', 'hr.expense', 'hr.appraisal',
  'hr.resume.line', 'hr.employee.skill', 'account.bank.statement', 'account.bank.statement.line', 'account.analytic.line', 'account.asset', 'account.reconcile.model', 'res.bank',
  'res.partner.bank', 'stock.valuation.layer', 'mail.message', 'mail.activity', 'mail.template', 'ir.attachment', 'calendar.event', 'discuss.channel', 'documents.document', 'fleet.vehicle',
  'helpdesk.ticket', 'pos.order', 'mrp.production', 'mrp.bom', 'payment.transaction', 'sale.subscription', 'survey.user_input', 'x_rental', 'sale.order.confidential', 'account.move.send',
]

describe('the presets of models', () => {
  it('name models of Odoo, each once, and none that can never be read', () => {
    for (const preset of MODEL_PRESETS) {
      const { models } = MODELS_OF_PRESETS[preset]
      expect(models.filter((model) => !isModelName(model) || neverReason(model) !== null)).toEqual([])
      expect(new Set(models).size).toBe(models.length)
    }
    expect(COMPANIONS.filter((model) => neverReason(model) !== null)).toEqual([])
  })

  it('cover every model that a prompt names, so that none of them asks', () => {
    const models = PROMPTS.flatMap(({ text }) => text({ customer: 'Somebody' }).match(/\b(?:account|crm|product|purchase|res|sale|stock)\.[a-z.]*[a-z]\b/g) ?? [])
    expect(models).toEqual(expect.arrayContaining(['account.move', 'sale.order', 'stock.warehouse.orderpoint', 'purchase.order', 'res.partner', 'crm.lead']))
    for (const model of models) expect([model, judgeModel(USUAL_POLICY, model)]).toEqual([model, { status: 'allowed' }])
  })

  it.each(ASKING)('leave %s to be asked about', (model) => {
    expect(judgeModel(USUAL_POLICY, model)).toMatchObject({ status: 'asks' })
  })

  it.each(MODEL_PRESETS)('%s alone allows its own models and the companions, and no other', (preset) => {
    const only: Policy = { ...OPEN_POLICY, models: { presets: [preset], allow: [], hide: [], others: 'refuse' } }
    const allowed = [...MODELS_OF_PRESETS[preset].models, ...COMPANIONS]
    const all = [...MODEL_PRESETS.flatMap((one) => MODELS_OF_PRESETS[one].models), ...COMPANIONS, ...ASKING]
    for (const model of all) expect([model, judgeModel(only, model).status]).toEqual([model, allowed.includes(model) ? 'allowed' : 'refused'])
  })
})
