import { useBridge } from '../../bridge/services'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { useText } from '../../i18n/text'

interface DeleteActivityProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly onDone: () => void
}

export function DeleteActivity({ open, onClose, onDone }: DeleteActivityProps) {
  const t = useText()
  const bridge = useBridge()
  return (
    <ConfirmDialog
      title={t('delete.title')}
      confirm={t('delete.confirm')}
      open={open}
      onClose={onClose}
      onConfirm={() => bridge.deleteActivity({})}
      onDone={onDone}
    >
      <p>{t('delete.about')}</p>
    </ConfirmDialog>
  )
}
