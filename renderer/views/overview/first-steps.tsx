import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { useAppState } from '../../bridge/services'
import { Button } from '../../components/button'
import { CopyField } from '../../components/copy-field'
import { useText } from '../../i18n/text'
import { activeConnection } from '../../../src/state/predicates'
import { useNavigation } from '../../shell/navigation'
import { describeCall } from '../activity/describe-call'

interface FirstStepsProps {
  /** Whether any question ever arrived. */
  readonly asked: boolean
  readonly onLeave: () => void
}

/** Connect Odoo, register Claude, ask: each step is done when the state says so, not when a button was pressed. */
export function FirstSteps({ asked, onLeave }: FirstStepsProps) {
  const t = useText()
  const state = useAppState()
  const { go } = useNavigation()
  const active = activeConnection(state)
  const connected = state.connections.length > 0
  const registered = state.claude.kind === 'registered'
  const current = !connected ? 1 : !registered ? 2 : 3
  const last = state.lastActivity

  return (
    <section aria-label={t('steps.label')}>
      <ol className="first-steps">
        <Step number={1} done={connected ? 'yes' : 'no'} current={current} title={t('steps.odoo')}>
          {connected ? (
            <p className="muted">{t('steps.odoo.done', { name: active?.name ?? '' })}</p>
          ) : (
            <>
              <p className="muted">{t('steps.odoo.about')}</p>
              <Button
                kind="primary"
                onClick={() => {
                  go('connections', { kind: 'add_connection' })
                }}
              >
                {t('steps.odoo.action')}
              </Button>
            </>
          )}
        </Step>
        <Step number={2} done={registered ? 'yes' : 'no'} current={current} title={t('steps.claude')}>
          <p className="muted">{t(registered ? 'steps.claude.done' : 'steps.claude.about')}</p>
          {!registered && (
            <Button
              kind={current === 2 ? 'primary' : 'plain'}
              onClick={() => {
                go('clients', { kind: 'register_claude' })
              }}
            >
              {t('steps.claude.action')}
            </Button>
          )}
        </Step>
        <Step number={3} done={asked ? 'yes' : 'no'} current={current} title={t('steps.ask')}>
          {asked ? (
            <>
              <p className="muted">{t('steps.ask.done', { what: last === null ? '' : describeCall(last, t), model: last?.modelLabel ?? last?.model ?? '' })}</p>
              <div className="actions">
                <Button
                  kind="primary"
                  onClick={() => {
                    go('activity')
                  }}
                >
                  {t('steps.ask.look')}
                </Button>
                <Button onClick={onLeave}>{t('steps.leave')}</Button>
              </div>
            </>
          ) : (
            <>
              <p className="muted">{t('steps.ask.about')}</p>
              {current === 3 && <CopyField label={t('steps.ask.label')} text={t('steps.ask.sentence')} />}
            </>
          )}
        </Step>
      </ol>
    </section>
  )
}

interface StepProps {
  readonly number: number
  readonly done: 'yes' | 'no'
  readonly current: number
  readonly title: string
  readonly children: ReactNode
}

function Step({ number, done, current, title, children }: StepProps) {
  const t = useText()
  const state = done === 'yes' ? 'done' : number === current ? 'current' : 'later'
  return (
    <li className={`first-step ${state}`} aria-current={state === 'current' ? 'step' : undefined}>
      <span className="first-step-mark">
        {done === 'yes' ? <Check size={15} strokeWidth={2.2} aria-hidden="true" /> : <span aria-hidden="true">{number}</span>}
      </span>
      <div className="first-step-body">
        <h2>
          {title}
          {done === 'yes' && <span className="visually-hidden"> {t('steps.done')}</span>}
        </h2>
        {children}
      </div>
    </li>
  )
}
