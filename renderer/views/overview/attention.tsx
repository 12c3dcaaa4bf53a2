import { CircleCheck, Info, KeyRound, MonitorSmartphone, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Notice } from '../../../src/contract/app-state'
import { useAppState } from '../../bridge/services'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { useExpiryWords } from '../connections/key-care'

/** Notices that inform without asking for anything. */
const CALM: readonly Notice['id'][] = ['test_runtime', 'demo']

/** What a person should look at: Claude's side first, then the application's own notices. */
export function Attention() {
  const t = useText()
  const { claude, notices, connection, connections } = useAppState()
  const { go } = useNavigation()
  const claudeNeeds = claude.kind !== 'registered'
  const expiryWords = useExpiryWords()
  const keys = connections.flatMap((one) => {
    const words = expiryWords(one)
    return words === null ? [] : [{ id: one.id, ...words }]
  })

  return (
    <Card title={t('attention.title')}>
      {!claudeNeeds && notices.length + keys.length === 0 ? (
        <p className="attention-none">
          <CircleCheck size={16} aria-hidden="true" />
          {t(connection.kind === 'problem' ? 'attention.noneElse' : 'attention.none')}
        </p>
      ) : (
        <ul className="rows">
          {claudeNeeds && (
            <AttentionItem
              icon={<MonitorSmartphone size={16} aria-hidden="true" />}
              calm="no"
              message={t(`claude.${claude.kind}`)}
              hint={t(`claude.${claude.kind}.hint`)}
            >
              <Button
                onClick={() => {
                  go('clients')
                }}
              >
                {t(claude.kind === 'not_registered' ? 'attention.register' : 'attention.fix')}
              </Button>
            </AttentionItem>
          )}
          {keys.map(({ id, message, hint }) => (
            <AttentionItem key={id} icon={<KeyRound size={16} aria-hidden="true" />} calm="no" message={message} hint={hint}>
              <Button
                onClick={() => {
                  go('connections', { kind: 'replace_key', connectionId: id })
                }}
              >
                {t('replace.action')}
              </Button>
            </AttentionItem>
          ))}
          {notices.map(({ id, message, hint }) =>
            CALM.includes(id) ? (
              <AttentionItem key={id} icon={<Info size={16} aria-hidden="true" />} calm="yes" message={message} hint={hint} />
            ) : (
              <AttentionItem key={id} icon={<TriangleAlert size={16} aria-hidden="true" />} calm="no" message={message} hint={hint} />
            ),
          )}
        </ul>
      )}
    </Card>
  )
}

interface AttentionItemProps {
  readonly icon: ReactNode
  readonly calm: 'yes' | 'no'
  readonly message: string
  readonly hint: string
  readonly children?: ReactNode
}

function AttentionItem({ icon, calm, message, hint, children }: AttentionItemProps) {
  return (
    <li className={calm === 'yes' ? 'attention calm' : 'attention'}>
      {icon}
      <div>
        <p>{message}</p>
        {hint !== '' && <p className="muted small">{hint}</p>}
      </div>
      {children}
    </li>
  )
}
