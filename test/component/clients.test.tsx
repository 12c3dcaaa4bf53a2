import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import type { ClaudeStatus } from '../../src/contract/app-state'
import type { ClientStatus } from '../../src/contract/registration'
import type { ClientPlan } from '../../src/contract/requests'
import { CLIENT_STATUSES, PLAN, REGISTERED, STATE } from './fixtures'
import { later, show } from './render-app'

const claude = (change: Partial<ClaudeStatus>) => ({ ...STATE, claude: { ...REGISTERED, sessions: [], ...change } })
const card = () => screen.findByRole('region', { name: 'Claude Desktop' })

describe('Claude Desktop', () => {
  const cases: readonly (readonly [ClaudeStatus['kind'], string, string])[] = [
    ['not_installed', 'Claude Desktop was not found on this computer', 'Get Claude Desktop'],
    ['not_registered', 'Claude Desktop does not know Vitrine yet', 'Register…'],
    ['registered', 'Claude Desktop is registered', 'Unregister…'],
    ['stale_path', 'Claude Desktop looks for Vitrine in an old place', 'Repair…'],
    ['overwritten', "Claude Desktop dropped Vitrine's entry", 'Register again…'],
    ['foreign_entry', 'An entry named Vitrine is there that Vitrine did not write', 'Compare…'],
    ['unreadable', "Claude Desktop's configuration cannot be read", 'What is wrong?'],
    ['no_key', "Claude Desktop has Vitrine's entry but no key", 'Register again…'],
  ]
  test.each(cases)('%s is said in a sentence, with its action', async (kind, sentence, action) => {
    await show({ view: 'clients', state: claude({ kind }) })
    within(await card()).getByText(sentence)
    within(await card()).getByRole('button', { name: action })
    within(await card()).getByText(REGISTERED.path)
  })

  test('the change is shown before anything is written', async () => {
    const { double, user } = await show({ view: 'clients', state: claude({ kind: 'not_registered' }) })
    await user.click(await screen.findByRole('button', { name: 'Register…' }))
    const diff = await screen.findByRole('region', { name: 'Change to the file' })
    const lines = within(diff).getAllByRole('listitem').map((line) => line.textContent)
    expect(lines[0]).toBe('3 unchanged lines')
    expect(lines).toContain('+added:     "vitrine": {')
    expect(lines).toContain('−removed:     }')
    expect(double.callsOf('planClient')).toEqual([{ clientId: 'claude-desktop', action: 'register' }])
    expect(double.callsOf('applyClient')).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Write this change' }))
    expect(double.callsOf('applyClient')).toEqual([{ clientId: 'claude-desktop', action: 'register' }])
    await screen.findByText('Written and read back: Claude Desktop is registered.')
  })

  test('a running Claude is warned about before, and asked to restart after', async () => {
    const { user } = await show({ view: 'clients', state: claude({ kind: 'not_registered', running: true }) })
    await user.click(await screen.findByRole('button', { name: 'Register…' }))
    await screen.findByText('Claude Desktop is running and may write its old configuration back.')
    await user.click(screen.getByRole('button', { name: 'Write this change' }))
    await screen.findByText('Quit Claude completely, not only its window, and open it again.')
  })

  test('its version stands beside its name, and what came of its next start', async () => {
    const [status] = CLIENT_STATUSES
    if (status === undefined) throw new Error('No status.')
    const shown = (nextStart: ClientStatus['nextStart'], kind: ClaudeStatus['kind']) => ({
      ...claude({ kind, running: true }),
      clientStatuses: [{ ...status, kind, nextStart }],
    })
    const { patch } = await show({ view: 'clients', state: shown('awaited', 'registered') })
    within(await card()).getByText('1.9659.2, running')
    within(await card()).getByText('Vitrine looks at the entry again after the next start of Claude Desktop.')
    patch(shown('kept', 'registered'))
    await within(await card()).findByText('Claude Desktop has started since, and the entry still stands.')
    patch(shown('lost', 'overwritten'))
    await within(await card()).findByText('Claude Desktop has started since and dropped the entry.')
  })

  test('a Claude that does not run is not asked to restart', async () => {
    const { user } = await show({ view: 'clients', state: claude({ kind: 'not_registered', running: false }) })
    await user.click(await screen.findByRole('button', { name: 'Register…' }))
    await user.click(await screen.findByRole('button', { name: 'Write this change' }))
    await screen.findByText('Written and read back: Claude Desktop is registered.')
    expect(screen.queryByText(/Quit Claude completely/)).toBeNull()
  })

  test('an entry that stands already is not shown as a change: its key is made', async () => {
    const { double, user } = await show({ view: 'clients', state: claude({ kind: 'no_key' }) })
    double.answer({ planClient: () => ({ kind: 'unchanged', path: REGISTERED.path }) })
    await user.click(await screen.findByRole('button', { name: 'Register again…' }))
    await screen.findByText('Written and read back: Claude Desktop is registered.')
    expect(double.callsOf('applyClient')).toEqual([{ clientId: 'claude-desktop', action: 'register' }])
  })

  test('the extension is offered where Vitrine came with it, and else said how to make it', async () => {
    const { double, patch, user } = await show({ view: 'clients', state: claude({}) })
    await user.click(within(await card()).getByText('If Claude keeps dropping the entry'))
    within(await card()).getByText(/npm run mcpb/)
    patch({ app: { ...STATE.app, bundlePath: '/opt/Vitrine/resources/vitrine.mcpb' } })
    await user.click(await screen.findByRole('button', { name: 'Open in Claude Desktop…' }))
    expect(double.callsOf('openBundle')).toEqual([{}])
  })

  test('a plan can be left without a trace', async () => {
    const { double, user } = await show({ view: 'clients', state: claude({ kind: 'not_registered' }) })
    await user.click(await screen.findByRole('button', { name: 'Register…' }))
    await user.click(await screen.findByRole('button', { name: 'Cancel' }))
    screen.getByRole('button', { name: 'Register…' })
    expect(double.callsOf('applyClient')).toEqual([])
  })

  test('unregistering shows what is removed', async () => {
    const { double, user } = await show({ view: 'clients' })
    await user.click(await screen.findByRole('button', { name: 'Unregister…' }))
    await user.click(await screen.findByRole('button', { name: 'Remove this entry' }))
    expect(double.callsOf('applyClient')).toEqual([{ clientId: 'claude-desktop', action: 'unregister' }])
  })

  test('an entry of someone else is replaced only after it was compared', async () => {
    const conflict: ClientPlan = { kind: 'conflict', path: REGISTERED.path, message: 'There is another entry.', diff: PLAN.kind === 'change' ? PLAN.diff : [], canReplace: true }
    const { double, user } = await show({ view: 'clients', state: claude({ kind: 'foreign_entry' }), answers: { planClient: () => conflict } })
    await user.click(await screen.findByRole('button', { name: 'Compare…' }))
    await screen.findByText('There is another entry.')
    await user.click(screen.getByRole('button', { name: 'Replace the other entry' }))
    expect(double.callsOf('applyClient')).toEqual([{ clientId: 'claude-desktop', action: 'register' }])
  })

  test('a file that only a person can mend offers no button that would replace something', async () => {
    const twice: ClientPlan = { kind: 'conflict', path: REGISTERED.path, message: 'The same name stands in this file twice.', diff: [], canReplace: false }
    const { user } = await show({ view: 'clients', state: claude({ kind: 'foreign_entry' }), answers: { planClient: () => twice } })
    await user.click(await screen.findByRole('button', { name: 'Compare…' }))
    await screen.findByText('The same name stands in this file twice.')
    expect(screen.queryByRole('button', { name: 'Replace the other entry' })).toBeNull()
    screen.getByRole('button', { name: 'Read it again' })
  })

  test('a file with a mistake is left alone; its line and column are named, and it is read again', async () => {
    const broken: ClientPlan = { kind: 'unparsable', path: REGISTERED.path, line: 12, column: 5, message: 'A comma is missing.' }
    const { double, user } = await show({ view: 'clients', state: claude({ kind: 'unreadable' }), answers: { planClient: () => broken } })
    await user.click(await screen.findByRole('button', { name: 'What is wrong?' }))
    await screen.findByText('The configuration has a mistake in line 12, column 5.')
    expect(screen.queryByRole('button', { name: 'Write this change' })).toBeNull()
    double.answer({ planClient: () => PLAN })
    await user.click(screen.getByRole('button', { name: 'Read it again' }))
    await screen.findByRole('button', { name: 'Write this change' })
  })

  test('a write that fails says why and keeps the plan', async () => {
    const { user } = await show({
      view: 'clients',
      state: claude({ kind: 'not_registered' }),
      answers: { applyClient: () => ({ ok: false, message: 'The file has changed since this was planned.', hint: 'Look again.' }) },
    })
    await user.click(await screen.findByRole('button', { name: 'Register…' }))
    await user.click(await screen.findByRole('button', { name: 'Write this change' }))
    await screen.findByText('The file has changed since this was planned.')
    screen.getByRole('region', { name: 'Change to the file' })
  })

  test('while the file is read, a second press does nothing', async () => {
    const plan = later<ClientPlan>()
    const { double, user } = await show({ view: 'clients', state: claude({ kind: 'not_registered' }), answers: { planClient: () => plan.promise } })
    await user.click(await screen.findByRole('button', { name: 'Register…' }))
    expect(screen.queryByRole('button', { name: 'Register…' })).toBeNull()
    await plan.answer(PLAN)
    await waitFor(() => {
      expect(document.activeElement?.textContent).toBe('What will change in the configuration of Claude Desktop')
    })
    expect(double.callsOf('planClient')).toHaveLength(1)
  })
})

describe('sessions', () => {
  test('are listed as clients named themselves', async () => {
    await show({ view: 'clients' })
    const sessions = await screen.findByRole('region', { name: 'Sessions now' })
    expect(within(sessions).getAllByRole('listitem').map((item) => item.textContent)).toEqual(['Claude1.4.2claude-desktop'])
  })

  test('come and go', async () => {
    const { patch } = await show({ view: 'clients' })
    patch({ claude: { ...REGISTERED, sessions: [] } })
    screen.getByText('No client is talking to Vitrine at the moment.')
  })
})
