import { screen, within } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import type { Snapshot } from '../../src/contract/requests'
import { problem, REGISTERED, STATE } from './fixtures'
import { later, show, showLoading } from './render-app'

const h1 = (name: string) => screen.findByRole('heading', { level: 1, name })

describe('the window', () => {
  test('shows a skeleton until the state is there', async () => {
    const snapshot = later<Snapshot>()
    showLoading({ answers: { getSnapshot: () => snapshot.promise } })
    screen.getByRole('status', { name: 'Loading' })
    await snapshot.answer({ revision: 1, state: STATE })
    await screen.findByRole('navigation', { name: 'Views' })
  })

  test('says when it cannot reach the application, and tries again', async () => {
    const { double, user } = showLoading({ answers: { getSnapshot: () => Promise.reject(new Error('gone')) } })
    await h1('Vitrine is not answering')
    double.answer({ getSnapshot: () => ({ revision: 1, state: STATE }) })
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByRole('navigation', { name: 'Views' })
  })

  test('a view that breaks does not take the others with it', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const broken = { ...STATE, connections: [{ ...STATE.connections[0], url: { not: 'a text' } }] } as unknown as typeof STATE
    const { user } = await show({ view: 'connections', state: broken })
    await h1('This view could not be shown')
    await user.click(screen.getByRole('button', { name: 'Settings' }))
    await h1('Settings')
  })

  test('moves the focus to the heading when the view changes, and names it in the title', async () => {
    const { user } = await show()
    await user.click(screen.getByRole('button', { name: 'Access' }))
    expect(document.activeElement).toBe(await h1('What Claude may see'))
    expect(document.title).toBe('Access – Vitrine')
    expect(screen.getByRole('button', { name: 'Access' }).getAttribute('aria-current')).toBe('page')
  })

  test('the tray can ask for a view', async () => {
    const { emit } = await show()
    emit('viewRequested', 'activity')
    await h1('Activity')
  })

  test.each([
    ['1', 'Claude can look into Northwind Trading'],
    ['2', 'Activity'],
    ['3', 'What Claude may see'],
    ['4', 'Clients'],
    ['5', 'Connections'],
    ['6', 'Settings'],
    [',', 'Settings'],
  ])('Ctrl+%s opens "%s"', async (key, title) => {
    const { user } = await show({ view: key === '5' ? 'overview' : 'connections' })
    await user.keyboard(`{Control>}${key}{/Control}`)
    await h1(title)
  })

  test('the command key does the same, other combinations do nothing', async () => {
    const { user } = await show()
    await user.keyboard('{Alt>}2{/Alt}2{Control>}{Shift>}2{/Shift}{/Control}')
    await h1('Claude can look into Northwind Trading')
    await user.keyboard('{Meta>}2{/Meta}')
    await h1('Activity')
  })

  test('Ctrl+F goes to the filter of Activity', async () => {
    const { user } = await show({ view: 'activity' })
    await h1('Activity')
    await user.keyboard('{Control>}f{/Control}')
    expect(document.activeElement).toBe(screen.getByRole('searchbox'))
  })

  test('Escape goes back, but first clears what is being typed', async () => {
    const { user } = await show()
    await user.click(screen.getByRole('button', { name: 'Activity' }))
    const search = await screen.findByRole<HTMLInputElement>('searchbox')
    await user.type(search, 'abc{Escape}')
    expect(search.value).toBe('')
    await user.keyboard('{Escape}{Escape}')
    await h1('Claude can look into Northwind Trading')
  })

  test('the sidebar says the state in a word and where attention is needed', async () => {
    const { patch } = await show()
    const sidebar = screen.getByRole('banner')
    within(sidebar).getByText('Connected')
    within(sidebar).getByText('Odoo 19.0')
    patch({ connection: problem('unreachable', 'Gone.', 'Wait.'), claude: { ...REGISTERED, kind: 'stale_path' } })
    within(sidebar).getByRole('button', { name: 'Connections needs attention' })
    within(sidebar).getByRole('button', { name: 'Clients needs attention' })
  })
})
