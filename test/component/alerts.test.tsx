import { screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import type { AlertKind, AlertView } from '../../src/contract/alerts'
import { ALERTS, STATE } from './fixtures'
import { show } from './render-app'

const attention = () => screen.findByRole('region', { name: 'Needs attention' })
const unseen = (kind: AlertKind, changes: Partial<AlertView> = {}): AlertView =>
  ({ id: `${kind}-1`, kind, time: '2026-11-20T13:50:00.000Z', seen: false, message: 'Something happened.', hint: 'Look at it.', ...changes })

describe('alerts that nobody has seen', () => {
  test('need attention, those of a kind as one: the newest in full, the others by number', async () => {
    await show({ view: 'overview', state: { ...STATE, alerts: ALERTS } })
    const items = within(await attention()).getAllByRole('listitem').map((item) => item.querySelectorAll('p'))
    expect(items.map(([message]) => message?.textContent)).toEqual([
      'Cursor read 4210 records today, far more than usual.',
      'Claude Desktop read hr.contract in Northwind Trading for the first time.',
      'Somebody at 127.0.0.1 came with a client key that opens nothing.',
    ])
    expect(items.map((lines) => lines[2]?.textContent)).toEqual(['20 Nov, 13:50', '20 Nov, 13:40, and 1 more like it before', '20 Nov, 11:02'])
  })

  test('are marked in the sidebar until they are seen', async () => {
    const { patch } = await show({ view: 'clients', state: { ...STATE, alerts: ALERTS } })
    await screen.findByRole('button', { name: 'Overview needs attention' })
    patch({ alerts: ALERTS.map((alert) => ({ ...alert, seen: true })) })
    expect(screen.queryByRole('button', { name: 'Overview needs attention' })).toBeNull()
  })

  test('are seen kind by kind, and the focus stays in the list', async () => {
    const { double, user, patch } = await show({ view: 'overview', state: { ...STATE, alerts: ALERTS } })
    const [, newModels] = within(await attention()).getAllByRole('button', { name: 'Seen' })
    await user.click(newModels as HTMLElement)
    expect(double.callsOf('markAlertsSeen')).toEqual([{ ids: ['a8', 'a7'] }])
    patch({ alerts: ALERTS.map((alert) => (alert.kind === 'new_model' ? { ...alert, seen: true } : alert)) })
    const panel = await attention()
    expect(within(panel).queryByText(/hr\.contract/)).toBeNull()
    expect(panel.contains(document.activeElement)).toBe(true)
  })

  test('are seen all at once, and the focus goes on to the heading when nothing is left', async () => {
    const { double, user, patch } = await show({ view: 'overview', state: { ...STATE, alerts: ALERTS } })
    await user.click(within(await attention()).getByRole('button', { name: 'Mark all seen' }))
    expect(double.callsOf('markAlertsSeen')).toEqual([{ ids: ['a5', 'a8', 'a7', 'a4'] }])
    patch({ alerts: ALERTS.map((alert) => ({ ...alert, seen: true })) })
    await screen.findByText('Nothing needs you.')
    expect(document.activeElement?.tagName).toBe('H1')
  })

  test('stay when that could not be kept, and say why', async () => {
    const failing = { markAlertsSeen: () => ({ ok: false, message: 'Vitrine could not write its files.', hint: 'Check that the disk is not full.' }) as const }
    const { user } = await show({ view: 'overview', state: { ...STATE, alerts: [unseen('rate_limit')] }, answers: failing })
    await user.click(within(await attention()).getByRole('button', { name: 'Seen' }))
    await within(await attention()).findByText('Vitrine could not write its files.')
  })
})

describe('the way from an alert', () => {
  test('about calls leads to the calls of that client and model', async () => {
    const { double, user } = await show({ view: 'overview', state: { ...STATE, alerts: [unseen('new_model', { clientId: 'claude-desktop', model: 'hr.payslip' })] } })
    await user.click(within(await attention()).getByRole('button', { name: 'Show calls' }))
    await screen.findByRole('heading', { level: 1, name: 'Activity' })
    expect(double.callsOf('getActivity')[0]).toMatchObject({ filter: { clientId: 'claude-desktop', model: 'hr.payslip' } })
    expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'Model' }).value).toBe('hr.payslip')
    expect(screen.getByRole('combobox', { name: 'Client' })).toHaveProperty('value', 'claude-desktop')
  })

  test('about several clients leads to the calls of all of them', async () => {
    const alerts = [unseen('outside_hours', { clientId: 'claude-desktop' }), unseen('outside_hours', { id: 'other', clientId: 'cursor' })]
    const { double, user } = await show({ view: 'overview', state: { ...STATE, alerts } })
    await user.click(within(await attention()).getByRole('button', { name: 'Show calls' }))
    await screen.findByRole('heading', { level: 1, name: 'Activity' })
    expect(double.callsOf('getActivity')[0]).toMatchObject({ filter: {} })
  })

  test('about the journal checks it', async () => {
    const { double, user } = await show({ view: 'overview', state: { ...STATE, alerts: [unseen('chain_broken')] } })
    await user.click(within(await attention()).getByRole('button', { name: 'Verify' }))
    await screen.findByRole('heading', { level: 1, name: 'Activity' })
    expect(double.callsOf('verifyJournal')).toEqual([{}])
  })

  test('about a rejected Odoo key leads to the field for a new one', async () => {
    const { user } = await show({ view: 'overview', state: { ...STATE, alerts: [unseen('odoo_key_rejected', { connectionId: 'c1' })] } })
    await user.click(within(await attention()).getByRole('button', { name: 'Replace key…' }))
    await screen.findByRole('dialog', { name: 'New key for Northwind Trading' })
  })

  test.each([
    ['client_key_rejected', 'Show clients', 'Clients'],
    ['http_refused', 'Show settings', 'Settings'],
    ['odoo_key_rejected', 'Show connections', 'Connections'],
  ] as const)('of the kind %s leads to where it can be dealt with', async (kind, button, title) => {
    const { user } = await show({ view: 'overview', state: { ...STATE, alerts: [unseen(kind)] } })
    await user.click(within(await attention()).getByRole('button', { name: button }))
    await screen.findByRole('heading', { level: 1, name: title })
  })
})

describe('alerts that were seen', () => {
  test('are listed apart, the latest first and older ones on demand', async () => {
    const seen = Array.from({ length: 6 }, (_, index) => unseen('rate_limit', { id: `a${String(index)}`, seen: true, message: `Alert ${String(index)}` }))
    const { user } = await show({ view: 'overview', state: { ...STATE, alerts: seen } })
    const panel = await screen.findByRole('region', { name: 'Earlier alerts' })
    expect(within(panel).getAllByRole('listitem')).toHaveLength(4)
    await user.click(within(panel).getByRole('button', { name: 'Show all 6' }))
    expect(within(panel).getAllByRole('listitem')).toHaveLength(6)
    await screen.findByText('Nothing needs you.')
  })

  test('are not spoken of while there are none', async () => {
    await show({ view: 'overview', state: { ...STATE, alerts: [] } })
    await attention()
    expect(screen.queryByRole('region', { name: 'Earlier alerts' })).toBeNull()
  })
})

describe('alerts in the settings', () => {
  test('a kind can be switched off, and quiet hours on', async () => {
    const { double, user } = await show({ view: 'settings' })
    const card = await screen.findByRole('region', { name: 'Alerts' })
    await user.click(within(card).getByRole('switch', { name: 'First look at a model' }))
    await user.click(within(card).getByRole('switch', { name: 'Quiet hours' }))
    expect(double.callsOf('changeSettings')).toEqual([
      { change: { alerts: { off: ['new_model'] } } },
      { change: { alerts: { off: [], quiet: { from: '22:00', to: '07:00' } } } },
    ])
  })
})

describe('the webhook', () => {
  test('is set, and its secret shown once', async () => {
    const { double, user } = await show({ view: 'settings' })
    const card = await screen.findByRole('region', { name: 'Webhook' })
    await user.type(within(card).getByRole('textbox', { name: 'Address' }), 'https://alerts.example.com/v')
    await user.click(within(card).getByRole('button', { name: 'Set webhook' }))
    expect(double.callsOf('setWebhook')).toEqual([{ url: 'https://alerts.example.com/v', network: 'internet', caFile: '' }])
    expect((await within(card).findByRole<HTMLInputElement>('textbox', { name: 'Secret of the webhook' })).value).toBe('a-secret-that-is-shown-once')
  })

  test('says why a test did not arrive', async () => {
    const webhook = { url: 'https://alerts.example.com/v', network: 'internet', caFile: '', waiting: 0 } as const
    const { user } = await show({
      view: 'settings',
      state: { ...STATE, settings: { ...STATE.settings, webhook } },
      answers: { testWebhook: () => ({ ok: false, message: 'The receiver could not be reached.', hint: 'Check the address.' }) },
    })
    await user.click(await screen.findByRole('button', { name: 'Send a test' }))
    await screen.findByText('The receiver could not be reached.')
  })
})
