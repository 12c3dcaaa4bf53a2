import { screen, within } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, test } from 'vitest'
import type { EvidencePreview } from '../../src/contract/evidence'
import { PACK } from './evidence-fixture'
import { NOW } from './fixtures'
import { later, show } from './render-app'

const open = async (options: Parameters<typeof show>[0] = {}) => {
  const shown = await show({ view: 'settings', ...options })
  await shown.user.click(screen.getByRole('button', { name: 'Evidence pack…' }))
  return shown
}

describe('the evidence pack', () => {
  test('shows every file with its size before anything is written', async () => {
    const { double } = await open()
    const files = within(await screen.findByRole('list', { name: 'Files of the pack' })).getAllByRole('listitem')
    expect(files.map((file) => within(file).getByRole('button').textContent)).toEqual(PACK.map(({ path }) => path))
    expect(within(files[6] as HTMLElement).getByText('28.4 MB')).toBeTruthy()
    expect(screen.getByText(/Not certified/)).toBeTruthy()
    expect(double.callsOf('writeEvidence')).toEqual([])
    document.documentElement.lang = 'en'
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })
    expect(violations.map(({ id }) => id)).toEqual([])
  })

  test('lets each file be read, says when it is only the beginning, and goes back', async () => {
    const { user } = await open()
    await user.click(await screen.findByRole('button', { name: 'journal/journal.jsonl' }))
    expect(await screen.findByText('The text of journal/journal.jsonl')).toBeTruthy()
    expect(screen.getByText(/Only the beginning is shown/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Back' }))
    await user.click(await screen.findByRole('button', { name: 'controls.md' }))
    expect(await screen.findByText(/Data minimisation/)).toBeTruthy()
    expect(screen.queryByText(/Only the beginning/)).toBeNull()
  })

  test('is written where the user says, and says where that was', async () => {
    const { user, double } = await open()
    await user.click(await screen.findByRole('button', { name: 'Choose a place…' }))
    expect(await screen.findByText('/home/maria/Documents/vitrine-evidence-2026-11-20')).toBeTruthy()
    expect(double.callsOf('writeEvidence')).toHaveLength(1)
  })

  test('says nothing when the user thinks better of it, and why it could not be written', async () => {
    const { user, double } = await open({ answers: { writeEvidence: () => ({ ok: true, path: null }) } })
    await user.click(await screen.findByRole('button', { name: 'Choose a place…' }))
    expect(screen.queryByText('The evidence pack was written.')).toBeNull()
    double.answer({ writeEvidence: () => ({ ok: false, message: 'The disk is full, and nothing was written.', hint: 'Free some space.' }) })
    await user.click(screen.getByRole('button', { name: 'Choose a place…' }))
    expect(await screen.findByText('The disk is full, and nothing was written.')).toBeTruthy()
  })

  test('is prepared anew for another period, in whole months, and cannot be written meanwhile', async () => {
    const { user, double } = await open()
    await screen.findByRole('list', { name: 'Files of the pack' })
    const prepared = later<EvidencePreview>()
    double.answer({ prepareEvidence: () => prepared.promise })
    await user.selectOptions(screen.getByLabelText('Activity of'), 'quarter')
    const now = new Date(NOW)
    const start = (months: number) => new Date(now.getFullYear(), now.getMonth() - months, 1).toISOString()
    expect(double.callsOf('prepareEvidence').at(-1)).toEqual({ since: start(3), until: start(0) })
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Choose a place…' }).disabled).toBe(true)
    await prepared.answer({ ok: true, files: PACK })
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Choose a place…' }).disabled).toBe(false)
  })

  test('is given up when nobody looks at it any more', async () => {
    const { user, double } = await open({ answers: { prepareEvidence: () => later<EvidencePreview>().promise } })
    await screen.findByRole('status', { name: 'The evidence pack is being prepared' })
    const before = double.callsOf('cancelEvidence').length
    await user.click(screen.getByRole('button', { name: 'Close' }))
    expect(double.callsOf('cancelEvidence')).toHaveLength(before + 1)
  })

  test('says why it cannot be prepared, and tries again', async () => {
    const { user, double } = await open({ answers: { prepareEvidence: () => ({ ok: false, message: 'The journal file is damaged.', hint: 'Restart Vitrine.' }) } })
    expect(await screen.findByText('The journal file is damaged.')).toBeTruthy()
    double.answer({ prepareEvidence: () => ({ ok: true, files: PACK }) })
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('list', { name: 'Files of the pack' })).toBeTruthy()
  })
})
