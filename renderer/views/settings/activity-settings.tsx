import { FolderOpen, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import type { SettingsChange } from '../../../src/contract/requests'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { useText } from '../../i18n/text'
import { DeleteActivity } from './delete-activity'

const MOST_DAYS = 3650

/** How long activity is kept, where, and how to be rid of it. */
export function ActivitySettings({ onChange }: { readonly onChange: (change: SettingsChange) => void }) {
  const t = useText()
  const bridge = useBridge()
  const { app } = useAppState()
  const action = useAction()
  const [deleting, setDeleting] = useState(false)
  const [deleted, setDeleted] = useState(false)
  return (
    <Card title={t('settings.activity')}>
      <div className="rows">
        <Retention onChange={onChange} />
        <div className="setting-block">
          <span>{t('settings.journal')}</span>
          <span className="technical path">{app.journalPath}</span>
          <div className="actions">
            <Button
              icon={<FolderOpen size={14} aria-hidden="true" />}
              onClick={() => void action.run(() => bridge.showInFolder({ what: 'journal' }))}
            >
              {t('action.showInFolder')}
            </Button>
            <Button
              icon={<Trash2 size={14} aria-hidden="true" />}
              onClick={() => {
                setDeleted(false)
                setDeleting(true)
              }}
            >
              {t('activity.delete')}
            </Button>
          </div>
          <Failure failure={action.failure} />
          {deleted && <Message tone="ok" role="status" message={t('delete.done')} />}
        </div>
      </div>
      <DeleteActivity
        open={deleting}
        onClose={() => {
          setDeleting(false)
        }}
        onDone={() => {
          setDeleted(true)
        }}
      />
    </Card>
  )
}

/** A number of days; taken when it is left or confirmed, so that "9" on the way to "90" deletes nothing. */
function Retention({ onChange }: { readonly onChange: (change: SettingsChange) => void }) {
  const t = useText()
  const { retentionDays } = useAppState().settings
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const [wrong, setWrong] = useState(false)
  const take = () => {
    if (typed === null) return
    const days = Number(typed)
    if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
      setWrong(true)
      return
    }
    setTyped(null)
    if (days !== retentionDays) onChange({ retentionDays: days })
  }
  return (
    <div className="setting">
      <div>
        <label htmlFor={id}>{t('settings.retention')}</label>
        <p className={wrong ? 'wrong-text small' : 'muted small'} id={`${id}-about`} role={wrong ? 'alert' : undefined}>
          {t(wrong ? 'settings.retention.wrong' : 'settings.retention.about')}
        </p>
      </div>
      <span className="days">
        <input
          className="input"
          id={id}
          inputMode="numeric"
          size={4}
          maxLength={4}
          aria-describedby={`${id}-about`}
          aria-invalid={wrong || undefined}
          value={typed ?? String(retentionDays)}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setWrong(false)
          }}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take()
            if (event.key === 'Escape') {
              setTyped(null)
              setWrong(false)
            }
          }}
        />
        <span aria-hidden="true">{t('settings.days')}</span>
      </span>
    </div>
  )
}
