import { useCallback, useId } from 'react'
import { startingFrom, startOf, STARTING_POLICIES } from '../../../src/state/starting-policies'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button, LinkButton } from '../../components/button'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { useTold } from '../access/use-told'
import type { StepProps } from './step'

/** Rules to start from in plain words, each with what it means in this very Odoo. */
export function AccessStep({ onNext }: StepProps) {
  const t = useText()
  const bridge = useBridge()
  const { settings } = useAppState()
  const { go } = useNavigation()
  const action = useAction()
  const name = useId()
  const chosen = startOf(settings.policy)
  const choices = chosen === null ? (['own', ...STARTING_POLICIES] as const) : STARTING_POLICIES

  const accept = async () => {
    if (await action.run(() => bridge.noteOnboarding({ what: 'access_chosen' }))) onNext()
  }
  return (
    <div className="columns add-columns">
      <div className="card stack-small">
        <div className="choices" role="radiogroup" aria-label={t('onboarding.access.title')}>
          {choices.map((start) => (
            <label key={start} className="choice">
              <input
                type="radio"
                name={name}
                aria-labelledby={`${name}-${start}`}
                aria-describedby={`${name}-${start}-about`}
                checked={start === (chosen ?? 'own')}
                onChange={() => {
                  if (start !== 'own') void action.run(() => bridge.setPolicy({ policy: startingFrom(settings.policy, start) }))
                }}
              />
              <span>
                <b id={`${name}-${start}`}>{t(`start.${start}`)}</b>
                <span id={`${name}-${start}-about`}>
                  {start === 'usual' && <span className="tag">{t('start.recommended')} </span>}
                  <span className="muted">{t(`start.${start}.about`)}</span>
                </span>
              </span>
            </label>
          ))}
        </div>
        <Failure failure={action.failure} />
        <div className="actions">
          <Button kind="primary" pending={action.pending} onClick={() => void accept()}>
            {t('onboarding.access.accept')}
          </Button>
          <LinkButton
            onClick={() => {
              go('access')
            }}
          >
            {t('onboarding.access.more')}
          </LinkButton>
        </div>
      </div>
      <WhatItMeans />
    </div>
  )
}

/** How many kinds of records of the connected Odoo are read freely, asked about and refused. */
function WhatItMeans() {
  const t = useText()
  const bridge = useBridge()
  const { settings, connection } = useAppState()
  const ask = useCallback(() => bridge.getAccessModels({}), [bridge])
  const models = useTold(connection.kind, ask, settings.policy)
  return (
    <Card title={t('onboarding.access.here')}>
      {models.status === 'loading' ? (
        <Skeleton lines={3} />
      ) : models.told.ok ? (
        <ul className="bullets" aria-live="polite">
          {(['allowed', 'asks', 'refused'] as const).map((status) => {
            const count = models.told.ok ? models.told.models.filter((model) => model.status === status).length : 0
            return count === 0 ? null : <li key={status}>{t(`onboarding.access.${status}`, { count })}</li>
          })}
          <li>{t('onboarding.access.never')}</li>
        </ul>
      ) : (
        <Message tone="warn" message={models.told.message} hint={models.told.hint} />
      )}
    </Card>
  )
}
