import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Failure } from '../../components/failure'
import { useText } from '../../i18n/text'

/** The second way into Claude Desktop: an extension that starts the same relay. */
export function Bundle() {
  const t = useText()
  const bridge = useBridge()
  const { app } = useAppState()
  const action = useAction()
  if (app.bundlePath === undefined) {
    return (
      <>
        <p className="muted">{t('bundle.about')}</p>
        <p className="muted small">{t('bundle.none')}</p>
      </>
    )
  }
  return (
    <>
      <p className="muted">{t('bundle.about')}</p>
      <div className="actions">
        <Button pending={action.pending} onClick={() => void action.run(() => bridge.openBundle({}))}>
          {t('bundle.open')}
        </Button>
        <Button kind="quiet" onClick={() => void action.run(() => bridge.showInFolder({ what: 'bundle' }))}>
          {t('action.showInFolder')}
        </Button>
      </div>
      <p className="muted small">{t('bundle.drag')}</p>
      <Failure failure={action.failure} />
    </>
  )
}
