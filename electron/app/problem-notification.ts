import { Notification } from 'electron'
import type { House } from '../../src/service/house'
import type { SettingsStore } from '../../src/settings/store'

/** Tells the user, once each time, when a connection that stood breaks. What is said holds no value and no address. */
export function tellOfProblems({ store }: House, settings: SettingsStore): void {
  let stood = false
  store.subscribe(({ changes }) => {
    if (changes.connection === undefined) return
    const { connection } = changes
    if (connection.kind === 'problem' && stood && settings.get().notifications && Notification.isSupported()) {
      new Notification({ title: connection.problem.message, body: connection.problem.hint }).show()
    }
    stood = connection.kind === 'connected'
  })
}
