import { CircleQuestionMark } from 'lucide-react'
import { useEffect, useId, useRef, useState, type RefObject } from 'react'
import { CONSENT_ANSWERS, type OpenQuestion } from '../../src/contract/consent'
import { useAppState, useBridge, useServices } from '../bridge/services'
import { useAction } from '../bridge/use-action'
import { Button } from '../components/button'
import { Failure } from '../components/failure'
import { FieldChips } from '../components/field-chips'
import { useFormats, useText } from '../i18n/text'
import './consent-panel.css'

/** A press that was on its way to something else, when the question came up under it, is no answer. */
const TOO_SOON_MS = 500

interface ConsentPanelProps {
  readonly panel: RefObject<HTMLElement | null>
  /** The user has answered the last question: the focus must go somewhere. */
  readonly onDone: () => void
}

/** The question that clients wait for, above every view. It takes no focus; it is announced instead. */
export function ConsentPanel({ panel, onDone }: ConsentPanelProps) {
  const t = useText()
  const { questions } = useAppState()
  const [first] = questions
  const isAnswered = useRef(false)

  useEffect(() => {
    if (!isAnswered.current) return
    isAnswered.current = false
    if (panel.current === null) onDone()
    else panel.current.focus()
  }, [first?.id, panel, onDone])

  return (
    <div>
      <p className="visually-hidden" role="status">
        {first !== undefined && t('consent.announced', { client: first.clientName, label: first.modelLabel ?? first.model })}
      </p>
      {first !== undefined && (
        <Question
          key={first.id}
          question={first}
          others={questions.length - 1}
          panel={panel}
          onAnswered={() => {
            isAnswered.current = true
          }}
        />
      )}
    </div>
  )
}

interface QuestionProps extends Pick<ConsentPanelProps, 'panel'> {
  readonly question: OpenQuestion
  readonly others: number
  readonly onAnswered: () => void
}

function Question({ question, others, panel, onAnswered }: QuestionProps) {
  const t = useText()
  const formats = useFormats()
  const bridge = useBridge()
  const { now } = useServices()
  const [shownAt] = useState(now)
  const action = useAction()
  const title = useId()
  const isLate = useIsPast(question.deadline)
  const { clientName, connectionName, model, modelLabel = model, fields, records } = question

  return (
    <section className="consent" aria-labelledby={title} ref={panel} tabIndex={-1}>
      <CircleQuestionMark size={16} aria-hidden="true" />
      <div>
        <p className="consent-title" id={title}>
          {t('consent.title', { client: clientName, label: modelLabel })}
        </p>
        <p>
          <span className="technical">{model}</span> {t('consent.where', { connection: connectionName })}
          {records !== undefined && ` ${t('consent.records', { records })}`} {t('consent.leaves')}
        </p>
        {fields.length > 0 && (
          <div className="consent-fields">
            <span>{t('consent.fields')}</span>
            <FieldChips fields={fields} hiddenFields={[]} />
          </div>
        )}
        <Failure failure={action.failure} />
        <div className="actions">
          {CONSENT_ANSWERS.map((answer) => (
            <Button
              key={answer}
              pending={action.pending}
              onClick={() => {
                if (now() - shownAt < TOO_SOON_MS) return
                onAnswered()
                void action.run(() => bridge.answerConsent({ questionId: question.id, answer }))
              }}
            >
              {t(`consent.answer.${answer}`)}
            </Button>
          ))}
          <span className="consent-more">
            {t(isLate ? 'consent.late' : 'consent.waits', { client: clientName, time: formats.clock(question.deadline) })}
            {others > 0 && ` ${t('consent.others', { count: others })}`}
          </span>
        </div>
      </div>
    </section>
  )
}

/** Whether a moment has passed; looks again when it does. */
function useIsPast(iso: string): boolean {
  const { now } = useServices()
  const [lookedAt, setLookedAt] = useState(now)
  const moment = Date.parse(iso)
  useEffect(() => {
    const timer = setTimeout(() => {
      setLookedAt(now())
    }, Math.max(0, moment - now()))
    return () => {
      clearTimeout(timer)
    }
  }, [moment, now])
  return moment <= lookedAt
}
