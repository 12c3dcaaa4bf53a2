import { act, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ActivityPage } from '../../src/contract/activity'
import { event, EVENTS, pagesOf } from './fixtures'
import { later, show } from './render-app'

const grid = () => screen.findByRole('grid', { name: 'Activity' })
const rowTexts = () => within(screen.getByRole('grid')).getAllByRole('row').slice(1).map((row) => row.textContent)

afterEach(() => {
  vi.useRealTimers()
})

describe('the live view', () => {
  test('shows who asked what, when, with which fields and how it ended', async () => {
    await show({ view: 'activity' })
    const [header, first] = within(await grid()).getAllByRole('row')
    expect(within(header as HTMLElement).getAllByRole('columnheader').map((cell) => cell.textContent)).toEqual(['Time', 'Client', 'Model', 'What', 'Fields', 'Rows', 'ms', 'Outcome'])
    const cells = within(first as HTMLElement).getAllByRole('gridcell').map((cell) => cell.textContent)
    expect(cells.slice(0, 4)).toEqual(['14:02:11', 'Claude', 'Sales Ordersale.order', 'Search, 20 of 143state = … and date_order >= …'])
    expect(cells.slice(5)).toEqual(['204.2 kB', '41', 'Answered'])
  })

  test('names fields that were withheld as hidden, not by their looks alone', async () => {
    await show({ view: 'activity' })
    const row = within(await grid()).getAllByRole('row').find((one) => one.textContent.includes('country_id'))
    expect(row?.textContent).toContain('email (hidden)')
  })

  test('adds calls on top as they happen', async () => {
    const { emit } = await show({ view: 'activity' })
    await grid()
    emit('activityAdded', [event({ id: 200, model: 'stock.picking', modelLabel: 'Transfer', tool: 'odoo_read', rows: 2 })])
    expect(rowTexts()[0]).toContain('Transfer')
    screen.getByText('14 questions kept')
  })

  test('shows a call once, even if the journal and the live stream both bring it', async () => {
    const page = later<ActivityPage>()
    const { emit } = await show({ view: 'activity', answers: { getActivity: () => page.promise } })
    emit('activityAdded', [event({ id: 112 }), event({ id: 113, modelLabel: 'Brand new', model: 'x.new' })])
    await page.answer({ events: EVENTS, total: EVENTS.length })
    expect(rowTexts()[0]).toContain('Brand new')
    expect(within(await grid()).getAllByText('14:02:11')).toHaveLength(2)
    screen.getByText('14 questions kept')
  })

  test('stands still while paused, counts what waits, and catches up', async () => {
    const { emit, user } = await show({ view: 'activity' })
    await grid()
    await user.click(screen.getByRole('button', { name: 'Pause the list' }))
    const before = rowTexts()
    emit('activityAdded', [event({ id: 200 }), event({ id: 201, modelLabel: 'Newest', model: 'x.newest' })])
    expect(rowTexts()).toEqual(before)
    await user.click(screen.getByRole('button', { name: 'Resume, 2 new' }))
    expect(rowTexts()[0]).toContain('Newest')
  })

  test('tells screen readers the first new call at once and sums up the rest', async () => {
    const { emit } = await show({ view: 'activity' })
    await grid()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const said = () => screen.getAllByRole('status').map((one) => one.textContent).join('')
    emit('activityAdded', [event({ id: 200, modelLabel: 'Contact', rows: 1, total: 1 })])
    expect(said()).toBe('New question: Search, 1 of 1, Contact')
    emit('activityAdded', [event({ id: 201 })])
    emit('activityAdded', [event({ id: 202, modelLabel: 'Lead', rows: 3, total: 3 })])
    expect(said()).toContain('Contact')
    act(() => {
      vi.advanceTimersByTime(5_000)
    })
    expect(said()).toBe('2 new questions, the latest: Search, 3 of 3, Lead')
  })

  test('keeps only the rows in sight in the document', async () => {
    const many = Array.from({ length: 300 }, (_, index) => event({ id: 1000 - index }))
    await show({ view: 'activity', answers: { getActivity: pagesOf(many) } })
    expect(within(await grid()).getAllByRole('row').length).toBeLessThan(40)
    screen.getByText('300 questions kept')
  })

  test('asks for older calls when the end comes near', async () => {
    const many = Array.from({ length: 130 }, (_, index) => event({ id: 1000 - index }))
    const { double, user } = await show({ view: 'activity', answers: { getActivity: pagesOf(many) } })
    const table = await grid()
    table.focus()
    await user.keyboard('{End}')
    Object.defineProperty(table, 'scrollTop', { value: 48 * 90, configurable: true })
    act(() => {
      table.dispatchEvent(new Event('scroll'))
    })
    await waitFor(() => {
      expect(double.callsOf('getActivity').some(({ beforeId }) => beforeId === 901)).toBe(true)
    })
  })

  test('looks again when the window comes back into view', async () => {
    const { double } = await show({ view: 'activity' })
    await grid()
    double.answer({ getActivity: pagesOf([event({ id: 300, modelLabel: 'Meanwhile', model: 'x.meanwhile' }), ...EVENTS]) })
    act(() => {
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await waitFor(() => {
      expect(rowTexts()[0]).toContain('Meanwhile')
    })
  })
})
