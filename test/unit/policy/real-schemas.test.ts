import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { judgeField } from '../../../src/policy/decide'
import { OPEN_POLICY } from '../../../src/policy/policy'

type Fields = Readonly<Record<string, { readonly relation?: string }>>

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
})
