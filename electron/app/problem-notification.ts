import { Notification } from 'electron'
import type { House } from '../../src/service/house-ports'
import type { SettingsStore } from '../../src/settings/store'

/** A desktop notification, unless the user wants none. */
export function tell(settings: SettingsStore, title: string, body: string): void {
  if (settings.get().notifications && Notification.isSupported()) new Notification({ title, body }).show()
}

/** Tells the user, once each time, when a connection that stood breaks. What is said holds no value and no address. */
export function tellOfProblems({ store }: House, settings: SettingsStore): void {
  let stood = false
  store.subscribe(({ changes }) => {
    if (changes.connection === undefined) return
    const { connection } = changes
    if (connection.kind === 'problem' && stood) tell(settings, connection.problem.message, connection.problem.hint)
    stood = connection.kind === 'connected'
  })
}
