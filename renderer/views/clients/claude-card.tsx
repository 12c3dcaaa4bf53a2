import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ClaudeStatus } from '../../../src/contract/app-state'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button, LinkButton } from '../../components/button'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { Backups } from './backups'
import { Bundle } from './bundle'
import { NextStartLine } from './next-start-line'
import { RegistrationSteps } from './registration-steps'
import { useRegistration } from './use-registration'

const CLAUDE = 'claude-desktop'

/** Claude Desktop: what state its configuration is in, and what to do about it. Nothing is written before it was shown. */
export function ClaudeCard() {
  const t = useText()
  const bridge = useBridge()
  const { claude, clientStatuses } = useAppState()
  const { intent } = useNavigation()
  const registration = useRegistration(CLAUDE)
  const aside = useAction()
  const [showsBackups, setShowsBackups] = useState(false)
  const { start, view, done } = registration

  const begin = intent?.kind === 'register_claude' && claude.kind !== 'registered' && claude.kind !== 'not_installed'
  useEffect(() => {
    if (begin) start('register')
  }, [begin, start])

  const status = clientStatuses.find(({ id }) => id === CLAUDE)
  const { decoys = [], version = null } = status ?? {}
  const isTalking = claude.sessions.some(({ clientId }) => clientId === CLAUDE)
  const needsRestart = claude.running && ((done === 'register' && !isTalking) || (done === 'unregister' && isTalking))

  return (
    <Card
      title={t('claude.title')}
      aside={
        version === null
          ? t(claude.running ? 'claude.running' : 'claude.stopped')
          : t(claude.running ? 'claude.versionRunning' : 'claude.versionStopped', { version })
      }
    >
      <div className="claude">
        <div className={`claude-state ${toneOf(claude.kind)}`}>
          <StateIcon kind={claude.kind} />
          <div>
            <p>{t(`claude.${claude.kind}`)}</p>
            <p className="muted">{t(claude.kind === 'registered' && isTalking ? 'claude.talking' : `claude.${claude.kind}.hint`)}</p>
          </div>
        </div>
        <dl className="details">
          <dt>{t('claude.path')}</dt>
          <dd>
            <span className="technical">{claude.path}</span>{' '}
            <LinkButton onClick={() => void aside.run(() => bridge.showInFolder({ what: 'claude_config' }))}>
              {t('action.showInFolder')}
            </LinkButton>
            {decoys.length > 0 && <p className="muted small">{t('claude.live')}</p>}
          </dd>
          {decoys.length > 0 && (
            <>
              <dt>{t('claude.decoys', { count: decoys.length })}</dt>
              {decoys.map((path) => (
                <dd key={path}>
                  <span className="technical">{path}</span>
                </dd>
              ))}
            </>
          )}
        </dl>
        {view.status === 'none' && (
          <div className="actions">
            <Actions kind={claude.kind} onStart={start} onDownload={() => void aside.run(() => bridge.openExternal({ link: 'claude_download' }))} />
            <Button
              kind="quiet"
              onClick={() => {
                setShowsBackups(true)
              }}
            >
              {t('backups.action')}
            </Button>
          </div>
        )}
        <RegistrationSteps
          registration={registration}
          name={t('claude.title')}
          running={claude.running ? 'yes' : 'no'}
          afterwards={needsRestart ? t('claude.restart') : ''}
        />
        <Failure failure={aside.failure} />
        {status !== undefined && view.status === 'none' && <NextStartLine client={status} />}
        {done === null && claude.kind === 'registered' && claude.running && !isTalking && view.status === 'none' && (
          <Message tone="plain" message={t('claude.restart.waiting')} hint={t('claude.restart')} />
        )}
        <details className="folded">
          <summary>{t('bundle.title')}</summary>
          <Bundle />
        </details>
      </div>
      <Backups
        clientId={CLAUDE}
        name={t('claude.title')}
        open={showsBackups}
        onClose={() => {
          setShowsBackups(false)
        }}
      />
    </Card>
  )
}

function toneOf(kind: ClaudeStatus['kind']): 'ok' | 'calm' | 'warn' {
  if (kind === 'registered') return 'ok'
  return kind === 'not_registered' || kind === 'not_installed' ? 'calm' : 'warn'
}

function StateIcon({ kind }: { readonly kind: ClaudeStatus['kind'] }) {
  switch (toneOf(kind)) {
    case 'ok':
      return <CircleCheck size={18} aria-hidden="true" />
    case 'calm':
      return <CircleDashed size={18} aria-hidden="true" />
    case 'warn':
      return <TriangleAlert size={18} aria-hidden="true" />
  }
}

interface ActionsProps {
  readonly kind: ClaudeStatus['kind']
  readonly onStart: (action: 'register' | 'unregister') => void
  readonly onDownload: () => void
}

function Actions({ kind, onStart, onDownload }: ActionsProps) {
  const t = useText()
  const register = (label: string) => (
    <Button
      kind="primary"
      onClick={() => {
        onStart('register')
      }}
    >
      {label}
    </Button>
  )
  const unregister = (
    <Button
      onClick={() => {
        onStart('unregister')
      }}
    >
      {t('claude.action.unregister')}
    </Button>
  )
  switch (kind) {
    case 'not_installed':
      return (
        <>
          <Button kind="primary" onClick={onDownload}>
            {t('claude.action.download')}
          </Button>
          <Button
            onClick={() => {
              onStart('register')
            }}
          >
            {t('claude.action.registerAnyway')}
          </Button>
        </>
      )
    case 'not_registered':
      return register(t('claude.action.register'))
    case 'registered':
      return unregister
    case 'stale_path':
      return (
        <>
          {register(t('claude.action.repair'))}
          {unregister}
        </>
      )
    case 'overwritten':
      return register(t('claude.action.again'))
    case 'no_key':
      return (
        <>
          {register(t('claude.action.again'))}
          {unregister}
        </>
      )
    case 'foreign_entry':
      return register(t('claude.action.compare'))
    case 'unreadable':
      return (
        <Button
          kind="primary"
          onClick={() => {
            onStart('register')
          }}
        >
          {t('claude.action.whatIsWrong')}
        </Button>
      )
  }
}
