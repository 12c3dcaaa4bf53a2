import { Lock } from 'lucide-react'
import type { Policy } from '../../../src/contract/access'
import { Card } from '../../components/card'
import { useText, type MessageId } from '../../i18n/text'

/** The never-list in words; the list itself stands in the policy, and nothing here can shorten it. */
const NEVER = [
  'never.credentials',
  'never.system',
  'never.sessions',
  'never.mail',
  'never.payment',
  'never.rights',
  'never.logs',
  'never.code',
  'never.secretFields',
] as const satisfies readonly MessageId[]

export function AlwaysRefused({ others }: { readonly others: Policy['models']['others'] }) {
  const t = useText()
  return (
    <Card title={t('never.title')}>
      <p className="muted access-about">{t('never.about')}</p>
      <ul className="never">
        {NEVER.map((id) => (
          <li key={id}>
            <Lock size={14} aria-hidden="true" />
            <span>
              {t(id)}
              <span className="muted small">{t(`${id}.about`)}</span>
            </span>
          </li>
        ))}
      </ul>
      <h3>{t('access.rest.title')}</h3>
      <p className="muted">{t(`access.rest.${others}`)}</p>
    </Card>
  )
}
