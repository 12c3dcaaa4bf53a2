import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { withArea } from '../../src/state/policy-edits'
import type { BridgeDouble } from './bridge-double'
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

/** The rules that the window asked for last. */
const lastPolicy = (double: BridgeDouble) => double.callsOf('setPolicy').at(-1)?.policy

describe('areas and kinds of data', () => {
  test('an area is switched off and on for all clients', async () => {
    const { double, patch, user } = await show({ view: 'access' })
    const areas = within(await card('Areas'))
    await user.click(areas.getByRole('switch', { name: 'Sales' }))
    const without = withArea(STATE.settings.policy, 'sales', 'off')
    expect(double.callsOf('setPolicy')).toEqual([{ policy: without }])
    patch({ settings: { ...STATE.settings, policy: without } })
    expect(areas.getByRole<HTMLInputElement>('switch', { name: 'Sales' }).checked).toBe(false)
    await user.click(areas.getByRole('switch', { name: 'Sales' }))
    expect(lastPolicy(double)?.models.presets).toContain('sales')
  })

  test('what is in no area is asked for, allowed or refused', async () => {
    const { double, user } = await show({ view: 'access' })
    const areas = within(await card('Areas'))
    expect(areas.getByRole<HTMLInputElement>('radio', { name: 'Ask me' }).checked).toBe(true)
    await user.click(areas.getByRole('radio', { name: 'Refuse' }))
    expect(lastPolicy(double)?.models.others).toBe('refuse')
  })

  test('a kind of data is hidden', async () => {
    const { double, user } = await show({ view: 'access' })
    await user.click(within(await card('Hidden kinds of data')).getByRole('switch', { name: 'Cost and margin' }))
    expect(lastPolicy(double)?.fields.presets).toEqual(['cost_and_margin'])
  })

  test('a change that fails says why at the head of the view', async () => {
    const { user } = await show({ view: 'access', answers: { setPolicy: () => ({ ok: false, message: 'The disk is full.', hint: 'Make room.' }) } })
    await user.click(within(await card('Areas')).getByRole('switch', { name: 'Sales' }))
    expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.')
  })
})

describe('the rules of one client', () => {
  const own = withArea(STATE.settings.policy, 'crm', 'off')
  const withOwn = { ...STATE, clients: STATE.clients.map((client) => ({ ...client, policy: own })) }

  test('are those of all until it is given its own', async () => {
    const { double, user } = await show({ view: 'access' })
    await user.selectOptions(await screen.findByLabelText('Rules for'), 'Claude Desktop')
    screen.getByText('Claude Desktop follows the rules for all clients, shown below.')
    expect(within(await card('Areas')).getByRole<HTMLInputElement>('switch', { name: 'CRM' }).closest('fieldset')?.disabled).toBe(true)
    await user.click(screen.getByRole('button', { name: 'Give it rules of its own' }))
    expect(double.callsOf('setPolicy')).toEqual([{ clientId: 'claude-desktop', policy: STATE.settings.policy }])
  })

  test('are changed for it alone, and taken away again', async () => {
    const { double, user } = await show({ view: 'access', state: withOwn })
    await user.selectOptions(await screen.findByLabelText('Rules for'), 'Claude Desktop (own rules)')
    await user.click(within(await card('Areas')).getByRole('switch', { name: 'CRM' }))
    expect(double.callsOf('setPolicy').at(-1)).toEqual({ clientId: 'claude-desktop', policy: withArea(own, 'crm', 'on') })
    await user.click(screen.getByRole('button', { name: 'Follow the rules for all clients' }))
    expect(double.callsOf('setPolicy').at(-1)).toEqual({ clientId: 'claude-desktop', policy: null })
  })
})

describe('single models', () => {
  const models = () => card('Single models')

  test('one is hidden and one is always allowed', async () => {
    const { double, user } = await show({ view: 'access' })
    const box = within(await models())
    await user.type(box.getByLabelText('Model to allow or hide'), ' hr.leave ')
    await user.click(box.getByRole('button', { name: 'Hide' }))
    expect(lastPolicy(double)?.models.hide).toEqual(['hr.payslip', 'hr.contract', 'hr.leave'])
    expect(box.getByLabelText<HTMLInputElement>('Model to allow or hide').value).toBe('')
    await user.type(box.getByLabelText('Model to allow or hide'), 'fleet.vehicle')
    await user.click(box.getByRole('button', { name: 'Always allow' }))
    expect(lastPolicy(double)?.models.allow).toEqual(['fleet.vehicle'])
  })

  test('a hidden one that is allowed is hidden no longer', async () => {
    const { double, user } = await show({ view: 'access' })
    const box = within(await models())
    await user.type(box.getByLabelText('Model to allow or hide'), 'hr.payslip')
    await user.click(box.getByRole('button', { name: 'Always allow' }))
    expect(lastPolicy(double)?.models).toMatchObject({ hide: ['hr.contract'], allow: ['hr.payslip'] })
  })

  test('a rule is removed', async () => {
    const { double, user } = await show({ view: 'access' })
    await user.click(await screen.findByRole('button', { name: 'Remove the rule for hr.contract' }))
    expect(lastPolicy(double)?.models.hide).toEqual(['hr.payslip'])
  })

  test.each(['Payslips', 'hr payslip', '', '*'])('%j is no model name, and nothing is changed', async (typed) => {
    const { double, user } = await show({ view: 'access' })
    const box = within(await models())
    const field = box.getByLabelText('Model to allow or hide')
    if (typed !== '') await user.type(field, typed)
    await user.click(box.getByRole('button', { name: 'Hide' }))
    expect(field.getAttribute('aria-invalid')).toBe('true')
    box.getByText("Type the model's technical name, such as hr.payslip.")
    expect(double.callsOf('setPolicy')).toEqual([])
  })

  test('twice the same says so', async () => {
    const { user } = await show({ view: 'access' })
    const box = within(await models())
    await user.type(box.getByLabelText('Model to allow or hide'), 'hr.payslip{Enter}')
    box.getByText('hr.payslip is hidden already.')
  })

  test('what was typed stays when it could not be saved', async () => {
    const { user } = await show({ view: 'access', answers: { setPolicy: () => ({ ok: false, message: 'The disk is full.', hint: 'Make room.' }) } })
    const box = within(await models())
    await user.type(box.getByLabelText('Model to allow or hide'), 'hr.leave{Enter}')
    await screen.findByText('The disk is full.')
    expect(box.getByLabelText<HTMLInputElement>('Model to allow or hide').value).toBe('hr.leave')
  })
})

describe('hidden fields', () => {
  test('are listed with the model they belong to', async () => {
    await show({ view: 'access' })
    const fields = within(await card('Hidden fields')).getAllByRole('listitem').map((item) => item.textContent)
    expect(fields).toEqual(['emailin res.partner', 'phonein res.partner', 'standard_pricein product.product', 'bank_account_idevery model'])
  })

  test('one of a model is added, and one of every model', async () => {
    const { double, user } = await show({ view: 'access' })
    const box = within(await card('Hidden fields'))
    await user.type(box.getByLabelText('Field to hide'), 'mobile')
    await user.type(box.getByLabelText('In model'), 'res.partner{Enter}')
    expect(lastPolicy(double)?.fields.hide['res.partner']).toEqual(['email', 'phone', 'mobile'])
    await user.clear(box.getByLabelText('In model'))
    await user.type(box.getByLabelText('Field to hide'), 'vat{Enter}')
    expect(lastPolicy(double)?.fields.hide['*']).toEqual(['bank_account_id', 'vat'])
  })

  test('one is shown again', async () => {
    const { double, user } = await show({ view: 'access' })
    await user.click(await screen.findByRole('button', { name: 'Show product.product.standard_price again' }))
    expect(lastPolicy(double)?.fields.hide).not.toHaveProperty(['product.product'])
  })

  test('a dotted path is no field name', async () => {
    const { double, user } = await show({ view: 'access' })
    const box = within(await card('Hidden fields'))
    await user.type(box.getByLabelText('Field to hide'), 'partner_id.email{Enter}')
    box.getByText("Type the field's technical name, such as email.")
    expect(double.callsOf('setPolicy')).toEqual([])
  })
})

describe('rules for records', () => {
  test('a filter is added and removed', async () => {
    const { double, patch, user } = await show({ view: 'access' })
    const box = within(await card('Only some records'))
    await user.type(box.getByLabelText('Model to narrow'), 'sale.order')
    await user.click(box.getByLabelText('Only records where'))
    await user.paste('[["company_id","=",1]]')
    await user.click(box.getByRole('button', { name: 'Add' }))
    expect(lastPolicy(double)?.rows).toEqual({ 'sale.order': [['company_id', '=', 1]] })
    patch({ settings: { ...STATE.settings, policy: { ...STATE.settings.policy, rows: { 'sale.order': [['company_id', '=', 1]] } } } })
    await user.click(box.getByRole('button', { name: 'Remove the rule for sale.order' }))
    expect(lastPolicy(double)?.rows).toEqual({})
  })

  test('what is no list is said at its field', async () => {
    const { double, user } = await show({ view: 'access' })
    const box = within(await card('Only some records'))
    await user.type(box.getByLabelText('Model to narrow'), 'sale.order')
    await user.type(box.getByLabelText('Only records where'), 'company = 1{Enter}')
    expect(box.getByLabelText('Only records where').getAttribute('aria-invalid')).toBe('true')
    expect(double.callsOf('setPolicy')).toEqual([])
  })
})

describe('limits', () => {
  test('are saved together', async () => {
    const { double, user } = await show({ view: 'access' })
    const box = within(await card('Limits'))
    await user.type(box.getByLabelText('Questions a minute'), '30')
    await user.type(box.getByLabelText('From (hh:mm)'), '08:00')
    await user.type(box.getByLabelText('To (hh:mm)'), '18:30')
    for (const day of ['Sat', 'Sun']) await user.click(box.getByLabelText(day))
    await user.click(box.getByRole('button', { name: 'Save limits' }))
    expect(lastPolicy(double)?.limits).toEqual({ callsPerMinute: 30, hours: { from: '08:00', to: '18:30' }, days: [1, 2, 3, 4, 5] })
  })

  test.each([
    ['Questions a minute', '0'],
    ['Rows in an answer', 'many'],
    ['From (hh:mm)', '25:00'],
  ])('%s does not take %j', async (label, typed) => {
    const { double, user } = await show({ view: 'access' })
    const box = within(await card('Limits'))
    await user.type(box.getByLabelText(label), typed)
    await user.click(box.getByRole('button', { name: 'Save limits' }))
    expect(box.getByLabelText(label).getAttribute('aria-invalid')).toBe('true')
    expect(double.callsOf('setPolicy')).toEqual([])
  })
})

describe('the preview', () => {
  test('shows live records, and what is withheld of them', async () => {
    await show({ view: 'access' })
    const table = within(await screen.findByRole('region', { name: 'What Claude would see of Contact' }))
    expect(table.getAllByRole('columnheader').map((cell) => cell.textContent)).toEqual(['Namename', 'Citycity', 'Emailemail'])
    expect(table.getAllByRole('row')[1]?.textContent).toBe('Harbour LightsBristolhidden')
    screen.getByText(/2 of 41 records, live from Odoo/)
  })

  test('shows another model, by its name or its label', async () => {
    const { double, user } = await show({ view: 'access' })
    const choose = within(await screen.findByRole('search', { name: 'Choose a model' }))
    await user.clear(choose.getByLabelText('Model to preview'))
    await user.type(choose.getByLabelText('Model to preview'), 'sales order{Enter}')
    await waitFor(() => {
      expect(double.callsOf('previewAccess').at(-1)).toEqual({ model: 'sale.order' })
    })
  })

  test('says when there is no such model, and when Odoo cannot be asked', async () => {
    const notTold = { ok: false, message: 'Vitrine is disconnected from Odoo.', hint: 'Choose Connect.' } as const
    const { user } = await show({ view: 'access', answers: { previewAccess: () => notTold } })
    await screen.findByText('Vitrine is disconnected from Odoo.')
    const choose = within(screen.getByRole('search', { name: 'Choose a model' }))
    await user.type(choose.getByLabelText('Model to preview'), 'x{Enter}')
    await screen.findByText('Odoo has no such model for your user.')
  })
})

describe('the fields of a model', () => {
  const fields = () => card('Fields of Contact')

  test('are found by their words, hidden and shown one by one', async () => {
    const { double, user } = await show({ view: 'access' })
    const box = within(await fields())
    await user.type(box.getByRole('searchbox'), 'cit')
    expect(box.getAllByRole('listitem')).toHaveLength(1)
    await user.click(box.getByRole('switch', { name: 'City' }))
    expect(lastPolicy(double)?.fields.hide['res.partner']).toEqual(['email', 'phone', 'city'])
    await user.clear(box.getByRole('searchbox'))
    await user.click(box.getByRole('switch', { name: 'Email' }))
    expect(lastPolicy(double)?.fields).toMatchObject({ hide: { 'res.partner': ['phone'] }, allow: { 'res.partner': ['email'] } })
  })

  test('of secrets have no switch', async () => {
    await show({ view: 'access' })
    const box = within(await fields())
    box.getByText('signup_token')
    expect(box.queryByRole('switch', { name: /Signup/ })).toBeNull()
  })

  test('can be closed to whatever Odoo gets later', async () => {
    const { double, user } = await show({ view: 'access' })
    await user.click(within(await fields()).getByRole('switch', { name: 'Show only what is switched on' }))
    expect(lastPolicy(double)?.fields.only).toEqual({ 'res.partner': ['name', 'city'] })
  })
})

describe('decisions', () => {

  test('a decision is taken back', async () => {
    const decisions = [{
      id: 'd1', clientId: 'claude-desktop', clientName: 'Claude Desktop', connectionId: 'c1', connectionName: 'Northwind Trading',
      model: 'fleet.vehicle', modelLabel: 'Vehicle', answer: 'never', decidedAt: '2026-11-20T14:04:30.000Z',
    }] as const
    const { double, user } = await show({ view: 'access', state: { ...STATE, decisions } })
    within(await card('Your decisions')).getByText(/never for Claude Desktop in Northwind Trading/)
    await user.click(screen.getByRole('button', { name: 'Take back the decision about Vehicle' }))
    expect(double.callsOf('undoDecision')).toEqual([{ decisionId: 'd1' }])
  })
})

describe('the permission sheet', () => {
  test('is shown and saved', async () => {
    const { double, user } = await show({ view: 'access' })
    await user.click(await screen.findByRole('button', { name: 'Permission sheet…' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Permission sheet' }))
    await dialog.findByText('maria@northwind.example')
    dialog.getByText('Everything is read-only.')
    await user.click(dialog.getByRole('button', { name: 'Save as Markdown…' }))
    expect(double.callsOf('savePermissionSheet')).toEqual([{ format: 'markdown' }])
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
