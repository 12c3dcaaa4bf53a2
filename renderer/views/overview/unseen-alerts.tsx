import { Bell } from 'lucide-react'
import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Failure } from '../../components/failure'
import { useFormats, useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import type { AlertGroup } from './alert-groups'
import { AttentionItem } from './attention-item'

/** One kind of alert that nobody has seen yet: the newest in full, the others by number, and the way to look into it. */
export function UnseenAlerts({ group: { newest, more, ids, way } }: { readonly group: AlertGroup }) {
  const t = useText()
  const formats = useFormats()
  const bridge = useBridge()
  const action = useAction()
  const { go } = useNavigation()
  const when = t('alerts.when', { day: formats.day(newest.time), time: formats.shortClock(newest.time) })
  return (
    <AttentionItem
      icon={<Bell size={16} aria-hidden="true" />}
      calm="no"
      message={newest.message}
      hint={newest.hint}
      note={more === 0 ? when : t('alerts.whenMore', { when, more })}
    >
      <Button
        onClick={() => {
          go(way.view, way.intent)
        }}
      >
        {t(way.label)}
      </Button>
      <Button kind="quiet" pending={action.pending} onClick={() => void action.run(() => bridge.markAlertsSeen({ ids: [...ids] }))}>
        {t('alerts.markSeen')}
      </Button>
      <Failure failure={action.failure} />
    </AttentionItem>
  )
}
