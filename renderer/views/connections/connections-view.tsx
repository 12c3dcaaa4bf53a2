import { Plus, Unplug } from 'lucide-react'
import { useRef, useState } from 'react'
import { useAppState } from '../../bridge/services'
import { Button } from '../../components/button'
import { EmptyState } from '../../components/empty-state'
import { ViewHead } from '../../components/view-head'
import { useText } from '../../i18n/text'
import { useHeadingFocus } from '../../shell/use-heading-focus'
import { useNavigation } from '../../shell/navigation'
import { OpenFileButton } from '../provisioning/open-file-button'
import { AddConnection } from './add-connection'
import { ConnectionCard } from './connection-card'
import './connections.css'

/** The Odoo connections, and the form for another one. */
export function ConnectionsView() {
  const t = useText()
  const state = useAppState()
  const { intent } = useNavigation()
  const [mode, setMode] = useState<'list' | 'add'>(intent?.kind === 'add_connection' ? 'add' : 'list')
  const body = useRef<HTMLDivElement>(null)
  useHeadingFocus(body, mode)

  if (mode === 'add') {
    return (
      <div className="view-body" ref={body}>
        <AddConnection
          onClose={() => {
            setMode('list')
          }}
        />
      </div>
    )
  }
  const add = (
    <Button
      kind="primary"
      icon={<Plus size={14} aria-hidden="true" />}
      onClick={() => {
        setMode('add')
      }}
    >
      {t('connections.add')}
    </Button>
  )
  const empty = state.connections.length === 0
  return (
    <div className="view-body" ref={body}>
      <ViewHead title={t('connections.title')} actions={empty ? undefined : <><OpenFileButton />{add}</>}>
        <p>{t('connections.about')}</p>
      </ViewHead>
      {empty ? (
        <EmptyState icon={Unplug} title={t('connections.empty')} about={t('connections.empty.about')}>
          {add}
          <OpenFileButton />
        </EmptyState>
      ) : (
        <ul className="stack">
          {state.connections.map((connection) => (
            <li key={connection.id}>
              <ConnectionCard connection={connection} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
