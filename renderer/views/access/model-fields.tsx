import { Lock } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useBridge } from '../../bridge/services'
import { Card } from '../../components/card'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { SwitchRow } from '../../components/switch-row'
import { useSaid, useText } from '../../i18n/text'
import { withField, withOnly } from '../../../src/state/policy-edits'
import { usePolicy } from './use-policy'
import { useTold } from './use-told'

const MOST_SHOWN = 40

/** Every field of a model with a switch of its own. */
export function ModelFields({ model }: { readonly model: string }) {
  const t = useText()
  const said = useSaid()
  const bridge = useBridge()
  const { policy, clientId, save } = usePolicy()
  const [query, setQuery] = useState('')
  const ask = useCallback(() => bridge.getAccessFields({ model, clientId }), [bridge, model, clientId])
  const answer = useTold(`${clientId ?? ''} ${model}`, ask, policy)
  if (answer.status === 'loading') return <Card title={t('fields.title', { label: model })}><Skeleton lines={6} /></Card>
  const { told } = answer
  if (!told.ok) return <Card title={t('fields.title', { label: model })}><Message tone="plain" message={told.message} hint={told.hint} /></Card>

  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '')
  const matching = told.fields.filter(({ name, label }) => words.every((word) => `${name} ${label}`.toLowerCase().includes(word)))
  const isListOnly = policy.fields.only[model] !== undefined
  const shownNow = told.fields.filter(({ name, shown }) => shown && name !== 'id').map(({ name }) => name)
  return (
    <Card title={t('fields.title', { label: told.label })} aside={t('fields.count', { shown: told.fields.filter(({ shown }) => shown).length, all: told.fields.length })}>
      <SwitchRow
        label={t('fields.only')}
        about={t('fields.only.about')}
        checked={isListOnly}
        onChange={(checked) => void save(withOnly(policy, model, checked ? shownNow : null))}
      />
      <input
        type="search"
        className="input fields-search"
        aria-label={t('fields.search')}
        placeholder={t('fields.search')}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
        }}
      />
      <ul className="model-fields" aria-label={t('fields.title', { label: told.label })}>
        {matching.slice(0, MOST_SHOWN).map((field) => (
          <li key={field.name}>
            {field.fixed || field.name === 'id' ? (
              <div className="fixed-field">
                <span>{field.label} <code className="technical">{field.name}</code></span>
                <Lock size={14} aria-hidden="true" />
                <span className="muted small">{field.name === 'id' ? t('fields.id') : said(field.reason)}</span>
              </div>
            ) : (
              <SwitchRow
                label={field.label}
                about={field.shown ? field.name : `${field.name} · ${said(field.reason)}`}
                checked={field.shown}
                onChange={(checked) => void save(withField(policy, model, field.name, checked ? 'show' : 'hide'))}
              />
            )}
          </li>
        ))}
      </ul>
      {matching.length === 0 && <p className="muted">{t('fields.noMatch')}</p>}
      {matching.length > MOST_SHOWN && <p className="muted small">{t('fields.more', { count: matching.length - MOST_SHOWN })}</p>}
    </Card>
  )
}
