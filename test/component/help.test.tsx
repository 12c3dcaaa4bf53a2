import { screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { show } from './render-app'

describe('help', () => {
  it('answers what people ask, one answer at a time, and goes where something can be done', async () => {
    const { user } = await show()
    await user.click(await screen.findByRole('button', { name: 'Help' }))
    const dialog = await screen.findByRole('dialog', { name: 'Help' })
    await user.click(within(dialog).getByText('Claude says it has no access to Odoo'))
    expect((await axe.run(dialog)).violations).toEqual([])
    await user.click(within(dialog).getByRole('button', { name: 'Open Clients' }))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.getByRole('heading', { level: 1, name: 'Clients' })).toBeInstanceOf(HTMLElement)
  })

  it('closes with Esc and gives the focus back', async () => {
    const { user } = await show()
    const open = await screen.findByRole('button', { name: 'Help' })
    await user.click(open)
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('dialog')).toBeNull()
    await waitFor(() => {
      expect(document.activeElement).toBe(open)
    })
  })
})
