import { useId } from 'react'
import type { SettingsView } from '../../../src/contract/app-state'
import { useText } from '../../i18n/text'

const THEMES = ['system', 'light', 'dark'] as const satisfies readonly SettingsView['theme'][]

interface ThemeChoiceProps {
  readonly theme: SettingsView['theme']
  readonly onChange: (theme: SettingsView['theme']) => void
}

export function ThemeChoice({ theme, onChange }: ThemeChoiceProps) {
  const t = useText()
  const name = useId()
  return (
    <div className="setting">
      <span id={`${name}-label`}>{t('settings.theme')}</span>
      <div className="segments" role="radiogroup" aria-labelledby={`${name}-label`}>
        {THEMES.map((value) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              checked={theme === value}
              onChange={() => {
                onChange(value)
              }}
            />
            {t(`theme.${value}`)}
          </label>
        ))}
      </div>
    </div>
  )
}
