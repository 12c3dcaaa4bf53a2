import { X } from 'lucide-react'
import type { ActivityEvent } from '../../../src/contract/activity'
import { Button } from '../../components/button'
import { CopyField } from '../../components/copy-field'
import { Drawer } from '../../components/dialog'
import { FieldChips } from '../../components/field-chips'
import { useText } from '../../i18n/text'
import { CallFacts } from './call-facts'
import { describeCall } from './describe-call'
import { HideModel } from './hide-model'
import { OpenInOdoo } from './open-in-odoo'

interface DetailDrawerProps {
  readonly event: ActivityEvent | null
  readonly onClose: () => void
}

/** Everything the journal knows about one call, which is everything there is: no value was kept. */
export function DetailDrawer({ event, onClose }: DetailDrawerProps) {
  const t = useText()
  return (
    <Drawer
      title={event === null ? '' : describeCall(event, t)}
      open={event !== null}
      onClose={onClose}
      end={<Button kind="quiet" icon={<X size={16} aria-hidden="true" />} aria-label={t('action.close')} onClick={onClose} />}
    >
      {event !== null && <Details event={event} />}
    </Drawer>
  )
}

function Details({ event }: { readonly event: ActivityEvent }) {
  const t = useText()
  return (
    <>
      <CallFacts event={event} />
      <section className="detail-part">
        <h3>{t('detail.fields', { count: event.fields.length })}</h3>
        {event.fields.length === 0 ? <p className="muted">{t('detail.noFields')}</p> : <FieldChips fields={event.fields} hiddenFields={[]} />}
      </section>
      {event.hiddenFields.length > 0 && (
        <section className="detail-part">
          <h3>{t('detail.hidden', { count: event.hiddenFields.length })}</h3>
          <FieldChips fields={[]} hiddenFields={event.hiddenFields} />
        </section>
      )}
      {event.receipt !== '' && (
        <section className="detail-part">
          <h3>{t('detail.receipt')}</h3>
          <p className="muted small">{t('detail.receipt.about')}</p>
          <CopyField label={t('detail.receipt')} text={event.receipt} />
        </section>
      )}
      {event.model !== undefined && (
        <div className="detail-part">
          <OpenInOdoo event={event} />
          <HideModel model={event.model} label={event.modelLabel ?? event.model} />
        </div>
      )}
      <p className="muted small">{t('detail.noValues')}</p>
    </>
  )
}
