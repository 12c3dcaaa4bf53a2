import { useEffect, useState } from 'react'
import type { EvidenceText } from '../../../src/contract/evidence'
import { useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { useText } from '../../i18n/text'

interface EvidenceReaderProps {
  readonly path: string
  readonly onBack: () => void
  readonly onClose: () => void
}

/** One file of the pack as it would be written; of a long one the beginning. */
export function EvidenceReader({ path, onBack, onClose }: EvidenceReaderProps) {
  const t = useText()
  const bridge = useBridge()
  const [shown, setShown] = useState<EvidenceText | 'failed' | null>(null)

  useEffect(() => {
    let isWanted = true
    bridge.readEvidence({ path }).then(
      (text) => {
        if (isWanted) setShown(text)
      },
      () => {
        if (isWanted) setShown('failed')
      },
    )
    return () => {
      isWanted = false
    }
  }, [bridge, path])

  return (
    <Dialog title={path} open size="page" onClose={onClose}>
      {shown === null && <Skeleton lines={14} />}
      {shown === 'failed' && <Message tone="bad" role="alert" message={t('evidence.unread')} hint={t('activity.failed.hint')} />}
      {shown !== null && shown !== 'failed' && (
        <>
          <pre className="evidence-text" tabIndex={0} role="region" aria-label={path}>
            {shown.text}
          </pre>
          {shown.cut && <p className="muted small">{t('evidence.cut')}</p>}
        </>
      )}
      <div className="actions">
        <Button kind="primary" onClick={onBack}>
          {t('action.back')}
        </Button>
      </div>
    </Dialog>
  )
}
