import { CircleCheck, LoaderCircle } from 'lucide-react'
import { useCallback } from 'react'
import type { ActivityEvent } from '../../../src/contract/activity'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { CopyField } from '../../components/copy-field'
import { Message } from '../../components/message'
import { useFormats, useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { useTold } from '../access/use-told'
import { describeCall } from '../activity/describe-call'
import { sentenceFor } from './sentence'
import type { StepProps } from './step'

/** A sentence to put to Claude, made from what is in this Odoo, and the first call arriving below it. */
export function AskStep({ onLeave }: StepProps) {
  const t = useText()
  const bridge = useBridge()
  const { settings, connection, claude, lastActivity } = useAppState()
  const ask = useCallback(() => bridge.getAccessModels({}), [bridge])
  const models = useTold(connection.kind, ask, settings.policy)
  const free = models.status === 'told' && models.told.ok ? models.told.models.filter(({ status }) => status === 'allowed').map(({ model }) => model) : []

  return (
    <>
      <div className="card stack-small ask-sentence">
        <p>{t('onboarding.ask.how')}</p>
        <CopyField label={t('onboarding.ask.label')} text={t(sentenceFor(free))} />
        {claude.kind === 'registered' && claude.sessions.length === 0 && lastActivity === null && (
          <Message tone={claude.running ? 'warn' : 'plain'} message={t(claude.running ? 'onboarding.ask.restart' : 'onboarding.ask.open')} hint={t(claude.running ? 'claude.restart' : 'onboarding.ask.open.hint')} />
        )}
      </div>
      <Card title={t('onboarding.ask.first')}>
        <div role="status">{lastActivity === null ? <Waiting isTalking={claude.sessions.length > 0} /> : <Arrived event={lastActivity} />}</div>
        {lastActivity !== null && <Onward onLeave={onLeave} />}
      </Card>
    </>
  )
}

function Waiting({ isTalking }: { readonly isTalking: boolean }) {
  const t = useText()
  return (
    <p className="first-call waiting">
      <LoaderCircle size={16} aria-hidden="true" />
      {t(isTalking ? 'onboarding.ask.talking' : 'onboarding.ask.waiting')}
    </p>
  )
}

function Arrived({ event }: { readonly event: ActivityEvent }) {
  const t = useText()
  const formats = useFormats()
  return (
    <p className="first-call">
      <CircleCheck size={16} aria-hidden="true" />
      <span>
        <b>{t('onboarding.ask.works')}</b> {t('onboarding.ask.arrived', { time: formats.clock(event.time), client: event.clientName, what: describeCall(event, t), model: event.modelLabel ?? event.model ?? '' })}{' '}
        {event.model !== undefined && <span className="technical">{event.model}</span>}
      </span>
    </p>
  )
}

function Onward({ onLeave }: { readonly onLeave: () => void }) {
  const t = useText()
  const { go } = useNavigation()
  return (
    <div className="actions onward">
      <Button kind="primary" onClick={onLeave}>
        {t('onboarding.finish')}
      </Button>
      <Button
        onClick={() => {
          go('activity')
        }}
      >
        {t('onboarding.ask.look')}
      </Button>
    </div>
  )
}
