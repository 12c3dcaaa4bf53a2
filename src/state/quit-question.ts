import type { AppState } from '../contract/app-state'
import type { Sentence } from '../i18n/sentence'

/** What the user is asked before quitting cuts somebody off; null when nobody is connected. */
export function quitQuestion({ claude: { sessions } }: Pick<AppState, 'claude'>): { readonly message: Sentence; readonly detail: Sentence } | null {
  const names = [...new Set(sessions.map(({ name }) => name))]
  if (names.length === 0) return null
  return { message: { id: 'quit.title', values: { clients: names, count: names.length } }, detail: { id: 'quit.detail' } }
}
