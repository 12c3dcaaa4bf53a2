import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { Message } from '../../components/message'
import { useFormats, useText } from '../../i18n/text'

/** What the master key is, when it was last replaced, and the way to replace it. */
export function MasterKey() {
  const t = useText()
  const formats = useFormats()
  const bridge = useBridge()
  const { masterKeyRotatedAt } = useAppState().settings
  const [asking, setAsking] = useState(false)
  const [done, setDone] = useState(false)
  return (
    <Card title={t('master.title')}>
      <div className="privacy">
        <p className="muted">{t('master.about')}</p>
        <p>{masterKeyRotatedAt === undefined ? t('master.never') : t('master.last', { time: formats.moment(masterKeyRotatedAt) })}</p>
        <div className="actions">
          <Button
            icon={<KeyRound size={14} aria-hidden="true" />}
            onClick={() => {
              setDone(false)
              setAsking(true)
            }}
          >
            {t('master.action')}
          </Button>
        </div>
        {done && <Message tone="ok" role="status" message={t('master.done')} hint={t('master.done.hint')} />}
      </div>
      <ConfirmDialog
        title={t('master.question')}
        confirm={t('master.confirm')}
        open={asking}
        onClose={() => {
          setAsking(false)
        }}
        onConfirm={() => bridge.rotateMasterKey({})}
        onDone={() => {
          setDone(true)
        }}
      >
        <p>{t('master.question.about')}</p>
      </ConfirmDialog>
    </Card>
  )
}
