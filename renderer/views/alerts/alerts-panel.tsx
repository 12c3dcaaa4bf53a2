import { Bell } from 'lucide-react'
import { useState } from 'react'
import { useAppState } from '../../bridge/services'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { useFormats, useSaid, useText } from '../../i18n/text'
import './alerts.css'

const SHOWN = 4

/** The alerts that were seen, newest first; the others stand under what needs attention. */
export function AlertsPanel() {
  const t = useText()
  const said = useSaid()
  const formats = useFormats()
  const { alerts } = useAppState()
  const [all, setAll] = useState(false)
  const seen = alerts.filter((alert) => alert.seen)
  if (seen.length === 0) return null
  const shown = all ? seen : seen.slice(0, SHOWN)
  return (
    <Card title={t('alerts.earlier')}>
      <ul className="rows">
        {shown.map(({ id, time, message }) => (
          <li key={id} className="alert-row">
            <Bell size={16} aria-hidden="true" />
            <div>
              <p>{said(message)}</p>
              <time className="muted small" dateTime={time}>
                {t('alerts.when', { day: formats.day(time), time: formats.shortClock(time) })}
              </time>
            </div>
          </li>
        ))}
      </ul>
      {seen.length > SHOWN && (
        <div className="alert-more">
          <Button
            kind="quiet"
            aria-expanded={all}
            onClick={() => {
              setAll(!all)
            }}
          >
            {t(all ? 'alerts.fewer' : 'alerts.all', { count: seen.length })}
          </Button>
        </div>
      )}
    </Card>
  )
}
