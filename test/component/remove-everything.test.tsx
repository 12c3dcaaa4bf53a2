import { screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { CLIENT_STATUSES, STATE } from './fixtures'
import { show } from './render-app'

const open = async (options: Parameters<typeof show>[0] = {}) => {
  const shown = await show({ view: 'settings', state: { ...STATE, clientStatuses: CLIENT_STATUSES }, ...options })
  await shown.user.click(await screen.findByRole('button', { name: 'Remove everything…' }))
  return { ...shown, dialog: await screen.findByRole('alertdialog', { name: 'Remove everything Vitrine has set up' }) }
}

describe('removing everything', () => {
  test('says first what is lost and what stays, and does nothing when it is called off', async () => {
    const { double, user, dialog } = await open()
    for (const said of [
      /^Our entry in Claude Desktop/,
      'The connection Northwind Trading and its key in the keychain',
      /^The keys? of \d+ clients?, which gets? no answers any more$/,
      'The activity: 9,812 questions. Export it first if somebody may ask for it.',
      'Access rules, settings, alerts, the log and the start at login',
      /^What stays: the program itself, .*the API key in Odoo\. Delete that one there\.$/,
    ]) await within(dialog).findByText(said)
    const cancel = within(dialog).getByRole('button', { name: 'Cancel' })
    expect(document.activeElement).toBe(cancel)
    await user.click(cancel)
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect([double.callsOf('removeEverything'), double.callsOf('quit')]).toEqual([[], []])
  })

  test('says that it is done, and quits', async () => {
    const { double, user, dialog } = await open()
    await user.click(within(dialog).getByRole('button', { name: 'Remove and quit' }))
    await screen.findByText('Everything was removed.')
    expect(double.callsOf('quit')).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Quit Vitrine' }))
    expect(double.callsOf('quit')).toEqual([{}])
  })

  test('names what a person has to do, and quits too when that is closed', async () => {
    const left = [{ client: 'Cursor', path: '/home/maria/.cursor/mcp.json' }, { path: '/home/maria/.vitrine' }]
    const { double, user, dialog } = await open({ answers: { removeEverything: () => ({ ok: true, left, keychain: 'unknown' }) } })
    await user.click(within(dialog).getByRole('button', { name: 'Remove and quit' }))
    await screen.findByText('Not everything could be removed.')
    await screen.findByText('Cursor: look into /home/maria/.cursor/mcp.json yourself and take out the entry “vitrine-odoo”.')
    await screen.findByText('Delete /home/maria/.vitrine yourself.')
    await screen.findByText(/Look for “Vitrine for Odoo” in your system’s keychain/)
    await user.keyboard('{Escape}')
    expect(double.callsOf('quit')).toEqual([{}])
  })

  test('stays open with the reason when nothing was removed', async () => {
    const { user, dialog } = await open({ answers: { removeEverything: () => ({ ok: false, message: { id: 'removal.demo' }, hint: { id: 'fault.nothingChanged' } }) } })
    await user.click(within(dialog).getByRole('button', { name: 'Remove and quit' }))
    await within(dialog).findByText('This is the demonstration: there is nothing to remove.')
  })
})
