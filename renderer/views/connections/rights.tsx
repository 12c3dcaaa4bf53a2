import type { ConnectionStatus, ConnectionSummary } from '../../../src/contract/app-state'
import type { RightsReport } from '../../../src/contract/key-care'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button, LinkButton } from '../../components/button'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { useFormats, useText } from '../../i18n/text'
import { ReaderHelp } from './reader-help'

interface RightsProps {
  readonly connection: ConnectionSummary
  readonly status: ConnectionStatus
}

/** What the Odoo user could change: a warning that never stands in the way of anything. */
export function Rights({ connection, status }: RightsProps) {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  const { rightsProbe } = useAppState()
  const probe = rightsProbe?.connectionId === connection.id ? rightsProbe : null
  const { rights } = connection
  const look = (
    <Button pending={action.pending || probe !== null} onClick={() => void action.run(() => bridge.probeRights({ connectionId: connection.id }))}>
      {t(rights === undefined ? 'rights.look' : 'rights.again')}
    </Button>
  )

  return (
    <div className="stack-small" aria-busy={probe !== null || undefined}>
      {probe !== null && (
        <p role="status" className="muted">
          {t('rights.progress', { done: probe.done, total: probe.total })}{' '}
          <LinkButton onClick={() => void bridge.cancelProbe({})}>{t('action.cancel')}</LinkButton>
        </p>
      )}
      {rights === undefined ? (
        <Message tone="plain" message={t('rights.unknown')} hint={t('rights.unknown.hint')}>
          {look}
        </Message>
      ) : rights.models.length === 0 ? (
        <Message tone="ok" message={t('rights.none', { checked: rights.checked })} hint={t('rights.never')}>
          {look}
        </Message>
      ) : (
        <Message tone="warn" message={t('rights.some', { count: rights.models.length, checked: rights.checked })} hint={t('rights.some.hint')}>
          {look}
          <LinkButton onClick={() => void action.run(() => bridge.openExternal({ link: 'odoo_users', connectionId: connection.id }))}>{t('rights.users')}</LinkButton>
        </Message>
      )}
      <Failure failure={action.failure} />
      {rights !== undefined && rights.models.length > 0 && (
        <>
          <ChangeableModels rights={rights} />
          <ReaderHelp odooVersion={status.kind === 'connected' ? status.odooVersion : null} />
        </>
      )}
    </div>
  )
}

function ChangeableModels({ rights }: { readonly rights: RightsReport }) {
  const t = useText()
  const formats = useFormats()
  return (
    <details className="advanced">
      <summary>{t('rights.list')}</summary>
      <ul className="rights-list">
        {rights.models.map(({ model, label, rights: what }) => (
          <li key={model}>
            <span>{label}</span>
            {label !== model && <span className="technical">{model}</span>}
            <span className="muted">{formats.list(what.map((right) => t(`right.${right}`)))}</span>
          </li>
        ))}
      </ul>
      <p className="muted small">{t('rights.checkedAt', { time: formats.moment(rights.checkedAt) })}</p>
    </details>
  )
}
