import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { event, pagesOf, STATE } from './fixtures'
import { show } from './render-app'
import { withModel } from '../../src/state/policy-edits'

const grid = () => screen.findByRole('grid', { name: 'Activity' })

describe('details of a call', () => {
  test('open by keyboard, tell all there is, close with Escape and give the focus back', async () => {
    const { user } = await show({ view: 'activity' })
    const table = await grid()
    table.focus()
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}')
    const dialog = await screen.findByRole('dialog', { name: 'Read records' })
    within(dialog).getByText('This model or field is hidden here.')
    within(dialog).getByText('hr.payslip')
    within(dialog).getByText('20 November 2026 at 14:01:40')
    await user.keyboard('{Escape}')
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull()
    })
    await waitFor(() => {
      expect(document.activeElement === table).toBe(true)
    })
    screen.getByRole('heading', { level: 1, name: 'Activity' })
  })

  test('name everything a row holds, and only that', async () => {
    const whole = event({
      id: 300, receipt: 'K7QM2X9D', clientId: 'cursor', address: '127.0.0.1', odooUser: 'maria@northwind.example', companies: [1, 3],
      methods: ['search_read', 'search_count'], consent: 'session', model: 'sale.order', modelLabel: 'Sales Order', filterShape: 'state = …', hiddenFields: ['email'],
    })
    const { user } = await show({ view: 'activity', answers: { getActivity: pagesOf([whole, event({ id: 299, tool: 'odoo_context' })]) } })
    const rows = within(await grid()).getAllByRole('row')
    await user.click(rows[1] as HTMLElement)
    const facts = (dialog: HTMLElement) =>
      Object.fromEntries(within(dialog).getAllByRole('term').map((term) => [term.textContent, term.nextElementSibling?.textContent]))
    expect(facts(await screen.findByRole('dialog'))).toMatchObject({
      'Client key': 'cursor', 'Came from': '127.0.0.1', 'Odoo user': 'maria@northwind.example', 'Companies': 'numbers 1 and 3',
      'Odoo methods': 'search_read, search_count', 'Consent': 'You allowed it for the session.', 'Filter': 'state = …',
    })
    await user.keyboard('{Escape}')
    await user.click(rows[2] as HTMLElement)
    const names = Object.keys(facts(await screen.findByRole('dialog', { name: 'Ask who it is here' })))
    for (const absent of ['Came from', 'Odoo user', 'Companies', 'Odoo methods', 'Consent']) expect(names).not.toContain(absent)
    expect(screen.queryByLabelText('Receipt')).toBeNull()
  })

  test('have the receipt that the answer carries, to copy', async () => {
    const { user } = await show({ view: 'activity' })
    await user.click(within(await grid()).getAllByRole('row')[1] as HTMLElement)
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Receipt' })
    expect(field.value).toBe('K7QM2X9D')
    await user.click(screen.getByRole('button', { name: 'Copy' }))
    expect(field.selectionEnd).toBe(8)
  })

  test('open the list in the Odoo that was asked, by names and never by an address', async () => {
    const { double, user } = await show({ view: 'activity' })
    await user.click(within(await grid()).getAllByRole('row')[1] as HTMLElement)
    await user.click(await screen.findByRole('button', { name: 'Open Sales Order in Odoo' }))
    expect(double.callsOf('openExternal')).toEqual([{ link: 'odoo_list', connectionId: 'c1', model: 'sale.order' }])
    screen.getByText('The whole list opens: what the filter compared with was not kept.')
  })

  test('say of records that were read by their ids that the list is not narrowed to them', async () => {
    const rows = [event({ id: 300, tool: 'odoo_read', model: 'sale.order', modelLabel: 'Sales Order', filterShape: '' })]
    const { user } = await show({ view: 'activity', answers: { getActivity: pagesOf(rows) } })
    await user.click(within(await grid()).getAllByRole('row')[1] as HTMLElement)
    await screen.findByRole('button', { name: 'Open Sales Order in Odoo' })
    screen.getByText(/^The whole list opens: which records were read was not kept\./)
  })

  test('offer no list that no address opens, and say so', async () => {
    const rows = [event({ id: 300, model: 'hr.payslip', modelLabel: 'Payslip' })]
    const { user } = await show({ view: 'activity', answers: { getActivity: pagesOf(rows) } })
    await user.click(within(await grid()).getAllByRole('row')[1] as HTMLElement)
    await screen.findByText('No address alone opens the list of Payslip in Odoo.')
    expect(screen.queryByRole('button', { name: /in Odoo$/ })).toBeNull()
  })

  test('offer no list of an Odoo that is gone', async () => {
    const rows = [event({ id: 299, model: 'sale.order', modelLabel: 'Sales Order', connectionId: 'gone' })]
    const { user } = await show({ view: 'activity', answers: { getActivity: pagesOf(rows) } })
    await user.click(within(await grid()).getAllByRole('row')[1] as HTMLElement)
    await screen.findByRole('dialog')
    expect(screen.queryByText(/in Odoo/)).toBeNull()
  })

  test('can hide the model from Claude there and then', async () => {
    const { double, patch, user } = await show({ view: 'activity' })
    await user.click(within(await grid()).getAllByRole('row')[1] as HTMLElement)
    await user.click(await screen.findByRole('button', { name: 'Hide Sales Order from Claude' }))
    const policy = withModel(STATE.settings.policy, 'sale.order', 'hide')
    expect(policy.models.hide).toEqual(['hr.payslip', 'hr.contract', 'sale.order'])
    expect(double.callsOf('setPolicy')).toEqual([{ policy }])
    patch({ settings: { ...STATE.settings, policy } })
    await screen.findByText('Sales Order is hidden from Claude. Access lets you show it again.')
  })
})
