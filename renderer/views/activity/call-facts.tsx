import type { ReactNode } from 'react'
import type { ActivityEvent } from '../../../src/contract/activity'
import { useAppState } from '../../bridge/services'
import { OutcomeMark } from '../../components/outcome'
import { useFormats, useText } from '../../i18n/text'

/** What a row of the journal says about one call, name by name; what it does not say is left out. */
export function CallFacts({ event }: { readonly event: ActivityEvent }) {
  const t = useText()
  const formats = useFormats()
  const { connections } = useAppState()
  const connection = connections.find(({ id }) => id === event.connectionId)
  return (
    <dl className="details">
      <Fact name={t('column.outcome')}>
        <OutcomeMark outcome={event.outcome} />
        {event.code !== undefined && <p>{t(`code.${event.code}`)}</p>}
      </Fact>
      {event.consent !== undefined && <Fact name={t('detail.consent')}>{t(`detail.consent.${event.consent}`)}</Fact>}
      <Fact name={t('column.time')}>
        {formats.moment(event.time)} <span className="muted">{t('detail.utc', { time: event.time.slice(11, 19) })}</span>
      </Fact>
      <Fact name={t('column.client')}>
        {event.clientName} <span className="muted">{event.clientVersion}</span>
      </Fact>
      <Fact name={t('detail.clientKey')} kind="technical">
        {event.clientId}
      </Fact>
      {event.address !== undefined && (
        <Fact name={t('detail.address')} kind="technical">
          {event.address}
        </Fact>
      )}
      {connection !== undefined && <Fact name={t('detail.connection')}>{connection.name}</Fact>}
      {event.odooUser !== undefined && <Fact name={t('detail.odooUser')}>{event.odooUser}</Fact>}
      {event.companies.length > 0 && (
        <Fact name={t('detail.companies')}>{t('detail.companyNumbers', { count: event.companies.length, list: formats.list(event.companies.map(String)) })}</Fact>
      )}
      <Fact name={t('column.model')}>
        {event.modelLabel ?? event.model ?? t('activity.noModel')} <span className="technical">{event.model}</span>
      </Fact>
      <Fact name={t('detail.tool')} kind="technical">
        {event.tool}
      </Fact>
      {event.methods.length > 0 && (
        <Fact name={t('detail.methods')} kind="technical">
          {event.methods.join(', ')}
        </Fact>
      )}
      {event.filterShape === '' ? (
        <Fact name={t('detail.filter')}>{t('detail.noFilter')}</Fact>
      ) : (
        <Fact name={t('detail.filter')} kind="technical">
          {event.filterShape}
        </Fact>
      )}
      <Fact name={t('detail.answer')}>{t('detail.answerSize', { rows: event.rows, bytes: formats.bytes(event.bytes) })}</Fact>
      <Fact name={t('detail.duration')}>{t('detail.durationWords', { ms: Math.round(event.ms), odooMs: Math.round(event.odooMs) })}</Fact>
      <Fact name={t('detail.row')}>{formats.number(event.id)}</Fact>
    </dl>
  )
}

interface FactProps {
  readonly name: string
  readonly kind?: 'plain' | 'technical'
  readonly children: ReactNode
}

function Fact({ name, kind = 'plain', children }: FactProps) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={kind === 'technical' ? 'technical' : undefined}>{children}</dd>
    </>
  )
}
