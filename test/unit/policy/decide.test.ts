import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeField, judgeModel } from '../../../src/policy/decide'
import { FIELD_PRESETS, MODEL_PRESETS, OPEN_POLICY, OTHER_MODELS, USUAL_POLICY, type Policy } from '../../../src/policy/policy'
import { hiding } from '../../support/hiding'

fc.configureGlobal({ seed: 20_261_122 })

const NEVER = [
  'res.users.apikeys', 'res.users.apikeys.description', 'res.users.apikeys.show', 'res.users.identitycheck', 'auth_totp.device', 'auth_totp.wizard',
  'auth.passkey.key', 'auth.oauth.provider', 'res.company.ldap', 'change.password.wizard', 'change.password.user', 'change.password.own',
  'portal.wizard', 'portal.wizard.user', 'portal.share', 'google.calendar.credentials', 'microsoft.calendar.credentials', 'certificate.certificate',
  'certificate.key', 'account_edi_proxy_client.user', 'l10n_es_edi.certificate', 'l10n_mx_edi.certificate', 'iap.account', 'ir.config_parameter',
  'res.config.settings', 'ir.mail_server', 'fetchmail.server', 'mail.ice.server', 'res.device', 'res.device.log', 'bus.bus', 'bus.presence',
  'mail.presence', 'mail.push', 'mail.push.device', 'mail.partner.device', 'mail.notification.web.push', 'discuss.channel.rtc.session',
  'payment.provider', 'payment.acquirer', 'payment.token', 'payment.link.wizard', 'account.online.link', 'ir.model', 'ir.model.access',
  'ir.model.fields', 'ir.model.data', 'ir.rule', 'res.groups', 'res.groups.privilege', 'ir.logging', 'ir.profile', 'res.users.log', 'auditlog.log',
  'auditlog.log.line', 'privacy.log', 'mail.tracking.value', 'mail.mail', 'base.automation', 'base_import.import', 'base_import.mapping',
  'ir.actions.server', 'ir.cron', 'ir.cron.trigger', 'ir.ui.view', 'ir.property', 'ir.default', 'ir.filters', 'ir.exports', 'ir.something.new',
  // Not in any list, recognised by their names.
  'x_api_token', 'acme.api.key', 'acme.password.store', 'customer.credential', 'acme.oauth.session',
  // Writing it otherwise does not help.
  'IR.RULE', ' ir.rule ',
]

const OPEN = [
  'res.partner', 'res.users', 'res.users.settings', 'res.company', 'sale.order', 'sale.order.line', 'account.move', 'account.payment',
  'payment.transaction', 'payment.method', 'pos.session', 'pos.payment.method', 'hr.employee', 'ir.attachment', 'ir.sequence', 'ir.module.module',
  'ir.actions.report', 'mail.message', 'mail.activity', 'mail.template', 'product.template', 'business.unit', 'base.partner.merge.line', 'delivery.carrier', 'busy.day',
  'stock.lot', 'survey.certificate', 'product.certificate', 'x_rental', 'x_keys_handed_out',
]

describe('a model', () => {
  it.each(NEVER)('%s is never readable', (model) => {
    expect(judgeModel(OPEN_POLICY, model)).toMatchObject({ status: 'refused', reason: 'never_list' })
  })

  it.each(OPEN)('%s is readable', (model) => {
    expect(judgeModel(OPEN_POLICY, model)).toEqual({ status: 'allowed' })
  })

  it('is refused when the user has hidden it, and only then', () => {
    const hidden = hiding({ models: ['hr.employee'] })
    expect(judgeModel(hidden, 'hr.employee')).toEqual({
      status: 'refused',
      reason: 'hidden_by_user',
      message: 'The user has hidden the model hr.employee.',
    })
    expect(judgeModel(hidden, 'hr.employee.public')).toEqual({ status: 'allowed' })
  })

  it.each([
    ['sale.order.line', 'allowed'],
    ['hr.employee', 'allowed'],
    ['res.currency', 'allowed'],
    ['res.users', 'allowed'],
    ['hr.payslip', 'asks'],
    ['hr.version', 'asks'],
    ['mail.message', 'asks'],
    ['x_rental', 'asks'],
    ['constructor', 'asks'],
    ['ir.rule', 'refused'],
  ])('%s %s under the usual policy', (model, status) => {
    expect(judgeModel(USUAL_POLICY, model)).toMatchObject({ status })
  })

  it('that is neither allowed nor hidden is treated as the policy says', () => {
    const saying = (others: Policy['models']['others']): Policy => ({ ...OPEN_POLICY, models: { presets: ['crm'], allow: ['x_rental'], hide: [], others } })
    expect(judgeModel(saying('allow'), 'hr.payslip')).toEqual({ status: 'allowed' })
    expect(judgeModel(saying('ask'), 'hr.payslip')).toEqual({
      status: 'asks',
      reason: 'not_allowed',
      message: 'The model hr.payslip may be read only after the user has agreed to it.',
    })
    expect(judgeModel(saying('refuse'), 'hr.payslip')).toEqual({
      status: 'refused',
      reason: 'not_allowed',
      message: 'The model hr.payslip is not among those that the user allows.',
    })
    for (const model of ['crm.lead', 'x_rental', 'res.currency']) expect(judgeModel(saying('refuse'), model)).toEqual({ status: 'allowed' })
  })

  it('is hidden although a preset or a list allows it, a companion as well', () => {
    const models = ['sale.order', 'x_rental', 'res.currency']
    const hidden: Policy = { ...USUAL_POLICY, models: { ...USUAL_POLICY.models, allow: models, hide: models } }
    for (const model of models) expect(judgeModel(hidden, model)).toMatchObject({ status: 'refused', reason: 'hidden_by_user' })
  })

  it('that answers name along with others needs a preset to be allowed', () => {
    const none: Policy = { ...USUAL_POLICY, models: { ...USUAL_POLICY.models, presets: [] } }
    expect(judgeModel(none, 'res.currency')).toMatchObject({ status: 'asks' })
  })

  it('of the never-list stays refused for any policy', () => {
    const models = fc.array(fc.constantFrom(...NEVER, ...OPEN))
    const fields = fc.dictionary(fc.constantFrom('*', ...OPEN), fc.array(fc.string()))
    const anyPolicy: fc.Arbitrary<Policy> = fc.record({
      version: fc.constant(2 as const),
      rows: fc.constant({}),
      limits: fc.constant({}),
      addresses: fc.constant(OPEN_POLICY.addresses),
      models: fc.record({ presets: fc.subarray([...MODEL_PRESETS]), allow: models, hide: models, others: fc.constantFrom(...OTHER_MODELS) }),
      fields: fc.record({ presets: fc.subarray([...FIELD_PRESETS]), hide: fields, allow: fields, only: fields }),
    })
    fc.assert(
      fc.property(anyPolicy, fc.constantFrom(...NEVER), (some, model) => {
        expect(judgeModel(some, model)).toMatchObject({ status: 'refused', reason: 'never_list' })
      }),
    )
  })

  it('is explained in one sentence', () => {
    for (const model of NEVER) {
      const verdict = judgeModel(OPEN_POLICY, model)
      expect(verdict.status === 'allowed' ? '' : verdict.message).toMatch(/^The model .+ is never readable through Vitrine, because it holds [^.]+\.$/)
    }
  })
})

describe('a field', () => {
  it('with the name of a secret is hidden on every model', () => {
    for (const name of ['password', 'x_studio_api_token', 'access_token', 'pin']) {
      expect(judgeField(OPEN_POLICY, 'x_rental', { name })).toMatchObject({ allowed: false, reason: 'secret_name' })
    }
  })

  it('of a user that tells access rights is hidden, its name is not', () => {
    for (const name of ['in_group_7', 'sel_groups_1_10_11']) {
      expect(judgeField(OPEN_POLICY, 'res.users', { name })).toMatchObject({ allowed: false, reason: 'secret_name' })
      expect(judgeField(OPEN_POLICY, 'x_rental', { name })).toEqual({ allowed: true })
    }
    expect(judgeField(OPEN_POLICY, 'res.users', { name: 'group_ids', relation: 'res.groups' })).toMatchObject({ reason: 'leads_to_hidden_model' })
    expect(judgeField(OPEN_POLICY, 'res.users', { name: 'name' })).toEqual({ allowed: true })
    expect(judgeField(OPEN_POLICY, 'res.users', { name: 'login' })).toEqual({ allowed: true })
  })

  it('hidden by the user is hidden on its model alone', () => {
    const hidden = hiding({ fields: { 'res.partner': ['email'] } })
    expect(judgeField(hidden, 'res.partner', { name: 'email' })).toEqual({
      allowed: false,
      reason: 'hidden_by_user',
      message: 'The user has hidden the field email of res.partner.',
    })
    expect(judgeField(hidden, 'crm.lead', { name: 'email' })).toEqual({ allowed: true })
    expect(judgeField(hidden, 'res.partner', { name: 'phone' })).toEqual({ allowed: true })
  })

  it('hidden for every model is hidden on every model', () => {
    const hidden = hiding({ fields: { '*': ['margin'] } })
    for (const model of ['sale.order', 'x_rental', 'constructor']) {
      expect(judgeField(hidden, model, { name: 'margin' })).toMatchObject({ reason: 'hidden_by_user' })
    }
  })

  it.each([
    ['res.partner', 'res.users'],
    ['hr.employee', 'res.users'],
    ['hr.employee', 'hr.employee.public'],
    ['hr.version', 'hr.employee'],
    ['product.template', 'product.product'],
    ['product.product', 'product.template'],
    ['account.move', 'account.payment'],
    ['account.move', 'account.bank.statement.line'],
  ])('hidden on %s is hidden on %s, which shows the same data', (parent, child) => {
    const hidden = hiding({ fields: { [parent]: ['x_wage'] } })
    expect(judgeField(hidden, child, { name: 'x_wage' })).toMatchObject({ allowed: false, reason: 'hidden_by_user' })
  })

  it('that leads to a refused model is hidden, whoever refused it', () => {
    expect(judgeField(OPEN_POLICY, 'account.payment', { name: 'x_provider', relation: 'payment.provider' })).toEqual({
      allowed: false,
      reason: 'leads_to_hidden_model',
      message: 'The field x_provider of account.payment is hidden, because it leads to the hidden model payment.provider.',
    })
    const hidden = hiding({ models: ['hr.employee'] })
    expect(judgeField(hidden, 'res.users', { name: 'employee_id', relation: 'hr.employee' })).toMatchObject({ reason: 'leads_to_hidden_model' })
    expect(judgeField(hidden, 'res.users', { name: 'partner_id', relation: 'res.partner' })).toEqual({ allowed: true })
    expect(judgeField(hidden, 'res.users', { name: 'name', relation: '' })).toEqual({ allowed: true })
  })

  it('and a model whose names are also members of JavaScript objects are judged as any other', () => {
    for (const word of ['constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      expect(judgeField(OPEN_POLICY, word, { name: word })).toEqual({ allowed: true })
      expect(judgeField(hiding({ fields: { [word]: [word] } }), word, { name: word })).toMatchObject({ reason: 'hidden_by_user' })
    }
  })
})

describe('a report of records that are shown only in part', () => {
  const some: Policy = { ...OPEN_POLICY, rows: { 'sale.order': [['company_id', '=', 1]] } }

  it('is refused, since it would show the others, until it has a rule of its own', () => {
    expect(judgeModel(some, 'sale.report')).toMatchObject({ status: 'refused', message: expect.stringContaining('repeats records of sale.order') as string })
    expect(judgeModel({ ...some, rows: { ...some.rows, 'sale.report': [['company_id', '=', 1]] } }, 'sale.report').status).toBe('allowed')
  })

  it('is no other model', () => {
    for (const model of ['sale.order', 'purchase.report', 'res.users']) expect(judgeModel(some, model).status).toBe('allowed')
  })
})
