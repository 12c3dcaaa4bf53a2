import { readFileSync } from 'node:fs'
import { screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { blocksOf } from '../../renderer/views/documents/blocks'
import { show } from './render-app'

describe('the documents', () => {
  test.each([
    ['Privacy policy (draft)', 'Where data goes'],
    ['Security (draft)', 'Against whom, and where it ends'],
  ])('%s is shown in the window, from its own file', async (name, heading) => {
    const { user } = await show({ view: 'settings' })
    await user.click(await screen.findByRole('button', { name }))
    const dialog = await screen.findByRole('dialog', { name })
    within(dialog).getByRole('heading', { name: heading })
    within(dialog).getByText(/^Draft, pending legal review\./)
    expect(within(dialog).getAllByRole('table').length).toBe(1)
    await user.click(within(dialog).getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  test.each(['PRIVACY.md', 'SECURITY.md'])('%s loses no word on its way into the window', (path) => {
    const text = readFileSync(path, 'utf8')
    const shown = JSON.stringify(blocksOf(text))
    const words = text.replace(/^# .*$/m, '').match(/[\p{L}\d@.]+/gu) ?? []
    expect(words.filter((word) => !shown.includes(word))).toEqual([])
    expect(text).toContain('Draft, pending legal review')
  })
})
