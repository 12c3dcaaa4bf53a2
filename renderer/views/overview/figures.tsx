import type { ActivitySummary } from '../../../src/contract/activity'
import { useFormats, useText } from '../../i18n/text'

/** Today in four figures. */
export function Figures({ summary }: { readonly summary: ActivitySummary }) {
  const t = useText()
  const formats = useFormats()
  const figures = [
    { value: summary.questions, label: t('figure.questions', { count: summary.questions }) },
    { value: summary.models, label: t('figure.models', { count: summary.models }) },
    { value: summary.records, label: t('figure.records', { count: summary.records }) },
    { value: summary.refused, label: t('figure.refused', { count: summary.refused }) },
  ]
  return (
    <section aria-label={t('figure.label')}>
      <dl className="figures">
        {figures.map(({ value, label }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formats.number(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
