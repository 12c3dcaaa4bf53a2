import { describe, expect, it } from 'vitest'
import { spokenLanguage } from '../../../src/i18n/languages'

describe('the language that is spoken', () => {
  it.each([
    [['de-AT', 'en'], { language: 'de', locale: 'de-AT' }],
    [['pt-BR', 'nl-BE', 'fr'], { language: 'nl', locale: 'nl-BE' }],
    [['en-US'], { language: 'en', locale: 'en-US' }],
    [['es'], { language: 'es', locale: 'es' }],
    [['ja'], { language: 'en', locale: 'en-GB' }],
    [['C', 'not a language'], { language: 'en', locale: 'en-GB' }],
    [[], { language: 'en', locale: 'en-GB' }],
  ])('is the first of the system that there is: of %j', (languages, spoken) => {
    expect(spokenLanguage('system', languages)).toEqual(spoken)
  })

  it('is the chosen one, whatever the system prefers, with the region that the system has for it', () => {
    expect(spokenLanguage('fr', ['de-DE', 'fr-CA'])).toEqual({ language: 'fr', locale: 'fr-CA' })
    expect(spokenLanguage('fr', ['de-DE'])).toEqual({ language: 'fr', locale: 'fr' })
    expect(spokenLanguage('en', ['de-DE'])).toEqual({ language: 'en', locale: 'en-GB' })
  })
})
