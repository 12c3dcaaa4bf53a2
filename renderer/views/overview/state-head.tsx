import type { ClaudeStatus } from '../../../src/contract/app-state'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Failure } from '../../components/failure'
import { ProblemDetails } from '../../components/problem-details'
import { ViewHead } from '../../components/view-head'
import { useFormats, useSaid, useText } from '../../i18n/text'
import { activeConnection } from '../../../src/state/predicates'
import { useNavigation } from '../../shell/navigation'
import { SetUp } from '../onboarding/set-up'
import { ProblemActions } from './problem-actions'

const PAUSE_MINUTES = 60

/** A client that talks to Vitrine is proof enough that it found it, whatever the configuration says. */
function claudeSide({ kind, sessions }: ClaudeStatus): 'fine' | 'unknown' | 'lost' {
  if (kind === 'registered' || sessions.length > 0) return 'fine'
  return kind === 'not_registered' || kind === 'not_installed' ? 'unknown' : 'lost'
}

/** The state of the connection in one sentence, what it means, and its main action. */
export function StateHead() {
  const t = useText()
  const said = useSaid()
  const formats = useFormats()
  const bridge = useBridge()
  const state = useAppState()
  const action = useAction()
  const { go } = useNavigation()
  const { connection } = state
  const name = activeConnection(state)?.name ?? ''
  const login = activeConnection(state)?.login ?? ''

  const connect = (label: string) => (
    <Button kind="primary" pending={action.pending} onClick={() => void action.run(() => bridge.connect({}))}>
      {label}
    </Button>
  )
  const disconnect = (label: string) => (
    <Button pending={action.pending} onClick={() => void action.run(() => bridge.disconnect({}))}>
      {label}
    </Button>
  )

  const head = () => {
    switch (connection.kind) {
      case 'none':
        return (
          <ViewHead title={t('head.none')} actions={<SetUp />}>
            <p>{t('head.none.about')}</p>
          </ViewHead>
        )
      case 'disconnected':
        return (
          <ViewHead title={t('head.disconnected', { name })} actions={connect(t('action.connect'))}>
            <p>{t('head.disconnected.about')}</p>
          </ViewHead>
        )
      case 'connecting':
        return (
          <ViewHead title={t('head.connecting', { name })} actions={disconnect(t('action.cancel'))}>
            <p>{t('head.connecting.about')}</p>
          </ViewHead>
        )
      case 'connected': {
        const models = state.settings.policy.models.hide.length
        const fields = Object.values(state.settings.policy.fields.hide).flat().length
        const hidden = models > 0 && fields > 0 ? 'both' : models > 0 ? 'models' : fields > 0 ? 'fields' : 'none'
        const claude = claudeSide(state.claude)
        return (
          <ViewHead
            title={t(`head.connected.${claude}`, { name })}
            actions={
              <>
                {claude !== 'fine' && (
                  <Button
                    kind="primary"
                    onClick={() => {
                      go('clients', { kind: 'register_claude' })
                    }}
                  >
                    {t(claude === 'unknown' ? 'attention.register' : 'attention.fix')}
                  </Button>
                )}
                <Button
                  pending={action.pending}
                  onClick={() => void action.run(() => bridge.pause({ minutes: PAUSE_MINUTES }))}
                >
                  {t('action.pause')}
                </Button>
                {disconnect(t('action.disconnect'))}
              </>
            }
          >
            <p>{t('head.connected.about', { login, hidden, models, fields })}</p>
          </ViewHead>
        )
      }
      case 'paused':
        return (
          <ViewHead
            title={t('head.paused', { time: formats.shortClock(connection.until) })}
            actions={
              <>
                {connect(t('action.resume'))}
                {disconnect(t('action.disconnect'))}
              </>
            }
          >
            <p>{t('head.paused.about', { name })}</p>
          </ViewHead>
        )
      case 'problem':
        return (
          <ViewHead title={said(connection.problem.message)} actions={<ProblemActions problem={connection.problem} action={action} />}>
            <p>{said(connection.problem.hint)}</p>
            <p className="small">{t('head.problem.about', { name })}</p>
            <ProblemDetails status={connection} />
          </ViewHead>
        )
    }
  }

  return (
    <>
      {head()}
      <Failure failure={action.failure} />
    </>
  )
}
