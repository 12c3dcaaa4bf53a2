import type { ViewName } from '../../../src/contract/requests'
import { Button, LinkButton } from '../../components/button'
import { Dialog } from '../../components/dialog'
import { useText, type MessageId } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import './help.css'

interface Topic {
  readonly question: MessageId
  readonly answer: MessageId
  /** Where something can be done about it. */
  readonly view?: ViewName
}

/** What people ask, in the order in which they come to ask it. */
const TOPICS: readonly Topic[] = [
  { question: 'help.ask', answer: 'help.ask.answer' },
  { question: 'help.silent', answer: 'help.silent.answer', view: 'clients' },
  { question: 'help.sees', answer: 'help.sees.answer', view: 'access' },
  { question: 'help.changes', answer: 'help.changes.answer' },
  { question: 'help.leaves', answer: 'help.leaves.answer', view: 'activity' },
  { question: 'help.refused', answer: 'help.refused.answer', view: 'access' },
  { question: 'help.figure', answer: 'help.figure.answer', view: 'activity' },
  { question: 'help.key', answer: 'help.key.answer', view: 'connections' },
  { question: 'help.limit', answer: 'help.limit.answer', view: 'access' },
  { question: 'help.stop', answer: 'help.stop.answer', view: 'overview' },
  { question: 'help.remove', answer: 'help.remove.answer', view: 'settings' },
  { question: 'help.report', answer: 'help.report.answer', view: 'settings' },
]

/** Questions and answers for people who have never seen a terminal. */
export function HelpDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useText()
  const { go } = useNavigation()
  return (
    <Dialog title={t('help.title')} size="wide" open={open} onClose={onClose}>
      <div className="help">
        {TOPICS.map(({ question, answer, view }) => (
          <details key={question} name="help">
            <summary>{t(question)}</summary>
            <p>{t(answer)}</p>
            {view !== undefined && (
              <LinkButton
                onClick={() => {
                  onClose()
                  go(view)
                }}
              >
                {t('help.go', { view: t(`view.${view}`) })}
              </LinkButton>
            )}
          </details>
        ))}
      </div>
      <div className="actions">
        <Button kind="primary" onClick={onClose}>
          {t('action.close')}
        </Button>
      </div>
    </Dialog>
  )
}
