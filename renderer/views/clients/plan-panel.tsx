import { useEffect, useRef } from 'react'
import type { ClientPlan } from '../../../src/contract/requests'
import { Button } from '../../components/button'
import { Message } from '../../components/message'
import { useText } from '../../i18n/text'
import { Diff } from './diff'
import type { RegistrationAction } from './use-registration'

interface PlanPanelProps {
  readonly action: RegistrationAction
  /** What the client is called. */
  readonly name: string
  readonly plan: ClientPlan
  readonly running: 'yes' | 'no'
  readonly pending: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
  /** Reads the file once more, after someone repaired it. */
  readonly onAgain: () => void
}

/** What would be written into a client's configuration, line by line, and the button that writes it. */
export function PlanPanel({ action, name, plan, running, pending, onConfirm, onClose, onAgain }: PlanPanelProps) {
  const t = useText()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.focus()
  }, [plan])

  const close = <Button onClick={onClose}>{t('action.cancel')}</Button>
  const again = (
    <Button kind="primary" onClick={onAgain}>
      {t('plan.again')}
    </Button>
  )
  const isReplaceable = plan.kind === 'conflict' && plan.canReplace
  const stuck = plan.kind === 'unparsable' || plan.kind === 'unreadable' || (plan.kind === 'conflict' && !plan.canReplace)
  const title = t(stuck ? 'plan.stuck' : action === 'register' ? 'plan.register' : 'plan.unregister', { name })

  return (
    <section className="plan" aria-label={title}>
      <h3 tabIndex={-1} ref={heading}>
        {title}
      </h3>
      {plan.kind === 'unchanged' && <Message tone="ok" message={t('plan.unchanged')} />}
      {plan.kind === 'change' && (
        <>
          <p className="muted">{t(plan.createsFile ? 'plan.creates' : 'plan.changes')}</p>
          <Diff lines={plan.diff} />
          {running === 'yes' && <Message tone="warn" message={t('plan.running', { name })} hint={t('plan.running.hint')} />}
        </>
      )}
      {plan.kind === 'conflict' && (
        <>
          <Message tone="warn" message={plan.message} hint={t(plan.canReplace ? 'plan.conflict.hint' : 'plan.unparsable.hint')} />
          {plan.canReplace && <Diff lines={plan.diff} />}
        </>
      )}
      {plan.kind === 'unparsable' && (
        <Message tone="bad" message={t('plan.unparsable', { line: plan.line, column: plan.column })} hint={plan.message}>
          <p className="small">{t('plan.unparsable.hint')}</p>
        </Message>
      )}
      {plan.kind === 'unreadable' && <Message tone="bad" message={plan.message} hint={t('plan.unreadable.hint')} />}
      <div className="actions">
        {(plan.kind === 'change' || isReplaceable) && (
          <Button kind={isReplaceable ? 'danger' : 'primary'} pending={pending} onClick={onConfirm}>
            {t(isReplaceable ? 'plan.replace' : action === 'register' ? 'plan.write' : 'plan.remove')}
          </Button>
        )}
        {stuck && again}
        {plan.kind === 'unchanged' ? <Button onClick={onClose}>{t('action.close')}</Button> : close}
      </div>
    </section>
  )
}
