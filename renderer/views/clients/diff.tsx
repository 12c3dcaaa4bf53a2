import type { DiffLine } from '../../../src/contract/requests'
import { useText } from '../../i18n/text'

const SIGNS = { same: ' ', added: '+', removed: '−' } as const

/** Unchanged lines shown around a change; the rest is counted. */
const CONTEXT = 3

type Part = { readonly kind: 'line'; readonly line: DiffLine } | { readonly kind: 'left_out'; readonly count: number }

/** Lines of a file before and after, told apart by sign and word, not by colour alone. */
export function Diff({ lines }: { readonly lines: readonly DiffLine[] }) {
  const t = useText()
  return (
    // Long lines scroll sideways, so the keyboard must be able to get in.
    <div className="diff" role="region" aria-label={t('plan.diff')} tabIndex={0}>
      <ol>
        {partsOf(lines).map((part, index) =>
          part.kind === 'left_out' ? (
            <li key={index} className="left-out">
              {t('plan.leftOut', { count: part.count })}
            </li>
          ) : (
            <li key={index} className={part.line.kind}>
              <span aria-hidden="true" className="sign">
                {SIGNS[part.line.kind]}
              </span>
              {part.line.kind !== 'same' && <span className="visually-hidden">{t(`plan.${part.line.kind}`)} </span>}
              <code>{part.line.text === '' ? ' ' : part.line.text}</code>
            </li>
          ),
        )}
      </ol>
    </div>
  )
}

function partsOf(lines: readonly DiffLine[]): readonly Part[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((line) => line.kind !== 'same'),
  )
  const parts: Part[] = []
  let leftOut = 0
  lines.forEach((line, index) => {
    if (near[index] === true) {
      if (leftOut > 0) parts.push({ kind: 'left_out', count: leftOut })
      leftOut = 0
      parts.push({ kind: 'line', line })
    } else {
      leftOut += 1
    }
  })
  if (leftOut > 0) parts.push({ kind: 'left_out', count: leftOut })
  return parts
}
