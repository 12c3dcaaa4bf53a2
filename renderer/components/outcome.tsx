import { Ban, CircleCheck, CircleSlash2, TriangleAlert } from 'lucide-react'
import type { Outcome } from '../../src/contract/activity'
import { useText } from '../i18n/text'

const ICONS = { answered: CircleCheck, refused: Ban, failed: TriangleAlert, cancelled: CircleSlash2 }

/** An outcome in word and shape; colour only repeats it. */
export function OutcomeMark({ outcome }: { readonly outcome: Outcome }) {
  const t = useText()
  const Icon = ICONS[outcome]
  return (
    <span className={`outcome ${outcome}`}>
      <Icon size={14} aria-hidden="true" />
      <span className="word">{t(`outcome.${outcome}`)}</span>
    </span>
  )
}
