import { useState } from 'react'
import type { ClientStatus } from '../../../src/contract/registration'
import { useAppState } from '../../bridge/services'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { Skeleton } from '../../components/skeleton'
import { useFormats, useText } from '../../i18n/text'
import { Backups } from './backups'
import { NextStartLine } from './next-start-line'
import { RegistrationSteps } from './registration-steps'
import { useRegistration } from './use-registration'

/** The clients beside Claude Desktop whose configuration Vitrine can write; those that are not there are folded away. */
export function OtherClients() {
  const t = useText()
  const formats = useFormats()
  const { clientStatuses } = useAppState()
  const others = clientStatuses.filter(({ id }) => id !== 'claude-desktop')
  const found = others.filter(({ kind }) => kind !== 'not_installed')
  const absent = others.filter(({ kind }) => kind === 'not_installed')
  return (
    <Card title={t('others.title')}>
      {clientStatuses.length === 0 && <Skeleton lines={3} />}
      {clientStatuses.length > 0 && found.length === 0 && <p className="muted">{t('others.none')}</p>}
      {found.length > 0 && (
        <ul className="rows" aria-label={t('others.title')}>
          {found.map((client) => (
            <OtherClient key={client.id} client={client} />
          ))}
        </ul>
      )}
      {absent.length > 0 && (
        <details className="folded apart">
          <summary>{t('others.absent', { count: absent.length })}</summary>
          <p className="muted">{t('others.absent.about', { names: formats.list(absent.map(({ name }) => name)) })}</p>
        </details>
      )}
    </Card>
  )
}

function OtherClient({ client }: { readonly client: ClientStatus }) {
  const t = useText()
  const registration = useRegistration(client.id)
  const [showsBackups, setShowsBackups] = useState(false)
  const { id, name, kind, path, notice, running } = client
  return (
    <li className="other">
      <div className="other-line">
        <div>
          <p>
            <b>{name}</b> <span className={kind === 'registered' || kind === 'not_registered' ? 'muted' : 'other-warn'}>{t(`others.${kind}`)}</span>
            {running === 'yes' && <span className="muted"> · {t('others.running')}</span>}
          </p>
          <p className="technical">{path}</p>
        </div>
        {registration.view.status === 'none' && (
          <div className="actions">
            <Actions client={client} onStart={registration.start} />
            <Button
              kind="quiet"
              aria-label={`${t('backups.action')} ${name}`}
              onClick={() => {
                setShowsBackups(true)
              }}
            >
              {t('backups.action')}
            </Button>
          </div>
        )}
      </div>
      <RegistrationSteps registration={registration} name={name} running="no" afterwards={notice} />
      {registration.view.status === 'none' && <NextStartLine client={client} />}
      <Backups
        clientId={id}
        name={name}
        open={showsBackups}
        onClose={() => {
          setShowsBackups(false)
        }}
      />
    </li>
  )
}

interface ActionsProps {
  readonly client: ClientStatus
  readonly onStart: (action: 'register' | 'unregister') => void
}

const REGISTERS = {
  not_installed: 'claude.action.registerAnyway',
  not_registered: 'claude.action.register',
  stale_path: 'claude.action.repair',
  overwritten: 'claude.action.again',
  no_key: 'claude.action.again',
  foreign_entry: 'claude.action.compare',
  unreadable: 'claude.action.whatIsWrong',
} as const

function Actions({ client: { kind, name }, onStart }: ActionsProps) {
  const t = useText()
  return (
    <>
      {kind !== 'registered' && (
        <Button
          aria-label={`${t(REGISTERS[kind])} ${name}`}
          onClick={() => {
            onStart('register')
          }}
        >
          {t(REGISTERS[kind])}
        </Button>
      )}
      {(kind === 'registered' || kind === 'stale_path' || kind === 'no_key') && (
        <Button
          kind={kind === 'registered' ? 'plain' : 'quiet'}
          aria-label={`${t('claude.action.unregister')} ${name}`}
          onClick={() => {
            onStart('unregister')
          }}
        >
          {t('claude.action.unregister')}
        </Button>
      )}
    </>
  )
}
