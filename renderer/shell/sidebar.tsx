import { CircleHelp } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { AppState } from '../../src/contract/app-state'
import type { ViewName } from '../../src/contract/requests'
import { Mark } from '../components/mark'
import { StatusShape } from '../components/status-shape'
import { useAppState } from '../bridge/services'
import { useFormats, useText } from '../i18n/text'
import { activeConnection, claudeNeedsAttention } from '../../src/state/predicates'
import { HelpDialog } from '../views/help/help-dialog'
import { useNavigation } from './navigation'
import { VIEWS } from './views'

export function Sidebar() {
  const t = useText()
  const formats = useFormats()
  const state = useAppState()
  const { view, go } = useNavigation()
  const [helpOpen, setHelpOpen] = useState(false)
  const active = activeConnection(state)
  const { connection } = state
  const status =
    connection.kind === 'paused' ? t('status.paused', { time: formats.shortClock(connection.until) }) : t(`status.${connection.kind}`)
  const attention = useMemo(() => viewsThatNeedAttention(state), [state])

  return (
    <header className="sidebar">
      <div className="brand">
        <Mark size={20} />
        {t('app.name')}
      </div>
      <nav aria-label={t('sidebar.label')}>
        <ul className="sidebar-views">
          {VIEWS.map(({ name, icon: Icon }) => (
            <li key={name}>
              <button
                type="button"
                className="sidebar-view"
                aria-label={attention.has(name) ? t('sidebar.attention', { view: t(`view.${name}`) }) : undefined}
                aria-current={view === name ? 'page' : undefined}
                onClick={() => {
                  go(name)
                }}
              >
                <Icon size={16} strokeWidth={1.7} aria-hidden="true" />
                {t(`view.${name}`)}
                {attention.has(name) && (
                  <span className="count" aria-hidden="true">
                    !
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <button
        type="button"
        className="sidebar-view sidebar-help"
        onClick={() => {
          setHelpOpen(true)
        }}
      >
        <CircleHelp size={16} strokeWidth={1.7} aria-hidden="true" />
        {t('help.open')}
      </button>
      <HelpDialog
        open={helpOpen}
        onClose={() => {
          setHelpOpen(false)
        }}
      />
      <div className="sidebar-state">
        <StatusShape kind={connection.kind} />
        <span>{status}</span>
        {active !== undefined && <small title={active.name}>{active.name}</small>}
        {connection.kind === 'connected' && <small>{t('status.version', { version: connection.odooVersion })}</small>}
      </div>
    </header>
  )
}

function viewsThatNeedAttention(state: AppState): ReadonlySet<ViewName> {
  const views = new Set<ViewName>()
  if (state.alerts.some(({ seen }) => !seen)) views.add('overview')
  if (state.connection.kind === 'problem') views.add('connections')
  if (state.connections.length > 0 && claudeNeedsAttention(state)) views.add('clients')
  return views
}
