import { useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import en from '../../src/i18n/en.json'
import { spokenLanguage, type SpokenLanguage } from '../../src/i18n/languages'
import type { Catalogue } from '../../src/i18n/sentence'
import { createTranslator } from '../../src/i18n/translator'
import { createFormats } from './formats'
import { loadCatalogue } from './load-catalogue'
import { VoiceContext } from './text'

interface LanguageProps {
  readonly spoken?: SpokenLanguage
  /** Takes the place of the language's own sentences. */
  readonly catalogue?: Catalogue | undefined
  /** IANA zone for dates and times; the system's where it is absent. */
  readonly timeZone?: string | undefined
  readonly children: ReactNode
}

interface Shown extends SpokenLanguage {
  readonly catalogue: Catalogue
}

const ENGLISH = spokenLanguage('en', [])

/**
 * Sentences, dates and numbers of one language for everything below. Another language takes over as soon as its catalogue is
 * there; until then the former one stays, and before the first one nothing is shown.
 */
export function Language({ spoken = ENGLISH, catalogue, timeZone, children }: LanguageProps) {
  const { language, locale } = spoken
  const [loaded, setLoaded] = useState<Shown | null>(language === 'en' ? { language, locale, catalogue: en } : null)
  const isLoaded = loaded?.language === language && loaded.locale === locale
  useEffect(() => {
    if (isLoaded) return undefined
    let isWanted = true
    void loadCatalogue(language).then((read) => {
      if (isWanted) setLoaded({ language, locale, catalogue: read })
    })
    return () => {
      isWanted = false
    }
  }, [language, locale, isLoaded])

  // Together with the sentences: a screen reader would read the first of them in the voice of the former language.
  useLayoutEffect(() => {
    if (loaded !== null) document.documentElement.lang = loaded.locale
  }, [loaded])

  const voice = useMemo(() => {
    if (loaded === null) return null
    const translator = createTranslator(catalogue ?? loaded.catalogue, loaded.locale)
    return { translator, formats: createFormats(loaded.locale, timeZone, translator.text) }
  }, [loaded, catalogue, timeZone])

  if (voice === null || loaded === null) return null
  return (
    <I18nProvider locale={loaded.locale}>
      <VoiceContext value={voice}>{children}</VoiceContext>
    </I18nProvider>
  )
}
