import { Notification } from 'electron'
import { spoken, type Said } from '../../src/i18n/sentence'
import type { House } from '../../src/service/house-ports'
import { translatorNow } from './language'

/** A desktop notification, unless the user wants none. */
export function tell({ store }: Pick<House, 'store'>, title: Said, body: Said): void {
  const state = store.state()
  if (!state.settings.notifications || !Notification.isSupported()) return
  const translator = translatorNow(state)
  new Notification({ title: spoken(title, translator), body: spoken(body, translator) }).show()
}

/** Tells the user, once each time, when a connection that stood breaks. What is said holds no value and no address. */
export function tellOfProblems(house: House): void {
  let stood = false
  house.store.subscribe(({ changes }) => {
    if (changes.connection === undefined) return
    const { connection } = changes
    if (connection.kind === 'problem' && stood) tell(house, connection.problem.message, connection.problem.hint)
    stood = connection.kind === 'connected'
  })
}
