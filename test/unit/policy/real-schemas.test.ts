import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { judgeField } from '../../../src/policy/decide'
import { FIELD_PRESETS, OPEN_POLICY, type FieldPreset, type Policy } from '../../../src/policy/policy'

type Fields = Readonly<Record<string, { readonly relation?: string; readonly string: string; readonly type: string }>>

const recordings = join(import.meta.dirname, '../../../../shared/odoo-recordings')
const present = existsSync(recordings)
const VERSIONS = [16, 17, 18, 19]

function schemas(version: number): Readonly<Record<string, Fields>> {
  const text = readFileSync(join(recordings, `odoo${String(version)}-schema-admin.json`), 'utf8')
  return (JSON.parse(text) as { readonly fields_get: Readonly<Record<string, Fields>> }).fields_get
}

/** Every field that is hidden on the 34 most used models, apart from the ones Odoo makes up for access rights. */
const HIDDEN = [
  'access_token', 'address_view_id', 'alias_model_id', 'alias_parent_model_id', 'all_group_ids', 'api_key_ids', 'auth_passkey_key_ids',
  'device_ids', 'external_report_layout_id', 'group_ids', 'groups_id', 'log_ids', 'mail_ids', 'mail_server_id', 'new_password',
  'outgoing_mail_server_id', 'password', 'payment_token_id', 'payment_token_ids', 'pin', 'presence_ids', 'rtc_session_ids', 'signup_token',
  'signup_url', 'suitable_payment_token_ids', 'totp_enabled', 'totp_trusted_device_ids', 'tracking_value_ids',
]

/** What each kind finds on these models: the contents were looked through by hand, and a change must be. */
const FOUND: Readonly<Record<FieldPreset, readonly string[]>> = {
  contact_details: [
    'alias_email', 'alias_full_name', 'alias_value', 'bounce_email', 'catchall_email', 'city', 'contact_address', 'contact_address_inline',
    'default_from_email', 'email', 'email_cc', 'email_domain_criterion', 'email_formatted', 'email_from', 'email_normalized', 'emergency_phone',
    'employee_phone', 'incoming_einvoice_notification_email', 'incoming_email_cc', 'incoming_email_to', 'invoice_source_email', 'login', 'mobile',
    'mobile_phone', 'outgoing_email_to', 'partner_city', 'partner_email', 'partner_latitude', 'partner_longitude', 'partner_phone', 'phone',
    'phone_mobile_search', 'phone_sanitized', 'private_city', 'private_email', 'private_phone', 'private_street', 'private_street2', 'private_zip',
    'reply_to', 'street', 'street2', 'website', 'work_email', 'work_phone', 'zip',
  ],
  tax_and_bank: [
    'available_partner_bank_ids', 'bank_acc_number', 'bank_account_id', 'bank_account_ids', 'bank_id', 'bank_ids', 'company_registry',
    'employee_bank_account_id', 'employee_bank_account_ids', 'partner_bank_id', 'peppol_endpoint', 'primary_bank_account_id', 'vat',
  ],
  cost_and_margin: [
    'avg_cost', 'price_unit', 'remaining_value', 'standard_price', 'suggest_estimated_price', 'total_value', 'value',
    'value_computed_justification', 'value_justification', 'value_manual', 'value_svl',
  ],
  payroll_and_hr: [
    'additional_note', 'address_home_id', 'barcode', 'birthday', 'birthday_public_display', 'birthday_public_display_string', 'certificate',
    'children', 'comment', 'contract_date_end', 'contract_date_start', 'contract_ids', 'contract_template_id', 'contract_type_id', 'contract_wage',
    'country_id', 'country_of_birth', 'current_version_id', 'departure_date', 'departure_description', 'departure_reason_id', 'distance_home_work',
    'distance_home_work_unit', 'driving_license', 'emergency_contact', 'emergency_phone', 'employee_bank_account_id', 'employee_bank_account_ids',
    'employee_country_id', 'employee_phone', 'employee_properties', 'gender', 'has_work_permit', 'identification_id', 'is_address_home_a_company',
    'is_in_contract', 'km_home_work', 'marital', 'notes', 'passport_expiration_date', 'passport_id', 'permit_no', 'phone', 'place_of_birth',
    'private_car_plate', 'private_city', 'private_country_id', 'private_email', 'private_lang', 'private_phone', 'private_state_id',
    'private_street', 'private_street2', 'private_zip', 'resume_line_ids', 'salary_distribution', 'sex', 'sinid', 'spouse_birthdate',
    'spouse_complete_name', 'ssnid', 'structure_type_id', 'study_field', 'study_school', 'trial_date_end', 'version_id', 'version_ids',
    'visa_expire', 'visa_no', 'wage', 'work_permit_expiration_date', 'work_permit_name', 'work_permit_scheduled_activity',
  ],
}

describe.skipIf(!present)(`fields of real servers${present ? '' : ' (SKIPPED: no recordings beside the project)'}`, () => {
  it('are hidden exactly where they are secrets, rights or ways to them', () => {
    const hidden = new Set<string>()
    for (const version of VERSIONS) {
      for (const [model, fields] of Object.entries(schemas(version))) {
        if (model === 'res.users.apikeys') continue
        for (const [name, { relation }] of Object.entries(fields)) {
          const field = { name, ...(relation === undefined ? {} : { relation }) }
          if (!judgeField(OPEN_POLICY, model, field).allowed && !/^(?:in_group|sel_groups)_/.test(name)) hidden.add(name)
        }
      }
    }
    expect([...hidden].sort()).toEqual(HIDDEN)
  })

  it.each(FIELD_PRESETS)('are found by the preset %s exactly where they hold such a thing', (preset) => {
    const policy: Policy = { ...OPEN_POLICY, fields: { ...OPEN_POLICY.fields, presets: [preset] } }
    const found = new Set<string>()
    for (const version of VERSIONS) {
      for (const [model, fields] of Object.entries(schemas(version))) {
        for (const [name, { relation, string: label, type }] of Object.entries(fields)) {
          const verdict = judgeField(policy, model, { name, label, type, ...(relation === undefined ? {} : { relation }) })
          if (!verdict.allowed && verdict.reason === 'hidden_by_preset') found.add(name)
        }
      }
    }
    expect([...found].sort()).toEqual(FOUND[preset])
  })
})
