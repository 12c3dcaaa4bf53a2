import { useState } from 'react'
import type { AppState, ConnectionSummary } from '../../../src/contract/app-state'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { ProblemDetails } from '../../components/problem-details'
import { StatusShape } from '../../components/status-shape'
import { useFormats, useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { ProblemActions } from '../overview/problem-actions'
import { wayOut } from '../overview/way-out'
import { HandOverDialog } from '../provisioning/hand-over-dialog'
import { ExpiryWarning, KeyExpiryRow, RevokeReminder } from './key-care'
import { RemoveConnection } from './remove-connection'
import { ReplaceKey } from './replace-key'
import { Rights } from './rights'

/** One connection: where it leads, as whom, in which state. */
export function ConnectionCard({ connection }: { readonly connection: ConnectionSummary }) {
  const t = useText()
  const state = useAppState()
  const bridge = useBridge()
  const { intent } = useNavigation()
  const action = useAction()
  const [replacing, setReplacing] = useState(intent?.kind === 'replace_key' && intent.connectionId === connection.id)
  const [removing, setRemoving] = useState(false)
  const [handingOver, setHandingOver] = useState(false)
  const [replaced, setReplaced] = useState(false)
  const status: AppState['connection'] = connection.isActive ? state.connection : { kind: 'disconnected' }

  return (
    <Card title={connection.name} aside={<StateWords status={status} active={connection.isActive ? 'yes' : 'no'} />}>
      <div className="connection">
        <dl className="details">
          <dt>{t('connection.url')}</dt>
          <dd>{connection.url}</dd>
          {connection.database !== '' && (
            <>
              <dt>{t('connection.database')}</dt>
              <dd>{connection.database}</dd>
            </>
          )}
          <dt>{t('connection.login')}</dt>
          <dd>{connection.login}</dd>
          {status.kind === 'connected' && (
            <>
              <dt>{t('connection.odoo')}</dt>
              <dd>{t('connection.version', { version: status.odooVersion, protocol: t(`protocol.${status.protocol}`) })}</dd>
              <dt>{t('connection.user')}</dt>
              <dd>{status.userName}</dd>
              <Companies companies={status.companies} />
            </>
          )}
          <dt>{t('connection.key')}</dt>
          <dd>{t(state.notices.some(({ id }) => id === 'memory_only') ? 'connection.key.memory' : 'connection.key.keychain')}</dd>
          <KeyExpiryRow connection={connection} />
        </dl>
        {status.kind === 'problem' && (
          <div>
            <Message tone="bad" message={status.problem.message} hint={status.problem.hint}>
              <ProblemActions problem={status.problem} action={action} />
            </Message>
            <ProblemDetails status={status} />
          </div>
        )}
        <Failure failure={action.failure} />
        <ExpiryWarning connection={connection} />
        <RevokeReminder connection={connection} fresh={replaced ? 'yes' : 'no'} />
        <Rights connection={connection} status={status} />
        <div className="actions">
          {!connection.isActive && (
            <Button
              pending={action.pending}
              onClick={() => void action.run(() => bridge.activateConnection({ connectionId: connection.id }))}
            >
              {t('connection.activate')}
            </Button>
          )}
          {connection.isActive && status.kind === 'disconnected' && (
            <Button kind="primary" pending={action.pending} onClick={() => void action.run(() => bridge.connect({}))}>
              {t('action.connect')}
            </Button>
          )}
          {connection.isActive && status.kind === 'connected' && (
            <Button pending={action.pending} onClick={() => void action.run(() => bridge.disconnect({}))}>
              {t('action.disconnect')}
            </Button>
          )}
          {!(status.kind === 'problem' && wayOut(status.problem.code) === 'new_key') && (
            <Button
              onClick={() => {
                setReplaced(false)
                setReplacing(true)
              }}
            >
              {t('replace.action')}
            </Button>
          )}
          <Button
            onClick={() => {
              setHandingOver(true)
            }}
          >
            {t('handOver.action')}
          </Button>
          <Button
            kind="quiet"
            onClick={() => {
              setRemoving(true)
            }}
          >
            {t('remove.action')}
          </Button>
        </div>
      </div>
      <ReplaceKey
        connection={connection}
        open={replacing}
        onClose={() => {
          setReplacing(false)
        }}
        onDone={() => {
          setReplaced(true)
        }}
      />
      <HandOverDialog
        connection={connection}
        open={handingOver}
        onClose={() => {
          setHandingOver(false)
        }}
      />
      <RemoveConnection
        connection={connection}
        open={removing}
        onClose={() => {
          setRemoving(false)
        }}
      />
    </Card>
  )
}

function StateWords({ status, active }: { readonly status: AppState['connection']; readonly active: 'yes' | 'no' }) {
  const t = useText()
  const formats = useFormats()
  const words = () => {
    if (active === 'no') return t('connection.inactive')
    if (status.kind === 'connected') return t('connection.since', { time: formats.shortClock(status.since) })
    if (status.kind === 'paused') return t('status.paused', { time: formats.shortClock(status.until) })
    return t(`status.${status.kind}`)
  }
  return (
    <span className="connection-state">
      <StatusShape kind={status.kind} />
      {words()}
    </span>
  )
}

function Companies({ companies }: { readonly companies: readonly string[] }) {
  const t = useText()
  const formats = useFormats()
  if (companies.length === 0) return null
  return (
    <>
      <dt>{t('connection.companies', { count: companies.length })}</dt>
      <dd>{formats.list(companies)}</dd>
    </>
  )
}
