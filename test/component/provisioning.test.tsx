import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, test } from 'vitest'
import type { ProvisionState } from '../../src/contract/provisioning'
import type { ActionResult } from '../../src/contract/requests'
import { FRESH, OFFER, OK, problem, runningTest, stagedTest, STATE, UPDATE } from './fixtures'
import { later, show } from './render-app'

const KEY = 'k3y-0f-a-test'
const REFUSAL: ProvisionState = { kind: 'refused', id: 'r1', fileName: 'southwind.vitrine', message: 'The file is not sound JSON. A comma is missing here.', hint: 'Ask for a new one.', line: 4, column: 3 }

/** The window is there before the file: what is behind a dialog cannot be waited for. */
async function offered(provision: ProvisionState, state = FRESH) {
  const shown = await show({ view: 'connections', state })
  shown.patch({ provision })
  return shown
}
const dialog = () => screen.findByRole('alertdialog')

describe('a connection file', () => {
  test('is shown with its address, user, certificates, rules and words before anything is done', async () => {
    const { double, user } = await offered(OFFER)
    const shown = within(await dialog())
    shown.getByRole('heading', { name: 'Connect to erp.southwind.example?' })
    for (const text of ['https://erp.southwind.example', 'southwind-live', 'jan@southwind.example', 'Southwind', /valid until 1 March 2031/, /^5C:1E:/, '2 words are new.']) shown.getByText(text)
    shown.getByRole('heading', { name: 'Shows less than now' })
    expect(shown.queryByRole('heading', { name: 'Opens more than now' })).toBeNull()
    await user.click(shown.getByText('All rules of this file'))
    shown.getByText('Sales are allowed: quotations and sales orders with their lines.')
    await user.click(shown.getByText('Show these words'))
    shown.getByText('sale.order, filtered by [["state","in",["draft","sent"]]]')
    expect(double.callsOf('acceptProvision')).toEqual([])
  })

  test('is accepted with a key, whose test is watched', async () => {
    const { double, user, emit, patch } = await offered(OFFER)
    const accepted = later<ActionResult>()
    double.answer({ acceptProvision: () => accepted.promise })
    const shown = within(await dialog())
    const key = shown.getByLabelText<HTMLInputElement>('API key')
    expect(key.type).toBe('password')
    await user.click(shown.getByRole('button', { name: 'Accept and connect' }))
    expect(document.activeElement).toBe(key)
    shown.getByText('Paste the API key.')
    expect(double.callsOf('acceptProvision')).toEqual([])
    await user.type(key, ` ${KEY} `)
    await user.click(shown.getByRole('button', { name: 'Accept and connect' }))
    emit('testProgressed', runningTest('login'))
    expect(shown.getAllByText('Login and key').length).toBeGreaterThan(0)
    await user.click(shown.getByRole('button', { name: 'Testing…' }))
    patch({ provision: null, connections: STATE.connections, connection: STATE.connection })
    await accepted.answer(OK)
    expect(double.callsOf('acceptProvision')).toEqual([{ offerId: 'offer-1', apiKey: KEY, rules: 'file' }])
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(document.title).toContain('Overview')
  })

  test('stays open with the reason where the key does not fit', async () => {
    const { double, user, emit } = await offered(OFFER)
    const failed = stagedTest({ name: 'login', message: 'Odoo does not accept this key.', hint: 'Make a new one.' })
    double.answer({
      acceptProvision: () => {
        emit('testProgressed', failed)
        return { ok: false, message: 'Odoo does not accept this key.', hint: 'Make a new one.' }
      },
    })
    const shown = within(await dialog())
    await user.type(shown.getByLabelText('API key'), KEY)
    await user.click(shown.getByRole('button', { name: 'Accept and connect' }))
    expect(shown.getAllByText('Odoo does not accept this key.')).toHaveLength(1)
    shown.getByRole('button', { name: 'Accept and connect' })
  })

  test('says a failure that no stage of the test is about, in place of the stages', async () => {
    const { double, user } = await offered(OFFER)
    double.answer({ acceptProvision: () => ({ ok: false, message: 'Something has changed meanwhile.', hint: 'Look at it again.' }) })
    const shown = within(await dialog())
    await user.type(shown.getByLabelText('API key'), KEY)
    await user.click(shown.getByRole('button', { name: 'Accept and connect' }))
    within(shown.getByRole('alert')).getByText('Something has changed meanwhile.')
    expect(shown.queryByRole('list', { name: 'Test of the connection' })).toBeNull()
  })

  test('is accepted by nobody who cancels or presses Esc, also in the middle of the test', async () => {
    const { double, user, patch } = await offered(OFFER)
    double.answer({ acceptProvision: () => later<ActionResult>().promise })
    const shown = within(await dialog())
    await user.type(shown.getByLabelText('API key'), KEY)
    await user.click(shown.getByRole('button', { name: 'Accept and connect' }))
    await user.click(shown.getByRole('button', { name: 'Cancel' }))
    expect(double.callsOf('dismissProvision')).toHaveLength(1)
    patch({ provision: null })
    expect(screen.queryByRole('alertdialog')).toBeNull()
    patch({ provision: OFFER })
    await dialog()
    await user.keyboard('{Escape}')
    expect(double.callsOf('dismissProvision')).toHaveLength(2)
  })

  test('that opens more is accepted by nobody who has not chosen its rules', async () => {
    const { double, user, patch } = await offered(UPDATE, STATE)
    const shown = within(await dialog())
    shown.getByRole('heading', { name: 'Bring Northwind Trading up to date?' })
    expect(shown.queryByLabelText('API key')).toBeNull()
    within(shown.getByText('Opens more than now').closest('div') ?? document.body).getByText('Every other model is allowed. Until now it asks first.')
    shown.getByText(/for your other connection too\. Clients with rules of their own keep them: Report script\./)
    await user.click(shown.getByRole('button', { name: 'Accept' }))
    shown.getByRole('alert')
    expect(double.callsOf('acceptProvision')).toEqual([])
    await user.click(shown.getByRole('radio', { name: 'Use the rules of this file' }))
    // What was chosen for other words is no choice.
    patch({ provision: { ...UPDATE, id: 'offer-3' } })
    expect(shown.getByRole<HTMLInputElement>('radio', { name: 'Use the rules of this file' }).checked).toBe(false)
    await user.click(shown.getByRole('radio', { name: 'Keep the rules that hold now' }))
    await user.click(shown.getByRole('button', { name: 'Accept' }))
    expect(double.callsOf('acceptProvision')).toEqual([{ offerId: 'offer-3', apiKey: '', rules: 'present' }])
  })

  test('that says nothing about rules, or nothing new, asks for no choice', async () => {
    const { patch } = await offered({ ...OFFER, rules: null })
    const shown = within(await dialog())
    shown.getByText(/Those under Access stay as they are/)
    patch({ provision: { ...OFFER, rules: { sections: [], opens: [], narrows: [], notFor: [] } } })
    shown.getByText('The rules of this file are those that hold now.')
    expect(shown.queryByRole('radio')).toBeNull()
  })

  test('that cannot be taken says why and where, and can only be closed', async () => {
    const { double, user } = await offered(REFUSAL)
    const shown = within(await screen.findByRole('dialog'))
    shown.getByText('File: southwind.vitrine, line 4, column 3')
    shown.getByText('The file is not sound JSON. A comma is missing here.')
    await user.click(shown.getByRole('button', { name: 'Close' }))
    expect(double.callsOf('dismissProvision')).toHaveLength(1)
  })

  test('offers to keep the key in memory where there is no keychain', async () => {
    const { double, user } = await offered(OFFER, { ...FRESH, connection: problem('keychain_absent', 'There is no keychain.', 'Install one.') })
    await user.click(within(await dialog()).getByRole('button', { name: 'Keep the key until I quit' }))
    expect(double.callsOf('useMemoryUntilQuit')).toHaveLength(1)
  })

  test.each([['new', OFFER], ['for what is there', UPDATE], ['refused', REFUSAL]] as const)('has no accessibility fault when it is %s', async (_which, provision) => {
    const { user } = await offered(provision, STATE)
    const shown = await screen.findByRole(provision.kind === 'refused' ? 'dialog' : 'alertdialog')
    const accept = within(shown).queryByRole('button', { name: /^Accept/ })
    if (accept !== null) await user.click(accept)
    const { violations } = await axe.run(shown, { rules: { 'color-contrast': { enabled: false } } })
    expect(violations).toEqual([])
  })
})

describe('opening a connection file', () => {
  const file = new File(['{"version": 1}'], 'southwind.vitrine')

  test('is possible by choosing it', async () => {
    const { double, user } = await show({ view: 'connections', state: FRESH })
    await user.upload(await screen.findByLabelText('Open a connection file…', { selector: 'input' }), file)
    await waitFor(() => {
      expect(double.callsOf('offerProvision')).toEqual([{ fileName: 'southwind.vitrine', text: '{"version": 1}' }])
    })
  })

  test('is possible by dropping it anywhere, and what is no file is left alone', async () => {
    const { double } = await show({ view: 'activity' })
    const heading = screen.getByRole('heading', { level: 1 })
    expect(fireEvent.dragOver(heading, { dataTransfer: { types: ['text/plain'], files: [] } })).toBe(true)
    expect(fireEvent.dragOver(heading, { dataTransfer: { types: ['Files'], files: [] } })).toBe(false)
    expect(fireEvent.drop(heading, { dataTransfer: { types: ['Files'], files: [file] } })).toBe(false)
    await waitFor(() => {
      expect(double.callsOf('offerProvision')).toHaveLength(1)
    })
  })

  test('sends no more of a file than shows that it is too large', async () => {
    const { double, user } = await show({ view: 'connections' })
    await user.upload(await screen.findByLabelText('Open a connection file…', { selector: 'input' }), new File(['x'.repeat(3_000_000)], 'large.json'))
    await waitFor(() => {
      expect(double.callsOf('offerProvision').map(({ text }) => text.length)).toEqual([1024 * 1024 + 1])
    })
  })
})

describe('saving a connection for someone else', () => {
  test('shows the whole file under their login, then writes it', async () => {
    const { double, user } = await show({ view: 'connections' })
    await user.click(await screen.findByRole('button', { name: 'Save for someone else…' }))
    const shown = within(await screen.findByRole('dialog'))
    const login = shown.getByLabelText('Their login in Odoo')
    await user.clear(login)
    shown.getByText('Type the login of your Odoo user, usually an e-mail address.')
    await user.type(login, 'jan')
    expect((await shown.findByRole('region', { name: 'The whole file' })).textContent).toContain('"login": "jan"')
    const { violations } = await axe.run(await screen.findByRole('dialog'), { rules: { 'color-contrast': { enabled: false } } })
    expect(violations).toEqual([])
    await user.click(shown.getByRole('button', { name: 'Save the file…' }))
    expect(double.callsOf('saveProvisionFile')).toEqual([{ connectionId: 'c1', login: 'jan' }])
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  test('says why where it is not possible', async () => {
    const { user } = await show({ view: 'connections', answers: { getProvisionFile: () => ({ ok: false, message: 'This connection cannot be put into a file.', hint: 'Change it.' }) } })
    await user.click(await screen.findByRole('button', { name: 'Save for someone else…' }))
    const shown = within(await screen.findByRole('dialog'))
    await shown.findByText('This connection cannot be put into a file.')
    expect(shown.queryByRole('button', { name: 'Save the file…' })).toBeNull()
  })
})
