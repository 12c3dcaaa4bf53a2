import { screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { STATE } from './fixtures'
import { show } from './render-app'

const speaking = (language: 'system' | 'en' | 'de', languages: readonly string[] = []) => ({
  ...STATE,
  app: { ...STATE.app, languages },
  settings: { ...STATE.settings, language },
})

describe('the language of the window', () => {
  test('follows the system, with its region', async () => {
    await show({ view: 'settings', state: speaking('system', ['de-AT', 'en']) })
    expect(await screen.findByRole('heading', { name: 'Einstellungen', level: 1 })).toBeDefined()
    expect(document.documentElement.lang).toBe('de-AT')
  })

  test('is asked for in the settings, where each language is called as it calls itself', async () => {
    const { double, user } = await show({ view: 'settings' })
    await user.selectOptions(screen.getByLabelText('Language'), 'Deutsch')
    expect(double.callsOf('changeSettings')).toEqual([{ change: { language: 'de' } }])
  })

  test('changes at once and back, and the page stays as it is', async () => {
    const { patch } = await show({ view: 'settings' })
    const select = screen.getByLabelText('Language')
    patch({ settings: speaking('de').settings })
    expect(await screen.findByText('Sprache')).toBeDefined()
    expect([screen.getByLabelText('Sprache'), document.documentElement.lang]).toEqual([select, 'de'])
    patch({ settings: speaking('en').settings })
    await waitFor(() => {
      expect(screen.getByLabelText('Language')).toBe(select)
    })
  })
})
