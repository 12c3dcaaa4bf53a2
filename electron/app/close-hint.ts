import { Notification } from 'electron'
import type { SettingsStore } from '../../src/settings/store'

/** Says, the first time the window is closed, that Vitrine goes on in the tray. */
export async function sayOnceThatItGoesOn(settings: SettingsStore): Promise<void> {
  const { closeHintShown, notifications } = settings.get()
  if (closeHintShown) return
  if (notifications && Notification.isSupported()) {
    new Notification({
      title: 'Vitrine goes on in the tray',
      body: 'Claude can still ask. Choose Quit in the tray menu to end Vitrine.',
    }).show()
  }
  // Not remembered (a full disk): it is said once more, which harms nobody.
  await settings.update((before) => ({ ...before, closeHintShown: true })).catch(() => undefined)
}
