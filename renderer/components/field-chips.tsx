import { useText } from '../i18n/text'

interface FieldChipsProps {
  readonly fields: readonly string[]
  readonly hiddenFields: readonly string[]
  /** Characters that fit; the rest is counted in a last chip. Absent: all are shown. */
  readonly room?: number
}

/** What a chip takes besides its letters, in letters. */
const CHIP_COST = 3

/** Field names as they are in Odoo; withheld ones are struck through and said to be hidden. */
export function FieldChips({ fields, hiddenFields, room = Infinity }: FieldChipsProps) {
  const t = useText()
  const hidden = new Set(hiddenFields)
  const all = [...fields.filter((field) => !hidden.has(field)), ...hiddenFields]
  let used = 0
  const shown = all.filter((field) => (used += field.length + CHIP_COST) <= room)
  const left = all.length - shown.length
  return (
    <span className="chips">
      {shown.map((field) => (
        <span key={field} className={hidden.has(field) ? 'chip hidden-field' : 'chip'}>
          {field}
          {hidden.has(field) && <span className="visually-hidden"> {t('field.hidden')}</span>}
        </span>
      ))}
      {left > 0 && <span className="chip more">{t('field.more', { count: left })}</span>}
    </span>
  )
}
