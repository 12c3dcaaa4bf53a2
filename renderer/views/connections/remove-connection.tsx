import type { ConnectionSummary } from '../../../src/contract/app-state'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { LinkButton } from '../../components/button'
import { ConfirmDialog } from '../../components/confirm-dialog'
import { Failure } from '../../components/failure'
import { useText } from '../../i18n/text'

interface RemoveConnectionProps {
  readonly connection: ConnectionSummary
  readonly open: boolean
  readonly onClose: () => void
}

/** Says exactly what goes and what stays before a connection is removed. */
export function RemoveConnection({ connection, open, onClose }: RemoveConnectionProps) {
  const t = useText()
  const bridge = useBridge()
  const help = useAction()
  const { retentionDays } = useAppState().settings
  return (
    <ConfirmDialog
      title={t('remove.title', { name: connection.name })}
      confirm={t('remove.confirm')}
      open={open}
      onClose={onClose}
      onConfirm={() => bridge.removeConnection({ connectionId: connection.id })}
    >
      <div className="prose">
        <p>{t('remove.deletes')}</p>
        <ul className="bullets">
          <li>{t('remove.key', { login: connection.login })}</li>
          <li>{t('remove.settings', { url: connection.url })}</li>
        </ul>
        <p>{t('remove.stays')}</p>
        <ul className="bullets">
          <li>{t('remove.activity', { days: retentionDays })}</li>
          <li>
            {t('remove.odooKey')} <LinkButton onClick={() => void help.run(() => bridge.openExternal({ link: 'odoo_keys', connectionId: connection.id }))}>{t('keys.open')}</LinkButton>
          </li>
        </ul>
        <Failure failure={help.failure} />
      </div>
    </ConfirmDialog>
  )
}
