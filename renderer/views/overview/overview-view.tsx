import { useState } from 'react'
import type { AppState } from '../../../src/contract/app-state'
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
  // What is wrong with the connection there is comes before the next step, and the steps come back when it is mended.
  if (!isSettingUp || state.connection.kind === 'problem') return <Overview />
  return (
    <Onboarding
      onLeave={() => {
        setIsSettingUp(false)
      }}
    />
  )
}

/** Nothing was set up yet, or nobody has asked anything since; a journal that cannot be read does not tell. */
function beginsWithSteps({ settings, connections, lastActivity, journal }: AppState): boolean {
  if (settings.onboarding.left) return false
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
