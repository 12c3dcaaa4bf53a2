import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import type { JournalVerdict } from '../../src/contract/activity'
import type { MonthResult } from '../../src/contract/month'
import { VERDICT } from './fixtures'
import { MONTH } from './month-fixture'
import { later, show } from './render-app'

describe('the summary of a month', () => {
  test.each(['overview', 'activity'] as const)('opens from %s on the last whole month', async (view) => {
    const { user, double } = await show({ view })
    await user.click(await screen.findByRole('button', { name: 'Month…' }))
    const dialog = await screen.findByRole('dialog', { name: 'Summary of a month' })
    expect(await within(dialog).findByText('Activity of October 2026')).toBeTruthy()
    expect(within(dialog).getByLabelText<HTMLSelectElement>('Month').value).toBe('2026-10')
    expect(within(dialog).getByRole('table', { name: 'What was read' })).toBeTruthy()
    expect(double.callsOf('getMonth')[0]).toEqual({ month: undefined })
  })

  test('shows another month, and says when nothing was asked in it', async () => {
    const { user, double } = await show({ view: 'activity' })
    await user.click(screen.getByRole('button', { name: 'Month…' }))
    await user.selectOptions(await screen.findByLabelText('Month'), '2026-09')
    expect(await screen.findByText('Nothing was asked in this month.')).toBeTruthy()
    expect(double.callsOf('getMonth').at(-1)).toEqual({ month: '2026-09' })
  })

  test('prints and saves only once the chain was checked', async () => {
    const verdict = later<JournalVerdict>()
    const print = vi.spyOn(window, 'print').mockImplementation(() => undefined)
    const { user, double } = await show({ view: 'activity', answers: { verifyJournal: () => verdict.promise } })
    await user.click(screen.getByRole('button', { name: 'Month…' }))
    expect(await screen.findByText('Being checked…')).toBeTruthy()
    for (const name of ['Print…', 'Save as HTML…', 'Save as Markdown…']) expect(screen.getByRole<HTMLButtonElement>('button', { name }).disabled).toBe(true)
    await verdict.answer(VERDICT)
    expect(screen.getByText(/^As written up to row/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Print…' }))
    expect(print).toHaveBeenCalledOnce()
    await user.click(screen.getByRole('button', { name: 'Save as Markdown…' }))
    expect(double.callsOf('saveMonth')).toEqual([{ month: '2026-10', format: 'markdown' }])
  })

  test('keeps to the month that was chosen last, whichever is counted first', async () => {
    const september = later<MonthResult>()
    const { user } = await show({ view: 'activity', answers: { getMonth: ({ month }) => (month === '2026-09' ? september.promise : { ok: true, summary: { ...MONTH, month: month ?? MONTH.month } }) } })
    await user.click(screen.getByRole('button', { name: 'Month…' }))
    const choice = await screen.findByLabelText('Month')
    await user.selectOptions(choice, '2026-09')
    await user.selectOptions(choice, '2026-11')
    expect(await screen.findByText('Activity of November 2026')).toBeTruthy()
    await september.answer({ ok: true, summary: { ...MONTH, month: '2026-09' } })
    expect(screen.getByText('Activity of November 2026')).toBeTruthy()
  })

  test('says why it cannot be counted, and tries again', async () => {
    const { user, double } = await show({ view: 'activity', answers: { getMonth: () => ({ ok: false, message: 'The journal file is damaged.', hint: 'Restart Vitrine.' }) } })
    await user.click(screen.getByRole('button', { name: 'Month…' }))
    expect(await screen.findByText('The journal file is damaged.')).toBeTruthy()
    double.answer({ getMonth: () => ({ ok: true, summary: MONTH }) })
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Try again' }))
    await waitFor(() => { expect(screen.getByText('Activity of October 2026')).toBeTruthy() })
  })

  test('says that a file could not be written', async () => {
    const { user } = await show({ view: 'activity', answers: { saveMonth: () => ({ ok: false, message: 'The file could not be written.', hint: 'Choose another folder.' }) } })
    await user.click(screen.getByRole('button', { name: 'Month…' }))
    await user.click(await screen.findByRole('button', { name: 'Save as HTML…' }))
    expect(await screen.findByText('The file could not be written.')).toBeTruthy()
  })
})
