import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { VIEW_NAMES } from '../../src/contract/requests'
import { NOW, QUESTION, STATE } from './fixtures'
import { show } from './render-app'

const other = { ...QUESTION, id: 'q2', model: 'hr.contract', modelLabel: 'Contract' }
const asking = { ...STATE, questions: [QUESTION, other] }

/** The window's clock, past the moment in which a press counts for nothing. */
function patientClock() {
  let ms = NOW
  return { now: () => ms, pass: (more: number) => (ms += more) }
}

const panel = () => screen.getByRole('region', { name: 'Claude Desktop wants to read Payslip' })

describe('a question of a client', () => {
  it.each(VIEW_NAMES)('stands above the view %s, with who, what, where and how much', async (view) => {
    await show({ view, state: asking })
    const { textContent } = panel()
    for (const part of ['Claude Desktop wants to read Payslip', 'hr.payslip', 'in Northwind Trading', '12 records fit', 'employee_id', 'leaves this computer', 'waits until 14:05:40', '1 more question']) {
      expect(textContent).toContain(part)
    }
    expect(within(panel()).getAllByRole('button').map((button) => button.textContent)).toEqual(['Only this time', 'For this session', 'Always', 'Never'])
  })

  it('is announced, and takes the focus from nobody', async () => {
    const { user, patch } = await show({ view: 'activity' })
    await user.click(screen.getByRole('searchbox'))
    patch({ questions: [QUESTION] })
    expect(screen.getAllByRole('status').map((status) => status.textContent)).toContain('Claude Desktop wants to read Payslip. The question is above the view.')
    expect(document.activeElement).toBe(screen.getByRole('searchbox'))
  })

  it('gets the focus when the tray or a notification asks for it', async () => {
    const { emit } = await show({ state: asking })
    emit('viewRequested', 'question')
    expect(document.activeElement).toBe(panel())
  })

  it.each([['Only this time', 'once'], ['For this session', 'session'], ['Always', 'always'], ['Never', 'never']] as const)('%s answers %s, by keyboard too', async (label, answer) => {
    const clock = patientClock()
    const { user, emit, double } = await show({ state: asking, now: clock.now })
    clock.pass(500)
    emit('viewRequested', 'question')
    const button = within(panel()).getByRole('button', { name: label })
    while (document.activeElement !== button) await user.tab()
    await user.keyboard('{Enter}')
    expect(double.callsOf('answerConsent')).toEqual([{ questionId: 'q1', answer }])
  })

  it('takes no press that was on its way when it came up', async () => {
    const clock = patientClock()
    const { user, double } = await show({ state: asking, now: clock.now })
    clock.pass(499)
    await user.click(screen.getByRole('button', { name: 'Always' }))
    expect(double.callsOf('answerConsent')).toEqual([])
    clock.pass(1)
    await user.click(screen.getByRole('button', { name: 'Always' }))
    expect(double.callsOf('answerConsent')).toHaveLength(1)
  })

  it('gives way to the next one, which a second press does not answer, and then to the view', async () => {
    const clock = patientClock()
    const { user, patch, double } = await show({ state: asking, now: clock.now })
    clock.pass(500)
    double.answer({
      answerConsent: ({ questionId }) => {
        patch({ questions: asking.questions.filter(({ id }) => id !== questionId && double.callsOf('answerConsent').every((call) => call.questionId !== id)) })
        return { ok: true }
      },
    })
    await user.dblClick(screen.getByRole('button', { name: 'Only this time' }))
    expect(double.callsOf('answerConsent')).toEqual([{ questionId: 'q1', answer: 'once' }])
    expect(document.activeElement).toBe(await screen.findByRole('region', { name: 'Claude Desktop wants to read Contract' }))
    clock.pass(500)
    await user.click(screen.getByRole('button', { name: 'Never' }))
    expect(document.activeElement).toBe(await screen.findByRole('heading', { level: 1 }))
    expect(screen.queryByText(/wants to read/)).toBeNull()
  })

  it('says when the client has stopped waiting, and that the answer still counts', async () => {
    await show({ state: { ...STATE, questions: [{ ...QUESTION, deadline: '2026-11-20T14:04:59.000Z', records: undefined, modelLabel: undefined }] } })
    const region = screen.getByRole('region', { name: 'Claude Desktop wants to read hr.payslip' })
    expect(region.textContent).toContain('Claude Desktop stopped waiting at 14:04:59. Your answer holds for its next try.')
    expect(region.textContent).not.toContain('record')
  })

  it('stays with the reason when the answer cannot be kept', async () => {
    const clock = patientClock()
    const { user, double } = await show({ state: asking, now: clock.now })
    clock.pass(500)
    double.answer({ answerConsent: () => ({ ok: false, message: 'Vitrine could not write its files.', hint: 'Check the disk.' }) })
    await user.click(screen.getByRole('button', { name: 'Always' }))
    expect(within(panel()).getByText('Vitrine could not write its files.')).toBeDefined()
  })
})
