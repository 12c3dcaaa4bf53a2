import type { AppState } from '../../src/contract/app-state'
import { translatorOf } from '../../src/i18n/catalogues'
import { spokenLanguage, type SpokenLanguage } from '../../src/i18n/languages'
import type { Translator } from '../../src/i18n/sentence'
import type { TrayFormat } from '../../src/state/tray-model'

/** What the user chose to be spoken to in, now. */
function spokenNow({ app, settings }: Pick<AppState, 'app' | 'settings'>): SpokenLanguage {
  return spokenLanguage(settings.language, app.languages)
}

/** Tray, notifications and dialogs ask for it each time they say something, so that another language holds at once. */
export function translatorNow(state: Pick<AppState, 'app' | 'settings'>): Translator {
  return translatorOf(spokenNow(state))
}

export function trayFormat(state: AppState): TrayFormat {
  const { locale } = spokenNow(state)
  return { translator: translatorNow(state), time: (iso) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(new Date(iso)) }
}
