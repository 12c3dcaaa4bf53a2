import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { useText } from '../../i18n/text'
import { activeConnection } from '../../../src/state/predicates'
import { ConnectionForm } from '../connections/connection-form'
import { ProblemActions } from '../overview/problem-actions'
import type { StepProps } from './step'
import '../connections/connections.css'

/** The form for the first connection; afterwards what became of it. */
export function ConnectStep({ isDone, onNext }: StepProps) {
  const t = useText()
  const bridge = useBridge()
  const state = useAppState()
  const action = useAction()
  const { connection } = state
  if (!isDone) return <ConnectionForm label={t('add.title')} onAdded={onNext} />
  const active = activeConnection(state)
  const name = active?.name ?? ''
  return (
    <>
      {connection.kind === 'connected' ? (
        <Message tone="ok" message={t('onboarding.connect.done', { name, login: active?.login ?? '', version: connection.odooVersion })} hint={t('onboarding.connect.kept')}>
          <Button kind="primary" onClick={onNext}>
            {t('onboarding.continue')}
          </Button>
        </Message>
      ) : connection.kind === 'problem' ? (
        <Message tone="bad" message={connection.problem.message} hint={connection.problem.hint}>
          <ProblemActions problem={connection.problem} action={action} />
        </Message>
      ) : (
        <Message tone="plain" message={t(connection.kind === 'connecting' ? 'head.connecting' : 'head.disconnected', { name })}>
          {connection.kind !== 'connecting' && (
            <Button kind="primary" pending={action.pending} onClick={() => void action.run(() => bridge.connect({}))}>
              {t('action.connect')}
            </Button>
          )}
        </Message>
      )}
      <Failure failure={action.failure} />
    </>
  )
}
