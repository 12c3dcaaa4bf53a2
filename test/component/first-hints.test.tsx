import { screen, within } from '@testing-library/react'
import axe from 'axe-core'
import { expect, test } from 'vitest'
import { HINT_KINDS } from '../../src/contract/hints'
import { STATE } from './fixtures'
import { show } from './render-app'

const hints = HINT_KINDS.map((kind, at) => ({ kind, clientName: 'Claude Desktop', model: at % 2 === 0 ? 'Payslip' : '' }))

test('a first refusal is explained, with the way to where something can be done', async () => {
  const { user } = await show({ state: { ...STATE, hints } })
  const attention = await screen.findByRole('region', { name: 'Needs attention' })
  expect(within(attention).getAllByRole('button', { name: 'Got it' })).toHaveLength(hints.length)
  expect((await axe.run(attention)).violations).toEqual([])
  const item = within(attention).getByText('Claude Desktop asked for Payslip, and Vitrine refused: it is hidden.').closest('li')
  await user.click(within(item as HTMLElement).getByRole('button', { name: 'Open Access' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'What Claude may see' })).toBeInstanceOf(HTMLElement)
})

test('an explanation that was read goes, and one that cannot be put away says why', async () => {
  const { double, user, patch } = await show({ state: { ...STATE, hints: hints.slice(0, 1) } })
  await user.click(await screen.findByRole('button', { name: 'Got it' }))
  expect(double.callsOf('dismissHint')).toEqual([{ kind: 'rules' }])
  double.answer({ dismissHint: () => ({ ok: false, message: 'Vitrine could not write its files.', hint: 'Check the disk.' }) })
  await user.click(screen.getByRole('button', { name: 'Got it' }))
  await screen.findByText('Vitrine could not write its files.')
  patch({ hints: [] })
  expect(screen.queryByRole('button', { name: 'Got it' })).toBeNull()
})
