import { Pause, Play } from 'lucide-react'
import type { FeedView } from '../../bridge/activity-feed'
import { Button } from '../../components/button'
import { useText } from '../../i18n/text'

interface LiveSwitchProps {
  readonly feed: FeedView
  readonly onPause: () => void
  readonly onResume: () => void
}

/** Whether the list moves by itself; paused, it stands still and counts what waits. */
export function LiveSwitch({ feed, onPause, onResume }: LiveSwitchProps) {
  const t = useText()
  if (feed.paused) {
    return (
      <Button kind="primary" icon={<Play size={13} aria-hidden="true" />} onClick={onResume}>
        {t('live.resume', { count: feed.held })}
      </Button>
    )
  }
  return (
    <span className="live">
      <span className="live-mark">
        <span className="live-dot" aria-hidden="true" />
        {t('live.on')}
      </span>
      <Button icon={<Pause size={14} aria-hidden="true" />} aria-label={t('live.pause')} title={t('live.pause')} onClick={onPause} />
    </span>
  )
}
