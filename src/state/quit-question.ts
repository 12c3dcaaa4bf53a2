import type { AppState } from '../contract/app-state'

/** What the user is asked before quitting cuts somebody off; null when nobody is connected. */
export function quitQuestion({ claude: { sessions } }: Pick<AppState, 'claude'>): { readonly message: string; readonly detail: string } | null {
  const names = [...new Set(sessions.map(({ name }) => name))]
  if (names.length === 0) return null
  const [first, ...others] = names
  const who = others.length === 0 ? `${first} is` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)} are`
  return {
    message: `${who} connected. Quit Vitrine?`,
    detail: 'Questions that are being answered end with an error, and no new ones are answered until you open Vitrine again.',
  }
}
