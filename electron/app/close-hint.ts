import type { House } from '../../src/service/house-ports'
import type { SettingsStore } from '../../src/settings/store'
import { tell } from './problem-notification'

/** Says, the first time the window is closed, that Vitrine goes on in the tray. */
export async function sayOnceThatItGoesOn(house: House, settings: SettingsStore): Promise<void> {
  if (settings.get().closeHintShown) return
  tell(house, { id: 'notify.closed' }, { id: 'notify.closed.about' })
  // Not remembered (a full disk): it is said once more, which harms nobody.
  await settings.update((before) => ({ ...before, closeHintShown: true })).catch(() => undefined)
}
