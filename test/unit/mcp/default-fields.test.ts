import { describe, expect, it } from 'vitest'
import { defaultFields } from '../../../src/mcp/render/default-fields'
import { Visibility } from '../../../src/mcp/visibility'
import { OPEN_POLICY } from '../../../src/policy/policy'
import { field, schemaOf } from '../../support/mcp/fake-reader'

describe('the fields of a first look', () => {
  it('hold a column of another table, as the code of an account is from Odoo 18 on, and nothing computed', () => {
    const schema = schemaOf(
      'account.account', field('name', 'char', { required: true }), field('code', 'char', { stored: false }),
      field('account_type', 'selection'), field('current_balance', 'float', { stored: false, sortable: false }),
    )
    expect(defaultFields(schema, new Visibility(OPEN_POLICY))).toEqual(['name', 'code', 'account_type'])
  })
})
