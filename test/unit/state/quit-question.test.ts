import { expect, test } from 'vitest'
import { inEnglish } from '../../../src/i18n/english'
import { quitQuestion } from '../../../src/state/quit-question'

const withClients = (...names: readonly string[]) =>
  quitQuestion({
    claude: { kind: 'registered', path: '', running: true, sessions: names.map((name, at) => ({ clientId: `client-${at}`, name, version: '1' })) },
  })

test('nothing is asked when nobody is connected', () => {
  expect(withClients()).toBeNull()
})

test.each([
  [['Claude'], 'Claude is connected. Quit Vitrine?'],
  [['Claude', 'Claude'], 'Claude is connected. Quit Vitrine?'],
  [['Claude', 'Cursor'], 'Claude and Cursor are connected. Quit Vitrine?'],
  [['Claude', 'Cursor', 'Zed'], 'Claude, Cursor and Zed are connected. Quit Vitrine?'],
])('of %j it says who is connected', (names, message) => {
  expect(inEnglish(withClients(...names)?.message ?? '')).toBe(message)
})
