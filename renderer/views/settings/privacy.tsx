import { Check } from 'lucide-react'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { LinkButton } from '../../components/button'
import { Card } from '../../components/card'
import { DataPath } from '../../components/data-path'
import { Failure } from '../../components/failure'
import { useText, type MessageId } from '../../i18n/text'
import { Documents } from '../documents/documents'

const PROMISES = [
  'promise.readOnly',
  'promise.keychain',
  'promise.noServer',
  'promise.noValues',
  'promise.tls',
  'promise.rights',
  'promise.nothingSilent',
] as const satisfies readonly MessageId[]

const LIMITS = ['limit.anthropic', 'limit.quoted', 'limit.administrator', 'limit.memory'] as const satisfies readonly MessageId[]

/** The data path, what is promised, and where the promises end. */
export function Privacy() {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  return (
    <Card title={t('privacy.title')}>
      <div className="privacy">
        <DataPath />
        <h3>{t('privacy.promises')}</h3>
        <ul className="ticks">
          {PROMISES.map((id) => (
            <li key={id}>
              <Check size={14} aria-hidden="true" />
              {t(id)}
            </li>
          ))}
        </ul>
        <h3>{t('privacy.limits')}</h3>
        <ul className="bullets">
          {LIMITS.map((id) => (
            <li key={id}>{t(id)}</li>
          ))}
        </ul>
        <p>
          <LinkButton onClick={() => void action.run(() => bridge.openExternal({ link: 'claude_privacy' }))}>{t('privacy.anthropic')}</LinkButton>
        </p>
        <Documents />
        <Failure failure={action.failure} />
      </div>
    </Card>
  )
}
