import { useState } from 'react'
import { useSummary } from '../../bridge/use-summary'
import { useAppState } from '../../bridge/services'
import { Button } from '../../components/button'
import { DataPath } from '../../components/data-path'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { useText } from '../../i18n/text'
import { AlertsPanel } from '../alerts/alerts-panel'
import { Attention } from './attention'
import { Figures } from './figures'
import { FirstSteps } from './first-steps'
import { LastHour } from './last-hour'
import { ModelsToday } from './models-today'
import { StateHead } from './state-head'
import './overview.css'

/** The state in one sentence, what happened today, what needs attention; before the first question, how to get there. */
export function OverviewView() {
  const t = useText()
  const state = useAppState()
  const { view, reload } = useSummary()
  const asked = state.lastActivity !== null || (view.status === 'ready' && view.summary.questions > 0)
  const [steps, setSteps] = useState<'unknown' | 'shown' | 'left'>('unknown')
  // Decided once the figures are there; then the steps stay until the person has seen the last one done.
  if (steps === 'unknown' && view.status !== 'loading') setSteps(asked ? 'left' : 'shown')

  if (steps === 'shown') {
    return (
      <div className="view-body">
        <StateHead steps="shown" />
        <FirstSteps
          asked={asked}
          onLeave={() => {
            setSteps('left')
          }}
        />
        <DataPath />
      </div>
    )
  }

  if (view.status === 'loading') {
    return (
      <div className="view-body">
        <StateHead steps="left" />
        <Skeleton lines={9} />
      </div>
    )
  }

  return (
    <div className="view-body">
      <StateHead steps="left" />
      {view.status === 'failed' && (
        <Message tone="bad" role="alert" message={t('overview.failed.message')} hint={t('overview.failed.hint')}>
          <Button onClick={reload}>{t('action.tryAgain')}</Button>
        </Message>
      )}
      {view.status === 'ready' && <Figures summary={view.summary} />}
      <div className="columns">
        <div className="stack">
          {view.status === 'ready' && <ModelsToday models={view.summary.byModel} />}
          {view.status === 'ready' && <LastHour minutes={view.summary.lastHour} now={view.at} />}
        </div>
        <div className="stack">
          <Attention />
          <AlertsPanel />
        </div>
      </div>
      <DataPath />
    </div>
  )
}
