import { Activity, ListFilter } from 'lucide-react'
import type { ActivityEvent } from '../../../src/contract/activity'
import type { ActivityFeed, FeedView } from '../../bridge/activity-feed'
import { useAppState } from '../../bridge/services'
import { Button } from '../../components/button'
import { EmptyState } from '../../components/empty-state'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { useText, type Text } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { ActivityTable } from './activity-table'

interface CallsViewProps {
  readonly feed: ActivityFeed
  readonly view: FeedView
  readonly filtering: 'yes' | 'no'
  readonly onOpen: (event: ActivityEvent) => void
  readonly onClear: () => void
}

/** The list of calls, or why there is none. */
export function CallsView({ feed, view, filtering, onOpen, onClear }: CallsViewProps) {
  const t = useText()
  if (view.status === 'failed') {
    return (
      <Message tone="bad" role="alert" message={t('activity.failed.message')} hint={t('activity.failed.hint')}>
        <Button onClick={feed.reload}>{t('action.tryAgain')}</Button>
      </Message>
    )
  }
  if (view.events.length > 0) {
    // Another filter is another list and begins at its top: deep in the former one, pages would be asked for until this one is as long.
    return <ActivityTable key={JSON.stringify(view.filter)} feed={view} onOpen={onOpen} onEndNear={feed.loadOlder} />
  }
  return view.status === 'loading' ? <Skeleton lines={9} /> : <Nothing filtering={filtering} onClear={onClear} />
}

/** How many there are, in words; empty where that is not known. */
export function countWords(view: FeedView, filtering: 'yes' | 'no', t: Text): string {
  if (view.status === 'failed' || (view.status === 'loading' && view.events.length === 0)) return ''
  const parts = [t(filtering === 'yes' ? 'activity.matching' : 'activity.total', { count: view.total })]
  if (view.loadingOlder) parts.push(t('activity.loadingOlder'))
  if (view.paused && view.held > 0) parts.push(t('activity.held', { count: view.held }))
  return parts.join(' · ')
}

function Nothing({ filtering, onClear }: Pick<CallsViewProps, 'filtering' | 'onClear'>) {
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
          {t('connections.add')}
        </Button>
      ) : (
        <Button
          onClick={() => {
            go('overview', { kind: 'set_up' })
          }}
        >
          {t('activity.empty.action')}
        </Button>
      )}
    </EmptyState>
  )
}
