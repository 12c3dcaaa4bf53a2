import { ExternalLink } from 'lucide-react'
import type { ActivityEvent } from '../../../src/contract/activity'
import { listedModel } from '../../../src/contract/odoo-lists'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Failure } from '../../components/failure'
import { useText } from '../../i18n/text'

/** Opens the records a call was about in the Odoo it went to, where an address can say that. */
export function OpenInOdoo({ event }: { readonly event: ActivityEvent }) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const { connections } = useAppState()
  const model = listedModel(event.model)
  if (model === null || !connections.some(({ id }) => id === event.connectionId)) return null
  return (
    <>
      <Button
        icon={<ExternalLink size={14} aria-hidden="true" />}
        pending={action.pending}
        onClick={() => void action.run(() => bridge.openExternal({ link: 'odoo_list', connectionId: event.connectionId, model }))}
      >
        {t('detail.openInOdoo', { label: event.modelLabel ?? model })}
      </Button>
      {event.filterShape !== '' && <p className="muted small">{t('detail.openInOdoo.about')}</p>}
      <Failure failure={action.failure} />
    </>
  )
}
