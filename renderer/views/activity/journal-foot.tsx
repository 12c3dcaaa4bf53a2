import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { LinkButton } from '../../components/button'
import { Failure } from '../../components/failure'
import { useFormats, useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { useJournalSize } from './use-journal-size'

interface JournalFootProps {
  /** What is in sight, in words; empty where nothing is. */
  readonly words: string
  /** Calls that match: every hundred of them the size is looked at again. */
  readonly total: number
  readonly onDelete: () => void
}

/** How much is in sight, how long it is kept, how large it is, where it is, and how to be rid of it. */
export function JournalFoot({ words, total, onDelete }: JournalFootProps) {
  const t = useText()
  const bridge = useBridge()
  const show = useAction()
  const { go } = useNavigation()
  const { app, settings } = useAppState()
  const formats = useFormats()
  const size = useJournalSize(Math.ceil(total / 100))
  return (
    <>
      <Failure failure={show.failure} />
      <div className="activity-foot">
        <span>{words}</span>
        <span className="foot-end">
          {size !== null && <span>{t('activity.size', { size: formats.bytes(size.bytes) })}</span>}
          <LinkButton
            onClick={() => {
              go('settings')
            }}
          >
            {t('activity.kept', { days: settings.retentionDays })}
          </LinkButton>
          <LinkButton title={app.journalPath} onClick={() => void show.run(() => bridge.showInFolder({ what: 'journal' }))}>
            {t('activity.showFile')}
          </LinkButton>
          <LinkButton onClick={onDelete}>{t('activity.delete')}</LinkButton>
        </span>
      </div>
    </>
  )
}
