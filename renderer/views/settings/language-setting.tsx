import { useId } from 'react'
import { LANGUAGE_CHOICES, type LanguageChoice } from '../../../src/i18n/languages'
import { useText } from '../../i18n/text'

interface LanguageSettingProps {
  readonly language: LanguageChoice
  readonly onChange: (language: LanguageChoice) => void
}

/** Each language is called as it calls itself, so that whoever is lost in a foreign one finds the way back. */
export function LanguageSetting({ language, onChange }: LanguageSettingProps) {
  const t = useText()
  const id = useId()
  return (
    <div className="setting">
      <label htmlFor={id}>{t('settings.language')}</label>
      <select
        id={id}
        className="select"
        value={language}
        onChange={({ currentTarget: { value } }) => {
          const chosen = LANGUAGE_CHOICES.find((one) => one === value)
          if (chosen !== undefined) onChange(chosen)
        }}
      >
        {LANGUAGE_CHOICES.map((one) => (
          <option key={one} value={one} {...(one === 'system' ? {} : { lang: one })}>
            {t(`language.${one}`)}
          </option>
        ))}
      </select>
    </div>
  )
}
