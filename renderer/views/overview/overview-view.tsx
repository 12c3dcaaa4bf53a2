import { useState } from 'react'
import type { AppState } from '../../../src/contract/app-state'
import { doneSteps } from '../../../src/state/onboarding'
import { useSummary } from '../../bridge/use-summary'
import { useAppState } from '../../bridge/services'
import { Button } from '../../components/button'
import { DataPath } from '../../components/data-path'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { Onboarding } from '../onboarding/onboarding'
import { AlertsPanel } from '../alerts/alerts-panel'
import { Attention } from './attention'
import { Figures } from './figures'
import { LastHour } from './last-hour'
import { ModelsToday } from './models-today'
import { StateHead } from './state-head'
import './overview.css'

/** The first steps until they are done or left; then the state in one sentence, what happened today, what needs attention. */
export function OverviewView() {
  const state = useAppState()
  const { intent } = useNavigation()
  // They stay until the person has seen the last one done, so what the state says later does not end them.
  const [isSettingUp, setIsSettingUp] = useState(intent?.kind === 'set_up' || beginsWithSteps(state))
  if (!isSettingUp || isInterrupted(state)) return <Overview />
  return (
    <Onboarding
      onLeave={() => {
        setIsSettingUp(false)
      }}
    />
  )
}

/** The connection there is cannot be gone on with: that comes before the next step, and the steps come back when it is mended. */
function isInterrupted({ connection, connections }: AppState): boolean {
  return connections.length > 0 && connection.kind !== 'connected' && connection.kind !== 'connecting'
}

/** Nothing was set up yet, or nobody has asked anything since; a journal that cannot be read does not tell. */
function beginsWithSteps(state: AppState): boolean {
  const { settings, connections, lastActivity, journal } = state
  if (settings.onboarding.left) return false
  // Set up before there were steps, or without them.
  if (doneSteps(state).has('client') && !settings.onboarding.accessChosen) return false
  return connections.length === 0 || (lastActivity === null && journal.status !== 'failed')
}

function Overview() {
  const t = useText()
  const { view, reload } = useSummary()
  if (view.status === 'loading') {
    return (
      <div className="view-body">
        <StateHead />
        <Skeleton lines={9} />
      </div>
    )
  }

  return (
    <div className="view-body">
      <StateHead />
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
