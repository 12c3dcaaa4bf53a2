import { Bell, CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button, LinkButton } from '../../components/button'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { useFormats, useText } from '../../i18n/text'
import './alerts.css'

const SHOWN = 4

/** What was worth an alert, newest first; those that nobody has seen yet are marked. */
export function AlertsPanel() {
  const t = useText()
  const formats = useFormats()
  const bridge = useBridge()
  const { alerts } = useAppState()
  const action = useAction()
  const [all, setAll] = useState(false)
  const unseen = alerts.filter(({ seen }) => !seen).length
  const shown = all ? alerts : alerts.slice(0, SHOWN)
  return (
    <Card
      title={t('alerts.title')}
      aside={unseen === 0 ? undefined : t('alerts.unseen', { count: unseen })}
      end={unseen === 0 ? undefined : <LinkButton onClick={() => void action.run(() => bridge.markAlertsSeen({}))}>{t('alerts.markSeen')}</LinkButton>}
    >
      {alerts.length === 0 ? (
        <p className="attention-none">
          <CircleCheck size={16} aria-hidden="true" />
          {t('alerts.none')}
        </p>
      ) : (
        <ul className="rows">
          {shown.map(({ id, time, message, hint, seen }) => (
            <li key={id} className={seen ? 'alert-row seen' : 'alert-row'}>
              <Bell size={16} aria-hidden="true" />
              <div>
                <p>
                  {!seen && <span className="alert-new">{t('alerts.new')}</span>} {message}
                </p>
                <p className="muted small">{hint}</p>
              </div>
              <time className="muted small" dateTime={time}>
                {formats.day(time)}, {formats.shortClock(time)}
              </time>
            </li>
          ))}
        </ul>
      )}
      {alerts.length > SHOWN && (
        <div className="alert-more">
          <Button
            kind="quiet"
            aria-expanded={all}
            onClick={() => {
              setAll(!all)
            }}
          >
            {t(all ? 'alerts.fewer' : 'alerts.all', { count: alerts.length })}
          </Button>
        </div>
      )}
      <Failure failure={action.failure} />
    </Card>
  )
}
