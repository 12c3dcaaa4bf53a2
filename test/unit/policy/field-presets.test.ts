import { describe, expect, it } from 'vitest'
import { judgeField, type PolicyField } from '../../../src/policy/decide'
import { FIELD_PRESETS, OPEN_POLICY, type FieldPreset, type Policy } from '../../../src/policy/policy'

const hidingKinds = (presets: readonly FieldPreset[], fields: Partial<Policy['fields']> = {}): Policy => ({
  ...OPEN_POLICY,
  fields: { ...OPEN_POLICY.fields, ...fields, presets },
})

/** The kinds that hide a field, each asked by itself. */
const kindsOf = (model: string, field: PolicyField): readonly FieldPreset[] =>
  FIELD_PRESETS.filter((preset) => !judgeField(hidingKinds([preset]), model, field).allowed)

type Case = readonly [model: string, name: string, type: string, label?: string]
const named = ([model, name, type, label]: Case) => ({ model, field: { name, type, label: label ?? name } })

/** Fields of Odoo 16 to 20, and as companies add them in their own language. */
const FOUND: Readonly<Record<FieldPreset, readonly Case[]>> = {
  contact_details: [
    ['res.partner', 'email', 'char'], ['res.partner', 'email_normalized', 'char'], ['res.partner', 'email_formatted', 'char'], ['res.partner', 'phone', 'char'],
    ['res.partner', 'mobile', 'char'], ['res.partner', 'phone_sanitized', 'char'], ['res.partner', 'phone_mobile_search', 'char'], ['res.partner', 'street', 'char'],
    ['res.partner', 'street2', 'char'], ['res.partner', 'zip', 'char'], ['res.partner', 'city', 'char'], ['res.partner', 'contact_address', 'char'],
    ['res.partner', 'contact_address_complete', 'char'], ['res.partner', 'website', 'char'], ['res.partner', 'partner_latitude', 'float'], ['res.users', 'login', 'char'],
    ['crm.lead', 'email_from', 'char'], ['crm.lead', 'email_cc', 'char'], ['crm.lead', 'email_domain_criterion', 'char'], ['project.task', 'partner_email', 'char'],
    ['project.task', 'partner_phone', 'char'], ['hr.employee', 'work_email', 'char'], ['hr.employee', 'mobile_phone', 'char'], ['mail.message', 'reply_to', 'char'],
    ['account.move', 'invoice_source_email', 'char'], ['helpdesk.ticket', 'partner_email', 'char'], ['event.registration', 'phone', 'char'],
    ['x_rental', 'x_studio_email', 'char'], ['x_rental', 'x_kundenEmail', 'char'], ['x_rental', 'x_cell', 'char', 'Cell phone'], ['x_rental', 'x_fax_2', 'char'],
    ['x_rental', 'x_field_1', 'char', 'Téléphone portable'], ['x_rental', 'x_field_2', 'char', 'Courriel du contact'], ['x_rental', 'x_rue', 'char'], ['x_rental', 'x_f', 'text', 'Adresse de livraison'],
    ['x_rental', 'x_f', 'char', 'Correo electrónico'], ['x_rental', 'x_telefono', 'char'], ['x_rental', 'x_f', 'char', 'Móvil'], ['x_rental', 'x_f', 'char', 'Código postal'], ['x_rental', 'x_f', 'char', 'Dirección'],
    ['x_rental', 'x_f', 'char', 'Telefonnummer'], ['x_rental', 'x_handy', 'char'], ['x_rental', 'x_f', 'char', 'Privatanschrift'], ['x_rental', 'x_f', 'char', 'Straße'], ['x_rental', 'x_plz', 'char'],
    ['x_rental', 'x_f', 'char', 'E-Mail-Adresse'], ['x_rental', 'x_f', 'char', 'Bezoekadres'], ['x_rental', 'x_f', 'char', 'Mobiel nummer'], ['x_rental', 'x_telefoon', 'char'], ['x_rental', 'x_f', 'char', 'Woonplaats'],
    ['x_rental', 'x_whatsapp', 'char'],
  ],
  tax_and_bank: [
    ['res.partner', 'vat', 'char'], ['res.company', 'vat', 'char'], ['res.partner', 'company_registry', 'char'], ['res.partner', 'l10n_it_codice_fiscale', 'char'],
    ['res.partner', 'siret', 'char'], ['res.partner', 'l10n_br_cnpj', 'char'], ['res.partner', 'peppol_endpoint', 'char'], ['account.journal', 'bank_acc_number', 'char'],
    ['res.partner.bank', 'acc_number', 'char'], ['res.partner.bank', 'sanitized_acc_number', 'char'], ['res.partner.bank', 'acc_holder_name', 'char'], ['res.bank', 'bic', 'char'],
    ['x_rental', 'x_studio_iban_1', 'char'], ['x_rental', 'x_tax_number', 'char'], ['x_rental', 'x_vat_id', 'char'], ['x_rental', 'x_bank_account', 'text'],
    ['x_rental', 'x_f', 'char', 'N° TVA'], ['x_rental', 'x_f', 'char', 'Numéro de compte'], ['x_rental', 'x_f', 'char', 'Coordonnées bancaires'],
    ['x_rental', 'x_f', 'char', 'Número de identificación fiscal'], ['x_rental', 'x_nif', 'char'], ['x_rental', 'x_f', 'char', 'Cuenta bancaria'],
    ['x_rental', 'x_f', 'char', 'USt-IdNr.'], ['x_rental', 'x_steuernummer', 'char'], ['x_rental', 'x_f', 'char', 'Bankverbindung'], ['x_rental', 'x_kontonummer', 'char'],
    ['x_rental', 'x_f', 'char', 'BTW-nummer'], ['x_rental', 'x_f', 'char', 'Bankrekeningnummer'], ['x_rental', 'x_rekeningnummer', 'char'], ['x_rental', 'x_kvk', 'char'],
  ],
  cost_and_margin: [
    ['product.product', 'standard_price', 'float'], ['product.product', 'avg_cost', 'monetary'], ['product.product', 'total_value', 'monetary'], ['product.product', 'value_svl', 'float'],
    ['sale.order', 'margin', 'monetary'], ['sale.order', 'margin_percent', 'float'], ['sale.order.line', 'purchase_price', 'float'], ['sale.order.line', 'margin', 'float'], ['sale.report', 'margin', 'float'],
    ['stock.quant', 'value', 'monetary'], ['stock.move', 'price_unit', 'float'], ['stock.valuation.layer', 'unit_cost', 'float'], ['product.supplierinfo', 'price', 'float'],
    ['account.analytic.line', 'amount', 'monetary'], ['mrp.production', 'extra_cost', 'float'], ['mrp.workcenter', 'costs_hour', 'float'], ['delivery.carrier', 'fixed_margin', 'float'],
    ['x_rental', 'x_studio_margin', 'float'], ['x_rental', 'x_unitCost', 'float'], ['x_rental', 'x_markup', 'float'],
    ['x_rental', 'x_f', 'float', 'Coût de revient'], ['x_rental', 'x_marge', 'float'], ['x_rental', 'x_f', 'float', "Prix d'achat"],
    ['x_rental', 'x_f', 'monetary', 'Precio de coste'], ['x_rental', 'x_margen', 'float'], ['x_rental', 'x_f', 'monetary', 'Beneficio'],
    ['x_rental', 'x_f', 'float', 'Einkaufspreis netto'], ['x_rental', 'x_f', 'float', 'Deckungsbeitrag II'], ['x_rental', 'x_selbstkosten', 'float'],
    ['x_rental', 'x_f', 'float', 'Kostprijs'], ['x_rental', 'x_inkoopprijs', 'float'], ['x_rental', 'x_f', 'float', 'Winstmarge'],
  ],
  payroll_and_hr: [
    ['hr.employee', 'wage', 'monetary'], ['hr.employee', 'contract_wage', 'monetary'], ['hr.contract', 'hourly_wage', 'monetary'], ['hr.employee', 'birthday', 'date'],
    ['hr.employee', 'gender', 'selection'], ['hr.employee', 'sex', 'selection'], ['hr.employee', 'marital', 'selection'], ['hr.employee', 'children', 'integer'], ['hr.employee', 'ssnid', 'char'],
    ['hr.employee', 'passport_id', 'char'], ['hr.employee', 'identification_id', 'char'], ['hr.employee', 'visa_no', 'char'], ['hr.employee', 'permit_no', 'char'],
    ['hr.employee', 'country_id', 'many2one'], ['hr.employee', 'km_home_work', 'integer'], ['hr.employee', 'private_street', 'char'], ['hr.employee', 'notes', 'text'],
    ['hr.employee', 'barcode', 'char'], ['hr.employee', 'departure_reason_id', 'many2one'], ['hr.employee', 'salary_distribution', 'json'], ['hr.employee', 'is_absent', 'boolean'],
    ['hr.employee', 'hourly_cost', 'monetary'], ['hr.employee', 'leave_date_to', 'date'], ['res.users', 'private_email', 'char'], ['res.users', 'birthday', 'date'],
    ['x_worker', 'x_studio_salary', 'float'], ['x_worker', 'x_date_of_birth', 'date'], ['x_worker', 'x_ssn', 'char'], ['res.partner', 'x_nationality', 'char'],
    ['x_worker', 'x_f', 'float', 'Salaire brut'], ['x_worker', 'x_f', 'date', 'Date de naissance'], ['x_worker', 'x_f', 'char', 'N° de sécurité sociale'],
    ['x_worker', 'x_f', 'float', 'Sueldo mensual'], ['x_worker', 'x_nomina', 'float'], ['x_worker', 'x_f', 'date', 'Fecha de nacimiento'],
    ['x_worker', 'x_gehalt', 'float'], ['x_worker', 'x_f', 'float', 'Stundenlohn'], ['x_worker', 'x_geburtsdatum', 'date'], ['x_worker', 'x_f', 'char', 'Sozialversicherungsnummer'], ['hr.employee', 'x_f', 'float', 'Urlaubstage'],
    ['x_worker', 'x_f', 'float', 'Maandloon'], ['x_worker', 'x_f', 'date', 'Geboortedatum'], ['x_worker', 'x_bsn', 'char'], ['hr.employee', 'x_f', 'float', 'Verlofdagen'],
  ],
}

/** What looks like it, and is something else. */
const INNOCENT: readonly Case[] = [
  ['res.partner', 'name', 'char'], ['res.partner', 'display_name', 'char', 'E-mail'], ['res.partner', 'country_id', 'many2one'], ['res.partner', 'state_id', 'many2one'], ['res.partner', 'ref', 'char'],
  ['res.partner', 'email_count', 'integer'], ['res.partner', 'phone_blacklisted', 'boolean'], ['res.partner', 'is_blacklisted', 'boolean'], ['res.partner', 'vat_label', 'char'],
  ['res.partner', 'partner_vat_placeholder', 'char'], ['res.partner', 'bank_account_count', 'integer'], ['res.partner', 'credit_limit', 'float'], ['res.partner', 'function', 'char'],
  ['res.partner', 'type_address_label', 'char'], ['res.country', 'address_format', 'text'], ['res.country', 'vat_label', 'char'], ['res.company', 'email_primary_color', 'char', 'Email Button Text'],
  ['res.company', 'account_check_printing_margin_left', 'float'], ['report.paperformat', 'margin_top', 'float', 'Top Margin (mm)'], ['x_label', 'x_f', 'float', 'Marge gauche'], ['x_label', 'x_f', 'float', 'Rand links'],
  ['res.company', 'work_permit_expiration_notice_period', 'integer'], ['mail.message', 'email_layout_xmlid', 'char'], ['crm.lead', 'email_state', 'selection', 'Email Quality'], ['crm.lead', 'contact_name', 'char'],
  ['crm.lead', 'expected_revenue', 'monetary'], ['sale.order', 'amount_untaxed', 'monetary'], ['sale.order', 'amount_tax', 'monetary', 'Taxes'], ['sale.order', 'amount_total', 'monetary'],
  ['sale.order.line', 'price_unit', 'float'], ['sale.order.line', 'tax_id', 'many2many', 'Taxes'], ['sale.order.line', 'price_tax', 'float'], ['sale.order', 'partner_shipping_id', 'many2one', 'Delivery Address'],
  ['sale.order', 'tax_country_id', 'many2one'], ['purchase.order', 'amount_total', 'monetary'], ['purchase.order.line', 'price_unit', 'float'], ['account.move', 'amount_residual', 'monetary'],
  ['account.move.line', 'debit', 'monetary'], ['account.move.line', 'tax_base_amount', 'monetary'], ['account.move.line', 'price_unit', 'float'], ['account.tax', 'name', 'char', 'TVA 20%'], ['account.tax', 'amount', 'float', 'BTW-tarief'],
  ['account.account', 'code', 'char', 'Code'], ['account.journal', 'bank_statements_source', 'selection'], ['res.company', 'bank_account_code_prefix', 'char'], ['account.payment', 'amount', 'monetary'],
  ['account.bank.statement', 'name', 'char'], ['account.fiscal.position', 'vat_required', 'boolean'], ['product.template', 'list_price', 'float'], ['product.template', 'cost_method', 'selection'],
  ['product.template', 'cost_currency_id', 'many2one'], ['product.product', 'barcode', 'char'], ['product.template', 'x_f', 'char', 'Genre'], ['stock.quant', 'quantity', 'float'], ['stock.picking', 'shipping_weight', 'float'],
  ['hr.employee', 'job_title', 'char'], ['hr.employee', 'department_id', 'many2one'], ['hr.employee', 'parent_id', 'many2one'], ['hr.employee', 'work_location_id', 'many2one'], ['hr.department', 'note', 'text'],
  ['hr.department', 'total_employee', 'integer'], ['project.task', 'allocated_hours', 'float'], ['project.task', 'date_deadline', 'datetime'], ['x_rental', 'x_contract_date', 'date'], ['x_rental', 'x_capacity', 'char'],
  ['x_rental', 'x_velocity', 'char'], ['x_rental', 'x_phonetic', 'text', 'Reading'], ['x_rental', 'x_emailed', 'boolean'], ['x_rental', 'x_elastic', 'char', 'Elasticity'], ['x_rental', 'x_swiftly', 'char'],
]

describe.each(FIELD_PRESETS)('the preset %s', (preset) => {
  it.each(FOUND[preset].map(named))('hides on $model the field $field.name, “$field.label”', ({ model, field }) => {
    expect(kindsOf(model, field)).toContain(preset)
  })

  it('hides what leads to the field when nothing but the name is known', () => {
    for (const one of FOUND[preset].filter(([, , , label]) => label === undefined)) {
      expect(kindsOf(one[0], { name: one[1] })).toContain(preset)
    }
  })
})

describe('presets together', () => {
  it.each(INNOCENT.map(named))('leave on $model the field $field.name, “$field.label”', ({ model, field }) => {
    expect(kindsOf(model, field)).toEqual([])
  })

  it('hide whatever leads to a bank account, a bank, a payslip or a contract', () => {
    for (const relation of ['res.partner.bank', 'res.bank']) expect(kindsOf('x_rental', { name: 'x_f', type: 'many2one', relation })).toEqual(['tax_and_bank'])
    for (const relation of ['hr.payslip', 'hr.payslip.line', 'hr.contract', 'hr.version', 'hr.leave', 'hr.resume.line', 'hr.applicant']) {
      expect(kindsOf('x_rental', { name: 'x_f', type: 'one2many', relation })).toEqual(['payroll_and_hr'])
    }
    for (const relation of ['res.partner', 'account.account', 'hr.employee', 'hr.department', 'account.bank.statement']) {
      expect(kindsOf('x_rental', { name: 'x_f', type: 'many2one', relation })).toEqual([])
    }
  })

  it('say what kind a field is hidden with', () => {
    expect(judgeField(hidingKinds(['contact_details']), 'res.partner', { name: 'email', type: 'char' })).toEqual({
      allowed: false,
      reason: 'hidden_by_preset',
      message: 'The field email of res.partner is hidden with all fields of the kind “Contact details”.',
    })
  })

  it('judge names that are also members of JavaScript objects as any other', () => {
    for (const word of ['constructor', 'toString', '__proto__']) expect(kindsOf(word, { name: word })).toEqual([])
  })
})

describe('an exception from the presets', () => {
  const policy = hidingKinds(FIELD_PRESETS, { allow: { 'res.company': ['email', 'vat'], '*': ['city'], 'res.partner': ['access_token', 'bank_ids'] }, hide: { 'res.company': ['vat'] } })
  const isShown = (model: string, field: PolicyField): boolean => judgeField(policy, model, field).allowed

  it('shows the field of its model again, and of every model with a star', () => {
    expect(isShown('res.company', { name: 'email', type: 'char' })).toBe(true)
    expect(isShown('res.partner', { name: 'email', type: 'char' })).toBe(false)
    expect(isShown('res.company', { name: 'email_formatted', type: 'char' })).toBe(false)
    for (const model of ['res.partner', 'crm.lead']) expect(isShown(model, { name: 'city', type: 'char' })).toBe(true)
  })

  it('opens nothing that is hidden by name, secret or leads to a refused model', () => {
    expect(judgeField(policy, 'res.company', { name: 'vat', type: 'char' })).toMatchObject({ reason: 'hidden_by_user' })
    expect(judgeField(policy, 'res.partner', { name: 'access_token', type: 'char' })).toMatchObject({ reason: 'secret_name' })
    const refusing: Policy = { ...policy, models: { ...policy.models, hide: ['res.partner.bank'] } }
    expect(judgeField(refusing, 'res.partner', { name: 'bank_ids', type: 'one2many', relation: 'res.partner.bank' })).toMatchObject({ reason: 'leads_to_hidden_model' })
  })
})

describe('a list of the only fields', () => {
  const policy = hidingKinds(['contact_details'], { only: { 'res.partner': ['name', 'email', 'city'], 'product.template': ['list_price'], 'crm.lead': [] }, allow: { 'res.partner': ['city'] } })
  const reasonOf = (model: string, name: string): string => {
    const verdict = judgeField(policy, model, { name, type: 'char' })
    return verdict.allowed ? 'shown' : verdict.reason
  }

  it('leaves of its model these, the id, and nothing else', () => {
    expect(['id', 'name', 'display_name', 'city', 'ref', 'vat'].map((name) => reasonOf('res.partner', name))).toEqual(['shown', 'shown', 'shown', 'shown', 'not_in_only', 'not_in_only'])
    expect(['id', 'name', 'display_name'].map((name) => reasonOf('crm.lead', name))).toEqual(['shown', 'not_in_only', 'not_in_only'])
    expect(reasonOf('sale.order', 'note')).toBe('shown')
  })

  it('opens nothing that a preset hides', () => {
    expect(reasonOf('res.partner', 'email')).toBe('hidden_by_preset')
  })

  it('holds for the second names of its records too', () => {
    expect(['login', 'ref', 'name'].map((name) => reasonOf('res.users', name))).toEqual(['not_in_only', 'not_in_only', 'shown'])
    expect(['list_price', 'default_code', 'display_name'].map((name) => reasonOf('product.product', name))).toEqual(['shown', 'not_in_only', 'not_in_only'])
  })
})
