import { render, screen } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { FieldChips } from '../../renderer/components/field-chips'
import { Language } from '../../renderer/i18n/language'

function chips(fields: readonly string[], hiddenFields: readonly string[], lineWidth?: number) {
  const { container } = render(
    <Language>
      <FieldChips fields={fields} hiddenFields={hiddenFields} {...(lineWidth === undefined ? {} : { lineWidth })} />
    </Language>,
  )
  return [...container.querySelectorAll('.chip')].map((chip) => chip.textContent)
}

describe('field names in a row', () => {
  const five = ['name', 'partner_id', 'date_order', 'amount_total', 'state']

  test('without a limit all are there', () => {
    expect(chips(five, ['email'])).toEqual([...five, 'email (hidden)'])
  })

  test('what does not fit into two lines is counted and named, never dropped', () => {
    expect(chips(five, ['email'], 160)).toEqual(['name', 'partner_id', 'date_order', '+3'])
    screen.getByTitle('amount_total state email')
  })

  test('a field that was asked for and withheld is named once', () => {
    expect(chips(['name', 'email'], ['email'])).toEqual(['name', 'email (hidden)'])
  })

  test('a name wider than the column still shows', () => {
    expect(chips(['a_very_long_name_of_a_custom_field'], [], 80)).toEqual(['a_very_long_name_of_a_custom_field'])
  })
})
