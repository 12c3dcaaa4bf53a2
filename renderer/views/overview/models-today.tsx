import type { ActivitySummary } from '../../../src/contract/activity'
import { Card } from '../../components/card'
import { LinkButton } from '../../components/button'
import { useFormats, useText } from '../../i18n/text'
import { useNavigation } from '../../shell/navigation'
import { MonthOpener } from '../month/month-dialog'

const SHOWN_MODELS = 8

/** Models asked for today as bars: what people call it first, Odoo's name small. */
export function ModelsToday({ models }: { readonly models: ActivitySummary['byModel'] }) {
  const t = useText()
  const formats = useFormats()
  const { go } = useNavigation()
  const most = models[0]?.questions ?? 0
  const more = models.length - SHOWN_MODELS
  return (
    <Card
      title={t('models.title')}
      end={
        <>
          <MonthOpener look="link" />
          <LinkButton
            onClick={() => {
              go('activity')
            }}
          >
            {t('models.all')}
          </LinkButton>
        </>
      }
    >
      {models.length === 0 ? (
        <p className="muted">{t('models.empty')}</p>
      ) : (
        <ul className="bars">
          {models.slice(0, SHOWN_MODELS).map(({ model, label, questions }) => (
            <li key={model}>
              <span className="bar-label">
                <span className="bar" aria-hidden="true" style={{ width: `${(100 * questions) / most}%` }} />
                <span className="bar-text">
                  {label} <span className="technical">{model}</span>
                </span>
              </span>
              <b>
                {formats.number(questions)}
                <span className="visually-hidden"> {t('figure.questions', { count: questions })}</span>
              </b>
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p className="muted small bars-more">{t('models.more', { count: more })}</p>}
    </Card>
  )
}
