import { useAction } from '../../bridge/use-action'
import { useAppState, useBridge } from '../../bridge/services'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { useFormats, useText } from '../../i18n/text'
import { RemovableList } from './removable-list'

/** What was answered for longer than one question. Taking an answer back means to be asked again. */
export function Decisions() {
  const t = useText()
  const bridge = useBridge()
  const formats = useFormats()
  const { decisions } = useAppState()
  const action = useAction()
  return (
    <Card title={t('decisions.title')} aside={t('access.count', { count: decisions.length })}>
      <p className="muted access-about">{t('decisions.about')}</p>
      {decisions.length > 0 && (
        <RemovableList
          label={t('decisions.title')}
          items={decisions.map((decision) => ({
            key: decision.id,
            name: decision.modelLabel ?? decision.model,
            about: t(`decisions.${decision.answer}`, { client: decision.clientName, connection: decision.connectionName, day: formats.day(decision.decidedAt) }),
            remove: t('decisions.undo', { label: decision.modelLabel ?? decision.model }),
            onRemove: () => void action.run(() => bridge.undoDecision({ decisionId: decision.id })),
          }))}
        />
      )}
      <Failure failure={action.failure} />
    </Card>
  )
}
