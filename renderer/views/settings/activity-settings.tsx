import { FileCheck, FolderOpen, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { SettingsChange } from '../../../src/contract/requests'
import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Button } from '../../components/button'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { Message } from '../../components/message'
import { SwitchRow } from '../../components/switch-row'
import { useFormats, useText } from '../../i18n/text'
import { useJournalSize } from '../activity/use-journal-size'
import { EvidenceDialog } from '../evidence/evidence-dialog'
import { DeleteActivity } from './delete-activity'
import { NumberSetting } from './number-setting'

const MOST_DAYS = 3650

/** How long activity is kept, where, and how to be rid of it. */
export function ActivitySettings({ onChange }: { readonly onChange: (change: SettingsChange) => void }) {
  const t = useText()
  const bridge = useBridge()
  const { app, settings } = useAppState()
  const action = useAction()
  const [deleting, setDeleting] = useState(false)
  const [deleted, setDeleted] = useState(false)
  const [packing, setPacking] = useState(false)
  return (
    <Card title={t('settings.activity')}>
      <div className="rows">
        <Retention onChange={onChange} />
        <SwitchRow
          label={t('settings.strict')}
          about={t('settings.strict.about')}
          checked={settings.strictRecording}
          onChange={(strictRecording) => {
            onChange({ strictRecording })
          }}
        />
        <div className="setting-block">
          <span>{t('settings.journal')}</span>
          <span className="technical path">{app.journalPath}</span>
          <JournalHolds />
          <div className="actions">
            <Button
              icon={<FolderOpen size={14} aria-hidden="true" />}
              onClick={() => void action.run(() => bridge.showInFolder({ what: 'journal' }))}
            >
              {t('action.showInFolder')}
            </Button>
            <Button
              icon={<FileCheck size={14} aria-hidden="true" />}
              onClick={() => {
                setPacking(true)
              }}
            >
              {t('evidence.open')}
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
      {packing && (
        <EvidenceDialog
          onClose={() => {
            setPacking(false)
          }}
        />
      )}
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

/** How much it is, and whether it is as it was written: it is checked at each start and every day. */
function JournalHolds() {
  const t = useText()
  const formats = useFormats()
  const { journal, lastActivity } = useAppState()
  const size = useJournalSize(Math.ceil((lastActivity?.id ?? 0) / 100))
  const { checked } = journal
  return (
    <>
      {size !== null && <span className="muted small">{t('settings.journal.holds', { rows: size.rows, size: formats.bytes(size.bytes) })}</span>}
      <span className="muted small">
        {checked === null ? t('settings.journal.checked.not') : t(`settings.journal.checked.${checked.status}`, { when: formats.moment(checked.at) })}
      </span>
    </>
  )
}

/** How many days; those older than that are deleted at once. */
function Retention({ onChange }: { readonly onChange: (change: SettingsChange) => void }) {
  const t = useText()
  const { retentionDays } = useAppState().settings
  return (
    <NumberSetting
      label={t('settings.retention')}
      about={t('settings.retention.about')}
      wrong={t('settings.retention.wrong')}
      unit={t('settings.days')}
      value={retentionDays}
      lowest={1}
      highest={MOST_DAYS}
      onChange={(days) => {
        onChange({ retentionDays: days })
      }}
    />
  )
}
