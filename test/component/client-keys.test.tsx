import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { CLIENT_STATUSES, KEYED_CLIENTS, STATE } from './fixtures'
import { show } from './render-app'

const KEYED = { ...STATE, clientStatuses: CLIENT_STATUSES, clients: KEYED_CLIENTS }
const clients = () => show({ view: 'clients', state: KEYED })
const press = (name: string) => screen.findByRole('button', { name })

describe('other clients', () => {
  test('are shown the change first, and say how they notice it once it is written', async () => {
    const { double, user } = await clients()
    await user.click(await press('Register… Cursor'))
    await screen.findByRole('region', { name: 'Change to the file' })
    expect(double.callsOf('applyClient')).toEqual([])
    await user.click(await press('Write this change'))
    expect(double.callsOf('applyClient')).toEqual([{ clientId: 'cursor', action: 'register' }])
    await screen.findByText('Written and read back: Cursor is registered.')
    await screen.findByText('Restart Cursor, or switch the server on under Customize, MCPs.')
  })

  test('that are not installed are folded away', async () => {
    await clients()
    await screen.findByText('2 clients that are not installed')
    expect(screen.queryByRole('button', { name: /Zed/ })).toBeNull()
  })

  test('are restored from the backup that was chosen', async () => {
    const { double, user } = await clients()
    double.answer({ listBackups: () => [{ name: 'mcp.json.vitrine-backup-20261118T090412120Z' }] })
    await user.click(await press('Backups… Cursor'))
    await user.click(await screen.findByRole('button', { name: /^Restore 18 November 2026.*09:04:12$/ }))
    expect(double.callsOf('restoreBackup')).toEqual([{ clientId: 'cursor', name: 'mcp.json.vitrine-backup-20261118T090412120Z' }])
    await screen.findByText(/^The file is again as it was on 18 November 2026.*09:04:12\.$/)
  })
})

describe('keys of clients', () => {
  test('a key over HTTP is shown once, with the text to paste, and is gone when the dialog is', async () => {
    const { double, user } = await clients()
    await user.click(await press('Make a key…'))
    fireEvent.change(await screen.findByRole('textbox', { name: 'Name of the client' }), { target: { value: 'Report script' } })
    await user.click(screen.getByRole('radio', { name: /It takes a web address/ }))
    await user.click(await press('Make the key'))
    expect(double.callsOf('createClientKey')).toEqual([{ name: 'Report script', transport: 'http' }])
    expect(await screen.findByRole('textbox', { name: 'Key of the client' })).toHaveProperty('value', 'a-key-that-is-shown-once')
    expect((await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Text for the configuration' })).value).toContain('Bearer KEY_FROM_VITRINE')
    await user.click(screen.getByRole('button', { name: 'I have copied it' }))
    await user.click(await press('Make a key…'))
    expect(screen.queryByRole('textbox', { name: 'Key of the client' })).toBeNull()
  })

  test('a client over HTTP is told of a closed address, which one press opens', async () => {
    const { double, user } = await clients()
    await user.click(await press('Set up… Report script'))
    await user.click(await press('Open it now'))
    expect(double.callsOf('changeSettings')).toEqual([{ change: { http: { enabled: true } } }])
  })

  test('a client that starts the relay has no key to copy', async () => {
    const { user } = await clients()
    await user.click(await press('Make a key…'))
    fireEvent.change(await screen.findByRole('textbox', { name: 'Name of the client' }), { target: { value: 'Own agent' } })
    await user.click(await press('Make the key'))
    expect((await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Text for the configuration' })).value).toContain('--client')
    expect(screen.queryByRole('textbox', { name: 'Key of the client' })).toBeNull()
  })

  test('a key without a name is not made', async () => {
    const { double, user } = await clients()
    await user.click(await press('Make a key…'))
    await user.click(await press('Make the key'))
    await screen.findByText('Type a name.')
    expect(double.callsOf('createClientKey')).toEqual([])
  })

  test('are replaced with the days of grace that were chosen', async () => {
    const { double, user } = await clients()
    await user.click(await press('Replace key… Report script'))
    await user.selectOptions(await screen.findByRole('combobox', { name: 'The old key works' }), '1')
    await user.click(await press('Replace the key'))
    expect(double.callsOf('rotateClientKey')).toEqual([{ clientId: 'report-script', graceDays: 1 }])
    expect(await screen.findByRole('textbox', { name: 'Key of the client' })).toHaveProperty('value', 'a-new-key-that-is-shown-once')
  })

  test('are paused and resumed', async () => {
    const { double, user } = await clients()
    await user.click(await press('Pause Report script'))
    await user.click(await press('Resume Own agent'))
    expect(double.callsOf('pauseClient')).toEqual([{ clientId: 'report-script' }])
    expect(double.callsOf('resumeClient')).toEqual([{ clientId: 'own-agent' }])
  })

  test('are revoked only after the consequence was said', async () => {
    const { double, user } = await clients()
    await user.click(await press('Revoke… Claude Desktop'))
    const question = await screen.findByRole('alertdialog', { name: 'Revoke the key of Claude Desktop?' })
    within(question).getByText(/Its open session ends at once/)
    await within(question).findByText('This goes from the file; everything else in it stays:')
    within(question).getByRole('region', { name: 'Change to the file' })
    expect(double.callsOf('planClient')).toContainEqual({ clientId: 'claude-desktop', action: 'unregister' })
    expect(double.callsOf('revokeClient')).toEqual([])
    await user.click(within(question).getByRole('button', { name: 'Revoke the key' }))
    expect(double.callsOf('revokeClient')).toEqual([{ clientId: 'claude-desktop' }])
  })

  test('are told before when their entry has to be taken out by hand', async () => {
    const { double, user } = await clients()
    double.answer({ planClient: () => ({ kind: 'conflict', path: '/home/maria/c.json', message: '', diff: [], canReplace: true }) })
    await user.click(await press('Revoke… Claude Desktop'))
    const question = await screen.findByRole('alertdialog', { name: 'Revoke the key of Claude Desktop?' })
    await within(question).findByText('The entry of Claude Desktop cannot be taken out. The key is revoked all the same, and the entry opens nothing.')
    within(question).getByText('Take it out by hand: /home/maria/c.json')
  })

  test('without an entry of ours are revoked without a look at a file', async () => {
    const { double, user } = await clients()
    await user.click(await press('Revoke… Report script'))
    await screen.findByRole('alertdialog', { name: 'Revoke the key of Report script?' })
    expect(double.callsOf('planClient')).toEqual([])
  })

  test('lose their end', async () => {
    const { double, user } = await clients()
    await user.click(await press('Expiry… Report script'))
    await user.click(await press('Without an end'))
    expect(double.callsOf('setClientExpiry')).toEqual([{ clientId: 'report-script', expiresAt: null }])
  })

  test('say that they have expired', async () => {
    await clients()
    await screen.findByText('Expired on 31 October 2026. It gets no answers.')
  })

  test('lead to the rules of their client', async () => {
    const { user } = await clients()
    await user.click(await press('Its own rules… Report script'))
    expect(await screen.findByRole('combobox', { name: 'Rules for' })).toHaveProperty('value', 'report-script')
  })
})
