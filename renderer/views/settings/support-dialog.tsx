import { useEffect, useState } from 'react'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { useText } from '../../i18n/text'
import '../evidence/evidence.css'

/** What would be sent for help, whole, before it is saved anywhere. */
export function SupportDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const [shown, setShown] = useState<{ readonly text: string } | 'failed' | null>(null)
  useEffect(() => {
    bridge.getSupportText({}).then(
      (text) => {
        setShown({ text })
      },
      () => {
        setShown('failed')
      },
    )
  }, [bridge])
  return (
    <Dialog title={t('support.title')} open size="page" onClose={onClose}>
      <p>{t('support.about')}</p>
      {shown === null && <Skeleton lines={12} />}
      {shown === 'failed' && <Message tone="bad" role="alert" message={t('support.failed')} hint={t('failure.hint')} />}
      {shown !== null && shown !== 'failed' && (
        <pre className="evidence-text" tabIndex={0} role="region" aria-label={t('support.text')}>
          {shown.text}
        </pre>
      )}
      <Failure failure={action.failure} />
      <div className="actions">
        <Button onClick={onClose}>{t('action.close')}</Button>
        <Button kind="primary" disabled={shown === null || shown === 'failed'} pending={action.pending} onClick={() => void action.run(() => bridge.saveSupportText({}))}>
          {t('support.save')}
        </Button>
      </div>
    </Dialog>
  )
}
