import type { GlossaryEntry } from '../../../src/contract/glossary'
import type { ProvisionOffer } from '../../../src/contract/provisioning'
import { useText } from '../../i18n/text'

/** The words that a file brings to the glossary, and what becomes of the same words there. */
export function OfferedWords({ glossary }: { readonly glossary: ProvisionOffer['glossary'] }) {
  const t = useText()
  const { added, changed, same } = glossary
  if (added.length + changed.length + same === 0) return null
  const meaning = ({ model, domain }: GlossaryEntry) => (domain === '' ? model : t('provision.word.filtered', { model, domain }))
  return (
    <section className="provision-part">
      <h3>{t('provision.words')}</h3>
      <p className="muted">{t('provision.words.about', { added: added.length, changed: changed.length, same })}</p>
      {added.length + changed.length > 0 && (
        <details className="advanced">
          <summary>{t('provision.words.all')}</summary>
          <ul className="words">
            {changed.map(({ after, before }) => (
              <li key={after.word}>
                <strong>{after.word}</strong> <span className="muted">{t('provision.word.instead', { after: meaning(after), before: meaning(before) })}</span>
              </li>
            ))}
            {added.map((entry) => (
              <li key={entry.word}>
                <strong>{entry.word}</strong> <span className="muted">{meaning(entry)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
