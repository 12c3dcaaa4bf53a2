import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import type { AppState } from '../../src/contract/app-state'
import { startingFrom, startOf, STARTING_POLICIES } from '../../src/state/starting-policies'
import { CLIENT_STATUSES, FOUND, FRESH, NO_SUMMARY, OK, problem, REGISTERED, STATE } from './fixtures'
import { show } from './render-app'

const quiet = { getSummary: () => NO_SUMMARY }
const title = () => screen.getByRole('heading', { level: 1 }).textContent
const connected: AppState = { ...FRESH, connection: STATE.connection, connections: STATE.connections }
const chosen: AppState = { ...connected, settings: { ...FRESH.settings, onboarding: { accessChosen: true, left: false } } }
const registered: AppState = { ...chosen, claude: { ...REGISTERED, sessions: [], running: false } }
const step = (name: string) => within(screen.getByRole('navigation', { name: 'First steps' })).getByRole('button', { name: new RegExp(name) })

describe('the first steps', () => {
  test('come up by themselves, with the form to connect', async () => {
    await show({ state: FRESH, answers: quiet })
    expect(title()).toBe('Connect your Odoo')
    screen.getByText('Step 1 of 4')
    screen.getByRole('textbox', { name: 'Address' })
    expect(step('Choose access')).toHaveProperty('disabled', true)
  })

  test('give way to what is wrong with the connection, and come back when it is mended', async () => {
    const { patch } = await show({ state: { ...connected, connection: problem('keychain_locked', 'The keychain is locked.', 'Unlock it.') }, answers: quiet })
    expect(title()).toBe('The keychain is locked.')
    patch({ connection: STATE.connection })
    expect(title()).toBe('What may Claude see?')
  })

  test('give way to a connection that is not open', async () => {
    await show({ state: { ...connected, connection: { kind: 'disconnected' } }, answers: quiet })
    expect(title()).not.toContain('What may Claude see?')
    screen.getByRole('button', { name: 'Connect' })
  })

  test('do not come up where a client was registered without them', async () => {
    await show({ state: { ...connected, claude: { ...REGISTERED, sessions: [] }, clients: STATE.clients }, answers: quiet })
    expect(title()).not.toBe('What may Claude see?')
  })

  test.each([
    ['nothing is connected', FRESH, 'Connect your Odoo'],
    ['access is not chosen', connected, 'What may Claude see?'],
    ['no client is registered', chosen, 'Tell Claude Desktop about it'],
    ['nobody has asked yet', registered, 'Ask Claude about your business'],
  ] as const)('go on where %s', async (_why, state, heading) => {
    await show({ state, answers: quiet })
    expect(title()).toBe(heading)
  })

  test('go on as the state goes on, with the focus on the new heading, and stay until the last one was seen', async () => {
    const { patch, user, double } = await show({ state: FRESH, answers: quiet })
    patch({ connections: STATE.connections, connection: STATE.connection })
    expect(title()).toBe('What may Claude see?')
    expect(document.activeElement?.textContent).toBe('What may Claude see?')
    patch({ settings: chosen.settings })
    expect(title()).toBe('Tell Claude Desktop about it')
    patch({ claude: registered.claude })
    expect(title()).toBe('Ask Claude about your business')
    screen.getByText('Waiting for Claude to ask something…')
    patch({ lastActivity: STATE.lastActivity })
    screen.getByText('It works.')
    await user.click(screen.getAllByRole('button', { name: 'Go to the overview' })[0] as HTMLElement)
    expect(double.callsOf('noteOnboarding')).toEqual([{ what: 'left' }])
    await screen.findByRole('region', { name: 'Today' })
  })

  test('lead back to each step that is done, and forward again', async () => {
    const { user } = await show({ state: registered, answers: quiet })
    await user.click(screen.getByRole('button', { name: 'Back' }))
    expect(title()).toBe('Tell Claude Desktop about it')
    await user.click(step('Connect Odoo'))
    screen.getByText('Connected to Northwind Trading as maria@northwind.example. It is Odoo 19.0.')
    await user.click(screen.getByRole('button', { name: 'Next' }))
    expect(title()).toBe('What may Claude see?')
    expect(document.activeElement?.textContent).toBe('What may Claude see?')
    await user.click(step('Ask Claude'))
    expect(title()).toBe('Ask Claude about your business')
  })

  test('can be left and opened again', async () => {
    const { user, double } = await show({ state: FRESH, answers: quiet })
    await user.click(screen.getByRole('button', { name: 'Set up later' }))
    await screen.findByRole('heading', { level: 1, name: 'Let Claude look into your Odoo' })
    await user.click(screen.getByRole('button', { name: 'Set up step by step' }))
    expect(title()).toBe('Connect your Odoo')
    expect(double.callsOf('noteOnboarding')).toEqual([{ what: 'left' }, { what: 'opened' }])
  })

  test('do not come up when they were left, nor for somebody whose Claude has asked', async () => {
    await show({ state: { ...FRESH, settings: { ...FRESH.settings, onboarding: { accessChosen: false, left: true } } }, answers: quiet })
    screen.getByRole('heading', { level: 1, name: 'Let Claude look into your Odoo' })
  })

  test('do not come up for somebody whose Claude has asked', async () => {
    await show({ answers: quiet })
    expect(screen.queryByRole('navigation', { name: 'First steps' })).toBeNull()
  })

  test('are opened from the settings', async () => {
    const { user } = await show({ view: 'settings' })
    await user.click(screen.getByRole('button', { name: 'Set up step by step' }))
    await screen.findByRole('navigation', { name: 'First steps' })
  })
})

describe('connecting', () => {
  const leaveAddress = async (user: Awaited<ReturnType<typeof show>>['user'], address: string) => {
    await user.type(screen.getByRole('textbox', { name: 'Address' }), address)
    await user.tab()
  }

  test('tells which Odoo answers, tidies the address, and helps in its words', async () => {
    const { user, double } = await show({ state: FRESH, answers: { ...quiet, lookForOdoo: () => ({ ok: true, found: { ...FOUND, version: '17.0', major: 17 } }) } })
    await leaveAddress(user, 'northwind.odoo.com/web#action=142')
    await screen.findByText('Odoo 17.0 answers there.')
    expect(double.callsOf('lookForOdoo')).toEqual([{ url: 'https://northwind.odoo.com/web#action=142', caFile: '' }])
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Address' }).value).toBe('https://northwind.odoo.com')
    screen.getByText('Open the tab Account Security.')
    screen.getByText('Click New API Key, confirm your password, and call it Vitrine.')
    await user.click(screen.getByRole('button', { name: 'Open the key page in Odoo' }))
    expect(double.callsOf('openExternal')).toEqual([{ link: 'odoo_keys', odoo: 'found' }])
  })

  test.each([
    [19, 'Open the tab Security.', 'Click Add API Key, confirm your password, and call it Vitrine. Choose how long it is valid; Vitrine reminds you before it ends.'],
    [18, 'Open the tab Account Security.', 'Click New API Key, confirm your password, and call it Vitrine. Choose how long it is valid; Vitrine reminds you before it ends.'],
    [14, 'Open the tab Account Security.', 'If there is no such button, switch on the developer mode first: Settings, Activate the developer mode.'],
  ])('names the menus of Odoo %i', async (major, tab, button) => {
    const { user } = await show({ state: FRESH, answers: { ...quiet, lookForOdoo: () => ({ ok: true, found: { ...FOUND, version: `${major}.0`, major } }) } })
    await leaveAddress(user, 'northwind.odoo.com')
    await screen.findByText(tab)
    screen.getByText(button)
  })

  test('asks for the database only where there are several, and sends the one that was chosen', async () => {
    const { user, double } = await show({ state: FRESH, answers: { ...quiet, lookForOdoo: () => ({ ok: true, found: { ...FOUND, databases: ['north', 'south'] } }) } })
    expect(screen.queryByLabelText('Database')).toBeNull()
    await leaveAddress(user, 'erp.example')
    await user.selectOptions(await screen.findByLabelText('Database'), 'south')
    await user.type(screen.getByLabelText('Login'), 'maria')
    await user.type(screen.getByLabelText('API key'), 'k3y')
    await user.click(screen.getByRole('button', { name: 'Test and connect' }))
    expect(double.callsOf('addConnection')).toMatchObject([{ draft: { database: 'south' } }])
  })

  test('says what is wrong with an address at which no Odoo answers, and looks again when it was changed', async () => {
    let answer: 'no' | 'yes' = 'no'
    const { user, double } = await show({ state: FRESH, answers: { ...quiet, lookForOdoo: () => (answer === 'yes' ? { ok: true, found: FOUND } : { ok: false, message: 'Nobody answers.', hint: 'Check it.' }) } })
    await leaveAddress(user, 'nowhere.example')
    await screen.findByText('Nobody answers. Check it.')
    answer = 'yes'
    await user.clear(screen.getByRole('textbox', { name: 'Address' }))
    await leaveAddress(user, 'northwind.odoo.com')
    await screen.findByText('Odoo 19.0 answers there.')
    expect(double.callsOf('lookForOdoo')).toHaveLength(2)
  })
})

describe('choosing access', () => {
  test('keeps what is picked at once, tells what it means in this Odoo, and goes on', async () => {
    const { user, double } = await show({ state: connected, answers: quiet })
    await screen.findByText('2 kinds of records are read without asking you')
    screen.getByText('1 kind only after you have said yes')
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Everyday business' }).checked).toBe(true)
    await user.click(screen.getByRole('radio', { name: /without personal/ }))
    expect(double.callsOf('setPolicy')).toEqual([{ policy: startingFrom(FRESH.settings.policy, 'careful') }])
    await user.click(screen.getByRole('button', { name: 'Use this' }))
    expect(double.callsOf('noteOnboarding')).toEqual([{ what: 'access_chosen' }])
  })

  test('knows each start again, and takes anything else for rules of the user', () => {
    const own = { ...FRESH.settings.policy, rows: { 'sale.order': [['state', '=', 'sale']] } }
    for (const start of STARTING_POLICIES) {
      expect(startOf(startingFrom(own, start))).toBe(start)
      expect(startingFrom(own, start).rows).toBe(own.rows)
    }
    expect(startOf(FRESH.settings.policy)).toBe('usual')
    expect(startOf({ ...own, models: { ...own.models, others: 'refuse' } })).toBeNull()
  })
})

describe('registering', () => {
  test('shows the change at once and writes it with one click', async () => {
    const { user, double } = await show({ state: chosen, answers: quiet })
    await screen.findByRole('region', { name: 'Change to the file' })
    await user.click(screen.getByRole('button', { name: 'Write this change' }))
    expect(double.callsOf('applyClient')).toEqual([{ clientId: 'claude-desktop', action: 'register' }])
  })

  test('asks to quit Claude where it is running', async () => {
    await show({ state: { ...chosen, claude: { ...chosen.claude, running: true } }, answers: quiet })
    await screen.findByText('Claude Desktop is running and may write its old configuration back.')
  })

  test('without Claude offers the other clients that are there', async () => {
    const absent = { ...chosen, claude: { ...chosen.claude, kind: 'not_installed' }, clientStatuses: CLIENT_STATUSES.map((one) => ({ ...one, kind: one.id === 'cursor' ? 'not_registered' : 'not_installed' })) } as AppState
    const { user, double } = await show({ state: absent, answers: quiet })
    screen.getByText('Claude Desktop was not found on this computer')
    await user.click(screen.getByRole('button', { name: 'Register… Cursor' }))
    expect(double.callsOf('planClient')).toEqual([{ clientId: 'cursor', action: 'register' }])
  })
})

describe('asking', () => {
  test('offers a sentence about what is in this Odoo, to copy', async () => {
    const { user } = await show({ state: registered, answers: { ...quiet, getAccessModels: () => ({ ok: true, models: [{ model: 'project.task', label: 'Task', status: 'allowed' }, { model: 'sale.order', label: 'Sales Order', status: 'asks' }] }) } })
    await waitFor(() => {
      expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'A sentence for Claude' }).value).toBe('Use my Odoo: which tasks are past their deadline?')
    })
    await user.click(screen.getByRole('button', { name: 'Copy' }))
    await screen.findByRole('button', { name: 'Copied' })
  })

  test('says what Claude still has to do before it can ask', async () => {
    const { patch } = await show({ state: { ...registered, claude: { ...registered.claude, running: true } }, answers: { ...quiet, connect: () => OK } })
    screen.getByText('Claude is running and has not noticed Vitrine yet')
    patch({ claude: { ...registered.claude, running: true, sessions: [{ clientId: 'claude-desktop', name: 'Claude', version: '1' }] } })
    screen.getByText('Claude is connected. Waiting for its first question…')
  })
})
