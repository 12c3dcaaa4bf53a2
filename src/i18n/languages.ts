/** The languages there is a catalogue for. */
export const LANGUAGES = ['en', 'fr', 'es', 'de', 'nl'] as const
export type Language = (typeof LANGUAGES)[number]

/** What the user may choose; `system` follows the system's own preference. */
export const LANGUAGE_CHOICES = ['system', ...LANGUAGES] as const
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number]

export interface SpokenLanguage {
  readonly language: Language
  /** BCP 47 with a region where the system has one: how dates, numbers and lists are written. */
  readonly locale: string
}

/** English without a region writes dates as Americans do; whoever wants that has a region. */
const WITHOUT_REGION: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr', es: 'es', de: 'de', nl: 'nl' }

/** The language to speak: the chosen one, else the first of the system's (BCP 47, best first) that there is, else English. */
export function spokenLanguage(choice: LanguageChoice, systemLanguages: readonly string[]): SpokenLanguage {
  const known = systemLanguages.map((locale) => ({ locale, language: LANGUAGES.find((one) => one === locale.toLowerCase().split(/[-_]/)[0]) }))
  const language = choice === 'system' ? (known.find((one) => one.language !== undefined)?.language ?? 'en') : choice
  const locale = known.find((one) => one.language === language && isLocale(one.locale) && one.locale.length > 2)?.locale
  return { language, locale: locale ?? WITHOUT_REGION[language] }
}

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}
