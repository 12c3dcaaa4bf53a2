import { useState } from 'react'
import type { ModelActivity } from '../../../src/contract/activity'
import { LinkButton } from '../../components/button'
import { useFormats, useText } from '../../i18n/text'

const SHOWN = 6

/** Fields of a model with how often each was named, the most frequent first. */
export function ModelFields({ fields }: { readonly fields: ModelActivity['fields'] }) {
  const t = useText()
  const formats = useFormats()
  const [all, setAll] = useState(false)
  if (fields.length === 0) return <span className="muted">{t('byModel.noFields')}</span>
  const shown = all ? fields : fields.slice(0, SHOWN)
  return (
    <span className="chips">
      {shown.map(({ name, calls }) => (
        <span key={name} className="chip">
          <span className="chip-name">{name}</span>
          <span className="chip-count">
            {formats.number(calls)}
            <span className="visually-hidden"> {t('byModel.times', { count: calls })}</span>
          </span>
        </span>
      ))}
      {shown.length < fields.length && (
        <LinkButton
          onClick={() => {
            setAll(true)
          }}
        >
          {t('byModel.moreFields', { count: fields.length - shown.length })}
        </LinkButton>
      )}
    </span>
  )
}
