import { useState } from 'react'
import type { ClientSummary } from '../../../src/contract/client-keys'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge, useServices } from '../../bridge/services'
import { Button } from '../../components/button'
import { Failure } from '../../components/failure'
import { useFormats, useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { ClientExpiry } from './client-expiry'
import { RevokeDialog } from './revoke-dialog'
import { RotateKey } from './rotate-key'
import { SetUpDialog } from './set-up'

type Question = 'rotate' | 'expiry' | 'revoke' | 'set_up'

/** One client with a key: how it stands, and everything that can be done about it. */
export function ClientKeyRow({ client }: { readonly client: ClientSummary }) {
  const t = useText()
  const bridge = useBridge()
  const { go } = useNavigation()
  const { clientStatuses } = useAppState()
  const action = useAction()
  const [question, setQuestion] = useState<Question | null>(null)
  const { id, name, transport, paused } = client
  const close = () => {
    setQuestion(null)
  }
  const ask = (what: Question, label: string, kind: 'plain' | 'quiet' = 'plain') => (
    <Button
      kind={kind}
      aria-label={`${label} ${name}`}
      onClick={() => {
        setQuestion(what)
      }}
    >
      {label}
    </Button>
  )
  const isOfTable = transport === 'relay' && clientStatuses.some((status) => status.id === id)
  const rules = t(client.policy === undefined ? 'clientKeys.rules' : 'clientKeys.ownRules')
  const pause = t(paused ? 'clientKeys.resume' : 'clientKeys.pause')
  return (
    <li className="client-key">
      <p>
        <b>{name}</b> <span className="technical">{id}</span>
      </p>
      <Facts client={client} />
      <Failure failure={action.failure} />
      <div className="actions">
        <Button
          aria-label={`${rules} ${name}`}
          onClick={() => {
            go('access', { kind: 'rules_of', clientId: id })
          }}
        >
          {rules}
        </Button>
        <Button
          aria-label={`${pause} ${name}`}
          pending={action.pending}
          onClick={() => void action.run(() => (paused ? bridge.resumeClient({ clientId: id }) : bridge.pauseClient({ clientId: id })))}
        >
          {pause}
        </Button>
        {ask('rotate', t('rotate.action'))}
        {ask('expiry', t('clientExpiry.action'))}
        {!isOfTable && ask('set_up', t('setUp.action'))}
        {ask('revoke', t('revoke.action'), 'quiet')}
      </div>
      <RotateKey client={client} open={question === 'rotate'} onClose={close} />
      <ClientExpiry client={client} open={question === 'expiry'} onClose={close} />
      <SetUpDialog client={client} open={question === 'set_up'} onClose={close} />
      <RevokeDialog client={client} entry={isOfTable ? 'ours' : 'none'} open={question === 'revoke'} onClose={close} />
    </li>
  )
}

/** How the client comes in, since when, until when: one line, with what needs a look in front. */
function Facts({ client }: { readonly client: ClientSummary }) {
  const t = useText()
  const formats = useFormats()
  const { now } = useServices()
  const { paused, transport, openSessions, createdAt, lastUsedAt, expiresAt, oldKeyUntil } = client
  const isOver = expiresAt !== undefined && Date.parse(expiresAt) <= now()
  const facts = [
    t(`clientKeys.${transport}`),
    t('clientKeys.created', { date: formats.date(createdAt) }),
    lastUsedAt === undefined ? t('clientKeys.unused') : t('clientKeys.used', { time: formats.moment(lastUsedAt) }),
    ...(expiresAt === undefined || isOver ? [] : [t('clientKeys.until', { date: formats.date(expiresAt) })]),
    ...(oldKeyUntil === undefined ? [] : [t('clientKeys.oldKey', { time: formats.moment(oldKeyUntil) })]),
  ]
  return (
    <>
      {paused && <p className="client-key-warn">{t('clientKeys.paused')}</p>}
      {isOver && <p className="client-key-warn">{t('clientKeys.expired', { date: formats.date(expiresAt) })}</p>}
      {openSessions > 0 && <p>{t('clientKeys.sessions', { count: openSessions })}</p>}
      <ul className="client-facts muted small">
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </>
  )
}
