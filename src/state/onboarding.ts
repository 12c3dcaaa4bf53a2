import type { AppState } from '../contract/app-state'

/** The first steps in their order. */
export const ONBOARDING_STEPS = ['connect', 'access', 'client', 'ask'] as const
export type OnboardingStep = (typeof ONBOARDING_STEPS)[number]

/** Which steps are done: as connections, clients and the journal have it, and not because a button was pressed. */
export function doneSteps(state: AppState): ReadonlySet<OnboardingStep> {
  const { connections, settings, claude, clientStatuses, clients, lastActivity } = state
  const isRegistered = claude.kind === 'registered' || clients.length > 0 || clientStatuses.some(({ kind }) => kind === 'registered')
  const done: Readonly<Record<OnboardingStep, boolean>> = {
    connect: connections.length > 0,
    access: settings.onboarding.accessChosen,
    client: isRegistered,
    ask: lastActivity !== null,
  }
  return new Set(ONBOARDING_STEPS.filter((step) => done[step]))
}

/** The step to go on with: the first that is not done, and the last when all are. */
export function currentStep(done: ReadonlySet<OnboardingStep>): OnboardingStep {
  return ONBOARDING_STEPS.find((step) => !done.has(step)) ?? 'ask'
}
