import { screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { FRESH, STATE } from './fixtures'
import { show } from './render-app'

const card = (name: string) => screen.findByRole('region', { name })

describe('what Claude may see', () => {
  test('says whose rights are the limit, and what is refused in any case', async () => {
    await show({ view: 'access' })
    screen.getByText(/what maria@northwind.example may see/)
    const refused = within(await card('Always refused')).getAllByRole('listitem').map((item) => item.textContent)
    expect(refused).toHaveLength(9)
    expect(refused[0]).toContain('Passwords, keys and tokens')
  })

  test('without a connection it does not name anyone', async () => {
    await show({ view: 'access', state: FRESH })
    screen.getByText(/what your Odoo user may see/)
  })
})

describe('hidden models', () => {
  test('one more is added to those that are hidden', async () => {
    const { double, patch, user } = await show({ view: 'access' })
    const models = await card('Hidden models')
    await user.type(within(models).getByLabelText('Model to hide'), ' hr.leave {Enter}')
    expect(double.callsOf('changeSettings')).toEqual([{ change: { hiddenModels: ['hr.payslip', 'hr.contract', 'hr.leave'] } }])
    patch({ settings: { ...STATE.settings, hiddenModels: ['hr.payslip', 'hr.contract', 'hr.leave'] } })
    within(models).getByText('hr.leave')
    expect((within(models).getByLabelText('Model to hide') as HTMLInputElement).value).toBe('')
  })

  test('one is shown again', async () => {
    const { double, user } = await show({ view: 'access' })
    await user.click(await screen.findByRole('button', { name: 'Show hr.contract again' }))
    expect(double.callsOf('changeSettings')).toEqual([{ change: { hiddenModels: ['hr.payslip'] } }])
  })

  test.each(['Payslips', 'hr payslip', '', '*'])('%j is no model name, and nothing is changed', async (typed) => {
    const { double, user } = await show({ view: 'access' })
    const models = await card('Hidden models')
    const field = within(models).getByLabelText('Model to hide')
    if (typed !== '') await user.type(field, typed)
    await user.click(within(models).getByRole('button', { name: 'Hide' }))
    expect(field.getAttribute('aria-invalid')).toBe('true')
    within(models).getByText("Type the model's technical name, such as hr.payslip.")
    expect(double.callsOf('changeSettings')).toEqual([])
  })

  test('twice the same says so', async () => {
    const { user } = await show({ view: 'access' })
    const models = await card('Hidden models')
    await user.type(within(models).getByLabelText('Model to hide'), 'hr.payslip{Enter}')
    within(models).getByText('hr.payslip is hidden already.')
  })

  test('a change that fails keeps what was typed and says why', async () => {
    const { user } = await show({ view: 'access', answers: { changeSettings: () => ({ ok: false, message: 'The disk is full.', hint: 'Make room.' }) } })
    const models = await card('Hidden models')
    await user.type(within(models).getByLabelText('Model to hide'), 'hr.leave{Enter}')
    await within(models).findByText('The disk is full.')
    expect((within(models).getByLabelText('Model to hide') as HTMLInputElement).value).toBe('hr.leave')
  })
})

describe('hidden fields', () => {
  test('are listed with the model they belong to', async () => {
    await show({ view: 'access' })
    const fields = within(await card('Hidden fields')).getAllByRole('listitem').map((item) => item.textContent)
    expect(fields).toEqual(['emailin res.partner', 'phonein res.partner', 'standard_pricein product.product', 'bank_account_idevery model'])
  })

  test('one of a model is added', async () => {
    const { double, user } = await show({ view: 'access' })
    const fields = await card('Hidden fields')
    await user.type(within(fields).getByLabelText('Field to hide'), 'mobile')
    await user.type(within(fields).getByLabelText('In model'), 'res.partner{Enter}')
    expect(double.callsOf('changeSettings').at(-1)?.change.hiddenFields?.at(-1)).toBe('res.partner:mobile')
  })

  test('without a model it is hidden in all of them', async () => {
    const { double, user } = await show({ view: 'access' })
    const fields = await card('Hidden fields')
    await user.type(within(fields).getByLabelText('Field to hide'), 'vat{Enter}')
    expect(double.callsOf('changeSettings').at(-1)?.change.hiddenFields?.at(-1)).toBe('*:vat')
  })

  test('one is shown again', async () => {
    const { double, user } = await show({ view: 'access' })
    await user.click(await screen.findByRole('button', { name: 'Show res.partner:email again' }))
    expect(double.callsOf('changeSettings').at(-1)?.change.hiddenFields).not.toContain('res.partner:email')
  })

  test('a dotted path is no field name', async () => {
    const { double, user } = await show({ view: 'access' })
    const fields = await card('Hidden fields')
    await user.type(within(fields).getByLabelText('Field to hide'), 'partner_id.email{Enter}')
    within(fields).getByText("Type the field's technical name, such as email.")
    expect(double.callsOf('changeSettings')).toEqual([])
  })
})

describe('the own words', () => {
  const words = () => card('Your own words')

  test('are listed with what they mean', async () => {
    await show({ view: 'access' })
    const items = within(await words()).getAllByRole('listitem').map((item) => item.textContent)
    expect(items).toEqual(['key accountres.partner, where [["category_id.name","=","Key account"]]', 'works ordermrp.production'])
  })

  test('one more is added, with a filter or without', async () => {
    const { double, patch, user } = await show({ view: 'access' })
    const box = within(await words())
    await user.type(box.getByLabelText('Word'), '  backlog ')
    await user.type(box.getByLabelText('Means'), 'sale.order')
    await user.click(box.getByLabelText(/fit this filter/))
    await user.paste('[["invoice_status","=","to invoice"]]')
    await user.click(box.getByRole('button', { name: 'Add' }))
    const glossary = [...STATE.settings.glossary, { word: 'backlog', model: 'sale.order', domain: '[["invoice_status","=","to invoice"]]' }]
    expect(double.callsOf('changeSettings')).toEqual([{ change: { glossary } }])
    patch({ settings: { ...STATE.settings, glossary } })
    box.getByText('backlog')
    for (const name of ['Word', 'Means', /fit this filter/]) expect(box.getByLabelText<HTMLInputElement>(name).value).toBe('')
  })

  test('one is removed', async () => {
    const { double, user } = await show({ view: 'access' })
    await user.click(await screen.findByRole('button', { name: 'Remove key account' }))
    expect(double.callsOf('changeSettings')).toEqual([{ change: { glossary: [{ word: 'works order', model: 'mrp.production', domain: '' }] } }])
  })

  test.each([
    ['no word', '', 'sale.order', '', 'Word'],
    ['a word that is there already', 'Key  Account', 'sale.order', '', 'Word'],
    ['a label in place of a model', 'backlog', 'Sales Order', '', 'Means'],
    ['a filter that is no list', 'backlog', 'sale.order', 'state = sale', 'Only records that fit this filter'],
  ])('%s is said at its field, and nothing is changed', async (_name, word, model, filter, at) => {
    const { double, user } = await show({ view: 'access' })
    const box = within(await words())
    if (word !== '') await user.type(box.getByLabelText('Word'), word)
    await user.type(box.getByLabelText('Means'), model)
    if (filter !== '') await user.type(box.getByLabelText(/fit this filter/), filter)
    await user.click(box.getByRole('button', { name: 'Add' }))
    const field = box.getByLabelText(new RegExp(`^${at}`))
    expect(field.getAttribute('aria-invalid')).toBe('true')
    expect(box.getAllByText(/^Type |already/)).toHaveLength(1)
    expect(double.callsOf('changeSettings')).toEqual([])
  })
})
