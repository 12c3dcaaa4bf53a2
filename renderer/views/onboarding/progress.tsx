import { Check } from 'lucide-react'
import { activeConnection } from '../../../src/state/predicates'
import { ONBOARDING_STEPS, type OnboardingStep } from '../../../src/state/onboarding'
import { startOf } from '../../../src/state/starting-policies'
import type { AppState } from '../../../src/contract/app-state'
import { useAppState } from '../../bridge/services'
import { useText, type Text } from '../../i18n/text'

interface ProgressProps {
  readonly done: ReadonlySet<OnboardingStep>
  readonly shown: OnboardingStep
  /** Number of the first step that is not done; later ones cannot be opened yet. */
  readonly reached: number
  readonly onShow: (step: OnboardingStep) => void
}

/** How far the first steps are, what each came to, and a way back to each. */
export function Progress({ done, shown, reached, onShow }: ProgressProps) {
  const t = useText()
  const state = useAppState()
  return (
    <nav aria-label={t('onboarding.progress')}>
      <ol className="onboarding-progress">
        {ONBOARDING_STEPS.map((step, index) => {
          const isDone = done.has(step)
          const result = isDone ? resultOf(step, state, t) : ''
          return (
            <li key={step}>
              <button
                type="button"
                className={`onboarding-mark${isDone ? ' done' : ''}`}
                disabled={index > reached}
                aria-current={step === shown ? 'step' : undefined}
                onClick={() => {
                  onShow(step)
                }}
              >
                <span className="number" aria-hidden="true">
                  {isDone ? <Check size={13} strokeWidth={2.4} /> : index + 1}
                </span>
                <span className="name">
                  {t(`onboarding.${step}.name`)}
                  {isDone && <span className="visually-hidden"> {t('onboarding.done')}</span>}
                  {result !== '' && <small>{result}</small>}
                </span>
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

function resultOf(step: OnboardingStep, state: AppState, t: Text): string {
  switch (step) {
    case 'connect':
      return activeConnection(state)?.name ?? ''
    case 'access':
      return t(`start.${startOf(state.settings.policy) ?? 'own'}`)
    case 'client':
      return state.claude.kind === 'registered' ? t('claude.title') : (state.clients[0]?.name ?? '')
    case 'ask':
      return state.lastActivity?.modelLabel ?? state.lastActivity?.model ?? ''
  }
}
