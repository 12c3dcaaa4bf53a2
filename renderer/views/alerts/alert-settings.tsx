import { useState } from 'react'
import { ALERT_KINDS, type AlertSettings as Chosen, type TimeOfDay } from '../../../src/contract/alerts'
import type { SettingsChange } from '../../../src/contract/requests'
import { useAppState } from '../../bridge/services'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { SwitchRow } from '../../components/switch-row'
import { TextField } from '../../components/text-field'
import { useText } from '../../i18n/text'
import './alerts.css'

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const
const USUAL = { quiet: { from: '22:00', to: '07:00' }, working: { hours: { from: '07:00', to: '20:00' }, days: [1, 2, 3, 4, 5] } }

/** What one wants to hear of, and when. */
export function AlertSettings({ onChange }: { readonly onChange: (change: SettingsChange) => void }) {
  const t = useText()
  const { alerts } = useAppState().settings
  const change = (part: Partial<Chosen>) => {
    const { off, quiet, working } = { ...alerts, ...part }
    onChange({
      alerts: { off: [...off], ...(quiet === undefined ? {} : { quiet }), ...(working === undefined ? {} : { working: { hours: working.hours, days: [...working.days] } }) },
    })
  }
  const { quiet, working } = alerts
  return (
    <Card title={t('alerts.settings')}>
      <div className="rows">
        {ALERT_KINDS.map((kind) => (
          <SwitchRow
            key={kind}
            label={t(`alerts.${kind}`)}
            about={t(`alerts.${kind}.about`)}
            checked={!alerts.off.includes(kind)}
            onChange={(isOn) => {
              change({ off: isOn ? alerts.off.filter((one) => one !== kind) : [...alerts.off, kind] })
            }}
          />
        ))}
        <SwitchRow
          label={t('alerts.working')}
          about={t('alerts.working.about')}
          checked={working !== undefined}
          onChange={(isOn) => {
            change({ working: isOn ? USUAL.working : undefined })
          }}
        />
        {working !== undefined && (
          <div>
            <Hours
              label={t('alerts.working')}
              hours={working.hours}
              onSave={(hours) => {
                change({ working: { ...working, hours } })
              }}
            />
            <fieldset className="alert-days">
              <legend className="muted small">{t('limits.days')}</legend>
              {DAYS.map((day) => (
                <label key={day}>
                  <input
                    type="checkbox"
                    checked={working.days.includes(day)}
                    onChange={(event) => {
                      change({ working: { ...working, days: event.currentTarget.checked ? [...working.days, day] : working.days.filter((one) => one !== day) } })
                    }}
                  />
                  {t(`day.${day}`)}
                </label>
              ))}
            </fieldset>
          </div>
        )}
        <SwitchRow
          label={t('alerts.quiet')}
          about={t('alerts.quiet.about')}
          checked={quiet !== undefined}
          onChange={(isOn) => {
            change({ quiet: isOn ? USUAL.quiet : undefined })
          }}
        />
        {quiet !== undefined && (
          <div>
            <Hours
              label={t('alerts.quiet')}
              hours={quiet}
              onSave={(hours) => {
                change({ quiet: hours })
              }}
            />
          </div>
        )}
      </div>
    </Card>
  )
}

interface HoursProps {
  readonly label: string
  readonly hours: TimeOfDay
  readonly onSave: (hours: TimeOfDay) => void
}

function Hours({ label, hours, onSave }: HoursProps) {
  const t = useText()
  const [draft, setDraft] = useState(hours)
  const isChanged = draft.from !== hours.from || draft.to !== hours.to
  const isWhole = draft.from !== '' && draft.to !== '' && draft.from !== draft.to
  return (
    <form
      className="alert-form"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault()
        if (isWhole) onSave(draft)
      }}
    >
      <div className="times">
        <TextField
          label={t('limits.from')}
          type="time"
          value={draft.from}
          onChange={(event) => {
            setDraft({ ...draft, from: event.currentTarget.value })
          }}
        />
        <TextField
          label={t('limits.to')}
          type="time"
          value={draft.to}
          onChange={(event) => {
            setDraft({ ...draft, to: event.currentTarget.value })
          }}
        />
      </div>
      {isChanged && (
        <div className="actions">
          <Button type="submit" kind="primary" disabled={!isWhole}>
            {t('alerts.hours.save')}
          </Button>
        </div>
      )}
    </form>
  )
}
