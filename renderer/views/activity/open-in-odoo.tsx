import { ExternalLink } from 'lucide-react'
import type { ActivityEvent } from '../../../src/contract/activity'
import { listedModel } from '../../../src/contract/odoo-lists'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Failure } from '../../components/failure'
import { useText } from '../../i18n/text'

/**
 * Opens the list of a call's model in the Odoo it went to, where an address can say that. It is never narrower than the model: the
 * journal holds neither the values of a filter nor the ids of records.
 */
export function OpenInOdoo({ event }: { readonly event: ActivityEvent }) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const { connections } = useAppState()
  const model = listedModel(event.model)
  if (event.model === undefined || !connections.some(({ id }) => id === event.connectionId)) return null
  const label = event.modelLabel ?? event.model
  if (model === null) return <p className="muted small">{t('detail.openInOdoo.none', { label })}</p>
  const isRead = event.tool === 'odoo_read' && event.outcome === 'answered'
  return (
    <>
      <Button
        icon={<ExternalLink size={14} aria-hidden="true" />}
        pending={action.pending}
        onClick={() => void action.run(() => bridge.openExternal({ link: 'odoo_list', connectionId: event.connectionId, model }))}
      >
        {t('detail.openInOdoo', { label })}
      </Button>
      {isRead && <p className="muted small">{t('detail.openInOdoo.read', { client: event.clientName })}</p>}
      {event.filterShape !== '' && <p className="muted small">{t('detail.openInOdoo.filter')}</p>}
      <Failure failure={action.failure} />
    </>
  )
}
