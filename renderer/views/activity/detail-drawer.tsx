import { EyeOff, X } from 'lucide-react'
import type { ActivityEvent } from '../../../src/contract/activity'
import { withModel } from '../../../src/state/policy-edits'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Drawer } from '../../components/dialog'
import { Failure } from '../../components/failure'
import { FieldChips } from '../../components/field-chips'
import { OutcomeMark } from '../../components/outcome'
import { useFormats, useText } from '../../i18n/text'
import { describeCall } from './describe-call'

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
  const formats = useFormats()
  const { connections } = useAppState()
  const connection = connections.find(({ id }) => id === event.connectionId)
  return (
    <>
      <dl className="details">
        <dt>{t('column.outcome')}</dt>
        <dd>
          <OutcomeMark outcome={event.outcome} />
          {event.code !== undefined && <p>{t(`code.${event.code}`)}</p>}
        </dd>
        <dt>{t('column.time')}</dt>
        <dd>{formats.moment(event.time)}</dd>
        <dt>{t('column.client')}</dt>
        <dd>
          {event.clientName} <span className="muted">{event.clientVersion}</span>
        </dd>
        {connection !== undefined && (
          <>
            <dt>{t('detail.connection')}</dt>
            <dd>{connection.name}</dd>
          </>
        )}
        <dt>{t('column.model')}</dt>
        <dd>
          {event.modelLabel ?? event.model ?? t('activity.noModel')} <span className="technical">{event.model}</span>
        </dd>
        <dt>{t('detail.tool')}</dt>
        <dd className="technical">{event.tool}</dd>
        <dt>{t('detail.filter')}</dt>
        <dd>{event.filterShape === '' ? t('detail.noFilter') : <span className="technical">{event.filterShape}</span>}</dd>
        <dt>{t('detail.answer')}</dt>
        <dd>{t('detail.answerSize', { rows: event.rows, bytes: formats.bytes(event.bytes) })}</dd>
        <dt>{t('detail.duration')}</dt>
        <dd>{t('detail.durationWords', { ms: Math.round(event.ms), odooMs: Math.round(event.odooMs) })}</dd>
      </dl>
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
      {event.model !== undefined && <HideModel model={event.model} label={event.modelLabel ?? event.model} />}
      <p className="muted small">{t('detail.noValues')}</p>
    </>
  )
}

/** The shortest way from "Claude read this?" to "not any more". */
function HideModel({ model, label }: { readonly model: string; readonly label: string }) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const { policy } = useAppState().settings
  if (policy.models.hide.includes(model)) return <p className="muted">{t('detail.modelHidden', { label })}</p>
  return (
    <div className="detail-part">
      <Button
        icon={<EyeOff size={14} aria-hidden="true" />}
        pending={action.pending}
        onClick={() => void action.run(() => bridge.setPolicy({ policy: withModel(policy, model, 'hide') }))}
      >
        {t('detail.hideModel', { label })}
      </Button>
      <Failure failure={action.failure} />
    </div>
  )
}
