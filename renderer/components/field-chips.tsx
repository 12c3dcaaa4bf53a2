import { useText } from '../i18n/text'

interface FieldChipsProps {
  readonly fields: readonly string[]
  readonly hiddenFields: readonly string[]
  /** Width of each of two lines in pixels. What does not fit is counted in a last chip. Absent: all are shown. */
  readonly lineWidth?: number
}

/** A letter of the small monospaced face, what a chip takes besides its letters, and the gap between two. */
const LETTER_PX = 6.62
const CHIP_PX = 12
const GAP_PX = 3
/** Room for the "+12" at the end, with its gap. */
const MORE_PX = 27
const LINES = 2

/** Field names as they are in Odoo; withheld ones are struck through and said to be hidden. */
export function FieldChips({ fields, hiddenFields, lineWidth }: FieldChipsProps) {
  const t = useText()
  const hidden = new Set(hiddenFields)
  const all = [...fields.filter((field) => !hidden.has(field)), ...hiddenFields]
  const shown = lineWidth === undefined ? all : all.slice(0, countThatFits(all, lineWidth))
  const left = all.slice(shown.length)
  return (
    <span className="chips">
      {shown.map((field) => (
        <span key={field} className={hidden.has(field) ? 'chip hidden-field' : 'chip'}>
          <span className="chip-name">{field}</span>
          {hidden.has(field) && <span className="visually-hidden"> {t('field.hidden')}</span>}
        </span>
      ))}
      {left.length > 0 && (
        <span className="chip more" title={left.join(' ')}>
          {t('field.more', { count: left.length })}
        </span>
      )}
    </span>
  )
}

/** How many names fit, in order; a name that is wider than a whole line takes one and is cut there. */
function countThatFits(names: readonly string[], lineWidth: number): number {
  let line = 1
  let used = 0
  let fitting = 0
  for (const [index, name] of names.entries()) {
    const width = Math.min(lineWidth, name.length * LETTER_PX + CHIP_PX)
    if (used + width > lineWidth) {
      line += 1
      used = 0
    }
    if (line > LINES) break
    const isLast = index === names.length - 1
    if (isLast || line < LINES || used + width + MORE_PX <= lineWidth) fitting = index + 1
    used += width + GAP_PX
  }
  return Math.max(fitting, 1)
}
