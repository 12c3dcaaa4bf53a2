import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { ActivityFilter } from '../../../src/contract/activity'
import { createActivityFeed, type ActivityFeed, type FeedView } from '../../bridge/activity-feed'
import { useBridge } from '../../bridge/services'
import { useVisibleAgain } from '../../bridge/use-visible-again'

/** One feed for as long as the view is open; it begins with this filter. */
export function useFeed(first: () => ActivityFilter): { readonly feed: ActivityFeed; readonly view: FeedView } {
  const bridge = useBridge()
  const [feed] = useState(() => createActivityFeed(bridge, first()))
  const view = useSyncExternalStore(feed.subscribe, feed.read)
  useEffect(() => feed.start(), [feed])
  useVisibleAgain(useCallback(() => {
    feed.reload()
  }, [feed]))
  return { feed, view }
}
