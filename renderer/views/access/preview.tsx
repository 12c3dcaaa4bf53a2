import { EyeOff } from 'lucide-react'
import { useCallback } from 'react'
import type { AccessModel, PreviewCell } from '../../../src/contract/access'
import { useBridge } from '../../bridge/services'
import { Card } from '../../components/card'
import { Message } from '../../components/message'
import { Skeleton } from '../../components/skeleton'
import { useFormats, useText } from '../../i18n/text'
import { ChooseModel } from './choose-model'
import { usePolicy } from './use-policy'
import { useTold } from './use-told'

interface PreviewProps {
  readonly models: readonly AccessModel[]
  readonly model: string
  readonly onChoose: (model: string) => void
}

/** What a client would be answered about a model, with live records and with what is withheld. */
export function Preview({ models, model, onChoose }: PreviewProps) {
  const t = useText()
  const bridge = useBridge()
  const formats = useFormats()
  const { policy, clientId } = usePolicy()
  const ask = useCallback(() => bridge.previewAccess({ model, clientId }), [bridge, model, clientId])
  const answer = useTold(`${clientId ?? ''} ${model}`, ask, policy)
  const status = models.find((one) => one.model === model)?.status
  const cell = (value: PreviewCell): string => {
    if (value === null) return ''
    if (typeof value === 'number') return formats.number(value)
    return typeof value === 'boolean' ? t(value ? 'preview.yes' : 'preview.no') : value
  }

  return (
    <Card title={t('preview.title')} aside={answer.status === 'told' && answer.told.ok ? answer.told.label : ''}>
      <ChooseModel key={model} models={models} model={model} onChoose={onChoose} />
      {status === 'asks' && <p className="muted small access-about">{t('preview.asks')}</p>}
      {answer.status === 'loading' ? (
        <Skeleton lines={5} />
      ) : !answer.told.ok ? (
        <Message tone="plain" message={answer.told.message} hint={answer.told.hint} />
      ) : (
        <>
          <div className="preview-table" tabIndex={0} role="region" aria-label={t('preview.table', { label: answer.told.label })}>
            <table>
              <thead>
                <tr>
                  {answer.told.columns.map(({ name, label, hidden }) => (
                    <th key={name} scope="col" className={hidden ? 'hidden-column' : undefined}>
                      {label}
                      <span className="technical">{name}</span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {answer.told.rows.map((row, index) => (
                  <tr key={index}>
                    {answer.told.ok && answer.told.columns.map(({ name, hidden }, at) => (
                      <td key={name} className={hidden ? 'hidden-column' : typeof row[at] === 'number' ? 'number' : undefined}>
                        {hidden ? (
                          <span className="withheld">
                            <EyeOff size={12} aria-hidden="true" />
                            {t('preview.hidden')}
                          </span>
                        ) : (
                          cell(row[at] ?? null)
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
            {answer.told.rows.length === 0 && <p className="muted">{t('preview.none')}</p>}
          </div>
          <p className="muted small">{t('preview.about', { shown: answer.told.rows.length, total: answer.told.total })}</p>
        </>
      )}
    </Card>
  )
}
