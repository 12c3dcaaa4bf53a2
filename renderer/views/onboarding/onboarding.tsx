import { useRef, useState } from 'react'
import { currentStep, doneSteps, ONBOARDING_STEPS, type OnboardingStep } from '../../../src/state/onboarding'
import { useAppState, useBridge } from '../../bridge/services'
import { useAction } from '../../bridge/use-action'
import { Button } from '../../components/button'
import { DataPath } from '../../components/data-path'
import { Failure } from '../../components/failure'
import { ViewHead } from '../../components/view-head'
import { useText } from '../../i18n/text'
import { useHeadingFocus } from '../../shell/use-heading-focus'
import { AccessStep } from './access-step'
import { AskStep } from './ask-step'
import { ClientStep } from './client-step'
import { ConnectStep } from './connect-step'
import { Progress } from './progress'
import './onboarding.css'

const STEPS = { connect: ConnectStep, access: AccessStep, client: ClientStep, ask: AskStep } as const satisfies Record<OnboardingStep, unknown>

/**
 * The four first steps, one at a time. Which are done is what the state says; the step that is shown is the first that is not, unless
 * the user goes back to an earlier one.
 */
export function Onboarding({ onLeave }: { readonly onLeave: () => void }) {
  const t = useText()
  const bridge = useBridge()
  const state = useAppState()
  const action = useAction()
  const [chosen, setChosen] = useState<OnboardingStep | null>(null)
  const body = useRef<HTMLDivElement>(null)
  const done = doneSteps(state)
  const current = currentStep(done)
  const shown = chosen ?? current
  const at = ONBOARDING_STEPS.indexOf(shown)
  const reached = ONBOARDING_STEPS.indexOf(current)
  const Step = STEPS[shown]
  useHeadingFocus(body, shown)

  const show = (step: OnboardingStep | undefined) => {
    setChosen(step === undefined || step === current ? null : step)
  }
  const leave = async () => {
    await action.run(() => bridge.noteOnboarding({ what: 'left' }))
    onLeave()
  }

  return (
    <div className="view-body" ref={body}>
      <ViewHead
        title={t(`onboarding.${shown}.title`)}
        above={t('onboarding.position', { number: at + 1, of: ONBOARDING_STEPS.length })}
        actions={
          <>
            {at > 0 && (
              <Button
                onClick={() => {
                  show(ONBOARDING_STEPS[at - 1])
                }}
              >
                {t('action.back')}
              </Button>
            )}
            {at < reached && (
              <Button
                onClick={() => {
                  show(ONBOARDING_STEPS[at + 1])
                }}
              >
                {t('onboarding.next')}
              </Button>
            )}
            <Button kind="quiet" pending={action.pending} onClick={() => void leave()}>
              {t(done.has('ask') ? 'onboarding.finish' : 'onboarding.later')}
            </Button>
          </>
        }
      >
        <p>{t(`onboarding.${shown}.about`)}</p>
      </ViewHead>
      <Progress done={done} shown={shown} reached={reached} onShow={show} />
      <Failure failure={action.failure} />
      <Step
        isDone={done.has(shown)}
        onNext={() => {
          // Where nobody has gone back, the state leads on by itself.
          if (shown === current) setChosen(null)
          else show(ONBOARDING_STEPS[at + 1])
        }}
        onLeave={() => void leave()}
      />
      {shown === 'ask' && <DataPath />}
    </div>
  )
}
