import { useLayoutEffect } from 'react'
import type { SettingsView } from '../../src/contract/app-state'

/** Sets `data-theme` on the document and follows the system where the user left it to the system. */
export function useTheme(theme: SettingsView['theme']) {
  useLayoutEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)')
    const set = () => {
      document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
    }
    set()
    dark.addEventListener('change', set)
    return () => {
      dark.removeEventListener('change', set)
    }
  }, [theme])
}
