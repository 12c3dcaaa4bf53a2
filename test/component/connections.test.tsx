import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import type { StagedTest } from '../../src/contract/app-state'
import type { ActionResult } from '../../src/contract/requests'
import { FRESH, OK, problem, runningTest, stagedTest, STATE } from './fixtures'
import { later, show } from './render-app'

const KEY = 'k3y-0f-a-test'

async function fill(user: UserEvent, address = 'northwind.odoo.com') {
  await user.type(screen.getByLabelText('Address'), address)
  await user.type(screen.getByLabelText('Login'), 'maria@northwind.example')
  await user.type(screen.getByLabelText('API key'), KEY)
}

async function openForm(user: UserEvent) {
  await user.click(await screen.findByRole('button', { name: 'Add a connection' }))
  await screen.findByRole('heading', { level: 1, name: 'Connect an Odoo' })
}

const draft = {
  name: 'northwind.odoo.com',
  url: 'https://northwind.odoo.com',
  database: '',
  login: 'maria@northwind.example',
  apiKey: KEY,
  caFile: '',
}

describe('connections', () => {
  test('there are none yet: what this is for, and one action', async () => {
    const { user } = await show({ view: 'connections', state: FRESH })
    screen.getByRole('heading', { name: 'No Odoo is connected' })
    await openForm(user)
    expect(document.activeElement?.textContent).toBe('Connect an Odoo')
  })

  test('one is shown with where it leads and as whom', async () => {
    await show({ view: 'connections' })
    const card = await screen.findByRole('region', { name: 'Northwind Trading' })
    for (const text of ['https://northwind.odoo.com', 'maria@northwind.example', 'Odoo 19.0, JSON-2', 'Maria Nilsson', 'Northwind Trading and Northwind Benelux', 'Connected since 08:31', 'In the keychain of this computer']) {
      within(card).getByText(text)
    }
  })

  test('a key that is only in memory is said to be there', async () => {
    await show({ view: 'connections', state: { ...STATE, notices: [{ id: 'memory_only', message: 'Only in memory.', hint: '' }] } })
    await screen.findByText('In memory, until Vitrine quits')
  })

  test('another one can be put to use', async () => {
    const other = { id: 'c2', name: 'Southwind', url: 'https://southwind.example', database: '', login: 'maria', isActive: false }
    const { double, user } = await show({ view: 'connections', state: { ...STATE, connections: [...STATE.connections, other] } })
    const card = await screen.findByRole('region', { name: 'Southwind' })
    within(card).getByText('not in use')
    await user.click(within(card).getByRole('button', { name: 'Use this one' }))
    expect(double.callsOf('activateConnection')).toEqual([{ connectionId: 'c2' }])
  })

  test('a problem stands at the connection it concerns', async () => {
    await show({ view: 'connections', state: { ...STATE, connection: problem('unreachable', 'It could not be reached.', 'Is it online?') } })
    const card = await screen.findByRole('region', { name: 'Northwind Trading' })
    within(card).getByText('It could not be reached.')
    within(card).getByRole('button', { name: 'Try again' })
  })
})

describe('adding a connection', () => {
  test('sends the draft once, clears the key and goes on with the first steps', async () => {
    const added = later<ActionResult>()
    const { double, user } = await show({ view: 'connections', state: FRESH, answers: { addConnection: () => added.promise } })
    await openForm(user)
    await fill(user)
    const key = screen.getByLabelText<HTMLInputElement>('API key')
    expect(key.type).toBe('password')
    await user.click(screen.getByRole('button', { name: 'Test and connect' }))
    await user.click(screen.getByRole('button', { name: 'Connecting…' }))
    await added.answer(OK)
    await screen.findByRole('navigation', { name: 'First steps' })
    expect(key.value).toBe('')
    expect(double.calls.filter(({ args }) => JSON.stringify(args).includes(KEY))).toEqual([{ name: 'addConnection', args: { draft } }])
  })

  test('keeps the key in its field when it fails, so that a typing error can be mended', async () => {
    const { user } = await show({
      view: 'connections',
      state: FRESH,
      answers: { addConnection: () => ({ ok: false, message: 'Odoo does not accept this key.', hint: 'Make a new one.' }) },
    })
    await openForm(user)
    await fill(user)
    await user.click(screen.getByRole('button', { name: 'Test and connect' }))
    await screen.findByText('Odoo does not accept this key.')
    expect(screen.getByLabelText<HTMLInputElement>('API key').value).toBe(KEY)
  })

  test('shows the stages of a test as they pass, and where it stopped', async () => {
    const finished = later<StagedTest>()
    const { emit, user } = await show({ view: 'connections', state: FRESH, answers: { testConnection: () => finished.promise } })
    await openForm(user)
    await fill(user)
    await user.click(screen.getByRole('button', { name: 'Only test' }))
    const stages = () => within(screen.getByRole('list', { name: 'Test of the connection' })).getAllByRole('listitem').map((stage) => stage.textContent)
    expect(stages().every((stage) => stage.endsWith('(waiting)'))).toBe(true)
    emit('testProgressed', runningTest('odoo'))
    expect(stages().slice(0, 3)).toEqual([
      'Address (passed)northwind.odoo.com was found.',
      'Encryption (passed)TLS 1.3, with a certificate this computer trusts.',
      'Odoo (testing)',
    ])
    await finished.answer(stagedTest({ name: 'login', message: 'Odoo does not accept this key.', hint: 'Make a new one.' }))
    expect(stages()[4]).toBe('Login and key (failed)Odoo does not accept this key.Make a new one.')
    expect(stages()[5]).toBe('Rights (skipped)')
    await screen.findByText('The test failed: Odoo does not accept this key.')
  })

  test('a test that takes long can be cancelled', async () => {
    const finished = later<StagedTest>()
    const { double, user } = await show({ view: 'connections', state: FRESH, answers: { testConnection: () => finished.promise } })
    await openForm(user)
    await fill(user)
    await user.click(screen.getByRole('button', { name: 'Only test' }))
    await user.click(screen.getByRole('button', { name: 'Cancel the test' }))
    expect(double.callsOf('cancelTest')).toHaveLength(1)
    await finished.answer(stagedTest({ name: 'odoo', message: 'The test was cancelled.', hint: '' }))
    await screen.findByRole('button', { name: 'Only test' })
  })

  test('what is missing is named at its field, and nothing is sent', async () => {
    const { double, user } = await show({ view: 'connections', state: FRESH })
    await openForm(user)
    await user.click(screen.getByRole('button', { name: 'Test and connect' }))
    screen.getByText('Type the address of your Odoo.')
    screen.getByText('Paste the API key.')
    expect(document.activeElement).toBe(screen.getByLabelText('Address'))
    expect(double.callsOf('addConnection')).toEqual([])
  })

  const addresses: readonly (readonly [string, string])[] = [
    ['northwind.odoo.com', 'https://northwind.odoo.com'],
    ['https://northwind.odoo.com/odoo', 'https://northwind.odoo.com'],
    ['erp.example:8443', 'https://erp.example:8443'],
    ['http://localhost:8069', 'http://localhost:8069'],
    ['http://127.0.0.1:8069', 'http://127.0.0.1:8069'],
    ['localhost:8069/web/login', 'http://localhost:8069'],
  ]
  test.each(addresses)('%s is taken as %s', async (typed, url) => {
    const { double, user } = await show({ view: 'connections', state: FRESH })
    await openForm(user)
    await fill(user, typed)
    await user.click(screen.getByRole('button', { name: 'Only test' }))
    await waitFor(() => {
      expect(double.callsOf('testConnection').map((args) => args.draft.url)).toEqual([url])
    })
  })

  const refused: readonly (readonly [string, RegExp])[] = [
    ['http://erp.example', /must begin with https/],
    ['ftp://erp.example', /not a web address/],
    ['https://', /not a web address/],
  ]
  test.each(refused)('%s is not taken', async (typed, why) => {
    const { double, user } = await show({ view: 'connections', state: FRESH })
    await openForm(user)
    await fill(user, typed)
    await user.click(screen.getByRole('button', { name: 'Only test' }))
    screen.getByText(why)
    expect(double.callsOf('testConnection')).toEqual([])
  })

  test('without a keychain it offers to keep the key in memory', async () => {
    const { double, user } = await show({ view: 'connections', state: { ...FRESH, connection: problem('keychain_absent', 'There is no keychain.', 'Install one.') } })
    await openForm(user)
    await user.click(screen.getByRole('button', { name: 'Keep the key until I quit' }))
    expect(double.callsOf('useMemoryUntilQuit')).toHaveLength(1)
  })

  test('explains how to make a key', async () => {
    const { double, user } = await show({ view: 'connections', state: FRESH })
    await openForm(user)
    const help = screen.getByRole('region', { name: 'How to make an API key' })
    expect(within(help).getAllByRole('list')[0]?.children).toHaveLength(4)
    await user.click(within(help).getByRole('button', { name: "Odoo's own explanation" }))
    expect(double.callsOf('openExternal')).toEqual([{ link: 'odoo_api_docs' }])
  })
})

describe('replacing a key', () => {
  test('sends the new one once and forgets it', async () => {
    const { double, user } = await show({ view: 'connections' })
    await user.click(await screen.findByRole('button', { name: 'Replace key…' }))
    const field = await screen.findByLabelText<HTMLInputElement>('API key')
    expect(document.activeElement).toBe(field)
    await user.type(field, `${KEY}{Enter}`)
    await screen.findByText('The new key works and has replaced the old one.')
    expect(double.callsOf('replaceKey')).toEqual([{ connectionId: 'c1', apiKey: KEY }])
    expect(field.value).toBe('')
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  test('that does not work says why and stays open', async () => {
    const { user } = await show({ view: 'connections', answers: { replaceKey: () => ({ ok: false, message: 'Odoo does not accept it.', hint: 'The old key stays.' }) } })
    await user.click(await screen.findByRole('button', { name: 'Replace key…' }))
    await user.type(await screen.findByLabelText('API key'), `${KEY}{Enter}`)
    within(await screen.findByRole('dialog')).getByText('Odoo does not accept it.')
  })

  test('Escape closes it and gives the focus back', async () => {
    const { user } = await show({ view: 'connections' })
    const button = await screen.findByRole('button', { name: 'Replace key…' })
    await user.click(button)
    await screen.findByRole('dialog')
    await user.keyboard('{Escape}')
    await waitFor(() => {
      expect(document.activeElement).toBe(button)
    })
  })
})

describe('removing a connection', () => {
  test('says exactly what goes and what stays before it does anything', async () => {
    const { double, user } = await show({ view: 'connections' })
    await user.click(await screen.findByRole('button', { name: 'Remove…' }))
    const dialog = await screen.findByRole('alertdialog', { name: 'Remove Northwind Trading?' })
    within(dialog).getByText('the API key of maria@northwind.example in the keychain')
    within(dialog).getByText('the connection to https://northwind.odoo.com in the settings')
    within(dialog).getByText(/kept for 90 days/)
    expect(document.activeElement?.textContent).toBe('Cancel')
    expect(double.callsOf('removeConnection')).toEqual([])
    await user.click(within(dialog).getByRole('button', { name: 'Remove the connection' }))
    expect(double.callsOf('removeConnection')).toEqual([{ connectionId: 'c1' }])
    await waitFor(() => {
      expect(screen.queryByRole('alertdialog')).toBeNull()
    })
  })
})
