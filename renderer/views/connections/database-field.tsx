import { useId } from 'react'
import type { FoundOdoo } from '../../../src/contract/found-odoo'
import { TextField } from '../../components/text-field'
import { useText } from '../../i18n/text'

interface DatabaseFieldProps {
  readonly found: FoundOdoo | null
  /** The databases as a test came to know them. */
  readonly told: readonly string[] | undefined
  /** Whether a test failed for want of the right name. */
  readonly asked: 'yes' | 'no'
}

/** Asks for the database where Odoo has several or does not say: as a choice if it names them. Elsewhere nobody has to know the word. */
export function DatabaseField({ found, told, asked }: DatabaseFieldProps) {
  const t = useText()
  const id = useId()
  const names = told ?? found?.databases ?? []
  if (names.length > 1) {
    return (
      <div className="field">
        <label htmlFor={id}>{t('field.database')}</label>
        <select id={id} name="database" className="select" aria-describedby={`${id}-about`}>
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <span className="about" id={`${id}-about`}>
          {t('field.database.choose')}
        </span>
      </div>
    )
  }
  if (found?.asksName === true || asked === 'yes') return <TextField label={t('field.database')} name="database" about={t('field.database.about')} maxLength={128} />
  return null
}
