import { screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { ALERTS, STATE } from './fixtures'
import { show } from './render-app'

describe('alerts', () => {
  test('are listed on the overview, new ones marked, and seen when the person says so', async () => {
    const { double, user, patch } = await show({ view: 'overview', state: { ...STATE, alerts: ALERTS } })
    const panel = await screen.findByRole('region', { name: 'Alerts' })
    expect(within(panel).getAllByText('New')).toHaveLength(2)
    within(panel).getByText('2 new')
    await user.click(within(panel).getByRole('button', { name: 'Mark all as seen' }))
    expect(double.callsOf('markAlertsSeen')).toEqual([{}])
    patch({ alerts: ALERTS.map((alert) => ({ ...alert, seen: true })) })
    expect(within(panel).queryByText('New')).toBeNull()
  })

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
