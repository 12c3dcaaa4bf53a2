import { useEffect, useState } from 'react'
import type { PermissionSheet, SheetFormat } from '../../../src/contract/access'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { Sheet } from '../../components/sheet'
import { Skeleton } from '../../components/skeleton'
import { useText } from '../../i18n/text'

interface SheetDialogProps {
  readonly open: boolean
  readonly clientId: string | undefined
  readonly onClose: () => void
}

/** What a client may see, on one sheet: to read, to print, to hand over. */
export function SheetDialog({ open, clientId, onClose }: SheetDialogProps) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const [sheet, setSheet] = useState<PermissionSheet | null>(null)

  useEffect(() => {
    if (!open) return
    let isWanted = true
    void bridge.getPermissionSheet({ clientId }).then((made) => {
      if (isWanted) setSheet(made)
    })
    return () => {
      isWanted = false
    }
  }, [open, clientId, bridge])

  const save = (format: SheetFormat) => void action.run(() => bridge.savePermissionSheet({ clientId, format }))
  return (
    <Dialog
      title={t('sheet.title')}
      open={open}
      size="wide"
      onClose={() => {
        action.clear()
        onClose()
      }}
    >
      {sheet === null ? <Skeleton lines={8} /> : <Sheet sheet={sheet} label={t('sheet.title')} />}
      <Failure failure={action.failure} />
      <div className="actions no-print">
        <Button
          onClick={() => {
            window.print()
          }}
        >
          {t('sheet.print')}
        </Button>
        <Button pending={action.pending} onClick={() => { save('html') }}>{t('sheet.html')}</Button>
        <Button pending={action.pending} onClick={() => { save('markdown') }}>{t('sheet.markdown')}</Button>
        <Button kind="primary" onClick={onClose}>{t('action.close')}</Button>
      </div>
    </Dialog>
  )
}
