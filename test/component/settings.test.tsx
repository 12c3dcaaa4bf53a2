import { screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { STATE } from './fixtures'
import { show } from './render-app'

describe('settings', () => {
  test('switches change at once', async () => {
    const { double, user } = await show({ view: 'settings' })
    await user.click(await screen.findByRole('switch', { name: 'Start at login' }))
    await user.click(screen.getByRole('switch', { name: 'Notifications' }))
    expect(double.callsOf('changeSettings')).toEqual([{ change: { startAtLogin: false } }, { change: { notifications: false } }])
  })

  test('answering what cannot be recorded is a choice', async () => {
    const { double, user } = await show({ view: 'settings' })
    const strict = await screen.findByRole('switch', { name: 'Answer only what is recorded' })
    expect(strict).toHaveProperty('checked', true)
    await user.click(strict)
    expect(double.callsOf('changeSettings')).toEqual([{ change: { strictRecording: false } }])
  })

  test('the appearance follows the choice', async () => {
    const { double, patch, user } = await show({ view: 'settings' })
    expect(document.documentElement.dataset['theme']).toBe('light')
    await user.click(await screen.findByRole('radio', { name: 'Dark' }))
    expect(double.callsOf('changeSettings')).toEqual([{ change: { theme: 'dark' } }])
    patch({ settings: { ...STATE.settings, theme: 'dark' } })
    expect(document.documentElement.dataset['theme']).toBe('dark')
  })

  test('the days to keep activity are taken when they are confirmed, not while they are typed', async () => {
    const { double, user } = await show({ view: 'settings' })
    const days = await screen.findByRole('textbox', { name: 'Keep activity for' })
    await user.clear(days)
    await user.type(days, '30')
    expect(double.callsOf('changeSettings')).toEqual([])
    await user.keyboard('{Enter}')
    expect(double.callsOf('changeSettings')).toEqual([{ change: { retentionDays: 30 } }])
  })

  test('say how much is kept, and what the last check of it has found', async () => {
    const { patch } = await show({ view: 'settings' })
    await screen.findByText('9,812 questions, 4.3 MB on disk')
    await screen.findByText(/^Checked on 20 November 2026.* \d\d:30:00: as it was written\.$/)
    patch({ journal: { ...STATE.journal, checked: { at: '2026-11-21T08:30:00.000Z', status: 'broken' } } })
    await screen.findByText(/^Checked on 21 November 2026.*: not as it was written\. Activity shows where\.$/)
    patch({ journal: { ...STATE.journal, checked: null } })
    await screen.findByText('Not checked yet since Vitrine was started.')
  })

  test('the information for support is read before it is saved, and what went wrong is said', async () => {
    const { double, user } = await show({ view: 'settings', answers: { saveSupportText: () => ({ ok: false, message: 'The file could not be written.', hint: 'Choose another folder.' }) } })
    await user.click(await screen.findByRole('button', { name: 'Information for support…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Information for support' })
    await within(dialog).findByText(/state: connected, Odoo 19.0 over json2/)
    expect(double.callsOf('saveSupportText')).toEqual([])
    await user.click(within(dialog).getByRole('button', { name: 'Save…' }))
    await within(dialog).findByText('The file could not be written.')
    expect(double.callsOf('saveSupportText')).toEqual([{}])
  })

  test.each(['0', '3651', 'abc', '1.5', '-4'])('%s days are refused', async (typed) => {
    const { double, user } = await show({ view: 'settings' })
    const days = await screen.findByRole('textbox', { name: 'Keep activity for' })
    await user.clear(days)
    await user.type(days, `${typed}{Enter}`)
    await screen.findByText('Type a number of days from 1 to 3650.')
    expect(double.callsOf('changeSettings')).toEqual([])
  })

  test('the journal is named, shown, and deleted after a question', async () => {
    const { double, user } = await show({ view: 'settings' })
    const activity = await screen.findByRole('region', { name: 'Activity' })
    within(activity).getByText('/home/maria/.config/Vitrine/activity.db')
    await user.click(within(activity).getByRole('button', { name: 'Show in folder' }))
    expect(double.callsOf('showInFolder')).toEqual([{ what: 'journal' }])
    await user.click(within(activity).getByRole('button', { name: 'Delete…' }))
    await user.click(await screen.findByRole('button', { name: 'Delete all activity' }))
    await screen.findByText('All activity was deleted.')
  })

  test('a change that fails is said', async () => {
    const { user } = await show({ view: 'settings', answers: { changeSettings: () => Promise.reject(new Error('gone')) } })
    await user.click(await screen.findByRole('switch', { name: 'Start at login' }))
    expect((await screen.findByRole('alert')).textContent).toContain('That did not work.')
  })
})

describe('the HTTP endpoint', () => {
  const on = { ...STATE, settings: { ...STATE.settings, http: { enabled: true, port: 28_069 } } }

  test('is off with nothing but its switch, and is switched on', async () => {
    const { double, user } = await show({ view: 'settings' })
    const card = within(await screen.findByRole('region', { name: 'HTTP endpoint for other clients' }))
    expect(card.queryByRole('textbox')).toBeNull()
    await user.click(card.getByRole('switch', { name: 'Let programs on this computer ask over HTTP' }))
    expect(double.callsOf('changeSettings')).toEqual([{ change: { http: { enabled: true } } }])
  })

  test('gives its address to copy, and takes another port when it is confirmed', async () => {
    const { double, user } = await show({ view: 'settings', state: { ...on, http: { ...STATE.http, state: 'listening' } } })
    const address = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Address for the client' })
    expect(address.value).toBe('http://127.0.0.1:28069/mcp')
    const port = screen.getByRole('textbox', { name: 'Port' })
    await user.clear(port)
    await user.type(port, '80{Enter}')
    await screen.findByText('Type a number from 1024 to 65535.')
    expect(double.callsOf('changeSettings')).toEqual([])
    await user.clear(port)
    await user.type(port, '4000{Enter}')
    expect(double.callsOf('changeSettings')).toEqual([{ change: { http: { port: 4_000 } } }])
  })

  test.each([
    ['port_taken', 'Another program uses port 28069, so no client can reach this address.'],
    ['failed', 'The address could not be opened.'],
  ] as const)('says when it is switched on and %s, and gives no address that leads nowhere', async (state, words) => {
    await show({ view: 'settings', state: { ...on, http: { ...STATE.http, state } } })
    await screen.findByText(words)
    expect(screen.queryByRole('textbox', { name: 'Address for the client' })).toBeNull()
  })
})

describe('privacy', () => {
  test('says plainly that answers reach Anthropic', async () => {
    await show({ view: 'settings' })
    const privacy = await screen.findByRole('region', { name: 'Privacy' })
    within(privacy).getByText('What Claude reads in an answer does reach Anthropic, the maker of Claude.')
    within(privacy).getByRole('figure', { name: 'The way of the data' })
  })

  test('names versions', async () => {
    await show({ view: 'settings' })
    const about = await screen.findByRole('region', { name: 'About' })
    within(about).getByText('0.1.0')
    within(about).getByText('45.4.1')
    within(about).getByText('Apache 2.0')
  })

  test('notices such as an old runtime stand here too', async () => {
    await show({ view: 'settings', state: { ...STATE, notices: [{ id: 'test_runtime', message: 'Only for tests.', hint: 'Not for daily work.' }] } })
    within(await screen.findByRole('region', { name: 'Notices' })).getByText('Only for tests.')
  })
})
