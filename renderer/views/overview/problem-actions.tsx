import type { Problem } from '../../../src/contract/app-state'
import type { Action } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { useText } from '../../i18n/text'
import { activeConnection } from '../../../src/state/predicates'
import { useNavigation } from '../../shell/navigation'
import { wayOut } from './way-out'

interface ProblemActionsProps {
  readonly problem: Problem
  readonly action: Action
}

/** The way out of a problem first, trying again always. */
export function ProblemActions({ problem, action }: ProblemActionsProps) {
  const t = useText()
  const bridge = useBridge()
  const state = useAppState()
  const { view, go } = useNavigation()
  const active = activeConnection(state)
  const way = wayOut(problem.code)

  const tryAgain = (
    <Button
      kind={way === 'try_again' || way === 'check_connection' ? 'primary' : 'plain'}
      pending={action.pending}
      onClick={() => void action.run(() => bridge.connect({}))}
    >
      {t('action.tryAgain')}
    </Button>
  )
  switch (way) {
    case 'memory':
      return (
        <>
          <Button
            kind="primary"
            pending={action.pending}
            onClick={() => void action.run(() => bridge.useMemoryUntilQuit({}))}
          >
            {t('action.memory')}
          </Button>
          {tryAgain}
        </>
      )
    case 'new_key':
      return (
        <>
          {active !== undefined && (
            <Button
              kind="primary"
              onClick={() => {
                go('connections', { kind: 'replace_key', connectionId: active.id })
              }}
            >
              {t('action.newKey')}
            </Button>
          )}
          {tryAgain}
        </>
      )
    case 'check_connection':
      return (
        <>
          {tryAgain}
          {view !== 'connections' && (
            <Button
              onClick={() => {
                go('connections')
              }}
            >
              {t('action.openConnections')}
            </Button>
          )}
        </>
      )
    case 'try_again':
      return tryAgain
  }
}
