import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { EVENTS, OK, pagesOf, VERDICT } from './fixtures'
import { later, show } from './render-app'

const grid = () => screen.findByRole('grid', { name: 'Activity' })

describe('verifying', () => {
  test('says that all is as it was written', async () => {
    const { user } = await show({ view: 'activity' })
    await user.click(await screen.findByRole('button', { name: 'Verify' }))
    await screen.findByText('The journal is as it was written. 45 rows as written; 12 rows deleted, which is recorded.')
    await user.click(screen.getByRole('button', { name: 'Close' }))
    expect(screen.queryByText(/as it was written/)).toBeNull()
  })

  test('interrupts with the first row that is not', async () => {
    const verdict = { ...VERDICT, status: 'broken', message: 'Row 107 is not as written.', broken: { kind: 'changed', from: 107, to: 107 } } as const
    const { user } = await show({ view: 'activity', answers: { verifyJournal: () => verdict } })
    await user.click(await screen.findByRole('button', { name: 'Verify' }))
    expect((await screen.findByRole('alert')).textContent).toContain('The journal is not as it was written. Row 107 is not as written: changed,')
  })

  test('takes one press at a time', async () => {
    const check = later<never>()
    const { double, user } = await show({ view: 'activity', answers: { verifyJournal: () => check.promise } })
    await user.click(await screen.findByRole('button', { name: 'Verify' }))
    await user.click(screen.getByRole('button', { name: 'Verifying…' }))
    expect(double.callsOf('verifyJournal')).toHaveLength(1)
  })
})

describe('the size of the journal', () => {
  test('stands below the calls', async () => {
    await show({ view: 'activity' })
    await screen.findByText('4.3 MB on disk')
  })

  test('is left out where it cannot be told', async () => {
    await show({ view: 'activity', answers: { getJournalSize: () => Promise.reject(new Error('closed')) } })
    await grid()
    expect(screen.queryByText(/on disk/)).toBeNull()
  })
})

describe('exporting', () => {
  test('asks for the form, writes what is in sight, and says where', async () => {
    const { double, user } = await show({ view: 'activity' })
    await grid()
    await user.selectOptions(screen.getByRole('combobox', { name: 'Outcome' }), 'Refused')
    await screen.findByText('2 questions match')
    await user.click(screen.getByRole('button', { name: 'Export…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Export activity' })
    within(dialog).getByText('The 2 questions that match the filters are written to a file.')
    await user.click(within(dialog).getByRole('radio', { name: /^JSON Lines/ }))
    await user.click(within(dialog).getByRole('button', { name: 'Choose a file…' }))
    expect(double.callsOf('exportActivity')).toEqual([{ format: 'jsonl', filter: { outcome: 'refused' } }])
    await screen.findByText('/home/maria/Documents/vitrine-activity-2026-11-20.csv')
  })

  test('does not speak of a file when the person thinks better of it', async () => {
    const { user } = await show({ view: 'activity', answers: { exportActivity: () => ({ ok: true, path: null }) } })
    await grid()
    await user.click(screen.getByRole('button', { name: 'Export…' }))
    await user.click(await screen.findByRole('button', { name: 'Choose a file…' }))
    await waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull()
    })
    expect(screen.queryByText('The activity was written to a file.')).toBeNull()
  })

  test('that fails says why, with the question still open', async () => {
    const { user } = await show({ view: 'activity', answers: { exportActivity: () => ({ ok: false, message: 'No space.', hint: 'Make some.' }) } })
    await grid()
    await user.click(screen.getByRole('button', { name: 'Export…' }))
    await user.click(await screen.findByRole('button', { name: 'Choose a file…' }))
    expect(within(await screen.findByRole('dialog', { name: 'Export activity' })).getByRole('alert').textContent).toContain('No space.')
  })
})

describe('the journal', () => {
  test('is deleted only after a question, and the list is empty then', async () => {
    const { double, user } = await show({ view: 'activity' })
    await grid()
    await user.click(screen.getByRole('button', { name: 'Delete…' }))
    const dialog = await screen.findByRole('alertdialog', { name: 'Delete all activity?' })
    expect(double.callsOf('deleteActivity')).toHaveLength(0)
    double.answer({ deleteActivity: () => OK, getActivity: pagesOf([]) })
    await user.click(within(dialog).getByRole('button', { name: 'Delete all activity' }))
    await screen.findByRole('heading', { name: 'No questions yet' })
    expect(double.callsOf('deleteActivity')).toHaveLength(1)
  })

  test('can be shown in its folder', async () => {
    const { double, user } = await show({ view: 'activity' })
    await user.click(await screen.findByRole('button', { name: 'Show file' }))
    expect(double.callsOf('showInFolder')).toEqual([{ what: 'journal' }])
  })

  test('that cannot be read is said to be so, and asked again', async () => {
    const { double, user } = await show({ view: 'activity', answers: { getActivity: () => Promise.reject(new Error('broken')) } })
    await screen.findByText('The activity could not be read from the journal.')
    double.answer({ getActivity: pagesOf(EVENTS) })
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await grid()
  })

  test('that is slow shows a skeleton, not an empty list', async () => {
    await show({ view: 'activity', answers: { getActivity: () => new Promise(() => undefined) } })
    await screen.findByRole('status', { name: 'Loading' })
    expect(screen.queryByText('No questions yet')).toBeNull()
  })
})
