import type { Said } from '../../../src/i18n/sentence'
import { Button } from '../../components/button'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { useText } from '../../i18n/text'
import { PlanPanel } from './plan-panel'
import type { Registration } from './use-registration'

interface RegistrationStepsProps {
  readonly registration: Registration
  /** What the client is called. */
  readonly name: string
  /** Whether the client runs, and may write its old configuration back. */
  readonly running: 'yes' | 'no'
  /** What remains to be done by the user once it is written; empty for nothing. */
  readonly afterwards: Said
}

/** What follows a press on one of the actions: the file is read, the change shown, written, and said to be written. */
export function RegistrationSteps({ registration, name, running, afterwards }: RegistrationStepsProps) {
  const t = useText()
  const { view, done, pending, failure, start, confirm, drop } = registration
  return (
    <>
      {view.status === 'asking' && <Skeleton lines={3} />}
      {view.status === 'failed' && (
        <Message tone="bad" role="alert" message={t('failure.message')} hint={t('failure.hint')}>
          <Button onClick={drop}>{t('action.close')}</Button>
        </Message>
      )}
      {view.status === 'shown' && (
        <PlanPanel
          action={view.action}
          name={name}
          plan={view.plan}
          running={running}
          pending={pending}
          onConfirm={() => {
            confirm(view.action)
          }}
          onClose={drop}
          onAgain={() => {
            start(view.action)
          }}
        />
      )}
      <Failure failure={failure} />
      {done !== null && (
        <Message
          tone="ok"
          role="status"
          message={t(done === 'register' ? 'clients.done.register' : 'clients.done.unregister', { name })}
          hint={afterwards}
        />
      )}
    </>
  )
}
