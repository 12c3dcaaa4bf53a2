import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { LinkButton } from '../../components/button'
import { Failure } from '../../components/failure'
import { useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'

interface JournalFootProps {
  /** What is in sight, in words; empty where nothing is. */
  readonly words: string
  readonly onDelete: () => void
}

/** How much is in sight, how long it is kept, where it is, and how to be rid of it. */
export function JournalFoot({ words, onDelete }: JournalFootProps) {
  const t = useText()
  const bridge = useBridge()
  const show = useAction()
  const { go } = useNavigation()
  const { app, settings } = useAppState()
  return (
    <>
      <Failure failure={show.failure} />
      <div className="activity-foot">
        <span>{words}</span>
        <span className="foot-end">
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
