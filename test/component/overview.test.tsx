import { act, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ProblemCode } from '../../src/contract/app-state'
import { ERROR_CODES } from '../../src/contract/error-codes'
import { CONNECTION, EVENTS, problem, REGISTERED, STATE, SUMMARY } from './fixtures'
import { show } from './render-app'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const heading = () => screen.findByRole('heading', { level: 1 })

describe('the overview says the state in one sentence', () => {
  test('connected: whose eyes Claude has, and what is hidden from it', async () => {
    await show()
    expect((await heading()).textContent).toBe('Claude can look into Northwind Trading')
    screen.getByText(/what maria@northwind.example may see, minus 2 models and 4 fields you hid/)
  })

  test('connected, but Claude is not registered: the main action registers it', async () => {
    const { user } = await show({ state: { ...STATE, claude: { ...REGISTERED, kind: 'not_registered', sessions: [] } } })
    expect((await heading()).textContent).toMatch(/Claude does not know it yet/)
    await user.click(screen.getAllByRole('button', { name: 'Register…' })[0] as HTMLElement)
    await screen.findByRole('region', { name: 'Change to the file' })
  })

  test('disconnected: Connect connects', async () => {
    const { double, user } = await show({ state: { ...STATE, connection: { kind: 'disconnected' } } })
    expect((await heading()).textContent).toBe('Disconnected from Northwind Trading')
    await user.click(screen.getByRole('button', { name: 'Connect' }))
    expect(double.callsOf('connect')).toHaveLength(1)
  })

  test('connecting: it can be given up', async () => {
    const { double, user } = await show({ state: { ...STATE, connection: { kind: 'connecting' } } })
    expect((await heading()).textContent).toBe('Connecting to Northwind Trading…')
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(double.callsOf('disconnect')).toHaveLength(1)
  })

  test('paused: until when, and a way to go on', async () => {
    const { double, user } = await show({ state: { ...STATE, connection: { kind: 'paused', until: '2026-11-20T15:04:00.000Z' } } })
    expect((await heading()).textContent).toBe('Paused until 15:04')
    await user.click(screen.getByRole('button', { name: 'Resume now' }))
    expect(double.callsOf('connect')).toHaveLength(1)
  })

  test('Pause for 1 hour asks for sixty minutes', async () => {
    const { double, user } = await show()
    await user.click(await screen.findByRole('button', { name: 'Pause for 1 hour' }))
    expect(double.callsOf('pause')).toEqual([{ minutes: 60 }])
  })

  test('a failed action says why and what to do', async () => {
    const { user } = await show({
      answers: { disconnect: () => ({ ok: false, message: 'It is busy.', hint: 'Wait a moment.' }) },
    })
    await user.click(await screen.findByRole('button', { name: 'Disconnect' }))
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toBe('It is busy.Wait a moment.')
  })
})

describe('every problem has its own sentence, hint and way out', () => {
  const cases: readonly (readonly [ProblemCode, string])[] = [
    ['keychain_absent', 'Keep the key until I quit'],
    ['keychain_locked', 'Keep the key until I quit'],
    ['keychain_denied', 'Keep the key until I quit'],
    ['keychain_failed', 'Keep the key until I quit'],
    ['key_missing', 'Enter a new key…'],
    ['key_rejected', 'Enter a new key…'],
    ['database_not_found', 'Check the connection'],
    ['unreachable', 'Check the connection'],
    ['tls_failed', 'Check the connection'],
    ['timeout', 'Check the connection'],
    ['odoo_error', 'Check the connection'],
    ['internal', 'Try again'],
  ]
  test.each(cases)('%s offers "%s" and trying again', async (code, action) => {
    await show({ state: { ...STATE, connection: problem(code, 'This is wrong.', 'Do that.') } })
    expect((await heading()).textContent).toBe('This is wrong.')
    screen.getByText('Do that.')
    screen.getByRole('button', { name: action })
    screen.getByRole('button', { name: 'Try again' })
  })

  test.each<ProblemCode>([...ERROR_CODES, 'keychain_absent', 'keychain_locked', 'keychain_denied', 'keychain_failed', 'key_missing'])(
    '%s says the consequence, has a next step, and keeps its details folded',
    async (code) => {
      const { user } = await show({ state: { ...STATE, connection: problem(code, 'This is wrong.', 'Do that.') } })
      await screen.findByText('Claude gets no answers from Northwind Trading until this is solved.')
      screen.getByRole('button', { name: 'Try again' })
      const details = screen.getByText('Technical details').closest('details') as HTMLDetailsElement
      expect(details.open).toBe(false)
      await user.click(within(details).getByText('Technical details'))
      expect(details.open).toBe(true)
      within(details).getByText(code)
    },
  )

  test('the details name the time, the HTTP status and the address, and nothing secret of the address', async () => {
    const connection = { ...problem('unreachable', 'Away.', 'Wait.'), problem: { code: 'unreachable', message: 'Away.', hint: 'Wait.', httpStatus: 503 } } as const
    const url = 'https://maria:hunter2@odoo.northwind.example/web?token=hunter2'
    await show({ state: { ...STATE, connections: STATE.connections.map((one) => (one.isActive ? { ...one, url } : one)), connection: { ...connection, kind: 'problem', at: '2026-11-22T14:02:11Z' } } })
    const details = (await screen.findByText('Technical details')).closest('details') as HTMLDetailsElement
    const facts = within(details).getAllByRole('definition', { hidden: true }).map((one) => one.textContent)
    expect(facts).toEqual(['unreachable', '503', expect.stringMatching(/^22 November 2026/), 'https://odoo.northwind.example'])
  })

  test('without a usable keychain the key can stay in memory', async () => {
    const { double, user } = await show({ state: { ...STATE, connection: problem('keychain_denied', 'Denied.', 'Allow it.') } })
    await user.click(await screen.findByRole('button', { name: 'Keep the key until I quit' }))
    expect(double.callsOf('useMemoryUntilQuit')).toHaveLength(1)
  })

  test('a rejected key leads straight to the field for a new one', async () => {
    const { user } = await show({ state: { ...STATE, connection: problem('key_rejected', 'Rejected.', 'Make a new one.') } })
    await user.click(await screen.findByRole('button', { name: 'Enter a new key…' }))
    const dialog = await screen.findByRole('dialog', { name: 'New key for Northwind Trading' })
    within(dialog).getByLabelText('API key')
  })
})

describe('a notice', () => {
  test.each([
    ['journal_problem', 'Settings'],
    ['settings_broken', 'Settings'],
    ['memory_only', 'Connections'],
  ] as const)('of %s leads to %s, where something can be done about it', async (id, view) => {
    const { user } = await show({ state: { ...STATE, notices: [{ id, message: 'This is so.', hint: '' }] } })
    await user.click(await screen.findByRole('button', { name: `Open ${view}` }))
    await screen.findByRole('heading', { name: view, level: 1 })
  })

  test('without a place to go to has no button', async () => {
    await show({ state: { ...STATE, notices: [{ id: 'demo', message: 'This is a demo.', hint: '' }] } })
    const notice = (await screen.findByText('This is a demo.')).closest('li') as HTMLElement
    expect(within(notice).queryByRole('button')).toBeNull()
    expect(notice.querySelector('.actions')).toBeNull()
  })
})

describe('the overview shows today', () => {
  test('in four figures, each with its name', async () => {
    await show()
    const today = await screen.findByRole('region', { name: 'Today' })
    const names = within(today).getAllByRole('term').map((term) => term.textContent)
    const figures = within(today).getAllByRole('definition').map((figure) => figure.textContent)
    expect(names).toEqual(['questions today', 'models read', 'records shown', 'refused'])
    expect(figures).toEqual(['45', '6', '1,204', '2'])
  })

  test('models by label first, with the technical name beside it', async () => {
    await show()
    const models = await screen.findByRole('region', { name: 'Models read today' })
    const rows = within(models).getAllByRole('listitem').map((row) => row.textContent)
    expect(rows[0]).toBe('Sales Order sale.order18 questions today')
  })

  test('the last hour in words for those who cannot see bars', async () => {
    await show()
    await screen.findByRole('img', { name: '23 questions in the last hour, most at 13:52: 4' })
  })

  test('new activity brings new figures', async () => {
    const { double, emit } = await show()
    await screen.findByText('45')
    double.answer({ getSummary: () => ({ ...SUMMARY, questions: 46 }) })
    emit('activityAdded', EVENTS.slice(0, 1))
    await screen.findByText('46')
  })

  test('a thousand calls a second are one look at the journal a second', async () => {
    const { double, emit } = await show()
    await screen.findByText('45')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const before = double.callsOf('getSummary').length
    for (let tenth = 0; tenth < 30; tenth += 1) {
      emit('activityAdded', EVENTS)
      await act(() => vi.advanceTimersByTimeAsync(100))
    }
    expect(double.callsOf('getSummary').length - before).toBe(4)
  })

  test('nothing is asked by a window that is not seen, not even as time goes by', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { double } = await show()
    await screen.findByText('45')
    const seen = double.callsOf('getSummary').length
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    await act(() => vi.advanceTimersByTimeAsync(10 * 60_000))
    expect(double.callsOf('getSummary').length).toBe(seen)
    visibility.mockReturnValue('visible')
    await act(() => vi.advanceTimersByTimeAsync(60_000))
    expect(double.callsOf('getSummary').length).toBe(seen + 1)
  })

  test('figures that cannot be read are said to be missing, and can be asked for again', async () => {
    const { double, user } = await show({ answers: { getSummary: () => Promise.reject(new Error('broken')) } })
    await screen.findByText("Today's figures could not be read from the journal.")
    double.answer({ getSummary: () => SUMMARY })
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByText('45')
  })

  test('while figures are on their way nothing pretends to be one', async () => {
    await show({ answers: { getSummary: () => new Promise(() => undefined) } })
    await screen.findByRole('status', { name: 'Loading' })
    expect(screen.queryByRole('region', { name: 'Today' })).toBeNull()
  })
})

describe('what needs attention', () => {
  test('nothing does', async () => {
    await show()
    await screen.findByText('Nothing needs you.')
  })

  test('notices are listed with what to do', async () => {
    await show({ state: { ...STATE, notices: [{ id: 'memory_only', message: 'The key is only in memory.', hint: 'It is gone when Vitrine quits.' }] } })
    const attention = await screen.findByRole('region', { name: 'Needs attention' })
    within(attention).getByText('The key is only in memory.')
    within(attention).getByText('It is gone when Vitrine quits.')
  })

  test('a registration that was dropped leads to the clients', async () => {
    const { user } = await show({ state: { ...STATE, claude: { ...REGISTERED, kind: 'overwritten' } } })
    const attention = await screen.findByRole('region', { name: 'Needs attention' })
    await user.click(within(attention).getByRole('button', { name: 'Fix…' }))
    await screen.findByRole('heading', { level: 1, name: 'Clients' })
  })
})

describe('keys that end', () => {
  const attention = () => screen.findByRole('region', { name: 'Needs attention' })

  test('of an Odoo lead to the field for a new one', async () => {
    const { user } = await show({ state: { ...STATE, connections: [{ ...CONNECTION, keyExpiry: { kind: 'on', at: '2026-11-25T09:00:00.000Z', certainty: 'sure' } }] } })
    within(await attention()).getByText('The Odoo key of Northwind Trading ends on 25 November 2026, in 4 days')
    await user.click(within(await attention()).getByRole('button', { name: 'Replace key…' }))
    await screen.findByRole('dialog', { name: 'New key for Northwind Trading' })
  })

  test.each([
    ['2026-11-25T09:00:00.000Z', 'The access of Claude Desktop ends on 25 November 2026'],
    ['2026-11-19T09:00:00.000Z', 'The access of Claude Desktop ended on 19 November 2026'],
  ])('of a client at %s lead to the clients', async (expiresAt, message) => {
    const { user } = await show({ state: { ...STATE, clients: STATE.clients.map((client) => (client.id === 'claude-desktop' ? { ...client, expiresAt } : client)) } })
    within(await attention()).getByText(message)
    await user.click(within(await attention()).getByRole('button', { name: 'Show clients' }))
    await screen.findByRole('heading', { level: 1, name: 'Clients' })
  })

  test('of a client are not spoken of weeks ahead', async () => {
    await show({ state: { ...STATE, clients: STATE.clients.map((client) => ({ ...client, expiresAt: '2027-03-01T09:00:00.000Z' })) } })
    await screen.findByText('Nothing needs you.')
  })
})
