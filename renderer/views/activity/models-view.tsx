import { Boxes } from 'lucide-react'
import { useState } from 'react'
import type { ActivityFilter, ModelActivity } from '../../../src/contract/activity'
import { useAppState } from '../../bridge/services'
import { Button, LinkButton } from '../../components/button'
import { EmptyState } from '../../components/empty-state'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { useFormats, useText } from '../../i18n/text'
import { ModelFields } from './model-fields'
import { useModels } from './use-models'

interface ModelsViewProps {
  readonly filter: ActivityFilter
  /** Shows the calls about a model. */
  readonly onPick: (model: string) => void
}

/** More are a click away: a table of a thousand models is read by nobody, and takes long to draw. */
const SHOWN = 40

const COLUMNS = ['model', 'questions', 'fields', 'clients', 'first', 'last'] as const

/** Which models were asked about, which of their fields, how often, by whom, and since when. */
export function ModelsView({ filter, onPick }: ModelsViewProps) {
  const t = useText()
  const { view, reload } = useModels(filter)
  const [all, setAll] = useState(false)

  if (view.status === 'loading') return <Skeleton lines={9} />
  if (view.status === 'failed') {
    return (
      <Message tone="bad" role="alert" message={t('byModel.failed')} hint={t('activity.failed.hint')}>
        <Button onClick={reload}>{t('action.tryAgain')}</Button>
      </Message>
    )
  }
  if (view.models.length === 0) return <EmptyState icon={Boxes} title={t('byModel.empty')} about={t('byModel.empty.about')} />
  const shown = all ? view.models : view.models.slice(0, SHOWN)
  const most = Math.max(...view.models.map(({ calls }) => calls))
  return (
    // Focusable, since what scrolls must scroll by keyboard as well.
    <div className="models-scroll" role="region" aria-label={t('byModel.title')} tabIndex={0}>
      <table className="models-table">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={column}>
                {t(`byModel.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((model) => (
            <ModelRow key={model.model} model={model} most={most} onPick={onPick} />
          ))}
        </tbody>
      </table>
      {shown.length < view.models.length && (
        <p className="models-rest">
          <LinkButton
            onClick={() => {
              setAll(true)
            }}
          >
            {t('byModel.all', { count: view.models.length })}
          </LinkButton>
        </p>
      )}
    </div>
  )
}

interface ModelRowProps {
  readonly model: ModelActivity
  /** Calls about the model that was asked about most. */
  readonly most: number
  readonly onPick: (model: string) => void
}

function ModelRow({ model, most, onPick }: ModelRowProps) {
  const t = useText()
  const formats = useFormats()
  const { clients } = useAppState()
  const unanswered = model.calls - model.answered
  return (
    <tr>
      <th scope="row" className="model">
        <LinkButton
          onClick={() => {
            onPick(model.model)
          }}
        >
          {model.label}
        </LinkButton>
        <span className="second technical">{model.model}</span>
      </th>
      <td className="questions">
        <span className="amount">
          <span className="amount-bar" aria-hidden="true" style={{ width: `${(100 * model.calls) / most}%` }} />
          <span>{formats.number(model.calls)}</span>
        </span>
        {unanswered > 0 && <span className="second">{t('byModel.unanswered', { count: unanswered })}</span>}
      </td>
      <td className="fields">
        <ModelFields fields={model.fields} />
      </td>
      <td className="clients">{model.clients.map((id) => clients.find((client) => client.id === id)?.name ?? id).join(', ')}</td>
      <td className="first">
        {formats.day(model.firstSeen)}
        <span className="second">{formats.shortClock(model.firstSeen)}</span>
      </td>
      <td className="last">
        {formats.day(model.lastSeen)}
        <span className="second">{formats.shortClock(model.lastSeen)}</span>
      </td>
    </tr>
  )
}
