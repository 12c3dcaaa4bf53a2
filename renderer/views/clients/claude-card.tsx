import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ClaudeStatus } from '../../../src/contract/app-state'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button, LinkButton } from '../../components/button'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { PlanPanel } from './plan-panel'
import { useClaudePlan } from './use-claude-plan'

/** Claude Desktop: what state its configuration is in, and what to do about it. Nothing is written before it was shown. */
export function ClaudeCard() {
  const t = useText()
  const bridge = useBridge()
  const { claude } = useAppState()
  const { intent } = useNavigation()
  const planning = useClaudePlan()
  const apply = useAction()
  const aside = useAction()
  const [done, setDone] = useState<'register' | 'unregister' | null>(null)
  const { ask, drop, view } = planning

  const begin = intent?.kind === 'register_claude' && claude.kind !== 'registered' && claude.kind !== 'not_installed'
  useEffect(() => {
    if (begin) ask('register')
  }, [begin, ask])

  const start = (action: 'register' | 'unregister') => {
    setDone(null)
    apply.clear()
    ask(action)
  }
  const confirm = (action: 'register' | 'unregister') => {
    void apply.run(() => bridge.applyClient({ clientId: 'claude-desktop', action })).then((ok) => {
      if (!ok) return
      drop()
      setDone(action)
    })
  }
  const talking = claude.sessions.length > 0
  const needsRestart = claude.running && ((done === 'register' && !talking) || (done === 'unregister' && talking))

  return (
    <Card title={t('claude.title')} aside={t(claude.running ? 'claude.running' : 'claude.stopped')}>
      <div className="claude">
        <div className={`claude-state ${toneOf(claude.kind)}`}>
          <StateIcon kind={claude.kind} />
          <div>
            <p>{t(`claude.${claude.kind}`)}</p>
            <p className="muted">{t(`claude.${claude.kind}.hint`)}</p>
          </div>
        </div>
        <dl className="details">
          <dt>{t('claude.path')}</dt>
          <dd>
            <span className="technical">{claude.path}</span>{' '}
            <LinkButton onClick={() => void aside.run(() => bridge.showInFolder({ what: 'claude_config' }))}>
              {t('action.showInFolder')}
            </LinkButton>
          </dd>
        </dl>
        {view.status === 'none' && (
          <div className="actions">
            <Actions kind={claude.kind} onStart={start} onDownload={() => void aside.run(() => bridge.openExternal({ link: 'claude_download' }))} />
          </div>
        )}
        {view.status === 'asking' && <Skeleton lines={3} />}
        {view.status === 'failed' && (
          <Message tone="bad" role="alert" message={t('failure.message')} hint={t('failure.hint')}>
            <Button onClick={drop}>{t('action.close')}</Button>
          </Message>
        )}
        {view.status === 'shown' && (
          <PlanPanel
            action={view.action}
            plan={view.plan}
            running={claude.running ? 'yes' : 'no'}
            pending={apply.pending}
            onConfirm={() => {
              confirm(view.action)
            }}
            onClose={drop}
            onAgain={() => {
              ask(view.action)
            }}
          />
        )}
        <Failure failure={apply.failure} />
        <Failure failure={aside.failure} />
        {done !== null && (
          <Message
            tone="ok"
            role="status"
            message={t(done === 'register' ? 'claude.done.register' : 'claude.done.unregister')}
            hint={needsRestart ? t('claude.restart') : ''}
          />
        )}
        {done === null && claude.kind === 'registered' && claude.running && !talking && view.status === 'none' && (
          <Message tone="plain" message={t('claude.restart.waiting')} hint={t('claude.restart')} />
        )}
      </div>
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
