import { EyeOff, TriangleAlert } from 'lucide-react'
import type { RefObject } from 'react'
import { RULE_CHOICES, type OfferedRules as Rules, type RuleChoice } from '../../../src/contract/provisioning'
import { useFormats, useText } from '../../i18n/text'

interface OfferedRulesProps {
  readonly rules: Rules | null
  /** Connections for which the rules would hold as well. */
  readonly others: number
  readonly chosen: RuleChoice | null
  readonly fieldset: RefObject<HTMLFieldSetElement | null>
  readonly missing: 'yes' | 'no'
  readonly onChoose: (choice: RuleChoice) => void
}

/** What clients may see by the rules of a file: first what differs from now, what opens apart from the rest, then all of it. */
export function OfferedRules({ rules, others, chosen, fieldset, missing, onChoose }: OfferedRulesProps) {
  const t = useText()
  const formats = useFormats()
  if (rules === null) {
    return (
      <section className="provision-part">
        <h3>{t('provision.rules')}</h3>
        <p className="muted">{t('provision.rules.none')}</p>
      </section>
    )
  }
  const { opens, narrows, notFor, sections } = rules
  const differs = opens.length + narrows.length > 0
  return (
    <section className="provision-part">
      <h3>{t('provision.rules')}</h3>
      <p className="muted">
        {differs ? t('provision.rules.about', { others }) : t('provision.rules.same')} {notFor.length > 0 && t('provision.rules.notFor', { names: formats.list(notFor) })}
      </p>
      {opens.length > 0 && (
        <div className="rule-changes opens">
          <TriangleAlert size={16} aria-hidden="true" />
          <h4>{t('provision.rules.opens')}</h4>
          <Sentences sentences={opens} />
        </div>
      )}
      {narrows.length > 0 && (
        <div className="rule-changes">
          <EyeOff size={16} aria-hidden="true" />
          <h4>{t('provision.rules.narrows')}</h4>
          <Sentences sentences={narrows} />
        </div>
      )}
      <details className="advanced">
        <summary>{t('provision.rules.all')}</summary>
        <div className="sheet">
          {sections.map(({ title, sentences }) => (
            <section key={title}>
              <h4>{title}</h4>
              <Sentences sentences={sentences} />
            </section>
          ))}
        </div>
      </details>
      {differs && (
        <fieldset className="choices" ref={fieldset} aria-describedby={missing === 'yes' ? 'rule-choice-missing' : undefined}>
          <legend className="visually-hidden">{t('provision.rules')}</legend>
          {RULE_CHOICES.map((value) => (
            <label key={value} className="choice">
              <input type="radio" name="rules" checked={chosen === value} onChange={() => { onChoose(value) }} />
              <span>{t(`provision.choose.${value}`)}</span>
            </label>
          ))}
          {missing === 'yes' && (
            <p className="wrong" id="rule-choice-missing" role="alert">
              {t('provision.choose.missing')}
            </p>
          )}
        </fieldset>
      )}
    </section>
  )
}

function Sentences({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <ul className="bullets">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
