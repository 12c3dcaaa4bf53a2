import en from '../../src/i18n/en.json'
import type { Language } from '../../src/i18n/languages'
import type { Catalogue } from '../../src/i18n/sentence'

/** Each a file of its own, read when its language is first shown. */
const OTHERS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ readonly default: Catalogue }>>> = {
  fr: () => import('../../src/i18n/fr.json'),
  es: () => import('../../src/i18n/es.json'),
  de: () => import('../../src/i18n/de.json'),
  nl: () => import('../../src/i18n/nl.json'),
}

/** The sentences of a language; of English, where the file of another cannot be read. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  if (language === 'en') return en
  try {
    return (await OTHERS[language]()).default
  } catch {
    return en
  }
}
