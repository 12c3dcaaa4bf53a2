import { Activity, FolderOpen, ListFilter, Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ActivityEvent } from '../../../src/contract/activity'
import { useAction } from '../../bridge/use-action'
import { useAppState, useServices } from '../../bridge/services'
import { Button } from '../../components/button'
import { EmptyState } from '../../components/empty-state'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { ViewHead } from '../../components/view-head'
import { useFormats, useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { DeleteActivity } from '../settings/delete-activity'
import { ActivityTable } from './activity-table'
import { Announcer } from './announcer'
import { DetailDrawer } from './detail-drawer'
import { FilterBar, type Choice } from './filter-bar'
import { filterOf, isFiltering, NO_FILTER, type FilterChoice } from './filters'
import { LiveSwitch } from './live-switch'
import { useFeed } from './use-feed'
import './activity.css'

/** The live view: every call as it happens, newest first. */
export function ActivityView() {
  const t = useText()
  const formats = useFormats()
  const { bridge, now } = useServices()
  const { settings } = useAppState()
  const { feed, view } = useFeed()
  const [choice, setChoice] = useState(NO_FILTER)
  const [opened, setOpened] = useState<ActivityEvent | null>(null)
  const [deleting, setDeleting] = useState(false)
  const show = useAction()
  const seen = useSeen(view.events)

  const choose = (next: FilterChoice) => {
    setChoice(next)
    feed.setFilter(filterOf(next, now()))
  }

  return (
    <div className="view-body fills">
      <ViewHead
        title={t('activity.title')}
        actions={
          <>
            <LiveSwitch feed={view} onPause={feed.pause} onResume={feed.resume} />
            <Button
              icon={<FolderOpen size={14} aria-hidden="true" />}
              onClick={() => void show.run(() => bridge.showInFolder({ what: 'journal' }))}
            >
              {t('activity.showFile')}
            </Button>
            <Button
              icon={<Trash2 size={14} aria-hidden="true" />}
              onClick={() => {
                setDeleting(true)
              }}
            >
              {t('activity.delete')}
            </Button>
          </>
        }
      >
        <p>{t('activity.about', { days: settings.retentionDays })}</p>
      </ViewHead>
      <Failure failure={show.failure} />
      <FilterBar
        choice={choice}
        clients={seen.clients}
        models={seen.models}
        onChange={choose}
      />
      {view.status === 'failed' && (
        <Message tone="bad" role="alert" message={t('activity.failed.message')} hint={t('activity.failed.hint')}>
          <Button onClick={feed.reload}>{t('action.tryAgain')}</Button>
        </Message>
      )}
      {view.status === 'loading' && view.events.length === 0 && <Skeleton lines={9} />}
      {view.status === 'ready' && view.events.length === 0 && (
        <Nothing
          filtering={isFiltering(choice) ? 'yes' : 'no'}
          onClear={() => {
            choose(NO_FILTER)
          }}
        />
      )}
      {view.status !== 'failed' && view.events.length > 0 && (
        <>
          <ActivityTable feed={view} onOpen={setOpened} onEndNear={feed.loadOlder} />
          <p className="activity-foot">
            {t(isFiltering(choice) ? 'activity.matching' : 'activity.total', { count: view.total })}
            {view.loadingOlder && <span> · {t('activity.loadingOlder')}</span>}
            {view.paused && view.held > 0 && <span> · {t('activity.held', { count: view.held, number: formats.number(view.held) })}</span>}
          </p>
        </>
      )}
      <Announcer />
      <DetailDrawer
        event={opened}
        onClose={() => {
          setOpened(null)
        }}
      />
      <DeleteActivity
        open={deleting}
        onClose={() => {
          setDeleting(false)
        }}
        onDone={feed.reload}
      />
    </div>
  )
}

function Nothing({ filtering, onClear }: { readonly filtering: 'yes' | 'no'; readonly onClear: () => void }) {
  const t = useText()
  const state = useAppState()
  const { go } = useNavigation()
  if (filtering === 'yes') {
    return (
      <EmptyState icon={ListFilter} title={t('activity.noMatch')} about={t('activity.noMatch.about')}>
        <Button onClick={onClear}>{t('filter.clear')}</Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={Activity} title={t('activity.empty')} about={t('activity.empty.about')}>
      {state.connections.length === 0 ? (
        <Button
          kind="primary"
          onClick={() => {
            go('connections', { kind: 'add_connection' })
          }}
        >
          {t('steps.odoo.action')}
        </Button>
      ) : (
        <Button
          onClick={() => {
            go('overview')
          }}
        >
          {t('activity.empty.action')}
        </Button>
      )}
    </EmptyState>
  )
}

interface Seen {
  readonly clients: readonly Choice[]
  readonly models: readonly Choice[]
}

/** Clients and models to choose from: those met since the view was opened, so that a choice stays while it filters. */
function useSeen(events: readonly ActivityEvent[]): Seen {
  const [met, setMet] = useState<{ readonly newest: ActivityEvent | undefined; readonly oldest: ActivityEvent | undefined; readonly clients: ReadonlyMap<string, string>; readonly models: ReadonlyMap<string, string> }>({
    newest: undefined,
    oldest: undefined,
    clients: new Map(),
    models: new Map(),
  })
  const newest = events[0]
  const oldest = events[events.length - 1]
  if (newest !== met.newest || oldest !== met.oldest) {
    const clients = new Map(met.clients)
    const models = new Map(met.models)
    for (const event of events) {
      clients.set(event.clientId, event.clientName)
      if (event.model !== undefined) models.set(event.model, event.modelLabel ?? event.model)
    }
    setMet({ newest, oldest, clients, models })
  }
  return useMemo(() => ({ clients: choices(met.clients), models: choices(met.models) }), [met])
}

function choices(labels: ReadonlyMap<string, string>): readonly Choice[] {
  return [...labels].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label))
}
