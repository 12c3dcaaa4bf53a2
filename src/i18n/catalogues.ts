import de from './de.json'
import en from './en.json'
import es from './es.json'
import fr from './fr.json'
import type { Language, SpokenLanguage } from './languages'
import nl from './nl.json'
import type { Catalogue, Translator } from './sentence'
import { createTranslator } from './translator'

/** All of them, for the main process; the window loads only the one it shows. */
const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en, fr, es, de, nl }

let latest: { readonly spoken: SpokenLanguage; readonly translator: Translator } | null = null

/** The translator of a language; the last one is kept, because the language hardly ever changes. */
export function translatorOf(spoken: SpokenLanguage): Translator {
  if (latest?.spoken.language !== spoken.language || latest.spoken.locale !== spoken.locale) {
    latest = { spoken, translator: createTranslator(CATALOGUES[spoken.language], spoken.locale) }
  }
  return latest.translator
}
