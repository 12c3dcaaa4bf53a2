import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import type { ConnectionSummary } from '../../src/contract/app-state'
import { CONNECTED, CONNECTION, RIGHTS, STATE } from './fixtures'
import { show } from './render-app'

const withConnection = (changes: Partial<ConnectionSummary>) => ({ ...STATE, connections: [{ ...CONNECTION, ...changes }] })

describe('the end of an Odoo key', () => {
  test.each([
    [{ kind: 'never' }, 'Without an end.'],
    [{ kind: 'unknown' }, 'Odoo does not say until when.'],
    [{ kind: 'on', at: '2026-12-31T09:00:00.000Z', certainty: 'sure' }, 'Until 31 December 2026, 40 more days.'],
    [{ kind: 'on', at: '2026-12-31T09:00:00.000Z', certainty: 'one_of' }, 'One of your keys in Odoo ends on 31 December 2026. Odoo does not say whether it is this one.'],
    [{ kind: 'on', at: '2026-11-01T09:00:00.000Z', certainty: 'user' }, 'It ended on 1 November 2026, as you said.'],
  ] as const)('is shown with what is known of it: %j', async (keyExpiry, words) => {
    await show({ view: 'connections', state: withConnection({ keyExpiry }) })
    await screen.findByText(words)
  })

  test('is said in words when it is near, and the overview leads to the new key', async () => {
    const { user } = await show({ state: withConnection({ keyExpiry: { kind: 'on', at: '2026-11-23T15:00:00.000Z', certainty: 'sure' } }) })
    await screen.findByText('The Odoo key of Northwind Trading ends on 23 November 2026, in 3 days')
    await user.click(screen.getByRole('button', { name: 'Replace key…' }))
    await screen.findByRole('dialog', { name: 'New key for Northwind Trading' })
  })

  test('can be told by the user, to the end of that day', async () => {
    const { double, user } = await show({ view: 'connections' })
    await user.click(await screen.findByRole('button', { name: 'Say when it ends…' }))
    await user.click(await screen.findByRole('button', { name: 'Remember it' }))
    screen.getByText('Choose a day.')
    await user.type(screen.getByLabelText('Last day'), '2026-12-24')
    await user.click(screen.getByRole('button', { name: 'Remember it' }))
    expect(double.callsOf('setKeyExpiry')).toEqual([{ connectionId: 'c1', expiresAt: new Date('2026-12-24T23:59:59').toISOString() }])
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull()
    })
  })
})

describe('a former key', () => {
  test('is remembered with the way into its own Odoo, until the user says that it is deleted', async () => {
    const { double, user } = await show({ view: 'connections', state: withConnection({ keyReplacedAt: '2026-11-18T09:00:00.000Z' }) })
    await screen.findByText('The key was replaced on 18 November 2026. The former one may still be valid in Odoo.')
    await user.click(screen.getByRole('button', { name: 'Open the key page in Odoo' }))
    expect(double.callsOf('openExternal')).toEqual([{ link: 'odoo_keys', connectionId: 'c1' }])
    await user.click(screen.getByRole('button', { name: 'I have deleted it' }))
    expect(double.callsOf('dismissRevokeReminder')).toEqual([{ connectionId: 'c1' }])
  })
})

describe('what the Odoo user could change', () => {
  test('is asked for on the user’s word, with progress that can be called off', async () => {
    const { double, patch, user } = await show({ view: 'connections' })
    await user.click(await screen.findByRole('button', { name: 'Look at the rights' }))
    expect(double.callsOf('probeRights')).toEqual([{ connectionId: 'c1' }])
    patch({ rightsProbe: { connectionId: 'c1', done: 4, total: 23 } })
    const status = screen.getByText(/Asking Odoo about the rights: 4 of 23/)
    await user.click(within(status).getByRole('button', { name: 'Cancel' }))
    expect(double.callsOf('cancelProbe')).toHaveLength(1)
  })

  test.each([
    ['17.0', 'On its tab Access Rights, leave every application', 'under My Profile, Account Security'],
    ['saas~19.1', 'choose the role User', 'under My Preferences, Security'],
  ])('is a warning, with the way to a user that may only read in the words of Odoo %s', async (odooVersion, tab, page) => {
    await show({ view: 'connections', state: { ...withConnection({ rights: RIGHTS }), connection: { ...CONNECTED, odooVersion } as typeof CONNECTED } })
    await screen.findByText('Odoo would let this user change 3 kinds of records, out of 21 looked at')
    screen.getByText('change, create and delete')
    screen.getByText(new RegExp(tab))
    screen.getByText(new RegExp(page))
    screen.getByText(/Settings → Users & Companies → Users/)
  })

  test('is none for a user that may only read', async () => {
    await show({ view: 'connections', state: withConnection({ rights: { ...RIGHTS, models: [] } }) })
    await screen.findByText('Odoo would let this user change none of the 21 kinds of records looked at')
  })
})

describe('the master key', () => {
  test('is replaced after a question, and says how it went', async () => {
    const { double, user } = await show({ view: 'settings' })
    const card = await screen.findByRole('region', { name: 'Master key' })
    within(card).getByText('It has not been replaced since it was made.')
    await user.click(within(card).getByRole('button', { name: 'Replace the master key…' }))
    await user.click(await screen.findByRole('button', { name: 'Replace it now' }))
    expect(double.callsOf('rotateMasterKey')).toEqual([{}])
    await within(card).findByText('The master key was replaced.')
  })

  test('that could not be replaced says that no key is lost', async () => {
    const { user } = await show({ view: 'settings', answers: { rotateMasterKey: () => ({ ok: false, message: 'The keychain is locked.', hint: 'No Odoo key is lost.' }) } })
    await user.click(await screen.findByRole('button', { name: 'Replace the master key…' }))
    await user.click(await screen.findByRole('button', { name: 'Replace it now' }))
    within(await screen.findByRole('alertdialog')).getByText('No Odoo key is lost.')
  })
})
