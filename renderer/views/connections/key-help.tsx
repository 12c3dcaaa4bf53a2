import { useAction } from '../../bridge/use-action'
import { useBridge } from '../../bridge/services'
import { LinkButton } from '../../components/button'
import { Card } from '../../components/card'
import { Failure } from '../../components/failure'
import { useText } from '../../i18n/text'

/** How to make an API key in Odoo, in words that follow Odoo's own menus. */
export function KeyHelp() {
  const t = useText()
  const bridge = useBridge()
  const action = useAction()
  return (
    <Card title={t('keys.title')}>
      <div className="prose">
        <ol className="steps-list">
          <li>{t('keys.step1')}</li>
          <li>{t('keys.step2')}</li>
          <li>{t('keys.step3')}</li>
          <li>{t('keys.step4')}</li>
        </ol>
        <p>
          <LinkButton onClick={() => void action.run(() => bridge.openExternal({ link: 'odoo_api_docs' }))}>{t('keys.docs')}</LinkButton>
        </p>
        <h3>{t('keys.reader')}</h3>
        <p className="muted">{t('keys.reader.about')}</p>
        <h3>{t('keys.where')}</h3>
        <p className="muted">{t('keys.where.about')}</p>
        <Failure failure={action.failure} />
      </div>
    </Card>
  )
}
